#pragma once
// What a touch makes of display hours, dates and brightness by the clock: values of kiosk.toml, as texts
// (platform/hours.h has the forms). A text of another form is treated as none.

#include <string>
#include <vector>

namespace entre::visit {

inline constexpr int hours_step_min = 15;
inline constexpr std::size_t hours_spans_max = 4, dates_max = 64, levels_max = 8;
// Of a day's hours: a span's edge moved, kept behind the edge before it and before the one behind it; a span
// added in the longest time that is left, or taken out. The last cannot be taken out: that is "closed".
std::string with_edge_moved(const std::string& hours, std::size_t span, bool is_end, int by_min);
std::string with_span_added(const std::string& hours);
std::string with_span_removed(const std::string& hours, std::size_t span);
bool can_add_span(const std::string& hours);
// What a day that was closed or always lit opens with once it is given times.
inline constexpr const char* first_hours = "08:00-17:00";

struct OpenDate {
  std::string date, hours;
  bool operator==(const OpenDate&) const = default;
};
// In the order of the dates.
std::vector<OpenDate> split_dates(const std::string& dates);
std::string join_dates(const std::vector<OpenDate>& dates);
// A date so many days or months on; a month has the day or its own last one.
std::string days_on(const std::string& date, int days);
std::string months_on(const std::string& date, int months);
// Monday is 0.
int weekday_of(const std::string& date);
// The dates with that one elsewhere, or with hours of its own; and where it then stands in the list. A day
// that is already there is passed over.
struct DatesChange {
  std::string dates;
  int index = -1;
};
DatesChange with_date_added(const std::string& dates, const std::string& today);
DatesChange with_date_moved(const std::string& dates, int index, int days, int months);
std::string with_date_hours(const std::string& dates, int index, const std::string& hours);
std::string with_date_removed(const std::string& dates, int index);

// Brightness: the same round the clock, or by times that each hold until the next.
inline constexpr const char* first_levels = "07:00 100; 20:00 60";
inline constexpr int level_step_percent = 10;
bool is_by_time(const std::string& levels);
std::string with_level_stepped(const std::string& levels, std::size_t index, int by_percent);
// Never to or past the times before and behind it.
std::string with_level_moved(const std::string& levels, std::size_t index, int by_min);
// An hour after the last, or before the first; the same where there is no room.
std::string with_level_added(const std::string& levels);
// The last two stay: what is the same round the clock has no times.
std::string with_level_removed(const std::string& levels, std::size_t index);

std::string clock_text(int minutes);  // "08:00"

}  // namespace entre::visit
