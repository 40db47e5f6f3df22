#include "kiosk/staff/settings_desk.h"

#include <doctest/doctest.h>

#include "kiosk/visit/settings.h"
#include "tests/support/fake_clock.h"
#include "tests/support/memory_files.h"

using namespace entre;
using namespace entre::staff;
using namespace entre::test;
using namespace entre::visit;

namespace {

struct World {
  Paths paths = Paths::with_home("/home");
  MemoryFiles files;
  FakeClock clock;
  Config running;

  World() {
    REQUIRE(files.make_folders("/home").ok());
    REQUIRE(files.write(paths.config_file, "[kiosk]\nname = \"Hallen\"\n", 0644).ok());
    running = load_config(files, paths).value();
  }
  SettingsDesk desk() { return {paths, files, clock, running}; }
  SettingChanged change(const char* key, std::optional<std::string> text, bool in_swedish = true) {
    return desk().change({setting_index(key), std::move(text), in_swedish});
  }
  StaffSettings::Value value(const char* key) {
    return desk().look(care::Language::swedish)->values.at(setting_index(key));
  }
  std::string staff_text() {
    const auto text = files.read(paths.staff_file, 64 * 1024);
    return text ? *text : "";
  }
};

}  // namespace

TEST_CASE(
    "what a setting may not be is refused with what is allowed, in staff's language, and nothing is "
    "written") {
  World world;
  const std::vector<std::pair<const char*, std::string>> refused = {{"screen.lower_edge_mm", "5000"},
                                                                    {"screen.lower_edge_mm", "high"},
                                                                    {"screen.theme", "pink"},
                                                                    {"screen.calm", "perhaps"},
                                                                    {"display.monday", "08-17"},
                                                                    {"display.days", "2026-02-30 closed"},
                                                                    {"display.brightness", "5"},
                                                                    {"kiosk.languages", "SV"},
                                                                    {"kiosk.name", std::string(81, 'x')},
                                                                    {"screen.touch_map", "0 0 0 0 0 0"},
                                                                    {"speech.volume_percent", "9"}};
  for (const auto& [key, text] : refused) {
    CAPTURE(key);
    CAPTURE(text);
    const SettingChanged swedish = world.change(key, text), english = world.change(key, text, false);
    CHECK(swedish.failed);
    CHECK(swedish.told.find("Inget är ändrat. Tillåtet är ") == 0);
    CHECK(english.told.find("Nothing is changed. Allowed is ") == 0);
  }
  CHECK(world.change("screen.lower_edge_mm", "5000").told == "Inget är ändrat. Tillåtet är 0 till 3000 mm.");
  CHECK(world.change("sync.proxy", "::::").told ==
        "Inget är ändrat. Tillåtet är en proxy som http://proxy.example:3128, eller tomt.");
  CHECK_FALSE(world.files.exists(world.paths.staff_file));
}

TEST_CASE("a change says where its value comes from, whether it waits for a restart, and how it is undone") {
  World world;
  CHECK_FALSE(world.change("kiosk.name", "Kista").failed);
  const StaffSettings::Value changed = world.value("kiosk.name");
  CHECK(changed.text == "Kista");
  CHECK(changed.usual == "Hallen");
  CHECK(changed.is_changed);
  CHECK(changed.waits);
  CHECK_FALSE(world.change("kiosk.name", std::nullopt).failed);
  const StaffSettings::Value usual = world.value("kiosk.name");
  CHECK(usual.text == "Hallen");
  CHECK_FALSE(usual.is_changed);
  CHECK_FALSE(usual.waits);
  CHECK(world.staff_text().find("Kista") == std::string::npos);
}

TEST_CASE("what takes effect at once is told to those who read the configuration, and what waits is not") {
  World world;
  const std::string told = world.paths.requests_folder + "/config";
  REQUIRE(world.files.make_folders(world.paths.requests_folder).ok());
  CHECK_FALSE(world.change("kiosk.name", "Kista").failed);
  CHECK_FALSE(world.files.exists(told));
  CHECK_FALSE(world.change("display.sunday", "closed").failed);
  CHECK(world.files.exists(told));
  CHECK_FALSE(world.value("display.sunday").waits);
}

TEST_CASE("a staff file of nothing that can be read is emptied, one with faulty lines keeps the others") {
  World world;
  const auto left_out = [&] { return world.desk().look(care::Language::swedish)->left_out; };
  CHECK_FALSE(world.desk().mend().ok());  // there is no such file
  REQUIRE(world.files.write(world.paths.staff_file, "[screen\n", 0644).ok());
  CHECK(left_out().find("staff.toml:1") != std::string::npos);
  CHECK(world.change("screen.theme", "dark").failed);
  CHECK(world.desk().mend().ok());
  CHECK(left_out() == "");
  REQUIRE(world.files
              .write(world.paths.staff_file,
                     "# mine\n[screen]\ntheme = \"dark\"\npink = 1\n[sync]\nurl = \"https://elsewhere\"\n",
                     0644)
              .ok());
  CHECK(left_out() != "");
  CHECK(world.desk().mend().ok());
  CHECK(left_out() == "");
  CHECK(world.value("screen.theme").text == "dark");
  CHECK(world.staff_text().find("# mine") == 0);
  CHECK(world.staff_text().find("elsewhere") == std::string::npos);
}
