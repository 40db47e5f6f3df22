// The program itself: what it says to wrong usage, a wrong kiosk.toml and a machine without a display.

#include <doctest/doctest.h>

#include <fstream>
#include <set>

#include "home.h"
#include "tests/support/process.h"
#include "tests/support/temp_folder.h"

using entre::kiosk::test::Home;
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

TEST_CASE("the gallery is walked in every theme and text size, to its end") {
  Home home;
  const auto& folder = home.shelf.folder;
  std::ofstream(folder.file("kiosk.toml"))
      << "[kiosk]\nid = \"" << home.options.config.kiosk.id << "\"\n[screen]\nppi = 34.4\n";
  const std::string out = folder.file("gallery");
  const Finished ended =
      kiosk({"--home", folder.path(), "--tour", out, "--only", "gallery", "--size", "540x3000"});
  REQUIRE_MESSAGE(ended.exit_code == 0, ended.err);
  std::set<std::string> pictures;
  for (const char* theme : {"light", "dark", "contrast"}) {
    for (const char* percent : {"100", "125", "150", "200"}) {
      const std::string name = out + "/gallery-" + theme + "-" + percent;
      CAPTURE(name);
      REQUIRE(home.shelf.files.exists(name + ".png"));
      pictures.insert(*home.shelf.files.read(name + ".png", 100'000'000));
      // What does not fit one picture follows on others: the keyboard with capitals is the last.
      std::string last = name;
      for (int page = 2; home.shelf.files.exists(name + "-" + std::to_string(page) + ".json"); ++page)
        last = name + "-" + std::to_string(page);
      CHECK(home.shelf.files.read(last + ".json", 10'000'000)->find("\"Q\"") != std::string::npos);
    }
  }
  CHECK(pictures.size() == 12);
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
