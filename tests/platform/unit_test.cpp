// The services' confinement, as systemd judges it.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>

#include "tests/support/process.h"

using namespace entre;

namespace {

struct Unit {
  const char* name;
  double exposure_max;  // of 10
};

std::string path_of(const Unit& unit) {
  return std::string(ENTRE_SOURCE_DIR) + "/platform/systemd/" + unit.name;
}

// The number behind "Overall exposure level for NAME: "; -1 where there is none.
double exposure_in(const std::string& text) {
  const auto at = text.find("Overall exposure level");
  const auto colon = at == std::string::npos ? at : text.find(": ", at);
  return colon == std::string::npos ? -1 : std::atof(text.c_str() + colon + 2);
}

}  // namespace

TEST_CASE("the screen's service is exposed to no more than 4.0 of 10, kiosk-sync's and the hub's to 2.0") {
  if (!std::filesystem::exists("/usr/bin/systemd-analyze")) {
    MESSAGE("no systemd-analyze here: not judged");
    return;
  }
  for (const Unit& unit : {Unit{"kiosk.service", 4.0},
                           {"kiosk-sync.service", 2.0},
                           {"kiosk-hub.service", 2.0},
                           {"entre-update.service", 4.0}}) {
    CAPTURE(unit.name);
    const auto judged =
        test::run({"systemd-analyze", "security", "--offline=true", "--no-pager", path_of(unit)});
    const double exposure = exposure_in(judged.out);
    CHECK_MESSAGE(exposure > 0, judged.out, judged.err);
    CHECK_MESSAGE(exposure <= unit.exposure_max, judged.out);
    std::printf("%s: %.1f of 10\n", unit.name, exposure);
  }
}

TEST_CASE("the services are units that systemd understands, each line of them") {
  if (!std::filesystem::exists("/usr/bin/systemd-analyze")) {
    MESSAGE("no systemd-analyze here: not judged");
    return;
  }
  for (const Unit& unit : {Unit{"kiosk.service", 0},
                           {"kiosk-sync.service", 0},
                           {"kiosk-hub.service", 0},
                           {"entre-update.service", 0},
                           {"entre-update.timer", 0}}) {
    const auto verified = test::run({"systemd-analyze", "verify", "--man=no", path_of(unit)});
    for (const char* complaint : {"Unknown", "Failed to parse", "Invalid", "ignoring", "Missing"}) {
      CAPTURE(unit.name);
      CHECK_MESSAGE(verified.err.find(complaint) == std::string::npos, verified.err);
    }
  }
}
