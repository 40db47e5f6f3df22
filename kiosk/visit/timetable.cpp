#include "kiosk/visit/timetable.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "platform/hours.h"

namespace entre::visit {
namespace {

constexpr int kDayMin = 24 * 60;

OpenDay spans_of(const std::string& hours) {
  auto day = parse_open_day(hours);
  return day ? *std::move(day) : OpenDay{};
}

// Where the longest time between spans lies that a new one fits in; from == to: nowhere.
OpenSpan longest_gap(const OpenDay& day) {
  OpenSpan longest;
  int from_min = 0;
  const auto look = [&](int to_min) {
    if (to_min - from_min > longest.to_min - longest.from_min) longest = {from_min, to_min};
  };
  for (const OpenSpan& span : day) {
    look(span.from_min);
    from_min = span.to_min;
  }
  look(kDayMin);
  return longest;
}

std::chrono::year_month_day day_of(const std::string& date) {
  int year = 1970, month = 1, day = 1;
  std::sscanf(date.c_str(), "%4d-%2d-%2d", &year, &month, &day);
  return std::chrono::year(year) / std::chrono::month(static_cast<unsigned>(month)) /
         std::chrono::day(static_cast<unsigned>(day));
}

std::string text_of(std::chrono::year_month_day day) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

bool has(const std::vector<OpenDate>& all, const std::string& date) {
  return std::any_of(all.begin(), all.end(), [&](const OpenDate& one) { return one.date == date; });
}

DatesChange with(std::vector<OpenDate> all, const OpenDate& one) {
  const auto place =
      std::find_if(all.begin(), all.end(), [&](const OpenDate& other) { return other.date > one.date; });
  const auto index = static_cast<int>(place - all.begin());
  all.insert(place, one);
  return {join_dates(all), index};
}

bool is_in(const std::vector<OpenDate>& all, int index) {
  return index >= 0 && static_cast<std::size_t>(index) < all.size();
}

}  // namespace

std::string clock_text(int minutes) {
  return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

std::string with_edge_moved(const std::string& hours, std::size_t span, bool is_end, int by_min) {
  OpenDay day = spans_of(hours);
  if (span >= day.size()) return hours;
  OpenSpan& moved = day[span];
  const int before = span == 0 ? 0 : day[span - 1].to_min;
  const int behind = span + 1 == day.size() ? kDayMin : day[span + 1].from_min;
  if (is_end)
    moved.to_min =
        std::clamp(moved.to_min + by_min, std::min(moved.from_min + hours_step_min, behind), behind);
  else
    moved.from_min =
        std::clamp(moved.from_min + by_min, before, std::max(moved.to_min - hours_step_min, before));
  // A whole day is "always": the control that shows times would be gone under the finger.
  return moved == OpenSpan{0, kDayMin} ? hours : to_string(day);
}

bool can_add_span(const std::string& hours) {
  const OpenDay day = spans_of(hours);
  const OpenSpan gap = longest_gap(day);
  return !day.empty() && day.size() < hours_spans_max && gap.to_min - gap.from_min >= 3 * hours_step_min;
}

// In the middle of the gap, so that its neighbours stay what they are.
std::string with_span_added(const std::string& hours) {
  if (!can_add_span(hours)) return hours;
  OpenDay day = spans_of(hours);
  const OpenSpan gap = longest_gap(day);
  const int third_min = (gap.to_min - gap.from_min) / 3 / hours_step_min * hours_step_min;
  const int from_min = (gap.from_min + third_min + hours_step_min - 1) / hours_step_min * hours_step_min;
  const OpenSpan added{from_min, from_min + third_min};
  day.insert(std::find_if(day.begin(), day.end(),
                          [&](const OpenSpan& span) { return span.from_min >= added.to_min; }),
             added);
  return to_string(day);
}

std::string with_span_removed(const std::string& hours, std::size_t span) {
  OpenDay day = spans_of(hours);
  if (day.size() < 2 || span >= day.size()) return hours;
  day.erase(day.begin() + static_cast<std::ptrdiff_t>(span));
  return to_string(day);
}

std::vector<OpenDate> split_dates(const std::string& dates) {
  std::vector<OpenDate> all;
  const auto days = parse_open_days(dates);
  if (!days) return all;
  for (const auto& [date, day] : *days) all.push_back({date, to_string(day)});
  return all;
}

std::string join_dates(const std::vector<OpenDate>& dates) {
  std::string text;
  for (const OpenDate& one : dates) text += (text.empty() ? "" : "; ") + one.date + " " + one.hours;
  return text;
}

std::string days_on(const std::string& date, int days) {
  return text_of(std::chrono::sys_days(day_of(date)) + std::chrono::days(days));
}

std::string months_on(const std::string& date, int months) {
  std::chrono::year_month_day day = day_of(date) + std::chrono::months(months);
  if (!day.ok()) day = day.year() / day.month() / std::chrono::last;
  return text_of(day);
}

int weekday_of(const std::string& date) {
  return static_cast<int>(std::chrono::weekday(std::chrono::sys_days(day_of(date))).iso_encoding()) - 1;
}

DatesChange with_date_added(const std::string& dates, const std::string& today) {
  const std::vector<OpenDate> all = split_dates(dates);
  if (all.size() == dates_max) return {dates, -1};
  std::string date = all.empty() || all.back().date < today ? today : days_on(all.back().date, 1);
  return with(all, {date, "closed"});
}

DatesChange with_date_moved(const std::string& dates, int index, int days, int months) {
  std::vector<OpenDate> all = split_dates(dates);
  if (!is_in(all, index)) return {dates, index};
  OpenDate moved = all[static_cast<std::size_t>(index)];
  all.erase(all.begin() + index);
  moved.date = days_on(months_on(moved.date, months), days);
  while (has(all, moved.date)) moved.date = days_on(moved.date, days + months < 0 ? -1 : 1);
  return with(std::move(all), moved);
}

std::string with_date_hours(const std::string& dates, int index, const std::string& hours) {
  std::vector<OpenDate> all = split_dates(dates);
  if (!is_in(all, index)) return dates;
  all[static_cast<std::size_t>(index)].hours = hours;
  return join_dates(all);
}

std::string with_date_removed(const std::string& dates, int index) {
  std::vector<OpenDate> all = split_dates(dates);
  if (!is_in(all, index)) return dates;
  all.erase(all.begin() + index);
  return join_dates(all);
}

namespace {

constexpr int kPercentMin = 10;

Brightness levels_of(const std::string& text) {
  auto levels = parse_brightness(text);
  return levels ? *std::move(levels) : Brightness{{0, 100}};
}

std::string text_of(const Brightness& levels, bool by_time) {
  if (!by_time) return std::to_string(levels.front().percent);
  std::string text;
  for (const BrightnessStep& level : levels)
    text += fmt::format("{}{} {}", text.empty() ? "" : "; ", clock_text(level.from_min), level.percent);
  return text;
}

}  // namespace

bool is_by_time(const std::string& levels) {
  return levels.find(':') != std::string::npos;
}

std::string with_level_stepped(const std::string& levels, std::size_t index, int by_percent) {
  Brightness all = levels_of(levels);
  if (index >= all.size()) return levels;
  all[index].percent = std::clamp(all[index].percent + by_percent, kPercentMin, 100);
  return text_of(all, is_by_time(levels));
}

std::string with_level_moved(const std::string& levels, std::size_t index, int by_min) {
  Brightness all = levels_of(levels);
  if (!is_by_time(levels) || index >= all.size()) return levels;
  const int before_min = index == 0 ? 0 : all[index - 1].from_min + hours_step_min;
  const int behind_min = (index + 1 == all.size() ? kDayMin : all[index + 1].from_min) - hours_step_min;
  if (before_min > behind_min) return levels;
  all[index].from_min = std::clamp(all[index].from_min + by_min, before_min, behind_min);
  return text_of(all, true);
}

std::string with_level_added(const std::string& levels) {
  Brightness all = levels_of(levels);
  if (!is_by_time(levels) || all.size() >= levels_max) return levels;
  constexpr int hour_min = 60;
  if (all.back().from_min + hour_min < kDayMin)
    all.push_back({all.back().from_min + hour_min, all.back().percent});
  else if (all.front().from_min >= hour_min)
    all.insert(all.begin(), {all.front().from_min - hour_min, all.back().percent});
  return text_of(all, true);
}

std::string with_level_removed(const std::string& levels, std::size_t index) {
  Brightness all = levels_of(levels);
  if (all.size() < 3 || index >= all.size()) return levels;
  all.erase(all.begin() + static_cast<std::ptrdiff_t>(index));
  return text_of(all, true);
}

}  // namespace entre::visit
