#pragma once
// Plain values of the display: pixels, from the upper left corner.

#include <cstdint>
#include <vector>

#include "platform/color.h"

namespace entre::display {

struct Rect {
  float x = 0, y = 0, w = 0, h = 0;
  float right() const { return x + w; }
  float bottom() const { return y + h; }
  bool contains(float px, float py) const { return px >= x && py >= y && px < x + w && py < y + h; }
  bool operator==(const Rect&) const = default;
};
Rect intersect(const Rect& a, const Rect& b);

struct Size {
  int w = 0, h = 0;
  bool operator==(const Size&) const = default;
};

using entre::Color;
using entre::contrast;
using entre::parse_color;

// How much `wanted` must shrink to lie within `room`, sides in proportion: 1 where it does, and never below
// 0.1.
float shrink_to_fit(Size wanted, Size room);

// A picture in memory: straight (not premultiplied) alpha, 0xAARRGGBB, rows without padding.
struct Pixels {
  int w = 0, h = 0;
  std::vector<std::uint32_t> argb;
};

// How much of each pixel a shape covers, 0 to 255, rows without padding: a picture that has no colour yet.
struct Coverage {
  int w = 0, h = 0;
  std::vector<std::uint8_t> alpha;
};

}  // namespace entre::display
