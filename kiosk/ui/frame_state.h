#pragma once
// The inside of a frame. Internal to kiosk/ui.

#include <string>
#include <vector>

#include "kiosk/ui/toolkit.h"

namespace entre::ui {

struct Frame::State {
  State(Toolkit::State& kit, const visit::Model& shown) : toolkit(kit), model(shown) {}
  Toolkit::State& toolkit;
  const visit::Model& model;
  Units units;
  Theme theme;
  display::Size size;
  std::string language;
  NodeTree tree;
  std::vector<display::Rect> clips;
  bool complete = true, animating = false, closed = false, measuring = false, inert = false;
};

}  // namespace entre::ui
