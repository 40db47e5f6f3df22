#include "observed.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace entre::conformance {

using display::Rect;

Rect seen(const ui::Node& node) {
  return display::intersect(node.rect, node.clip);
}

bool is_seen(const ui::Node& node) {
  return seen(node).w > 0.5f && seen(node).h > 0.5f;
}

bool is_whole(const ui::Node& node) {
  return seen(node) == node.rect;
}

float distance(const Rect& a, const Rect& b) {
  return std::max({b.x - a.right(), a.x - b.right(), b.y - a.bottom(), a.y - b.bottom()});
}

display::Color color_at(const display::Pixels& pixels, int x, int y) {
  const std::uint32_t argb = pixels.argb[static_cast<std::size_t>(y) * static_cast<std::size_t>(pixels.w) +
                                         static_cast<std::size_t>(x)];
  return {static_cast<std::uint8_t>(argb >> 16), static_cast<std::uint8_t>(argb >> 8),
          static_cast<std::uint8_t>(argb)};
}

double luminance(std::uint32_t argb) {
  static const std::array<double, 256> linear = [] {
    std::array<double, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
      const double c = static_cast<double>(i) / 255;
      table[i] = c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    }
    return table;
  }();
  return 0.2126 * linear[argb >> 16 & 255] + 0.7152 * linear[argb >> 8 & 255] + 0.0722 * linear[argb & 255];
}

double contrast_of(double a, double b) {
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

Box box(const Rect& rect, const display::Pixels& pixels) {
  const auto whole = [](float v, int most) { return std::clamp(static_cast<int>(std::lround(v)), 0, most); };
  return {whole(rect.x, pixels.w), whole(rect.y, pixels.h), whole(rect.right(), pixels.w),
          whole(rect.bottom(), pixels.h)};
}

std::vector<const ui::Node*> targets(const Observed& frame) {
  std::vector<const ui::Node*> all;
  for (const ui::Node& node : frame.tree.nodes())
    if (node.focusable && node.enabled && is_seen(node)) all.push_back(&node);
  return all;
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", std::floor(value * 100) / 100);
  return text;
}

std::string describe(const ui::Node& node) {
  std::size_t length = std::min<std::size_t>(node.label.size(), 60);
  while (length < node.label.size() && (static_cast<unsigned char>(node.label[length]) & 0xC0) == 0x80)
    ++length;
  return node.id + " (\"" + node.label.substr(0, length) + "\")";
}

}  // namespace entre::conformance
