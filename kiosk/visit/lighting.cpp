#include "kiosk/visit/lighting.h"

#include <utility>

namespace entre::visit {
namespace {
constexpr std::int64_t kMinuteMs = 60'000;
}

LightingPlan LightingPlan::of(const Config::Display& display) {
  LightingPlan plan;
  if (auto hours = parse_display_hours(display.week, display.days); hours) plan.hours = *std::move(hours);
  if (auto brightness = parse_brightness(display.brightness); brightness)
    plan.brightness = *std::move(brightness);
  plan.wakes_on_touch = display.wakes_on_touch;
  return plan;
}

void Lighting::follow(LightingPlan plan) {
  plan_ = std::move(plan);
  look_ms_.reset();
}

bool Lighting::tick(bool is_occupied, const Clock& clock) {
  const bool was_dark = is_dark();
  const int percent = percent_;
  is_occupied_ = is_occupied;
  if (const std::int64_t now_ms = clock.monotonic_ms(); !look_ms_ || now_ms >= *look_ms_) {
    const std::int64_t unix_ms = clock.unix_ms();
    // Better lit by night than dark by day.
    is_open_ = !clock.trusted() || entre::is_open(plan_.hours, clock, unix_ms);
    percent_ = percent_at(plan_.brightness, clock, unix_ms);
    look_ms_ = now_ms + kMinuteMs - unix_ms % kMinuteMs;
  }
  return is_dark() != was_dark || percent_ != percent;
}

}  // namespace entre::visit
