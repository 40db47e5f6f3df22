#include "kiosk/ui/explore.h"

#include <algorithm>
#include <cmath>

namespace entre::ui {

using display::Finger;
using display::FingerPhase;

Explorer::Meaning Explorer::explore() {
  rests_ = explored_ = true;
  return {Meaning::Kind::explore, down_->x, down_->y};
}

Explorer::Meaning Explorer::finger(const Finger& finger, std::int64_t monotonic_ms) {
  const bool is_other = down_ && !(down_->id == finger.id);
  if (is_other) {
    const bool acts = finger.phase == FingerPhase::down && explored_;
    if (acts) explored_ = false;
    return {acts ? Meaning::Kind::activate : Meaning::Kind::nothing, 0, 0};
  }
  if (finger.phase == FingerPhase::down) {
    down_ = finger;
    start_x_ = finger.x;
    start_y_ = finger.y;
    down_ms_ = monotonic_ms;
    rests_ = false;
    return explored_ ? Meaning{} : explore();
  }
  if (!down_) return {};
  down_ = finger;
  if (finger.phase == FingerPhase::move) {
    const bool slides = std::hypot(finger.x - start_x_, finger.y - start_y_) > tap_px_max_;
    return rests_ || slides || monotonic_ms - down_ms_ >= tap_ms_max ? explore() : Meaning{};
  }
  const bool is_tap = !rests_ && monotonic_ms - down_ms_ < tap_ms_max;
  down_.reset();
  if (!is_tap) return {};
  explored_ = false;
  return {Meaning::Kind::activate, 0, 0};
}

Explorer::Meaning Explorer::tick(std::int64_t monotonic_ms) {
  return monotonic_ms >= next_deadline_ms() ? explore() : Meaning{};
}

std::int64_t Explorer::next_deadline_ms() const {
  return down_ && !rests_ ? down_ms_ + tap_ms_max : std::numeric_limits<std::int64_t>::max();
}

void CornerHold::finger(const Finger& finger, float screen_h, std::int64_t monotonic_ms) {
  if (finger.phase == FingerPhase::up) {
    fingers_ = std::max(0, fingers_ - 1);
    since_ms_.reset();
    return;
  }
  if (finger.phase == FingerPhase::down) {
    ++fingers_;
    since_ms_.reset();
    x_ = finger.x;
    y_ = finger.y;
    if (fingers_ == 1 && x_ < side_px_ && y_ >= screen_h - side_px_) since_ms_ = monotonic_ms;
    return;
  }
  if (std::hypot(finger.x - x_, finger.y - y_) > still_px_) since_ms_.reset();
}

bool CornerHold::tick(std::int64_t monotonic_ms) {
  if (monotonic_ms < next_deadline_ms()) return false;
  since_ms_.reset();
  return true;
}

}  // namespace entre::ui
