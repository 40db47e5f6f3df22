// The panel is wiped: no PIN, no touch, no key, and the visitors' screen after it.
#include <doctest/doctest.h>

#include "staff_worker.h"

using namespace entre;
using namespace entre::kiosk;
using namespace entre::kiosk::test;

namespace {

// A cloth: fingers all over the panel, pressed and lifted.
void wipe(Worker& worker, Home& home) {
  const display::Size size = worker.app().canvas().size();
  for (int row = 1; row < 12; ++row)
    for (int column = 1; column < 8; ++column) {
      const auto x = static_cast<float>(size.w * column / 8), y = static_cast<float>(size.h * row / 12);
      worker.finger(display::FingerPhase::down, x, y);
      home.clock.advance_ms(20);
      worker.finger(display::FingerPhase::move, x + 9, y);
      worker.finger(display::FingerPhase::up, x + 9, y);
      home.clock.advance_ms(20);
    }
}

}  // namespace

TEST_CASE(
    "the panel is wiped without a PIN: for a minute no touch and no key does anything, then home is back") {
  Home home;
  Worker worker(home, false);
  const auto home_pixels = worker.app().canvas().read_pixels();
  worker.knock();
  worker.touch("staff.clean");
  REQUIRE(worker.screen() == "staff cleaning");
  CHECK(worker.node("staff.cleaning_left").label == "60 sekunder kvar");
  wipe(worker, home);
  for (const char* key : {"Enter", "Escape", "Home", "Shift+F12", "1", "Tab"}) worker.key(key);
  CHECK(worker.screen() == "staff cleaning");
  worker.wait_s(20);
  worker.wait_s(36);
  CHECK(worker.screen() == "staff cleaning");
  worker.wait_s(4);
  CHECK(worker.app().info().screen == "home");
  CHECK(worker.app().canvas().read_pixels()->argb == home_pixels->argb);
  worker.stop();
  CHECK(home.counts().drafts + home.counts().waiting == 0);
}

TEST_CASE("the seconds that are left are counted down, each drawn as it comes") {
  Home home;
  Worker worker(home, false);
  worker.knock();
  worker.touch("staff.clean");
  for (int left = 59; left > 0; --left) {
    worker.wait_s(1);
    CHECK(worker.node("staff.cleaning_left").label.starts_with(std::to_string(left) + " sekund"));
  }
}

TEST_CASE("a cloth that still moves when the minute is over is waited for, yet not for ever") {
  Home home;
  Worker worker(home, false);
  worker.knock();
  worker.touch("staff.clean");
  worker.wait_s(59);
  wipe(worker, home);
  CHECK(worker.screen() == "staff cleaning");
  worker.wait_s(3);
  CHECK(worker.app().info().screen == "home");

  worker.knock();
  worker.touch("staff.clean");
  // Water that runs down.
  int seconds = 0;
  for (; worker.screen() == "staff cleaning" && seconds < 200; ++seconds) {
    worker.finger(display::FingerPhase::down, 500, 400);
    worker.finger(display::FingerPhase::up, 500, 400);
    worker.wait_s(1);
  }
  CHECK(seconds == 90);
}

TEST_CASE("what was typed of a PIN is forgotten when the panel is wiped, and wiping opens nothing") {
  Home home;
  Worker worker(home);
  worker.knock();
  for (const char digit : std::string(pin)) worker.touch(std::string("staff.key.") + digit);
  worker.touch("staff.clean");
  worker.wait_s(60);
  CHECK_FALSE(worker.is_open());
  worker.knock();
  CHECK(worker.node("staff.field").label == "0 siffror skrivna");
}
