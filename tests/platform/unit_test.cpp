// The service's confinement, as systemd judges it.
#include <doctest/doctest.h>

#include <filesystem>

#include "tests/support/process.h"

using namespace entre;

TEST_CASE("kiosk-sync's service is exposed to no more than 2.0 of 10, and is a valid unit") {
  if (!std::filesystem::exists("/usr/bin/systemd-analyze")) {
    MESSAGE("no systemd-analyze here: not judged");
    return;
  }
  const std::string unit = std::string(ENTRE_SOURCE_DIR) + "/platform/systemd/kiosk-sync.service";
  const auto judged =
      test::run({"systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=20", unit});
  CHECK_MESSAGE(judged.exit_code == 0, judged.out);
  const auto at = judged.out.find("Overall exposure level");
  REQUIRE(at != std::string::npos);
  std::printf("service: %s", judged.out.substr(at).c_str());
}
