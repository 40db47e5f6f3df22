#include "platform/display/geometry.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace entre::display {
namespace {

// WCAG 2.2, "relative luminance": one channel of sRGB made linear.
double linear(std::uint8_t channel) {
  const double value = channel / 255.0;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(Color color) {
  return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b);
}

}  // namespace

Rect intersect(const Rect& a, const Rect& b) {
  const float left = std::max(a.x, b.x), top = std::max(a.y, b.y);
  const float right = std::min(a.right(), b.right()), bottom = std::min(a.bottom(), b.bottom());
  return {left, top, std::max(0.0f, right - left), std::max(0.0f, bottom - top)};
}

float shrink_to_fit(Size wanted, Size room) {
  constexpr float kScaleMin = 0.1f;
  const float across = static_cast<float>(room.w) / static_cast<float>(wanted.w);
  const float down = static_cast<float>(room.h) / static_cast<float>(wanted.h);
  return std::clamp(std::min(across, down), kScaleMin, 1.0f);
}

bool parse_color(std::string_view text, Color* color) {
  if (text.size() != 7 || text[0] != '#') return false;
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), value, 16);
  if (error != std::errc() || end != text.data() + text.size()) return false;
  *color = {static_cast<std::uint8_t>(value >> 16), static_cast<std::uint8_t>(value >> 8),
            static_cast<std::uint8_t>(value), 255};
  return true;
}

double contrast(Color a, Color b) {
  const double la = luminance(a), lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

}  // namespace entre::display
