#pragma once
// When to try again (docs/reliability.md): full jitter, 5 s doubling to 30 min, Retry-After obeyed, no last
// attempt.

#include <cstdint>
#include <optional>
#include <string>

#include "platform/random.h"

namespace entre::client {

class Retry {
 public:
  static constexpr std::int64_t first_ms = 5'000;
  static constexpr std::int64_t last_ms = 30 * 60 * 1000;
  static constexpr std::int64_t retry_after_ms_max = 24 * 60 * 60 * 1000;

  explicit Retry(Random& random) : random_(random) {}
  // After a failure: how long to wait. Never shorter than what the server asked for, and up to half as long
  // again.
  std::int64_t failed(std::optional<std::int64_t> retry_after_ms = std::nullopt);
  void succeeded() { ceiling_ms_ = first_ms; }
  std::int64_t ceiling_ms() const { return ceiling_ms_; }  // of the next wait

 private:
  Random& random_;
  std::int64_t ceiling_ms_ = first_ms;
};

// Retry-After (RFC 9110, 10.2.3) in ms from now_unix_ms: seconds or an IMF-fixdate; nothing when it is
// neither.
std::optional<std::int64_t> parse_retry_after(const std::string& value, std::int64_t now_unix_ms);

// An interval of interval_s give or take a tenth, so that a fleet does not knock all at once.
std::int64_t jittered_interval_ms(std::int64_t interval_s, Random& random);

}  // namespace entre::client
