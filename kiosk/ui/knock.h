#pragma once
// Staff knock: so many touches of a corner of the panel within a few seconds. Any other touch ends it.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>

#include "platform/display/event.h"

namespace entre::ui {

class Knock {
 public:
  static constexpr std::int64_t within_ms = 5000;
  // corner: as kiosk.toml's staff.corner. side_px: of its square.
  Knock(std::string corner, std::size_t touches, float side_px)
      : corner_(std::move(corner)), touches_(touches), side_px_(side_px) {}
  // True when this finger makes the last of the touches. screen_w: in pixels.
  bool finger(const display::Finger& finger, float screen_w, std::int64_t monotonic_ms) {
    if (corner_ == "none" || finger.phase != display::FingerPhase::down) return false;
    const float across = corner_ == "upper-left" ? finger.x : screen_w - finger.x;
    if (finger.y > side_px_ || across > side_px_) return times_ms_.clear(), false;
    times_ms_.push_back(monotonic_ms);
    while (times_ms_.front() < monotonic_ms - within_ms) times_ms_.pop_front();
    if (times_ms_.size() < touches_) return false;
    times_ms_.clear();
    return true;
  }

 private:
  const std::string corner_;
  const std::size_t touches_;
  const float side_px_;
  std::deque<std::int64_t> times_ms_;
};

}  // namespace entre::ui
