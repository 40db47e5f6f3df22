#pragma once
// Display hours: when the screen is lit, and how bright. By the wall clock of the kiosk's own zone, so that a
// day of 23 or 25 hours opens and closes when its people do.

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "platform/clock.h"
#include "platform/result.h"

namespace entre {

// Minutes from midnight, [from, to): to may be 24 * 60, and from equal to to is no time at all.
struct OpenSpan {
  int from_min = 0, to_min = 0;
  bool operator==(const OpenSpan&) const = default;
};
// In order, without overlap; empty: closed all day.
using OpenDay = std::vector<OpenSpan>;

struct DisplayHours {
  // Monday first. A kiosk that was told nothing is always lit.
  std::array<OpenDay, 7> week;
  std::map<std::string, OpenDay> days;  // by date, YYYY-MM-DD: holidays and other days that are not as usual

  static DisplayHours always();
};

// "06:30-22:00", "08:00-12:00, 13:00-17:00", "closed", "always". invalid: another form, a time that is none,
// spans out of order or over one another, with what is allowed.
Result<OpenDay> parse_open_day(const std::string& text);
std::string to_string(const OpenDay& day);
// "2026-12-24 closed; 2026-12-31 10:00-14:00", empty for none, at most 64 dates. invalid: another form, a
// date that is none or stands there twice.
Result<std::map<std::string, OpenDay>> parse_open_days(const std::string& text);
// As kiosk.toml and a kiosk's status have them: Monday first.
Result<DisplayHours> parse_display_hours(const std::array<std::string, 7>& week, const std::string& days);

// Whether the screen is lit at this moment.
bool is_open(const DisplayHours& hours, const Clock& clock, std::int64_t unix_ms);
// The first moment after unix_ms at which is_open changes, to the minute; -1 where it does not in the next
// 400 days. What lies in the hour that spring leaves out happens when the clock has passed it; in the hour
// that autumn has twice, both are as the clock says.
std::int64_t next_change_unix_ms(const DisplayHours& hours, const Clock& clock, std::int64_t unix_ms);

// From this minute after midnight on, each day.
struct BrightnessStep {
  int from_min = 0, percent = 100;
  bool operator==(const BrightnessStep&) const = default;
};
// In order, never empty: each holds until the next, and the last one over midnight until the first.
using Brightness = std::vector<BrightnessStep>;

// "100", "07:00 60; 09:00 100; 20:00 40": percentages from 10 to 100, at most 16 times in order. invalid:
// another form, with what is allowed.
Result<Brightness> parse_brightness(const std::string& text);
int percent_at(const Brightness& brightness, const Clock& clock, std::int64_t unix_ms);
// As that of the hours.
std::int64_t next_change_unix_ms(const Brightness& brightness, const Clock& clock, std::int64_t unix_ms);

}  // namespace entre
