#pragma once
// Colours, and how well one is read on another.

#include <cstdint>
#include <string_view>

namespace entre {

struct Color {
  std::uint8_t r = 0, g = 0, b = 0, a = 255;
  bool operator==(const Color&) const = default;
};

// "#RRGGBB"; false for anything else.
bool parse_color(std::string_view text, Color* color);
// The ratio of WCAG 2.2 (1.4.3), 1 to 21.
double contrast(Color a, Color b);
// A colour between two, 0 is `a`.
Color mix(Color a, Color b, float share);

}  // namespace entre
