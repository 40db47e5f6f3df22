#include "sync/client/watch.h"

#include "platform/log.h"

namespace entre::client {

WatchLoop::WatchLoop(Sync& sync, Sync::Ports ports, std::string requests_folder, Schedule schedule, Wait wait,
                     IsStopped is_stopped, Attempts* attempts)
    : sync_(sync),
      ports_(ports),
      requests_folder_(std::move(requests_folder)),
      wait_(std::move(wait)),
      is_stopped_(std::move(is_stopped)),
      schedule_(std::move(schedule)),
      attempts_(attempts) {}

bool WatchLoop::run() {
  while (!is_stopped_()) {
    take_requests();
    if (config_changed_) return true;
    do_what_is_due();
    if (is_stopped_()) break;
    wait_(schedule_.wait_ms(ports_.clock.monotonic_ms()));
  }
  return false;
}

void WatchLoop::take_requests() {
  const std::int64_t now_ms = ports_.clock.monotonic_ms();
  for (const std::string& name : ports_.files.list(requests_folder_)) {
    if (name != "sync" && name != "upload" && name != "config") continue;
    if (auto removed = ports_.files.remove(requests_folder_ + "/" + name); !removed)
      log_error("request: " + removed.error().message);
    if (name == "config") config_changed_ = true;
    if (name == "sync") schedule_.sync_requested(now_ms);
    if (name == "upload") schedule_.upload_requested(now_ms);
  }
}

void WatchLoop::do_what_is_due() {
  const std::int64_t now_ms = ports_.clock.monotonic_ms();
  const bool upload_due = schedule_.upload_is_due(now_ms);
  if (!upload_due && !schedule_.content_is_due(now_ms)) return;
  const bool with_content = schedule_.content_is_due(now_ms);
  const SyncOutcome outcome = with_content ? sync_.run(upload_due) : sync_.run_upload();
  if (attempts_ != nullptr) attempts_->end();
  const std::int64_t done_ms = ports_.clock.monotonic_ms();
  if (upload_due) schedule_.upload_done(!outcome.upload.error, outcome.upload.retry_after_ms, done_ms);
  if (with_content)
    schedule_.content_done(!outcome.content || outcome.content->ok(), outcome.content_retry_after_ms,
                           done_ms);
}

}  // namespace entre::client
