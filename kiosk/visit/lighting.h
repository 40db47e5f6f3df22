#pragma once
// Whether the screen is lit, and how bright: display hours, the schedule of brightness, and whether somebody
// is there. UI thread only.

#include <cstdint>
#include <optional>

#include "platform/clock.h"
#include "platform/config/config.h"
#include "platform/hours.h"

namespace entre::visit {

struct LightingPlan {
  DisplayHours hours = DisplayHours::always();
  Brightness brightness = {{}};
  bool wakes_on_touch = true;

  // Of a configuration that has been checked; what cannot be read in another one is as if it were not there.
  static LightingPlan of(const Config::Display& display);
};

class Lighting {
 public:
  explicit Lighting(LightingPlan plan) : plan_(std::move(plan)) {}
  // Another plan, from the next tick on.
  void follow(LightingPlan plan);

  // is_occupied: visitors or staff are there, for whom nothing goes dark. True: what follows has changed.
  // While the clock is not trusted it is always open.
  bool tick(bool is_occupied, const Clock& clock);
  bool is_open() const { return is_open_; }
  bool is_dark() const { return !is_open_ && !is_occupied_; }
  int percent() const { return percent_; }
  bool wakes_on_touch() const { return plan_.wakes_on_touch; }
  // Monotonic: the wall clock's next whole minute, since no plan changes in between. A clock that was set
  // is noticed then too.
  std::int64_t next_deadline_ms() const { return look_ms_.value_or(0); }

 private:
  LightingPlan plan_;
  bool is_open_ = true, is_occupied_ = false;
  int percent_ = 100;
  std::optional<std::int64_t> look_ms_;  // nothing: at once
};

}  // namespace entre::visit
