#include "kiosk/visit/lighting.h"

#include <doctest/doctest.h>

#include "tests/support/fake_clock.h"

using namespace entre;
using namespace entre::test;
using namespace entre::visit;

namespace {

LightingPlan plan(const char* each_day, const char* brightness = "100") {
  Config::Display display;
  display.week.fill(each_day);
  display.brightness = brightness;
  return LightingPlan::of(display);
}

std::int64_t at(const char* utc) {
  return parse_rfc3339(utc);
}

// A lighting that is asked as the app asks it: when its deadline has come.
struct Foyer {
  FakeClock clock;
  Lighting lighting;
  int changes = 0;

  Foyer(const LightingPlan& plan, const char* utc) : clock(at(utc)), lighting(plan) { look(); }
  void look(bool is_occupied = false) { changes += lighting.tick(is_occupied, clock) ? 1 : 0; }
  // From deadline to deadline, as nobody touches the screen; false: not within two days.
  bool wait_until(bool dark) {
    const std::int64_t end_ms = clock.monotonic_ms() + 48 * 3'600'000;
    while (lighting.is_dark() != dark) {
      const std::int64_t left_ms = lighting.next_deadline_ms() - clock.monotonic_ms();
      REQUIRE(left_ms > 0);
      REQUIRE(left_ms <= 60'000);
      clock.advance_ms(left_ms);
      look();
      if (clock.monotonic_ms() > end_ms) return false;
    }
    return true;
  }
  std::string now() const { return rfc3339(clock.unix_ms()); }
};

}  // namespace

TEST_CASE("the screen goes dark and is lit at the very minute, without being asked in between") {
  Foyer foyer(plan("07:00-17:00"), "2024-01-09T12:00:17Z");
  CHECK_FALSE(foyer.lighting.is_dark());
  REQUIRE(foyer.wait_until(true));
  CHECK(foyer.now() == "2024-01-09T16:00:00Z");
  REQUIRE(foyer.wait_until(false));
  CHECK(foyer.now() == "2024-01-10T06:00:00Z");
  CHECK(foyer.changes == 2);
}

TEST_CASE("on the days on which the clocks change it opens when the clock on the wall says so") {
  Foyer spring(plan("07:00-17:00"), "2024-03-30T17:00:00Z");
  REQUIRE(spring.wait_until(false));
  CHECK(spring.now() == "2024-03-31T05:00:00Z");
  Foyer autumn(plan("07:00-17:00"), "2024-10-26T17:00:00Z");
  REQUIRE(autumn.wait_until(false));
  CHECK(autumn.now() == "2024-10-27T06:00:00Z");
  // Twice in the night of 25 hours.
  Foyer night(plan("02:15-02:45"), "2024-10-26T23:00:00Z");
  REQUIRE(night.wait_until(false));
  CHECK(night.now() == "2024-10-27T00:15:00Z");
  REQUIRE(night.wait_until(true));
  REQUIRE(night.wait_until(false));
  CHECK(night.now() == "2024-10-27T01:15:00Z");
}

TEST_CASE("while somebody is there it stays lit, and goes dark when they have left") {
  Foyer foyer(plan("07:00-13:30"), "2024-01-09T12:29:30Z");
  foyer.look(true);
  CHECK(foyer.changes == 0);
  foyer.clock.advance_ms(10 * 60'000);
  foyer.look(true);
  CHECK_FALSE(foyer.lighting.is_open());
  CHECK_FALSE(foyer.lighting.is_dark());
  foyer.look(false);
  CHECK(foyer.lighting.is_dark());
  CHECK(foyer.changes == 1);
  // And whoever comes lights it.
  foyer.look(true);
  CHECK_FALSE(foyer.lighting.is_dark());
}

TEST_CASE("a clock that is set in between is noticed within a minute, forwards and back") {
  Foyer foyer(plan("07:00-17:00"), "2024-01-09T12:00:00Z");
  foyer.clock.set_unix_ms(at("2024-01-09T19:30:10Z"));
  foyer.clock.advance_ms(foyer.lighting.next_deadline_ms() - foyer.clock.monotonic_ms());
  foyer.look();
  CHECK(foyer.lighting.is_dark());
  foyer.clock.set_unix_ms(at("2024-01-09T08:00:00Z"));
  foyer.clock.advance_ms(foyer.lighting.next_deadline_ms() - foyer.clock.monotonic_ms());
  foyer.look();
  CHECK_FALSE(foyer.lighting.is_dark());
}

TEST_CASE("a clock that is not trusted darkens nothing, and one that is set meanwhile is obeyed again") {
  Foyer foyer(plan("07:00-17:00"), "2024-01-09T12:00:00Z");
  foyer.clock.is_trusted = false;
  foyer.clock.set_unix_ms(at("2000-01-01T00:00:10Z"));
  const auto next = [&] {
    foyer.clock.advance_ms(foyer.lighting.next_deadline_ms() - foyer.clock.monotonic_ms());
    foyer.look();
  };
  next();
  CHECK_FALSE(foyer.lighting.is_dark());
  foyer.clock.is_trusted = true;
  next();
  CHECK(foyer.lighting.is_dark());
}

TEST_CASE("brightness follows its schedule, and another plan holds at the next look") {
  Foyer foyer(plan("always", "07:00 60; 13:05 100"), "2024-01-09T12:00:00Z");
  CHECK(foyer.lighting.percent() == 60);
  for (int i = 0; i < 5; ++i) {
    foyer.clock.advance_ms(60'000);
    foyer.look();
  }
  CHECK(foyer.lighting.percent() == 100);
  CHECK(foyer.changes == 2);  // from the 100 before it was first asked
  foyer.lighting.follow(plan("closed", "30"));
  CHECK(foyer.lighting.next_deadline_ms() <= foyer.clock.monotonic_ms());
  foyer.look();
  CHECK(foyer.lighting.is_dark());
  CHECK(foyer.lighting.percent() == 30);
}

TEST_CASE("a plan that cannot be read is as if it were not there: lit, and at full brightness") {
  const LightingPlan lit = plan("from eight", "bright");
  CHECK(lit.hours.week == DisplayHours::always().week);
  CHECK(lit.brightness == Brightness{{0, 100}});
}
