#include "sync/client/retry.h"

#include <time.h>

#include <algorithm>

namespace entre::client {

std::int64_t Retry::failed(std::optional<std::int64_t> retry_after_ms) {
  const std::int64_t asked_ms = std::min(retry_after_ms.value_or(0), retry_after_ms_max);
  // A thousand kiosks that were told the same second must not come back in the same second.
  const std::int64_t spread_ms = std::max(ceiling_ms_, asked_ms / 2);
  const auto jitter_ms =
      static_cast<std::int64_t>(uniform(random_, static_cast<std::uint64_t>(spread_ms) + 1));
  ceiling_ms_ = std::min(ceiling_ms_ * 2, last_ms);
  return asked_ms + jitter_ms;
}

std::optional<std::int64_t> parse_retry_after(const std::string& value, std::int64_t now_unix_ms) {
  if (value.empty()) return std::nullopt;
  if (value.find_first_not_of("0123456789") == std::string::npos) {
    if (value.size() > 9) return Retry::retry_after_ms_max;
    return std::stoll(value) * 1000;
  }
  tm when = {};
  const char* end = strptime(value.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &when);
  if (end == nullptr || *end != '\0') return std::nullopt;
  return std::max<std::int64_t>(0, std::int64_t{timegm(&when)} * 1000 - now_unix_ms);
}

std::int64_t jittered_interval_ms(std::int64_t interval_s, Random& random) {
  const std::int64_t tenth_ms = interval_s * 100;
  return interval_s * 1000 - tenth_ms +
         static_cast<std::int64_t>(uniform(random, static_cast<std::uint64_t>(2 * tenth_ms) + 1));
}

}  // namespace entre::client
