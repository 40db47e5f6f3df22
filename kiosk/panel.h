#pragma once
// The panel as its lighting has it: off or black, dimmed, and what the touch that wakes it does not do. UI
// thread only.

#include <cstdint>
#include <vector>

#include "kiosk/visit/lighting.h"
#include "platform/clock.h"
#include "platform/display/canvas.h"
#include "platform/display/event.h"
#include "platform/system/backlight.h"

namespace entre::kiosk {

class Panel {
 public:
  // All outlive this. backlight: null: the panel's own cannot be set.
  Panel(visit::LightingPlan plan, display::Canvas& canvas, Backlight* backlight, const Clock& clock);
  // A changed configuration.
  void follow(visit::LightingPlan plan) { lighting_.follow(std::move(plan)); }

  // is_occupied: visitors or staff are there. True: another frame is to be presented.
  bool tick(bool is_occupied);
  std::int64_t next_deadline_ms() const { return lighting_.next_deadline_ms(); }
  // Black is to be presented, and nothing else.
  bool is_dark() const { return lighting_.is_dark(); }
  // Before and after each frame is presented. A dark one switches the panel off, again where a touch that was
  // not meant to has lit it.
  void dim();
  void presented();

  // What is on the panel is dark: whoever touches it, or strikes a key, sees nothing of what that would do.
  bool shows_dark() const { return shows_dark_; }
  bool wakes() const { return lighting_.wakes_on_touch(); }
  // This finger came down on the dark panel, and is nobody's until it lifts.
  bool swallows(const display::Finger& finger);

 private:
  visit::Lighting lighting_;
  display::Canvas& canvas_;
  Backlight* const backlight_;
  const Clock& clock_;
  bool shows_dark_ = false, is_off_ = false, was_powered_ = false;
  int backlight_percent_ = 0;  // as it was set; 0: not yet
  bool dims_picture_ = true;   // the backlight does not
  std::vector<display::FingerId> swallowed_;
};

}  // namespace entre::kiosk
