#pragma once
// Port: time. Nothing outside its real adapter and the mains asks the machine for the time or sleeps.

#include <cstdint>
#include <string>

namespace entre {

struct LocalTime {
  int year, month, day, hour, minute, second;
};

class Clock {
 public:
  virtual ~Clock() = default;
  // Milliseconds since 1970-01-01T00:00:00Z.
  virtual std::int64_t unix_ms() const = 0;
  // Milliseconds since an arbitrary start; never goes backwards. For deadlines and durations.
  virtual std::int64_t monotonic_ms() const = 0;
  // The kernel's id of this boot, or an empty string where there is none.
  virtual std::string boot_id() const = 0;
  // False when the machine's time is not set from the network, nor from a battery clock that still goes.
  virtual bool trusted() const = 0;
  // unix_ms in the kiosk's time zone (the C library's zones, Europe/Stockholm unless configured).
  virtual LocalTime local(std::int64_t unix_ms) const = 0;
};

// "2024-01-09", the local date of an instant: comparable as text with the dates of the content.
std::string local_date(const Clock& clock, std::int64_t unix_ms);
// RFC 3339 in UTC, whole seconds: "2024-01-09T12:00:00Z".
std::string rfc3339(std::int64_t unix_ms);
// The instant of an RFC 3339 UTC text ("...Z"), or -1 when it is not one.
std::int64_t parse_rfc3339(const std::string& text);
// The instant of an IMF-fixdate (RFC 9110 5.6.7, "Sun, 06 Nov 1994 08:49:37 GMT"), or -1 when it is not one.
std::int64_t parse_http_date(const std::string& text);
// True for a real calendar day written as YYYY-MM-DD.
bool valid_date(const std::string& text);

// The machine's clock. `zone` is a name of the tz database; the real adapter keeps a zone of its own.
class SystemClock : public Clock {
 public:
  explicit SystemClock(std::string zone = "Europe/Stockholm");
  std::int64_t unix_ms() const override;
  std::int64_t monotonic_ms() const override;
  std::string boot_id() const override;
  bool trusted() const override;
  LocalTime local(std::int64_t unix_ms) const override;

 private:
  std::string zone_;
};

// Whether the kernel took its time from this battery clock (a folder as /sys/class/rtc/rtc0) and it still
// agrees to a day. One whose battery is flat begins with its first year, while the service manager starts the
// machine no earlier than the last time it knew.
bool is_from_battery_clock(const std::string& folder, std::int64_t unix_ms);

// The local time of an instant in a zone of the tz database, as SystemClock gives it.
LocalTime local_time(const std::string& zone, std::int64_t unix_ms);
// Whether the tz database of this machine has the zone; an unknown one would be read as UTC in silence.
bool known_zone(const std::string& zone);

}  // namespace entre
