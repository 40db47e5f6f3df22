#include "platform/hours.h"

#include <fmt/format.h>

#include <algorithm>

namespace entre {
namespace {

constexpr int kDayMin = 24 * 60;
constexpr std::int64_t kMinuteMs = 60'000;
constexpr int kDaysAhead = 400;
constexpr std::size_t kSpansMax = 8, kDatesMax = 64, kStepsMax = 16;

// Monday is 0 (Sakamoto's method for the Gregorian calendar).
int weekday_of(int year, int month, int day) {
  constexpr int offsets[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
  if (month < 3) --year;
  return (year + year / 4 - year / 100 + year / 400 + offsets[month - 1] + day + 6) % 7;
}

const OpenDay& day_of(const DisplayHours& hours, const LocalTime& time) {
  const auto special = hours.days.find(fmt::format("{:04}-{:02}-{:02}", time.year, time.month, time.day));
  if (special != hours.days.end()) return special->second;
  return hours.week[static_cast<std::size_t>(weekday_of(time.year, time.month, time.day))];
}

// "HH:MM" from 00:00 to 24:00; -1 for anything else.
int minutes_of(const std::string& text) {
  if (text.size() != 5 || text[2] != ':') return -1;
  for (const std::size_t at : {0, 1, 3, 4})
    if (text[at] < '0' || text[at] > '9') return -1;
  const int hour = (text[0] - '0') * 10 + text[1] - '0', minute = (text[3] - '0') * 10 + text[4] - '0';
  const int minutes = hour * 60 + minute;
  return minute < 60 && minutes <= kDayMin ? minutes : -1;
}

// To the next time that the day's plan names, or midnight.
int minutes_to_next(const DisplayHours& hours, const LocalTime& time) {
  const int minute = time.hour * 60 + time.minute;
  int next = kDayMin;
  for (const OpenSpan& span : day_of(hours, time))
    for (const int edge : {span.from_min, span.to_min})
      if (edge > minute) next = std::min(next, edge);
  return next - minute;
}

// "10" to "100"; -1 for anything else.
int percent_of(const std::string& text) {
  if (text.size() < 2 || text.size() > 3 || text[0] == '0') return -1;
  int percent = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    percent = percent * 10 + c - '0';
  }
  return percent <= 100 ? percent : -1;
}

// The first minute after unix_ms at which value(unix_ms) differs, or -1. Through real time as a clock on the
// wall goes, so that no day's length has to be known: in leaps that end an hour before what the day's plan
// has next (minutes_to_next of a local time), which is as far as any change of the clocks goes, and then by
// minutes.
template <typename Value, typename MinutesToNext>
std::int64_t next_change(const Clock& clock, std::int64_t unix_ms, Value value, MinutesToNext to_next_of) {
  constexpr int clock_change_min = 60;
  const auto now = value(unix_ms);
  const std::int64_t start = unix_ms - unix_ms % kMinuteMs, end = start + kDaysAhead * kDayMin * kMinuteMs;
  for (std::int64_t at = start + kMinuteMs; at < end;) {
    if (value(at) != now) return at;
    at += std::max(to_next_of(clock.local(at)) - clock_change_min, 1) * kMinuteMs;
  }
  return -1;
}

}  // namespace

DisplayHours DisplayHours::always() {
  DisplayHours hours;
  hours.week.fill({{0, kDayMin}});
  return hours;
}

Result<OpenDay> parse_open_day(const std::string& text) {
  if (text == "closed") return OpenDay{};
  if (text == "always") return OpenDay{{0, kDayMin}};
  const Error refused{ErrorKind::invalid,
                      "\"" + text +
                          "\": expected \"always\", \"closed\" or times such as \"08:00-12:00, "
                          "13:00-17:00\", in order, from 00:00 to 24:00"};
  OpenDay day;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    std::string span = text.substr(at, comma - at);
    span.erase(0, span.find_first_not_of(' '));
    span.erase(span.find_last_not_of(' ') + 1);
    if (span.size() != 11 || span[5] != '-') return refused;
    const OpenSpan open{minutes_of(span.substr(0, 5)), minutes_of(span.substr(6))};
    const int before = day.empty() ? 0 : day.back().to_min;
    if (open.from_min < before || open.to_min <= open.from_min || day.size() == kSpansMax) return refused;
    day.push_back(open);
    at = comma + 1;
  }
  return day;
}

Result<std::map<std::string, OpenDay>> parse_open_days(const std::string& text) {
  std::map<std::string, OpenDay> days;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(';', at), text.size());
    std::string one = text.substr(at, end - at);
    at = end + 1;
    one.erase(0, one.find_first_not_of(' '));
    const std::string date = one.substr(0, 10);
    if (one.size() < 12 || one[10] != ' ' || !valid_date(date) || days.size() == kDatesMax)
      return Error{ErrorKind::invalid,
                   "\"" + one + "\": expected at most " + std::to_string(kDatesMax) +
                       " dates with their hours, such as \"2026-12-24 closed; 2026-12-31 10:00-14:00\""};
    auto day = parse_open_day(one.substr(11));
    if (!day) return day.error();
    if (!days.emplace(date, *std::move(day)).second)
      return Error{ErrorKind::invalid, "\"" + date + "\": stands there twice"};
  }
  return days;
}

Result<DisplayHours> parse_display_hours(const std::array<std::string, 7>& week, const std::string& days) {
  DisplayHours hours;
  for (std::size_t i = 0; i < week.size(); ++i) {
    auto day = parse_open_day(week[i]);
    if (!day) return day.error();
    hours.week[i] = *std::move(day);
  }
  auto special = parse_open_days(days);
  if (!special) return special.error();
  hours.days = *std::move(special);
  return hours;
}

std::string to_string(const OpenDay& day) {
  if (day.empty()) return "closed";
  if (day == OpenDay{{0, kDayMin}}) return "always";
  std::string text;
  for (const OpenSpan& span : day)
    text += fmt::format("{}{:02}:{:02}-{:02}:{:02}", text.empty() ? "" : ", ", span.from_min / 60,
                        span.from_min % 60, span.to_min / 60, span.to_min % 60);
  return text;
}

bool is_open(const DisplayHours& hours, const Clock& clock, std::int64_t unix_ms) {
  const LocalTime time = clock.local(unix_ms);
  const int minute = time.hour * 60 + time.minute;
  const OpenDay& day = day_of(hours, time);
  return std::any_of(day.begin(), day.end(),
                     [&](const OpenSpan& span) { return minute >= span.from_min && minute < span.to_min; });
}

std::int64_t next_change_unix_ms(const DisplayHours& hours, const Clock& clock, std::int64_t unix_ms) {
  return next_change(
      clock, unix_ms, [&](std::int64_t at) { return is_open(hours, clock, at); },
      [&](const LocalTime& time) { return minutes_to_next(hours, time); });
}

Result<Brightness> parse_brightness(const std::string& text) {
  const Error refused{ErrorKind::invalid,
                      "\"" + text +
                          "\": expected a percentage from 10 to 100, or at most 16 times in order with "
                          "percentages, such as \"07:00 60; 09:00 100; 20:00 40\""};
  if (const int percent = percent_of(text); percent > 0) return Brightness{{0, percent}};
  Brightness brightness;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(';', at), text.size());
    std::string one = text.substr(at, end - at);
    at = end + 1;
    one.erase(0, one.find_first_not_of(' '));
    if (one.size() < 7 || one[5] != ' ') return refused;
    const BrightnessStep step{minutes_of(one.substr(0, 5)), percent_of(one.substr(6))};
    const int before_min = brightness.empty() ? -1 : brightness.back().from_min;
    if (step.from_min <= before_min || step.from_min == kDayMin || step.percent < 0 ||
        brightness.size() == kStepsMax)
      return refused;
    brightness.push_back(step);
  }
  if (brightness.empty()) return refused;
  return brightness;
}

int percent_at(const Brightness& brightness, const Clock& clock, std::int64_t unix_ms) {
  const LocalTime time = clock.local(unix_ms);
  int percent = brightness.back().percent;
  for (const BrightnessStep& step : brightness)
    if (step.from_min <= time.hour * 60 + time.minute) percent = step.percent;
  return percent;
}

std::int64_t next_change_unix_ms(const Brightness& brightness, const Clock& clock, std::int64_t unix_ms) {
  const auto to_next = [&](const LocalTime& time) {
    const int minute = time.hour * 60 + time.minute;
    int next = kDayMin;
    for (const BrightnessStep& step : brightness)
      if (step.from_min > minute) next = std::min(next, step.from_min);
    return next - minute;
  };
  return next_change(
      clock, unix_ms, [&](std::int64_t at) { return percent_at(brightness, clock, at); }, to_next);
}

}  // namespace entre
