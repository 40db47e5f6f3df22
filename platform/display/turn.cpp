#include "platform/display/turn.h"

#include <algorithm>
#include <cstddef>

namespace entre::display {
namespace {

// As many pixels each way as two blocks of them stay in the processor's first cache: a quarter turn reads
// along rows and writes along columns.
constexpr int kBlock = 32;

}  // namespace

Size turned(Size size, int degrees_clockwise) {
  return degrees_clockwise % 180 == 0 ? size : Size{size.h, size.w};
}

void write_turned(const std::uint32_t* rows, int first_row, int count, Size picture, int degrees_clockwise,
                  std::uint32_t* panel, int panel_row_px) {
  // Where the picture's first pixel lies on the panel, and how far apart its neighbours to the right and
  // below are there.
  const std::ptrdiff_t row = panel_row_px, w = picture.w, h = picture.h;
  std::ptrdiff_t origin = 0, right = 1, down = row;
  if (degrees_clockwise == 90) origin = h - 1, right = row, down = -1;
  if (degrees_clockwise == 180) origin = (h - 1) * row + w - 1, right = -1, down = -row;
  if (degrees_clockwise == 270) origin = (w - 1) * row, right = -row, down = 1;
  for (int top = 0; top < count; top += kBlock) {
    const int bottom = std::min(count, top + kBlock);
    for (int left = 0; left < picture.w; left += kBlock) {
      const int end = std::min(picture.w, left + kBlock);
      for (int x = left; x < end; ++x) {
        std::uint32_t* to = panel + origin + x * right + (first_row + top) * down;
        for (int y = top; y < bottom; ++y, to += down) *to = rows[std::ptrdiff_t(y) * picture.w + x];
      }
    }
  }
}

}  // namespace entre::display
