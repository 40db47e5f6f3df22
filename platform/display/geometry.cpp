#include "platform/display/geometry.h"

#include <algorithm>

namespace entre::display {
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

}  // namespace entre::display
