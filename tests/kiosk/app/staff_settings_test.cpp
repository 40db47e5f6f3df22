// Staff set the kiosk by touch: each way a setting is changed, what is written, and what is refused.
#include "kiosk/visit/timetable.h"
#include "staff_worker.h"

using namespace entre;
using namespace entre::kiosk;
using namespace entre::kiosk::test;

namespace {

struct Setter : Worker {
  using Worker::Worker;
  void open(const std::string& key) { touch("staff.setting." + key); }
  void write(const std::string& text) {
    for (const char c : text)
      touch(c == ' ' ? "staff.setting.key.space" : std::string("staff.setting.key.") + c);
  }
  std::string listed(const std::string& key) const {
    const ui::Node* found = find("staff.setting." + key);
    REQUIRE(found != nullptr);
    return found->label;
  }
};

// A kiosk that is configured, with the app's own values.
struct Kiosk : Home {
  const std::string& staff_file = options.paths.staff_file;
  Kiosk() { put_config("[kiosk]\nname = \"Hallen\"\n"); }
  void put_config(const std::string& text) {
    REQUIRE(shelf.files.write(options.paths.config_file, text, 0644).ok());
    options.config = load_config(shelf.files, options.paths).value();
    options.config.kiosk.id = "0b0c6a52-7d0e-4a5e-9a51-0d7a1d8a7f11";
  }
  std::string staff_text() {
    const auto text = shelf.files.read(staff_file, 64 * 1024);
    return text ? *text : "";
  }
  Config config() { return load_config(shelf.files, options.paths).value(); }
};

}  // namespace

TEST_CASE("staff type the kiosk's name on the screen's keys, and the next start shows it") {
  Kiosk kiosk;
  Setter staff(kiosk);
  staff.enter();
  staff.touch("staff.settings");
  CHECK(staff.listed("kiosk.name") == "Namn. Hallen");
  staff.open("kiosk.name");
  CHECK(staff.node("staff.setting.field").state == "Hallen");
  staff.touch("staff.setting.key.clear");
  staff.touch("staff.setting.key.shift");
  staff.write("kista ab");
  CHECK(staff.node("staff.setting.field").state == "Kista ab");
  staff.touch("staff.setting.key.erase");
  CHECK(kiosk.staff_text() == "");
  staff.touch("staff.setting.key.go");
  CHECK(staff.told() == "Sparat. Det gäller när programmet har startat om.");
  CHECK(staff.listed("kiosk.name") == "Namn. Kista a · ändrat här · gäller efter omstart");
  CHECK(kiosk.config().kiosk.name == "Kista a");
  CHECK(staff.find("staff.restart_now") != nullptr);
  // As the service manager starts it.
  kiosk.options.config = kiosk.config();
  staff.start();
  CHECK(staff.app().model().installation.name == "Kista a");
  staff.enter();
  staff.touch("staff.settings");
  CHECK(staff.listed("kiosk.name") == "Namn. Kista a · ändrat här");
  CHECK(staff.find("staff.restart_now") == nullptr);
}

TEST_CASE("the keys of a keyboard write a setting too, and Enter is not needed to go back without saving") {
  Kiosk kiosk;
  Setter staff(kiosk);
  staff.enter();
  staff.touch("staff.settings");
  staff.open("kiosk.service_contact");
  for (const char* key : {"1", "2", "Backspace", "3"}) staff.key(key);
  CHECK(staff.node("staff.setting.field").state == "13");
  staff.touch("staff.back");
  CHECK(staff.screen() == "staff settings");
  CHECK(staff.listed("kiosk.service_contact") == "Vem besökarna ringer. Inget");
  CHECK(kiosk.staff_text() == "");
}

TEST_CASE("what staff changed goes back to the usual value, and leaves their file") {
  Kiosk kiosk;
  Setter staff(kiosk);
  staff.enter();
  staff.touch("staff.settings");
  staff.open("screen.theme");
  CHECK(staff.find("staff.usual") == nullptr);
  staff.touch("staff.choice.dark");
  CHECK(staff.node("staff.choice.dark").state == "selected");
  staff.touch("staff.save");
  CHECK(kiosk.config().screen.theme == "dark");
  staff.open("screen.theme");
  CHECK(staff.node("staff.usual").label == "Som vanligt: Ljusa");
  staff.touch("staff.usual");
  CHECK(kiosk.config().screen.theme == "light");
  CHECK(kiosk.staff_text().find("theme") == std::string::npos);
}

TEST_CASE(
    "a number goes up and down in its steps and no further than it may, and yes and no are two buttons") {
  Kiosk kiosk;
  Setter staff(kiosk);
  staff.enter();
  staff.touch("staff.settings");
  staff.open("screen.lower_edge_mm");
  for (int i = 0; i < 8; ++i)
    if (staff.node("staff.less.100").enabled) staff.touch("staff.less.100");
  CHECK(staff.node("staff.value").label == "0 mm");
  CHECK_FALSE(staff.node("staff.less.10").enabled);
  staff.touch("staff.more.100");
  staff.touch("staff.more.10");
  staff.touch("staff.save");
  CHECK(kiosk.config().screen.lower_edge_mm == 110);
  staff.open("screen.calm");
  staff.touch("staff.choice.true");
  staff.touch("staff.save");
  CHECK(kiosk.config().screen.calm);
}

TEST_CASE("display hours are set by touch in quarters of an hour, and hold at once") {
  Kiosk kiosk;
  Setter staff(kiosk);
  staff.enter();
  staff.touch("staff.settings");
  staff.open("display.saturday");
  staff.touch("staff.hours_times");
  CHECK(staff.node("staff.hours_from.1").label == "Från 08:00");
  staff.touch("staff.hours_from.1.more");
  staff.touch("staff.hours_to.1.less");
  staff.touch("staff.hours_to.1.less");
  staff.touch("staff.save");
  CHECK(staff.told() == "Sparat. Det gäller genast.");
  CHECK(kiosk.config().display.week[5] == "08:15-16:30");
  CHECK(staff.listed("display.saturday") == "Lördag. 08:15–16:30 · ändrat här");
  staff.open("display.saturday");
  staff.touch("staff.hours_add");
  CHECK(staff.node("staff.hours_remove.2").rect.h < 120);
  staff.touch("staff.hours_remove.2");
  staff.touch("staff.hours_closed");
  staff.touch("staff.save");
  CHECK(kiosk.config().display.week[5] == "closed");
}

TEST_CASE("holidays are added, moved, given hours and taken out by touch") {
  Kiosk kiosk;
  Setter staff(kiosk);
  const std::string today = local_date(kiosk.clock, kiosk.clock.unix_ms());
  staff.enter();
  staff.touch("staff.settings");
  staff.open("display.days");
  staff.touch("staff.date_add");
  staff.touch("staff.date_day_later");
  staff.touch("staff.hours_always");
  staff.touch("staff.back");
  CHECK(staff.find("staff.date.1") != nullptr);
  staff.touch("staff.date_add");
  staff.touch("staff.date_remove");
  staff.touch("staff.save");
  CHECK(kiosk.config().display.days == visit::days_on(today, 1) + " always");
  CHECK(staff.listed("display.days") == "Helgdagar och andra dagar. 1 dag · ändrat här");
}

TEST_CASE("a change that a faulty kiosk.toml forbids is refused with the reason, and nothing is written") {
  Kiosk kiosk;
  Setter staff(kiosk);
  staff.enter();
  staff.touch("staff.settings");
  REQUIRE(kiosk.shelf.files.write(kiosk.options.paths.config_file, "[kiosk]\nnam = 1\n", 0644).ok());
  staff.open("screen.theme");
  staff.touch("staff.choice.dark");
  staff.touch("staff.save");
  CHECK(staff.node("staff.refused").label.find("Inget är ändrat. ") == 0);
  CHECK(staff.node("staff.refused").label.find("kiosk.toml:2") != std::string::npos);
  CHECK(kiosk.staff_text() == "");
  CHECK(staff.node("staff.choice.dark").state == "selected");
}

TEST_CASE("a staff file that was left out says so, and its faulty lines are taken out after a yes") {
  Kiosk kiosk;
  REQUIRE(kiosk.shelf.files.write(kiosk.staff_file, "[screen]\ntheme = \"dark\"\nlower_edge_mm = -4\n", 0644)
              .ok());
  kiosk.options.config.screen.theme = "light";
  Setter staff(kiosk);
  staff.enter();
  staff.touch("staff.settings");
  CHECK(staff.node("staff.left_out").label.find("lower_edge_mm") != std::string::npos);
  staff.touch("staff.mend_settings");
  staff.touch("staff.refuse");
  CHECK(kiosk.config().screen.theme == "light");
  staff.touch("staff.mend_settings");
  staff.touch("staff.agree");
  CHECK(staff.find("staff.left_out") == nullptr);
  CHECK(staff.told().find("De felaktiga raderna är borta") == 0);
  CHECK(kiosk.config().screen.theme == "dark");
}

TEST_CASE("settings speak English where staff do, in the refusal too") {
  Kiosk kiosk;
  Setter staff(kiosk);
  staff.knock();
  staff.touch("staff.other_language");
  staff.type(pin);
  staff.touch("staff.settings");
  CHECK(staff.listed("kiosk.name") == "Name. Hallen");
  staff.open("kiosk.name");
  CHECK(staff.node("staff.allowed").label == "Allowed: at most 80 characters. Written: 6.");
}

TEST_CASE("languages are offered by touch, and after a restart visitors can choose no other") {
  Kiosk kiosk;
  Setter staff(kiosk);
  CHECK(staff.find("home.language.en") != nullptr);
  staff.enter();
  staff.touch("staff.settings");
  staff.open("kiosk.languages");
  CHECK(staff.node("staff.choice.en").state == "selected");
  staff.touch("staff.choice.en");
  CHECK(staff.node("staff.choice.en").state == "");
  staff.touch("staff.save");
  CHECK(kiosk.config().kiosk.languages == "sv");
  kiosk.options.config = kiosk.config();
  staff.start();
  CHECK(staff.find("home.language.en") == nullptr);
  CHECK(staff.find("home.language.sv") == nullptr);  // there is nothing to choose
}

TEST_CASE("brightness is set by touch, the same round the clock or by times") {
  Kiosk kiosk;
  Setter staff(kiosk);
  staff.enter();
  staff.touch("staff.settings");
  staff.open("display.brightness");
  staff.touch("staff.level.1.less");
  staff.touch("staff.save");
  CHECK(kiosk.config().display.brightness == "90");
  staff.open("display.brightness");
  staff.touch("staff.levels_times");
  staff.touch("staff.level_from.2.more");
  staff.touch("staff.level.2.less");
  staff.touch("staff.save");
  CHECK(kiosk.config().display.brightness == "07:00 100; 20:15 50");
}

TEST_CASE("a day that staff close goes dark as soon as they have left") {
  Kiosk kiosk;
  kiosk.clock.set();
  Setter staff(kiosk);
  constexpr const char* days[] = {"monday", "tuesday",  "wednesday", "thursday",
                                  "friday", "saturday", "sunday"};
  const int today = visit::weekday_of(local_date(kiosk.clock, kiosk.clock.unix_ms()));
  staff.enter();
  staff.touch("staff.settings");
  staff.open(std::string("display.") + days[today]);
  staff.touch("staff.hours_closed");
  staff.touch("staff.save");
  staff.wait_s(1);
  CHECK(staff.is_open());
  staff.touch("staff.close");
  int steps = 0;
  while (staff.app().info().screen != "dark" && ++steps < 4000) staff.app().step(5);
  CHECK(staff.app().info().screen == "dark");
}
