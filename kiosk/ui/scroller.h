#pragma once
// A column that follows the finger: a press is cancelled after 3.5 mm; let go, it decays with a time constant
// of 325 ms; a touch stops it; its ends clamp. Nothing needs the drag: page_buttons() does the same.

#include <optional>
#include <string>

#include "kiosk/ui/frame.h"

namespace entre::ui {

class Scroller {
 public:
  // Clips the frame to `viewport` until end(). `given_px` is where the model says the column stands; without
  // it the toolkit remembers.
  Scroller(Frame& frame, const std::string& id, const display::Rect& viewport, float content_px,
           std::optional<float> given_px = std::nullopt);
  ~Scroller() { end(); }
  Scroller(const Scroller&) = delete;
  Scroller& operator=(const Scroller&) = delete;

  float top() const;  // y at which the content starts, whole pixels
  void end();
  bool overflows() const;
  // Where it stands now, and whether that differs from what this frame was given.
  float offset_px() const;
  bool moved() const;

  // "Page up" and what `more` says, a key of the strings, side by side in a row of that rectangle; ids are
  // prefix + ".page_up" and ".page_down". At an end the button that leads no further is disabled. After
  // end().
  void page_buttons(const display::Rect& row, const std::string& prefix, const std::string& more,
                    float overlap_px);

 private:
  void hold_anchor();
  void reveal();
  void follow_finger();
  void glide();
  Frame& frame_;
  std::string id_;
  display::Rect viewport_;
  float given_px_ = 0;
  bool ended_ = false;
};
// The height of a row of page buttons.
float page_buttons_height(Frame& frame);

}  // namespace entre::ui
