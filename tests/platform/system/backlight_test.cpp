#include "platform/system/backlight.h"

#include <doctest/doctest.h>

#include "tests/support/memory_files.h"

using namespace entre;
using namespace entre::test;

namespace {

constexpr const char* folder = "/sys/class/backlight";

void plug(MemoryFiles& files, const std::string& name, const char* type, const char* most) {
  const std::string device = std::string(folder) + "/" + name;
  REQUIRE(files.make_folders(device).ok());
  REQUIRE(files.write(device + "/type", std::string(type) + "\n").ok());
  REQUIRE(files.write(device + "/max_brightness", std::string(most) + "\n").ok());
  REQUIRE(files.write(device + "/brightness", "1\n").ok());
}

std::string set_to(const MemoryFiles& files, const std::string& name) {
  return *files.read(std::string(folder) + "/" + name + "/brightness", 64);
}

}  // namespace

TEST_CASE("a percentage is of the device's own most, and never so low that the panel goes out") {
  MemoryFiles files;
  plug(files, "intel_backlight", "raw", "937");
  Backlight backlight(files);
  CHECK(backlight.set_percent(60));
  CHECK(set_to(files, "intel_backlight") == "562");
  CHECK(backlight.set_percent(100));
  CHECK(set_to(files, "intel_backlight") == "937");
  plug(files, "intel_backlight", "raw", "7");
  CHECK(backlight.set_percent(10));
  CHECK(set_to(files, "intel_backlight") == "1");
}

TEST_CASE("of several devices the firmware's is set, then the platform's") {
  MemoryFiles files;
  plug(files, "a_raw", "raw", "100");
  plug(files, "b_platform", "platform", "100");
  Backlight backlight(files);
  CHECK(backlight.set_percent(50));
  CHECK(set_to(files, "b_platform") == "50");
  plug(files, "c_firmware", "firmware", "100");
  CHECK(backlight.set_percent(40));
  CHECK(set_to(files, "c_firmware") == "40");
  CHECK(set_to(files, "b_platform") == "50");
  CHECK(set_to(files, "a_raw") == "1\n");
}

TEST_CASE("without a device, or with one that says nothing usable, it cannot be set") {
  MemoryFiles files;
  Backlight backlight(files);
  CHECK_FALSE(backlight.set_percent(50));
  for (const char* most : {"", "0", "-5", "many"}) {
    CAPTURE(most);
    plug(files, "odd", "raw", most);
    CHECK_FALSE(backlight.set_percent(50));
  }
}

TEST_CASE("a device that may not be written is tried again, since a rule may give it later") {
  MemoryFiles files;
  plug(files, "intel_backlight", "raw", "100");
  files.fail_path(std::string(folder) + "/intel_backlight/brightness", ErrorKind::denied);
  Backlight backlight(files);
  CHECK_FALSE(backlight.set_percent(50));
  CHECK(set_to(files, "intel_backlight") == "1\n");
}
