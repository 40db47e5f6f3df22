#include "kiosk/panel.h"

#include <algorithm>
#include <utility>

#include "platform/log.h"

namespace entre::kiosk {
namespace {

// Fingers whose lifting was never told.
constexpr std::size_t kFingersMax = 32;

}  // namespace

Panel::Panel(visit::LightingPlan plan, display::Canvas& canvas, Backlight* backlight, const Clock& clock)
    : lighting_(std::move(plan)), canvas_(canvas), backlight_(backlight), clock_(clock) {}

bool Panel::tick(bool is_occupied) {
  const bool was_open = lighting_.is_open();
  const bool changed = lighting_.tick(is_occupied, clock_);
  if (lighting_.is_open() != was_open)
    log_info(lighting_.is_open() ? "display hours have begun" : "display hours have ended");
  if (const int percent = lighting_.percent(); backlight_percent_ != percent) {
    backlight_percent_ = percent;
    dims_picture_ = backlight_ == nullptr || !backlight_->set_percent(percent);
  }
  // The panel takes longer than the frame.
  if (is_off_ && !is_dark()) is_off_ = !canvas_.set_power(true);
  return changed;
}

void Panel::dim() {
  if (dims_picture_ && !is_dark()) canvas_.dim(lighting_.percent());
}

void Panel::presented() {
  shows_dark_ = is_dark();
  if (shows_dark_)
    is_off_ = canvas_.set_power(false);
  else if (!std::exchange(was_powered_, true))
    canvas_.set_power(true);
}

bool Panel::swallows(const display::Finger& finger) {
  const auto found = std::find(swallowed_.begin(), swallowed_.end(), finger.id);
  const bool was_swallowed = found != swallowed_.end();
  if (finger.phase == display::FingerPhase::move) return was_swallowed || shows_dark_;
  if (was_swallowed) swallowed_.erase(found);
  if (finger.phase == display::FingerPhase::up) return was_swallowed || shows_dark_;
  if (shows_dark_ && swallowed_.size() < kFingersMax) swallowed_.push_back(finger.id);
  return shows_dark_;
}

}  // namespace entre::kiosk
