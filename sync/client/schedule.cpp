#include "sync/client/schedule.h"

#include <algorithm>

namespace entre::client {

namespace {

std::int64_t within_ms(std::int64_t most_ms, Random& random) {
  if (most_ms == 0) return 0;
  return static_cast<std::int64_t>(uniform(random, static_cast<std::uint64_t>(most_ms) + 1));
}

}  // namespace

Schedule::Schedule(Random& random, std::int64_t interval_s, std::int64_t now_ms, std::int64_t first_within_ms)
    : random_(random),
      interval_s_(interval_s),
      content_retry_(random),
      upload_retry_(random),
      content_due_ms_(now_ms + within_ms(first_within_ms, random)),
      upload_due_ms_(content_due_ms_) {}

void Schedule::content_done(bool ok, std::optional<std::int64_t> retry_after_ms, std::int64_t now_ms) {
  if (ok) {
    content_retry_.succeeded();
    content_due_ms_ = now_ms + jittered_interval_ms(interval_s_, random_);
    // With each good sync the ledger is looked at too: a request file may have been lost to a power cut.
    upload_requested(now_ms);
    return;
  }
  content_due_ms_ = now_ms + content_retry_.failed(retry_after_ms);
}

void Schedule::upload_done(bool ok, std::optional<std::int64_t> retry_after_ms, std::int64_t now_ms) {
  upload_failed_ = !ok;
  upload_due_ms_.reset();
  if (ok)
    upload_retry_.succeeded();
  else
    upload_due_ms_ = now_ms + upload_retry_.failed(retry_after_ms);
}

void Schedule::sync_requested(std::int64_t now_ms) {
  content_due_ms_ = now_ms;
  upload_due_ms_ = now_ms;
}

void Schedule::upload_requested(std::int64_t now_ms) {
  if (!upload_failed_) upload_due_ms_ = now_ms;
}

bool Schedule::upload_is_due(std::int64_t now_ms) const {
  return upload_due_ms_ && now_ms >= *upload_due_ms_;
}

std::int64_t Schedule::wait_ms(std::int64_t now_ms) const {
  const std::int64_t due_ms = std::min(content_due_ms_, upload_due_ms_.value_or(content_due_ms_));
  return std::max<std::int64_t>(0, due_ms - now_ms);
}

}  // namespace entre::client
