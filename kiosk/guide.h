#pragma once
// What keys do: where the focus is, and what each key asks of the visit. UI thread only.

#include <string>
#include <utility>
#include <vector>

#include "kiosk/ui/focus.h"
#include "kiosk/ui/frame.h"
#include "kiosk/visit/model.h"
#include "platform/keys.h"

namespace entre::kiosk {

class Guide {
 public:
  // toolkit outlives this.
  Guide(KeyMap keys, ui::Toolkit& toolkit) : keys_(std::move(keys)), toolkit_(toolkit) {}

  // A key went down; tree is the last whole frame's. The first one only shows where the focus is. What it
  // asks for is given back; a frame is to be drawn after it.
  std::vector<visit::Action> key(const Chord& chord, const ui::NodeTree& tree);
  // A finger came: whoever touches does not need the ring.
  void touched();
  // After each whole frame. True: the focus has moved, and a frame is to be drawn.
  bool drawn(const ui::NodeTree& tree, const visit::Model& model);
  // The visit has ended.
  void reset();

 private:
  void point();
  KeyMap keys_;
  ui::Toolkit& toolkit_;
  ui::Focus focus_;
  std::string place_;  // of the last whole frame
  bool shown_ = false;
};

}  // namespace entre::kiosk
