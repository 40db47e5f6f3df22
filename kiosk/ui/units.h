#pragma once
// Lengths and type sizes in pixels of this panel. The reference is 68.8 ppi read from 700 mm: there one
// reference pixel is one pixel.

#include "platform/display/geometry.h"

namespace entre::ui {

// The type scale; sizes by orientation in units.cpp.
enum class Type { display, h1, h2, lead, title, card, body, label };

class Units {
 public:
  Units() = default;
  Units(display::Size size, double ppi, double viewing_distance_mm, int text_percent);

  bool across() const { return across_; }  // wider than high
  bool large() const { return large_; }    // from 150 %: one column, two rows in the dock
  // Whole pixels of a length in reference pixels (ppi only: a finger does not grow with the distance).
  float px(float reference_px) const;
  float mm(float millimetres) const;  // not rounded
  // Pixels of the em, grown with the text. Headings of the two largest sizes grow half as much.
  float font(Type type) const;
  // Whole pixels of an icon's or a mark's side: it grows with the text, by its square root.
  float mark(float reference_px) const;
  float target_min() const { return px(68); }  // 25 mm
  float gap_min() const { return px(11); }     // 4 mm

 private:
  bool across_ = false, large_ = false;
  float layout_ = 1, reading_ = 1, text_ = 1;
};

// The type's own look, unless a text says otherwise.
int weight(Type type);
float line_height(Type type, bool rtl);
float letter_spacing_em(Type type, bool rtl);
bool is_heading(Type type);

}  // namespace entre::ui
