#pragma once
// What only several frames show: the dock on every screen, whether each control comes within reach, states
// beside each other, and what fingers do.

#include <map>
#include <optional>

#include "observed.h"
#include "rules.h"
#include "tally.h"
#include "tests/kiosk/screens/stage.h"

namespace entre::conformance {

// What a control did when a finger lay on it, slid off it, and lifted from it.
struct Gesture {
  bool acts_held = false, acts_slid = false, acts_lifted = true;
};
void acts_on_release(const ui::Node& node, const Gesture& gesture, Tally& tally);  // 6
// What it did while a finger stayed for 2 s, after it had for 11 s, and for the next finger.
struct StillFinger {
  bool repeats = false, acts_late = false, acts_next = true;
};
void lets_go(const ui::Node& node, const StillFinger& finger, Tally& tally);  // 18, 24

class AcrossFrames {
 public:
  explicit AcrossFrames(Tally& tally) : tally_(tally) {}
  void begin(std::size_t turn);  // another combination
  void look(const Observed& frame, testing::Stage& stage, const visit::Model& model);
  // The same without a finger: the dock and what is reached alone. True where the frame begins another
  // screen.
  bool look(const Observed& frame);
  void end();  // of the combination

 private:
  struct Control {
    bool reached = false;
    std::string what, where;
  };
  void same_dock(const Observed& frame);                                                        // 20
  void remember_reached(const Observed& frame);                                                 // 8
  void tell_reached();                                                                          // 8
  void dock_states(const Observed& frame);                                                      // 4
  void chosen_states(const Observed& frame, testing::Stage& stage, const visit::Model& model);  // 4
  void ring(const Observed& frame, testing::Stage& stage, const visit::Model& model);           // 9
  void fingers(const Observed& frame, testing::Stage& stage, const visit::Model& model);        // 4, 6
  void still_finger(const Observed& frame, testing::Stage& stage, const visit::Model& model);   // 18, 24

  Tally& tally_;
  std::size_t turn_ = 0;
  std::string dock_, shot_;
  std::optional<Observed> home_;
  std::map<std::string, Control> controls_;
};

}  // namespace entre::conformance
