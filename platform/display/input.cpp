#include "platform/display/input.h"

#include <algorithm>
#include <cmath>

namespace entre::display {
namespace {
// A panel that reports contacts and never their end must not grow this without bound.
constexpr std::size_t kIgnoredMax = 32;
// Nor must presses pile up while nothing is drawn.
constexpr std::size_t kQueueMax = 256;
}  // namespace

void PointerQueue::ignore(FingerId finger, std::int64_t monotonic_ms) {
  const bool is_known = std::any_of(ignored_.begin(), ignored_.end(),
                                    [&](const Ignored& known) { return known.finger == finger; });
  if (!is_known && ignored_.size() < kIgnoredMax) ignored_.push_back({finger, monotonic_ms});
}

bool PointerQueue::is_stuck(std::int64_t monotonic_ms) const {
  return std::any_of(ignored_.begin(), ignored_.end(),
                     [&](const Ignored& contact) { return monotonic_ms - contact.since_ms >= stuck_ms; });
}

void PointerQueue::push(Pointer pointer) {
  if (queue_.size() >= kQueueMax) queue_.clear();
  queue_.push_back(pointer);
}

void PointerQueue::cancel() {
  // Released nowhere: no button lies there, so none acts.
  push({});
  has_primary_ = false;
}

void PointerQueue::down(FingerId finger, float x, float y, std::int64_t monotonic_ms) {
  tick(monotonic_ms);
  // The panel lost the lifting of this very finger: the old contact ended without a press.
  if (is_primary(finger)) cancel();
  std::erase_if(ignored_, [&](const Ignored& contact) { return contact.finger == finger; });
  if (has_primary_) return ignore(finger, monotonic_ms);
  // The frame that shows the pointer gone can be left out when the next touch is already here.
  if (!queue_.empty() && !queue_.back().present && queue_.size() > 1) {
    const Pointer before = queue_[queue_.size() - 2];
    if (before.present && !before.down) queue_.pop_back();
  }
  has_primary_ = true;
  primary_ = finger;
  anchor_x_ = x;
  anchor_y_ = y;
  moved_at_ms_ = monotonic_ms;
  push({x, y, true, true});
}

void PointerQueue::move(FingerId finger, float x, float y, std::int64_t monotonic_ms) {
  if (is_primary(finger) && std::hypot(x - anchor_x_, y - anchor_y_) >= still_px) {
    anchor_x_ = x;
    anchor_y_ = y;
    moved_at_ms_ = monotonic_ms;
  }
  tick(monotonic_ms);
  if (!is_primary(finger)) return;
  // Panels report faster than frames are drawn: of moves that wait, the last counts; the press itself stays.
  const bool after_move = queue_.size() > 1 && queue_.back().down && queue_[queue_.size() - 2].down;
  const bool only_move = queue_.size() == 1 && queue_.back().down && last_.down;
  if (after_move || only_move) {
    queue_.back() = {x, y, true, true};
  } else {
    push({x, y, true, true});
  }
}

void PointerQueue::up(FingerId finger, float x, float y, std::int64_t monotonic_ms) {
  tick(monotonic_ms);
  std::erase_if(ignored_, [&](const Ignored& contact) { return contact.finger == finger; });
  if (!is_primary(finger)) return;
  push({x, y, false, true});
  push({});
  has_primary_ = false;
}

void PointerQueue::tick(std::int64_t monotonic_ms) {
  if (monotonic_ms - moved_at_ms_ >= still_ms_max) release(monotonic_ms);
}

void PointerQueue::release(std::int64_t monotonic_ms) {
  if (!has_primary_) return;
  ignore(primary_, monotonic_ms);
  cancel();
}

void PointerQueue::consume() {
  if (queue_.empty()) {
    settle_ = std::max(0, settle_ - 1);
    return;
  }
  last_ = queue_.front();
  queue_.pop_front();
  settle_ = settle_frames;
}

}  // namespace entre::display
