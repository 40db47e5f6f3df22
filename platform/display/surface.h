#pragma once
// Cairo surfaces and the project's pixels: Cairo's alpha is premultiplied, SDL's is straight.

#include <memory>

#include "platform/display/geometry.h"

struct _cairo;
struct _cairo_surface;

namespace entre::display {

// A picture being drawn: transparent at first. Sizes are clamped to 1..surface_px_max.
class Surface {
 public:
  static constexpr int surface_px_max = 16384;
  enum class Kind { color, coverage };
  Surface(int w, int h, Kind kind);
  _cairo* cairo() { return cairo_.get(); }
  // Of a surface of colour, in straight alpha; and of one of coverage. Empty where there was no memory for
  // it.
  Pixels pixels();
  Coverage coverage();

 private:
  std::shared_ptr<_cairo_surface> surface_;
  std::shared_ptr<_cairo> cairo_;
};

// Fills or strokes with a straight colour.
void set_color(_cairo* cairo, Color color);
// Smaller by a filter that counts every pixel. w, h at least 1 and no larger than the picture's.
Pixels scale_down(const Pixels& pixels, int w, int h);

}  // namespace entre::display
