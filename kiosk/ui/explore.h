#pragma once
// Touch for those who do not see. Pure: fingers and times in, what they mean out.

#include <cstdint>
#include <limits>
#include <optional>

#include "platform/display/event.h"

namespace entre::ui {

// While speech is on: a finger that slides or rests explores what lies under it, lifting it does nothing, and
// a tap anywhere, or with a second finger, activates what was explored last.
class Explorer {
 public:
  static constexpr std::int64_t tap_ms_max = 300;  // longer, a touch rests
  struct Meaning {
    enum class Kind { nothing, explore, activate } kind = Kind::nothing;
    float x = 0, y = 0;
  };
  explicit Explorer(float tap_px_max = 11) : tap_px_max_(tap_px_max) {}  // further, it slides

  Meaning finger(const display::Finger& finger, std::int64_t monotonic_ms);
  Meaning tick(std::int64_t monotonic_ms);
  // When tick() may have something to say.
  std::int64_t next_deadline_ms() const;
  // Nothing has been explored here yet: the first touch explores at once.
  void forget() { explored_ = false; }
  void reset() { *this = Explorer(tap_px_max_); }

 private:
  Meaning explore();
  float tap_px_max_;
  std::optional<display::Finger> down_;  // where it is now
  float start_x_ = 0, start_y_ = 0;
  std::int64_t down_ms_ = 0;
  bool rests_ = false;  // this touch explores; it is no tap any more
  bool explored_ = false;
};

// One finger that is held still in the lower left corner, where the tactile mark is.
class CornerHold {
 public:
  static constexpr std::int64_t hold_ms = 3000;
  // side_px: of the corner's square; still_px: a finger that moves further is not held still.
  CornerHold(float side_px, float still_px) : side_px_(side_px), still_px_(still_px) {}
  void finger(const display::Finger& finger, float screen_h, std::int64_t monotonic_ms);
  // True once for each hold.
  bool tick(std::int64_t monotonic_ms);
  std::int64_t next_deadline_ms() const { return since_ms_ ? *since_ms_ + hold_ms : kNever; }

 private:
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
  float side_px_, still_px_;
  float x_ = 0, y_ = 0;
  int fingers_ = 0;
  std::optional<std::int64_t> since_ms_;
};

}  // namespace entre::ui
