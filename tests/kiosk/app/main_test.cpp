// The program itself: what it says to wrong usage, a wrong kiosk.toml and a machine without a display.

#include <doctest/doctest.h>

#include <fstream>

#include "tests/support/process.h"
#include "tests/support/temp_folder.h"

using entre::test::Finished;
using entre::test::program;
using entre::test::TempFolder;

namespace {

Finished kiosk(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), program("kiosk"));
  return entre::test::run(arguments, 60'000, {"DISPLAY=", "WAYLAND_DISPLAY=", "SDL_VIDEODRIVER="});
}

}  // namespace

TEST_CASE("--help and --version succeed, nonsense is wrong usage") {
  const Finished help = kiosk({"--help"});
  CHECK(help.exit_code == 0);
  CHECK(help.out.find("Exit codes: 0") != std::string::npos);
  CHECK(kiosk({"--version"}).out == "kiosk " ENTRE_VERSION "\n");
  for (const char* nonsense : {"--nonsense", "--text=110", "--theme=pink", "--size=10x10", "--size=1080",
                               "--size=1080x1920x3", "--size=99999x99999", "extra"}) {
    CAPTURE(nonsense);
    CHECK(kiosk({nonsense}).exit_code == 2);
  }
}

TEST_CASE("--only belongs to the tour and knows the gallery") {
  CHECK(kiosk({"--only", "gallery"}).exit_code == 2);
  CHECK(kiosk({"--tour", "x", "--only", "nonsense"}).exit_code == 2);
}

TEST_CASE("every fault in kiosk.toml is named with file, line and key") {
  TempFolder home;
  const std::string file = home.file("kiosk.toml");
  std::ofstream(file) << "[kiosk]\nnmae = \"x\"\n\n[visit]\nidle_warning_s = 3\n";
  const Finished ended = kiosk({"--home", home.path()});
  CHECK(ended.exit_code == 2);
  CHECK(ended.err.find(file + ":2: kiosk.nmae: ") != std::string::npos);
  CHECK(ended.err.find(file + ":5: visit.idle_warning_s: ") != std::string::npos);
  CHECK(kiosk({"--config", home.file("gone.toml")}).exit_code == 2);
}

TEST_CASE("without a display the kiosk says what to do") {
  TempFolder home;
  const Finished ended = kiosk({"--home", home.path()});
  CHECK(ended.exit_code == 3);
  CHECK(ended.err.find("--tour") != std::string::npos);
}

TEST_CASE("a tour without content exits with 1 and says why") {
  TempFolder home;
  const Finished ended = kiosk({"--home", home.path(), "--tour", home.file("tour")});
  CHECK(ended.exit_code == 1);
  CHECK(ended.err.find("no content") != std::string::npos);
}
