#pragma once
// When kiosk-sync --watch does what: an interval with jitter, retries, and what the screen asks for. Times
// are the clock's monotonic_ms.

#include <cstdint>
#include <optional>

#include "sync/client/retry.h"

namespace entre::client {

class Schedule {
 public:
  // The first sync is due at once, or within first_within_ms, evenly spread.
  Schedule(Random& random, std::int64_t interval_s, std::int64_t now_ms, std::int64_t first_within_ms = 0);

  void content_done(bool ok, std::optional<std::int64_t> retry_after_ms, std::int64_t now_ms);
  void upload_done(bool ok, std::optional<std::int64_t> retry_after_ms, std::int64_t now_ms);
  // Staff want it now, whatever is being waited for.
  void sync_requested(std::int64_t now_ms);
  // An answer has become final: sent at once, unless a failed upload is being waited out.
  void upload_requested(std::int64_t now_ms);

  bool content_is_due(std::int64_t now_ms) const { return now_ms >= content_due_ms_; }
  bool upload_is_due(std::int64_t now_ms) const;
  // Until the next thing is due; 0 when something is.
  std::int64_t wait_ms(std::int64_t now_ms) const;

 private:
  Random& random_;
  std::int64_t interval_s_;
  Retry content_retry_, upload_retry_;
  std::int64_t content_due_ms_;
  std::optional<std::int64_t> upload_due_ms_;
  bool upload_failed_ = false;
};

}  // namespace entre::client
