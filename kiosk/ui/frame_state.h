#pragma once
// The inside of a frame. Internal to kiosk/ui.

#include <algorithm>
#include <string>
#include <vector>

#include "kiosk/ui/toolkit.h"

namespace entre::ui {

struct Frame::State {
  State(Toolkit::State& kit, const visit::Model& shown) : toolkit(kit), model(shown) {}
  // How far below or above the clip this lies; 0 or less: it is seen.
  float distance_px(float y, float h) const {
    return std::max(clips.back().y - (y + h), y - clips.back().bottom());
  }
  // What lies no further away than the clip is high is about to be seen.
  bool is_far(float distance_px) const { return distance_px > clips.back().h; }

  // The colour as the scrim lets it through, where the frame is inert. Mixing each colour looks exactly as
  // blending the scrim over all of them, at no cost for each frame.
  display::Color shade(display::Color color) const {
    if (!inert) return color;
    display::Color scrim = theme[Tone::scrim];
    const float share = static_cast<float>(scrim.a) / 255;
    scrim.a = color.a;
    return mix(color, scrim, share);
  }
  void shade(display::Pixels* pixels) const;
  // A part of a texture, in its pixels, onto a rectangle; a rectangle of one colour.
  void quad(const Texture& texture, const display::Rect& to, const display::Rect& from,
            display::Color color) const;
  void plain(const display::Rect& rect, display::Color color) const;

  Toolkit::State& toolkit;
  const visit::Model& model;
  Units units;
  Theme theme;
  display::Size size;
  std::string language;
  NodeTree tree;
  std::vector<display::Rect> clips;
  float control_top = 0, highest_control = 0;
  float drift_x = 0, drift_y = 0, shift_y = 0;
  bool complete = true, animating = false, closed = false, measuring = false, inert = false, lazy = false,
       held = false;
};

}  // namespace entre::ui
