#include <doctest/doctest.h>

#include "platform/clock.h"
#include "platform/files.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temp_folder.h"

using namespace entre;
using namespace entre::test;

namespace {

std::string wall(const std::string& zone, const std::string& utc) {
  const LocalTime time = local_time(zone, parse_rfc3339(utc));
  char text[80];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d:%02d", time.year, time.month, time.day,
                time.hour, time.minute, time.second);
  return text;
}

}  // namespace

TEST_CASE("summer time begins and ends in Stockholm at 01:00 UTC") {
  CHECK(wall("Europe/Stockholm", "2024-03-31T00:59:59Z") == "2024-03-31 01:59:59");
  CHECK(wall("Europe/Stockholm", "2024-03-31T01:00:00Z") == "2024-03-31 03:00:00");
  CHECK(wall("Europe/Stockholm", "2024-10-27T00:59:59Z") == "2024-10-27 02:59:59");
  CHECK(wall("Europe/Stockholm", "2024-10-27T01:00:00Z") == "2024-10-27 02:00:00");
}

TEST_CASE("two zones can be asked in turn") {
  CHECK(wall("Asia/Kolkata", "2024-06-01T00:00:00Z") == "2024-06-01 05:30:00");
  CHECK(wall("Europe/Stockholm", "2024-06-01T00:00:00Z") == "2024-06-01 02:00:00");
  CHECK(wall("UTC", "2024-06-01T00:00:00Z") == "2024-06-01 00:00:00");
}

TEST_CASE("zones that the machine does not have are told apart") {
  CHECK(known_zone("Europe/Stockholm"));
  CHECK_FALSE(known_zone(""));
  CHECK_FALSE(known_zone("Europe"));
  CHECK_FALSE(known_zone("Europe/Orebro"));
  CHECK_FALSE(known_zone("../../../etc/passwd"));
  CHECK_FALSE(known_zone("/usr/share/zoneinfo/UTC"));
  CHECK_FALSE(known_zone("Europe/" + std::string(300, 'x')));
  CHECK_FALSE(known_zone(std::string(5000, 'x')));
}

TEST_CASE("a battery clock gives the time while it goes, and none once its battery was flat") {
  const TempFolder rtc;
  SystemFiles files;
  const std::int64_t now_ms = parse_rfc3339("2026-01-09T12:00:00Z");
  const auto battery = [&](const std::string& taken, const std::string& since_epoch) {
    REQUIRE(files.write(rtc.path() + "/hctosys", taken + "\n", 0644).ok());
    REQUIRE(files.write(rtc.path() + "/since_epoch", since_epoch + "\n", 0644).ok());
    return is_from_battery_clock(rtc.path(), now_ms);
  };
  CHECK_FALSE(is_from_battery_clock(rtc.path(), now_ms));  // none there
  CHECK(battery("1", std::to_string(now_ms / 1000)));
  CHECK(battery("1", std::to_string(now_ms / 1000 + 7200)));  // local time
  CHECK_FALSE(battery("0", std::to_string(now_ms / 1000)));
  CHECK_FALSE(battery("1", std::to_string(parse_rfc3339("2000-01-01T00:03:00Z") / 1000)));
  CHECK_FALSE(battery("1", ""));
}

TEST_CASE("a day ends at local midnight, not at UTC's") {
  FakeClock clock;
  CHECK(local_date(clock, parse_rfc3339("2024-01-08T22:59:59Z")) == "2024-01-08");
  CHECK(local_date(clock, parse_rfc3339("2024-01-08T23:00:00Z")) == "2024-01-09");
  CHECK(local_date(clock, parse_rfc3339("2024-07-08T22:00:00Z")) == "2024-07-09");
}

TEST_CASE("RFC 3339 goes out and in") {
  CHECK(rfc3339(0) == "1970-01-01T00:00:00Z");
  CHECK(rfc3339(1'704'801'600'999) == "2024-01-09T12:00:00Z");
  CHECK(parse_rfc3339("2024-01-09T12:00:00Z") == 1'704'801'600'000);
  CHECK(parse_rfc3339("2038-01-19T03:14:08Z") == 2'147'483'648'000);
  CHECK(parse_rfc3339("9999-12-31T23:59:59Z") == 253'402'300'799'000);
  for (const char* bad :
       {"", "2024-01-09", "2024-01-09T12:00:00", "2024-01-09T12:00:00+01:00", "2024-02-30T12:00:00Z",
        "2024-01-09T24:00:00Z", "2024-01-09T12:60:00Z", "2024-01-09 12:00:00Z", "2024-01-09T12:00:00z",
        "2024-01-09T1a:00:00Z", "1969-12-31T23:59:59Z", "2024-01-09T12:00:00.5Z", "+024-01-09T12:00:00Z"}) {
    CAPTURE(bad);
    CHECK(parse_rfc3339(bad) == -1);
  }
}

TEST_CASE("a date is a real day") {
  CHECK(valid_date("2024-02-29"));
  CHECK(valid_date("2000-02-29"));
  for (const char* bad : {"2023-02-29", "1900-02-29", "2024-00-01", "2024-13-01", "2024-01-00", "2024-04-31",
                          "2024-1-01", "24-01-01", "2024/01/01", "0000-01-01", "2024-01-0x", ""}) {
    CAPTURE(bad);
    CHECK_FALSE(valid_date(bad));
  }
}

TEST_CASE("the machine's clock goes forward and knows its boot") {
  const SystemClock clock;
  CHECK(clock.unix_ms() > parse_rfc3339("2024-01-01T00:00:00Z"));
  const auto before = clock.monotonic_ms();
  CHECK(clock.monotonic_ms() >= before);
  CHECK(clock.boot_id() == clock.boot_id());
}
