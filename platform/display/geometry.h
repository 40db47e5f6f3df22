#pragma once
// Plain values of the display: pixels, from the upper left corner.

#include <cstdint>
#include <string_view>
#include <vector>

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

struct Color {
  std::uint8_t r = 0, g = 0, b = 0, a = 255;
  bool operator==(const Color&) const = default;
};
// "#RRGGBB"; false for anything else.
// How much `wanted` must shrink to lie within `room`, sides in proportion: 1 where it does, and never below
// 0.1.
float shrink_to_fit(Size wanted, Size room);
bool parse_color(std::string_view text, Color* color);
// WCAG 2.2 contrast ratio, 1 to 21.
double contrast(Color a, Color b);

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
