// Staff at the kiosk, through real finger and key events on the real app, on a clock that only they move.
#include <doctest/doctest.h>

#include "staff_worker.h"

using namespace entre;
using namespace entre::kiosk;
using namespace entre::kiosk::test;

TEST_CASE("five touches of the upper right corner and the PIN open the staff screen, and Close ends it") {
  Home home;
  Worker worker(home);
  const auto home_pixels = worker.app().canvas().read_pixels();
  worker.knock(4);
  CHECK_FALSE(worker.is_open());
  worker.knock(1);
  REQUIRE(worker.screen() == "staff pin");
  worker.type(pin);
  REQUIRE(worker.screen() == "staff overview");
  CHECK(worker.node("staff.row.release.value").label == "1");
  worker.touch("staff.close");
  CHECK(worker.app().info().screen == "home");
  CHECK(worker.app().canvas().read_pixels()->argb == home_pixels->argb);
}

TEST_CASE("touches that a visitor may make by accident do not open it: too slow, elsewhere, or too few") {
  Home home;
  Worker worker(home);
  for (int i = 0; i < 8; ++i) {
    worker.knock(1);
    worker.wait_s(2);
  }
  CHECK_FALSE(worker.is_open());
  worker.wait_s(6);
  worker.knock(4);
  worker.touch_at(30, 30);
  worker.knock(4);
  CHECK_FALSE(worker.is_open());
}

TEST_CASE("kiosk.toml says which corner, how many touches, or that none opens it; a key does too") {
  Home home;
  home.options.config.staff.corner = "upper-left";
  home.options.config.staff.touches = 7;
  Worker left(home);
  left.knock(8);
  CHECK_FALSE(left.is_open());
  for (int i = 0; i < 7; ++i) left.touch_at(20, 20);
  CHECK(left.is_open());
  home.options.config.staff.corner = "none";
  Worker none(home);
  none.knock(12);
  CHECK_FALSE(none.is_open());
  none.key("Shift+F12");
  CHECK(none.screen() == "staff pin");
}

TEST_CASE("a PIN of a keyboard's digits opens it, and none of them is anywhere on the screen") {
  Home home;
  Worker worker(home);
  worker.knock();
  for (const char digit : std::string(pin)) worker.key(std::string(1, digit));
  CHECK(worker.node("staff.field").label == "6 siffror skrivna");
  for (const ui::Node& node : worker.app().nodes().nodes())
    if (node.id.starts_with("staff.field")) CHECK(node.state.empty());
  worker.key("Backspace");
  CHECK(worker.node("staff.field").label == "5 siffror skrivna");
  worker.key("3");
  worker.key("Enter");
  CHECK(worker.screen() == "staff overview");
}

TEST_CASE("five wrong PINs begin a wait that is told, kept over a restart, and ends") {
  Home home;
  Worker worker(home);
  worker.knock();
  worker.type("482914");
  CHECK(worker.told().find("4 försök kvar") != std::string::npos);
  for (int i = 0; i < 4; ++i) worker.type("482914");
  CHECK(worker.told() == "För många fel koder. Vänta 60 sekunder.");
  CHECK_FALSE(worker.node("staff.key.4").enabled);
  worker.wait_s(15);
  CHECK(worker.told() == "För många fel koder. Vänta 45 sekunder.");
  worker.start();
  worker.knock();
  CHECK(worker.told().find("Vänta 4") != std::string::npos);
  worker.wait_s(45);
  worker.type(pin);
  CHECK(worker.screen() == "staff overview");
}

TEST_CASE("without a PIN it says which command sets one, and opens nothing") {
  Home home;
  Worker worker(home, false);
  worker.knock();
  CHECK(worker.told().find("Ring den som sköter kioskens dator") != std::string::npos);
  CHECK_FALSE(worker.node("staff.key.1").enabled);
  worker.touch("staff.back");
  CHECK(worker.app().info().screen == "home");
}

TEST_CASE("the digits stand elsewhere when that is asked for, and open it all the same") {
  Home home;
  Worker worker(home);
  worker.knock();
  const auto places = [&] {
    std::vector<float> all;
    for (int digit = 0; digit < 10; ++digit) {
      const display::Rect rect = worker.node("staff.key." + std::to_string(digit)).rect;
      all.push_back(rect.y * 10'000 + rect.x);
    }
    return all;
  };
  const auto usual = places();
  worker.touch("staff.shuffle");
  auto shuffled = places();
  CHECK(shuffled != usual);
  worker.touch("staff.usual_keys");
  CHECK(places() == usual);
  worker.touch("staff.shuffle");
  worker.type(pin);
  CHECK(worker.screen() == "staff overview");
}

TEST_CASE("the staff screen closes by itself after two minutes without a touch, and wants the PIN again") {
  Home home;
  Worker worker(home);
  worker.enter();
  worker.wait_s(119);
  CHECK(worker.is_open());
  worker.touch_at(500, 10);  // nothing is there
  worker.wait_s(119);
  CHECK(worker.is_open());
  worker.wait_s(1);
  CHECK(worker.app().info().screen == "home");
  worker.knock();
  CHECK(worker.screen() == "staff pin");
}

TEST_CASE("staff who knock end the visit as its clock does: the answer is final and nothing is left of it") {
  Home home;
  Worker worker(home);
  const auto pixels = worker.app().canvas().read_pixels();
  worker.touch("home.topic.alpha");
  worker.touch("article.useful.yes");
  REQUIRE(home.counts().drafts == 1);
  worker.knock();
  REQUIRE(worker.screen() == "staff pin");
  CHECK(worker.app().model().answered.empty());
  worker.touch("staff.close");
  CHECK(worker.app().canvas().read_pixels()->argb == pixels->argb);
  worker.stop();
  CHECK(home.counts().drafts == 0);
  CHECK(home.counts().waiting == 1);
}

TEST_CASE("a kiosk without content opens for staff and says what to do") {
  Home home(false);
  Worker worker(home);
  worker.enter();
  CHECK(worker.node("staff.verdict").label == "Gör detta");
  CHECK(worker.find("staff.finding.1.todo") != nullptr);
}

TEST_CASE("going back to the release before wants a yes, shows it at once, and can be undone") {
  Home home;
  home.put(2);
  Worker worker(home);
  worker.enter();
  CHECK(worker.app().model().library->release == 2);
  worker.touch("staff.roll_back");
  worker.touch("staff.refuse");
  worker.touch("staff.roll_back");
  CHECK(worker.find("staff.reboot") == nullptr);  // what lies beneath cannot be touched
  worker.touch("staff.agree");
  CHECK(worker.app().model().staff.told == "Utgåva 1 visas.");
  CHECK(worker.node("staff.undo_roll_back").label == "Visa utgåva 2 igen");
  worker.touch("staff.close");
  while (worker.app().model().library->release != 1) worker.app().step(5);
  worker.enter();
  worker.touch("staff.undo_roll_back");
  worker.touch("staff.agree");
  CHECK(worker.app().model().staff.told == "Utgåva 2 visas igen.");
}

TEST_CASE("restart and shutdown of the machine want a yes, go through logind, and a refusal is told") {
  Home home;
  Worker worker(home);
  worker.enter();
  worker.touch("staff.reboot");
  CHECK(worker.system.asked.empty());
  worker.touch("staff.agree");
  CHECK(worker.system.asked == std::vector<std::string>{"systemctl reboot"});
  worker.system.exit_code = 1;
  worker.touch("staff.power_off");
  worker.touch("staff.agree");
  CHECK(worker.system.asked.back() == "systemctl poweroff");
  CHECK(worker.app().model().staff.failed);
}

TEST_CASE("a restart of the program ends it without a failure, so that the service manager starts it") {
  Home home;
  Worker worker(home);
  worker.enter();
  worker.touch("staff.restart");
  const display::Rect agree = worker.node("staff.agree").rect;
  for (const auto phase : {display::FingerPhase::down, display::FingerPhase::up})
    display::push_finger(phase, agree.x + agree.w / 2, agree.y + agree.h / 2, worker.app().canvas().size());
  int steps = 0;
  while (worker.app().step(1) && ++steps < 1000) {
  }
  CHECK(steps < 1000);
  CHECK(worker.app().failure().empty());
}

TEST_CASE(
    "a sync is asked for by a file, and told to go on until kiosk-sync has tried, and then how it went") {
  Home home;
  const Paths& paths = home.options.paths;
  Worker worker(home);
  REQUIRE(home.shelf.files
              .write(paths.config_file, "[kiosk]\nname = \"E\"\n[sync]\nurl = \"https://hub.test\"\n", 0644)
              .ok());
  worker.enter();
  worker.touch("staff.sync");
  CHECK(home.shelf.files.exists(paths.requests_folder + "/sync"));
  worker.wait_s(2);
  CHECK(worker.node("staff.sync_told").label == "Hämtar nu, sedan 2 s.");
  CHECK_FALSE(worker.node("staff.sync").enabled);
  const std::string progress = wire::progress_file(paths.status_file);
  REQUIRE(home.shelf.files
              .write(progress,
                     wire::encode_progress({wire::SyncPhase::download, 350'000, 1'000'000, 30,
                                            home.clock.monotonic_ms() + 1'000}),
                     0644)
              .ok());
  worker.wait_s(1);
  CHECK(worker.node("staff.sync_bar").label == "35 %");
  CHECK(worker.node("staff.sync_left").label == "350 kB av 1,0 MB, ungefär 30 sekunder kvar");
  CHECK(worker.find("staff.sync_told") == nullptr);
  worker.wait_s(20);
  CHECK(worker.find("staff.sync_bar") == nullptr);
  CHECK(worker.node("staff.sync_still").label.starts_with("Inget nytt på 20 sekunder."));
  REQUIRE(home.shelf.files.remove(progress).ok());
  wire::KioskStatus status;
  status.last_attempt_unix_ms = home.clock.unix_ms();
  status.last_error = "Could not resolve host: hub.test";
  REQUIRE(home.shelf.files.write(paths.status_file, wire::encode_status(status), 0644).ok());
  worker.wait_s(2);
  CHECK(worker.node("staff.sync_told").label.find("Det gick inte") == 0);
  CHECK(worker.node("staff.sync").enabled);
}

TEST_CASE("the touch test shows how far from a cross a finger was, and where it went") {
  Home home;
  Worker worker(home);
  worker.enter();
  worker.touch("staff.touch");
  CHECK(worker.node("staff.cross.1").label == "Kors 1");
  // The cross is 22 % of the panel from its edges; 27 px are 10 mm.
  worker.touch_at(237.6f + 27.1f, 422.4f);
  CHECK(worker.node("staff.cross.1").label == "10,0 mm fel");
  CHECK(worker.node("staff.cross.2").label == "Kors 2");
  worker.finger(display::FingerPhase::down, 300, 900);
  for (float x = 320; x <= 700; x += 20) worker.finger(display::FingerPhase::move, x, 900);
  worker.finger(display::FingerPhase::up, 700, 900);
  const auto pixels = worker.app().canvas().read_pixels();
  const std::uint32_t trace = pixels->argb[900 * 1080 + 500], ground = pixels->argb[860 * 1080 + 500];
  CHECK(trace != ground);
  worker.touch("staff.touch_clear");
  CHECK(worker.node("staff.cross.1").label == "Kors 1");
}

TEST_CASE("the screen test fills the whole panel with each colour, and the last touch leads out") {
  Home home;
  Worker worker(home);
  worker.enter();
  worker.touch("staff.fields");
  const auto corner = [&] { return worker.app().canvas().read_pixels()->argb.back() & 0xFFFFFF; };
  for (const std::uint32_t color : {0x000000u, 0xFFFFFFu, 0xFF0000u, 0x00FF00u, 0x0000FFu}) {
    CHECK(corner() == color);
    worker.touch_at(540, 960);
  }
  worker.touch_at(540, 960);
  CHECK(worker.screen() == "staff overview");
}
