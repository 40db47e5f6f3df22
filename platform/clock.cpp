#include "platform/clock.h"

#include <sys/timex.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <sstream>

namespace entre {
namespace {

constexpr std::int64_t kMsPerSecond = 1000;
constexpr std::int64_t kSecondsPerDay = 86'400;

std::int64_t clock_ms(clockid_t id) {
  timespec now{};
  if (clock_gettime(id, &now) != 0) std::abort();
  return now.tv_sec * kMsPerSecond + now.tv_nsec / 1'000'000;
}

std::string first_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

std::int64_t floor_seconds(std::int64_t unix_ms) {
  std::int64_t seconds = unix_ms / kMsPerSecond;
  return unix_ms % kMsPerSecond < 0 ? seconds - 1 : seconds;
}

bool leap_year(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool real_day(int year, int month, int day) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  return day <= kDays[month - 1] + (month == 2 && leap_year(year) ? 1 : 0);
}

// The digits of text[at, at + count) as a number, or -1.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  int number = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (i >= text.size() || text[i] < '0' || text[i] > '9') return -1;
    number = number * 10 + (text[i] - '0');
  }
  return number;
}

// The C library knows one zone at a time, in TZ. A process has one kiosk and so one zone: TZ is written when
// it changes only, which is before any other thread starts. The caller holds zone_mutex.
void use_zone(const std::string& zone) {
  static std::string current;
  if (current == zone) return;
  setenv("TZ", (":" + zone).c_str(), 1);
  tzset();
  current = zone;
}

std::mutex& zone_mutex() {
  static std::mutex mutex;
  return mutex;
}

}  // namespace

SystemClock::SystemClock(std::string zone) : zone_(std::move(zone)) {
  const std::lock_guard<std::mutex> lock(zone_mutex());
  use_zone(zone_);
}

std::int64_t SystemClock::unix_ms() const {
  return clock_ms(CLOCK_REALTIME);
}

// BOOTTIME goes on while the machine is suspended, so deadlines hold across it.
std::int64_t SystemClock::monotonic_ms() const {
  return clock_ms(CLOCK_BOOTTIME);
}

std::string SystemClock::boot_id() const {
  return first_line("/proc/sys/kernel/random/boot_id");
}

bool SystemClock::trusted() const {
  timex state{};
  if (adjtimex(&state) >= 0 && (state.status & STA_UNSYNC) == 0) return true;
  std::error_code unreadable;
  if (std::filesystem::exists("/run/systemd/timesync/synchronized", unreadable)) return true;
  return is_from_battery_clock("/sys/class/rtc/rtc0", unix_ms());
}

bool is_from_battery_clock(const std::string& folder, std::int64_t unix_ms) {
  if (first_line(folder + "/hctosys") != "1") return false;
  std::istringstream text(first_line(folder + "/since_epoch"));
  std::int64_t battery_s = 0;
  // A day: a battery clock may be set to local time.
  return text >> battery_s && std::abs(battery_s - unix_ms / kMsPerSecond) < kSecondsPerDay;
}

LocalTime SystemClock::local(std::int64_t unix_ms) const {
  return local_time(zone_, unix_ms);
}

LocalTime local_time(const std::string& zone, std::int64_t unix_ms) {
  const std::time_t seconds = floor_seconds(unix_ms);
  std::tm parts{};
  {
    const std::lock_guard<std::mutex> lock(zone_mutex());
    use_zone(zone);
    if (localtime_r(&seconds, &parts) == nullptr) gmtime_r(&seconds, &parts);
  }
  return {parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec};
}

bool known_zone(const std::string& zone) {
  if (zone.empty() || zone.front() == '/' || zone.find("..") != std::string::npos) return false;
  std::error_code unreadable;  // such as a name that is too long for any file
  return std::filesystem::is_regular_file("/usr/share/zoneinfo/" + zone, unreadable);
}

std::string local_date(const Clock& clock, std::int64_t unix_ms) {
  const LocalTime time = clock.local(unix_ms);
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", time.year, time.month, time.day);
  return text;
}

std::string rfc3339(std::int64_t unix_ms) {
  const std::time_t seconds = floor_seconds(unix_ms);
  std::tm parts{};
  if (gmtime_r(&seconds, &parts) == nullptr) std::abort();
  char text[32];
  if (std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0) std::abort();
  return text;
}

std::int64_t parse_rfc3339(const std::string& text) {
  // The form that TUF and this product write: 20 characters, capital T and Z.
  if (text.size() != 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z')
    return -1;
  if (!valid_date(text.substr(0, 10))) return -1;
  const int hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return -1;
  std::tm parts{};
  parts.tm_year = digits(text, 0, 4) - 1900;
  parts.tm_mon = digits(text, 5, 2) - 1;
  parts.tm_mday = digits(text, 8, 2);
  const std::int64_t midnight = timegm(&parts);
  if (midnight < 0 || midnight % kSecondsPerDay != 0) return -1;
  return (midnight + hour * 3600 + minute * 60 + second) * kMsPerSecond;
}

std::int64_t parse_http_date(const std::string& text) {
  std::tm utc{};
  const char* end = strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
  return end == nullptr || *end != '\0' ? -1 : static_cast<std::int64_t>(timegm(&utc)) * 1000;
}

bool valid_date(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  return real_day(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2));
}

}  // namespace entre
