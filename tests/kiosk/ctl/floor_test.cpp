// The signed floor in the firmware: a folder of the test's stands for efivarfs, and a copy of the home for a
// disk image.
#include <doctest/doctest.h>

#include <filesystem>

#include "platform/crypto.h"
#include "platform/system/firmware.h"
#include "sync/content/content_file.h"
#include "tests/kiosk/ctl/desk.h"

namespace {

using namespace entre;
using ctl::test::Desk;
namespace fs = std::filesystem;

// A kiosk on a machine with UEFI, whose first release was taken back by a floor of 2.
struct UefiKiosk : Desk {
  UefiKiosk() {
    fs::create_directories(path("efivars"));
    fs::create_directories(path("image"));
    write("efivars/BootOrder-8be4df61-93ca-11d2-aa0d-00e098032b8c", std::string("\x07\0\0\0\0\0", 6));
    for (const char* folder : {"content", "trust"})
      fs::copy(path(folder), path(std::string("image/") + folder),
               fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    release("the second", 2);
  }
  void put_image_back() {
    for (const char* folder : {"content", "trust"}) {
      fs::remove_all(path(folder));
      fs::copy(path(std::string("image/") + folder), path(folder),
               fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    }
  }
  std::string variable() const { return "efivars/EntreFloor-7d43d0c9-a00b-45c2-a988-6202701aaa66"; }
  std::int64_t floor() const { return content::read_floor(home.files, home.paths.content_folder).floor; }
  bool shows_something() const { return content::open_newest(home.files, home.paths.content_folder).ok(); }
};

}  // namespace

TEST_CASE(
    "a whole disk image put back shows nothing below the floor that the firmware keeps, also without the "
    "network") {
  UefiKiosk kiosk;
  REQUIRE(kiosk.run({"content", "keep-floor"}) == ctl::done);
  CHECK(kiosk.out.empty());
  kiosk.put_image_back();
  CHECK(kiosk.shows_something());
  CHECK(kiosk.run({"content", "keep-floor"}) == ctl::done);
  CHECK(kiosk.says("the signed floor is 2 again"));
  CHECK(kiosk.floor() == 2);
  CHECK_FALSE(kiosk.shows_something());
  kiosk.home.http.away = true;
  CHECK(kiosk.home.sync().exit_code() == client::ExitCode::failed);
  CHECK_FALSE(kiosk.shows_something());
  kiosk.home.http.away = false;
  REQUIRE(kiosk.home.sync().exit_code() == client::ExitCode::ok);
  CHECK(kiosk.home.current() == "content-2.db");
}

TEST_CASE(
    "the variable is as UEFI wants it: kept without power, for this root, and written only when it changes") {
  UefiKiosk kiosk;
  REQUIRE(kiosk.run({"content", "keep-floor"}) == ctl::done);
  const std::string root = kiosk.read("root.json");
  CHECK(kiosk.read(kiosk.variable()) ==
        std::string("\x07\0\0\0", 4) + sha256_hex(root) + " {\"floor\":2,\"root_version\":1}\n");
  const auto before = fs::last_write_time(kiosk.path(kiosk.variable()));
  REQUIRE(kiosk.run({"content", "keep-floor"}) == ctl::done);
  CHECK(fs::last_write_time(kiosk.path(kiosk.variable())) == before);
  kiosk.release("the third", 3);
  REQUIRE(kiosk.run({"content", "keep-floor"}) == ctl::done);
  CHECK(kiosk.read(kiosk.variable()).find("\"floor\":3") != std::string::npos);
}

TEST_CASE("what the firmware keeps for another root, or what is damaged there, moves no floor") {
  UefiKiosk kiosk;
  const std::string attributes("\x07\0\0\0", 4), mark = sha256_hex(kiosk.read("root.json"));
  for (const std::string& value :
       {attributes + sha256_hex("another") + " {\"floor\":9,\"root_version\":9}\n",
        attributes + mark + " {\"floor\":9", attributes + mark, std::string("\x07"), std::string(),
        attributes + std::string(100'000, '9'), attributes + mark + " {\"floor\":-9,\"root_version\":9}"}) {
    CAPTURE(value.substr(0, 100));
    kiosk.write(kiosk.variable(), value);
    REQUIRE(kiosk.run({"content", "keep-floor"}) == ctl::done);
    CHECK(kiosk.floor() == 2);
    CHECK(kiosk.read(kiosk.variable()).find(mark + " {\"floor\":2,") != std::string::npos);
  }
}

TEST_CASE("a floor that another root has left is not kept for the one that is pinned now") {
  UefiKiosk kiosk;
  kiosk.write("root.json", "of another authority");
  CHECK(kiosk.run({"content", "keep-floor"}) == ctl::done);
  CHECK_FALSE(kiosk.home.files.exists(kiosk.path(kiosk.variable())));
}

TEST_CASE("a kiosk that is set up anew keeps its floor before its first sync") {
  UefiKiosk kiosk;
  REQUIRE(kiosk.run({"content", "keep-floor"}) == ctl::done);
  for (const char* folder : {"content", "trust"}) fs::remove_all(kiosk.path(folder));
  CHECK(kiosk.run({"content", "keep-floor"}) == ctl::done);
  CHECK(kiosk.floor() == 2);
}

TEST_CASE(
    "a machine without UEFI says so, and a firmware that takes nothing is no reason to lose the disk's "
    "floor") {
  UefiKiosk kiosk;
  fs::remove_all(kiosk.path("efivars"));
  CHECK(kiosk.run({"content", "keep-floor"}) == ctl::failed);
  CHECK(kiosk.says("no UEFI"));
  // A folder in the variable's place cannot be written by root either.
  fs::create_directories(kiosk.path("efivars"));
  fs::create_directories(kiosk.path(kiosk.variable()));
  CHECK(kiosk.run({"content", "keep-floor"}) == ctl::failed);
  CHECK(kiosk.says("EntreFloor"));
  CHECK(kiosk.floor() == 2);
}

TEST_CASE("the list of releases says that the floor is in the firmware too") {
  UefiKiosk kiosk;
  REQUIRE(kiosk.run({"content", "list"}) == ctl::done);
  CHECK(kiosk.says("signed floor: 2\n"));
  REQUIRE(kiosk.run({"content", "keep-floor"}) == ctl::done);
  REQUIRE(kiosk.run({"content", "list"}) == ctl::done);
  CHECK(kiosk.says("signed floor: 2, in the firmware too\n"));
}
