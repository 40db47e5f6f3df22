#include "platform/hours.h"

#include <doctest/doctest.h>

#include "tests/support/fake_clock.h"

using namespace entre;
using namespace entre::test;

namespace {

OpenDay day(const char* text) {
  const auto parsed = parse_open_day(text);
  REQUIRE_MESSAGE(parsed.ok(), text);
  return *parsed;
}

// Weekdays 7 to 19, Saturdays 10 to 14 after a lunch that is left out, Sundays closed; Epiphany closed.
DisplayHours house() {
  DisplayHours hours;
  hours.week.fill(day("07:00-19:00"));
  hours.week[5] = day("10:00-12:00, 12:30-14:00");
  hours.week[6] = day("closed");
  hours.days["2024-01-06"] = day("closed");
  return hours;
}

std::int64_t at(const char* utc) {
  const std::int64_t unix_ms = parse_rfc3339(utc);
  REQUIRE(unix_ms >= 0);
  return unix_ms;
}

std::string next(const DisplayHours& hours, const char* utc) {
  const std::int64_t change = next_change_unix_ms(hours, FakeClock(), at(utc));
  return change < 0 ? "never" : rfc3339(change);
}

}  // namespace

TEST_CASE("the screen is lit by the weekday, and otherwise on a day that has hours of its own") {
  const FakeClock clock;
  const DisplayHours hours = house();
  // Stockholm's winter is an hour ahead of UTC. Friday 2024-01-05.
  CHECK(!is_open(hours, clock, at("2024-01-05T05:59:59Z")));
  CHECK(is_open(hours, clock, at("2024-01-05T06:00:00Z")));
  CHECK(is_open(hours, clock, at("2024-01-05T17:59:59Z")));
  CHECK(!is_open(hours, clock, at("2024-01-05T18:00:00Z")));
  CHECK(!is_open(hours, clock, at("2024-01-06T10:00:00Z")));  // Epiphany, a Saturday
  CHECK(!is_open(hours, clock, at("2024-01-07T10:00:00Z")));  // Sunday
  CHECK(is_open(hours, clock, at("2024-01-13T10:00:00Z")));   // Saturday
  CHECK(!is_open(hours, clock, at("2024-01-13T11:15:00Z")));  // at lunch
}

TEST_CASE("the next change is found over nights, holidays and weekends") {
  const DisplayHours hours = house();
  CHECK(next(hours, "2024-01-05T12:00:30Z") == "2024-01-05T18:00:00Z");
  CHECK(next(hours, "2024-01-05T18:00:00Z") == "2024-01-08T06:00:00Z");
  CHECK(next(hours, "2024-01-13T10:59:59Z") == "2024-01-13T11:00:00Z");
  CHECK(next(hours, "2024-01-13T11:00:00Z") == "2024-01-13T11:30:00Z");
}

TEST_CASE("the days on which the clocks change open and close by the wall clock") {
  DisplayHours hours = house();
  hours.week[6] = day("10:00-16:00");
  // 2024-03-31: from 02:00 to 03:00, a day of 23 hours. 10:00 is 08:00 UTC, the day before it was 09:00.
  CHECK(next(hours, "2024-03-30T13:00:00Z") == "2024-03-31T08:00:00Z");
  CHECK(next(hours, "2024-03-31T08:00:00Z") == "2024-03-31T14:00:00Z");
  // 2024-10-27: from 03:00 back to 02:00, a day of 25 hours.
  CHECK(next(hours, "2024-10-26T12:00:00Z") == "2024-10-27T09:00:00Z");
  CHECK(next(hours, "2024-10-27T09:00:00Z") == "2024-10-27T15:00:00Z");
}

TEST_CASE("what lies in the hour that spring leaves out happens when the clock has passed it") {
  DisplayHours hours;
  hours.week[6] = day("02:30-05:00");
  CHECK(next(hours, "2024-03-30T12:00:00Z") == "2024-03-31T01:00:00Z");  // 03:00, when 02:30 never came
  CHECK(next(hours, "2024-03-31T01:00:00Z") == "2024-03-31T03:00:00Z");
}

TEST_CASE("every minute of a year agrees with the change that was foretold") {
  const FakeClock clock;
  DisplayHours hours = house();
  hours.week[6] = day("00:00-00:01, 01:59-02:01, 02:59-03:01, 23:59-24:00");
  std::int64_t moment = at("2024-01-01T00:00:00Z");
  std::int64_t foretold = next_change_unix_ms(hours, clock, moment);
  int changes = 0;
  for (bool open = is_open(hours, clock, moment); moment < at("2025-01-01T00:00:00Z"); moment += 60'000) {
    const bool now = is_open(hours, clock, moment);
    REQUIRE((now != open) == (moment == foretold));
    if (now == open) continue;
    open = now;
    ++changes;
    foretold = next_change_unix_ms(hours, clock, moment);
  }
  CHECK(changes > 900);
}

TEST_CASE(
    "a screen that was told nothing is always lit, and one that is never lit says that nothing changes") {
  CHECK(is_open(DisplayHours::always(), FakeClock(), 0));
  CHECK(next(DisplayHours::always(), "2024-01-05T12:00:00Z") == "never");
  CHECK(next(DisplayHours{}, "2024-01-05T12:00:00Z") == "never");
}

TEST_CASE("hours are read as people write them, and anything else is refused with the form") {
  for (const char* good :
       {"always", "closed", "06:30-22:00", "08:00-12:00, 13:00-17:00", "00:00-00:01", "23:00-24:00"}) {
    CAPTURE(good);
    CHECK(to_string(day(good)) == good);
  }
  CHECK(to_string(day("08:00-12:00,12:00-13:00")) == "08:00-12:00, 12:00-13:00");
  CHECK(to_string(day("00:00-24:00")) == "always");
  for (const char* bad : {"", " ", "8-17", "08:00", "08:00-", "08:00-08:00", "17:00-08:00", "08:00-24:01",
                          "08:60-09:00", "25:00-26:00", "08:00-12:00,", "10:00-12:00, 09:00-11:00",
                          "10:00-12:00, 11:00-13:00", "08:00–17:00", "a8:00-17:00", "-8:00-17:00"}) {
    CAPTURE(bad);
    const auto refused = parse_open_day(bad);
    CHECK(!refused.ok());
    if (!refused) CHECK(refused.error().message.find("08:00-12:00, 13:00-17:00") != std::string::npos);
  }
}

TEST_CASE("dates with hours of their own are read, and any other form is refused whole") {
  const auto days = parse_open_days("2026-12-24 closed; 2026-12-31 10:00-12:00, 13:00-14:00");
  REQUIRE(days.ok());
  CHECK(days->size() == 2);
  CHECK(days->at("2026-12-24").empty());
  CHECK(to_string(days->at("2026-12-31")) == "10:00-12:00, 13:00-14:00");
  CHECK(parse_open_days("")->empty());
  std::string many;
  for (int i = 0; i < 65; ++i) many += "20" + std::to_string(10 + i) + "-01-01 closed;";
  for (const std::string& text :
       {std::string("2026-12-24"), std::string("2026-02-30 closed"), std::string("24/12 closed"),
        std::string("2026-12-24 10-12"), std::string("2026-12-24 closed; 2026-12-24 always"), many}) {
    CAPTURE(text);
    CHECK_FALSE(parse_open_days(text).ok());
  }
}

TEST_CASE("each brightness holds until the next, and the last over midnight until the first") {
  const FakeClock clock;
  const auto brightness = parse_brightness("07:00 60; 09:00 100; 20:00 40");
  REQUIRE(brightness.ok());
  CHECK(percent_at(*brightness, clock, at("2024-01-05T05:59:59Z")) == 40);
  CHECK(percent_at(*brightness, clock, at("2024-01-05T06:00:00Z")) == 60);
  CHECK(percent_at(*brightness, clock, at("2024-01-05T12:00:00Z")) == 100);
  CHECK(percent_at(*brightness, clock, at("2024-01-05T23:30:00Z")) == 40);
  CHECK(percent_at(*parse_brightness("55"), clock, at("2024-01-05T23:30:00Z")) == 55);
  const auto change = [&](const char* utc) { return next_change_unix_ms(*brightness, clock, at(utc)); };
  CHECK(change("2024-01-05T12:00:00Z") == at("2024-01-05T19:00:00Z"));
  // Over the nights on which the clocks change.
  CHECK(change("2024-03-30T19:00:00Z") == at("2024-03-31T05:00:00Z"));
  CHECK(change("2024-10-26T18:00:00Z") == at("2024-10-27T06:00:00Z"));
  CHECK(next_change_unix_ms(*parse_brightness("55"), clock, at("2024-01-05T12:00:00Z")) == -1);
}

TEST_CASE("a brightness that is none, too low, or out of order is refused with the form") {
  std::string many;
  for (int i = 10; i < 27; ++i) many += "00:" + std::to_string(i) + " 50;";
  for (const std::string& bad :
       {std::string(""), std::string("9"), std::string("101"), std::string("050"), std::string("50%"),
        std::string("07:00"), std::string("07:00 9"), std::string("24:00 50"), std::string("7:00 50"),
        std::string("09:00 50; 07:00 60"), std::string("09:00 50; 09:00 60"), std::string("07:00  50"),
        many}) {
    CAPTURE(bad);
    const auto refused = parse_brightness(bad);
    CHECK_FALSE(refused.ok());
    if (!refused) CHECK(refused.error().message.find("07:00 60; 09:00 100") != std::string::npos);
  }
  CHECK(parse_brightness("00:00 10;23:59 100").ok());
}
