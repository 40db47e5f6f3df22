#include "platform/display/turn.h"

#include <doctest/doctest.h>

#include <vector>

#include "platform/touch_map.h"

using namespace entre;
using namespace entre::display;

namespace {

using Pixel = std::uint32_t;

// Written in bands of so many rows, into rows of a panel that are longer than its picture.
std::vector<Pixel> on_panel(const std::vector<Pixel>& picture, Size size, int degrees, int band = 1 << 20) {
  constexpr Pixel untouched = 0xDEAD;
  constexpr int padding = 3;
  const Size panel = turned(size, degrees);
  const int row_px = panel.w + padding;
  std::vector<Pixel> written(std::size_t(row_px) * panel.h, untouched), seen;
  for (int y = 0; y < size.h; y += band)
    write_turned(picture.data() + std::size_t(y) * size.w, y, std::min(band, size.h - y), size, degrees,
                 written.data(), row_px);
  for (int y = 0; y < panel.h; ++y) {
    const auto row = written.begin() + std::ptrdiff_t(y) * row_px;
    seen.insert(seen.end(), row, row + panel.w);
    for (int x = panel.w; x < row_px; ++x) CHECK(row[x] == untouched);
  }
  return seen;
}

}  // namespace

TEST_CASE("a picture lies on its panel as a hand would turn it clockwise") {
  const std::vector<Pixel> picture = {1, 2, 3,  //
                                      4, 5, 6};
  CHECK(on_panel(picture, {3, 2}, 0) == picture);
  CHECK(on_panel(picture, {3, 2}, 90) == std::vector<Pixel>{4, 1,  //
                                                            5, 2,  //
                                                            6, 3});
  CHECK(on_panel(picture, {3, 2}, 180) == std::vector<Pixel>{6, 5, 4,  //
                                                             3, 2, 1});
  CHECK(on_panel(picture, {3, 2}, 270) == std::vector<Pixel>{3, 6,  //
                                                             2, 5,  //
                                                             1, 4});
}

TEST_CASE("every pixel is where a finger on it is meant, also of sizes that no block and no band divides") {
  const Size size{77, 131};
  std::vector<Pixel> picture(std::size_t(size.w) * size.h);
  for (std::size_t i = 0; i < picture.size(); ++i) picture[i] = static_cast<Pixel>(i);
  for (const int degrees : {0, 90, 180, 270}) {
    CAPTURE(degrees);
    const Size panel = turned(size, degrees);
    const std::vector<Pixel> whole = on_panel(picture, size, degrees);
    CHECK(on_panel(picture, size, degrees, 32) == whole);
    CHECK(on_panel(picture, size, degrees, 7) == whole);
    for (int y = 0; y < panel.h; ++y) {
      for (int x = 0; x < panel.w; ++x) {
        const TouchPoint meant = turn_to_picture(degrees).apply({(x + 0.5) / panel.w, (y + 0.5) / panel.h});
        const auto px = static_cast<std::size_t>(meant.x * size.w),
                   py = static_cast<std::size_t>(meant.y * size.h);
        REQUIRE(whole[std::size_t(y) * panel.w + x] == py * size.w + px);
      }
    }
  }
}
