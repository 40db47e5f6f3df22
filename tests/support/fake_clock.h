#pragma once
// The clock's twin: time stands still until the test moves it.

#include <string>

#include "platform/clock.h"

namespace entre::test {

class FakeClock : public Clock {
 public:
  // 2024-01-09T12:00:00Z, unless told otherwise.
  explicit FakeClock(std::int64_t start_unix_ms = 1'704'801'600'000) : now_unix_ms(start_unix_ms) {}

  std::int64_t unix_ms() const override { return now_unix_ms; }
  std::int64_t monotonic_ms() const override { return now_monotonic_ms; }
  std::string boot_id() const override { return boot; }
  bool trusted() const override { return is_trusted; }
  LocalTime local(std::int64_t unix_ms) const override { return local_time(zone, unix_ms); }

  // Both clocks go on, as time does.
  void advance_ms(std::int64_t ms) {
    now_unix_ms += ms;
    now_monotonic_ms += ms;
  }
  void advance(std::int64_t ms) { advance_ms(ms); }
  // The wall clock is set, as by a person or the network; the monotonic one does not notice.
  void set_unix_ms(std::int64_t unix_ms) { now_unix_ms = unix_ms; }
  // A power cut: another boot id, and the monotonic clock starts again.
  void reboot(const std::string& id) {
    boot = id;
    now_monotonic_ms = 0;
  }

  std::int64_t now_unix_ms;
  std::int64_t now_monotonic_ms = 1'000'000;
  std::string boot = "11111111-2222-4333-8444-555555555555";
  std::string zone = "Europe/Stockholm";
  bool is_trusted = true;
};

}  // namespace entre::test
