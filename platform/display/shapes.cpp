#include "platform/display/shapes.h"

#include <cairo.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "platform/display/surface.h"

namespace entre::display {
namespace {

using std::numbers::pi;

void rounded_path(cairo_t* cairo, double inset, double side, double radius) {
  const double near = inset + radius, far = side - inset - radius;
  cairo_new_sub_path(cairo);
  cairo_arc(cairo, far, near, radius, -pi / 2, 0);
  cairo_arc(cairo, far, far, radius, 0, pi / 2);
  cairo_arc(cairo, near, far, radius, pi / 2, pi);
  cairo_arc(cairo, near, near, radius, pi, 3 * pi / 2);
  cairo_close_path(cairo);
}

}  // namespace

NineSlice raster_rounded(const ShapeRequest& request) {
  const double radius = std::clamp(request.radius_px, 0.0f, 1024.0f);
  const double border = request.border.a == 0 ? 0.0 : std::clamp(request.border_px, 0.0f, 1024.0f);
  NineSlice slice;
  slice.slice_px = std::max(1, static_cast<int>(std::ceil(std::max(radius, border))));
  const int side = 2 * slice.slice_px + 1;
  Surface surface(side, side, Surface::Kind::color);
  cairo_t* cairo = surface.cairo();
  // The fill ends half-way under the border, so that neither shows a seam of the ground between them.
  const double inset = border / 2;
  if (request.fill.a > 0) {
    rounded_path(cairo, inset, side, std::max(0.0, radius - inset));
    set_color(cairo, request.fill);
    cairo_fill(cairo);
  }
  if (border > 0) {
    rounded_path(cairo, 0, side, radius);
    rounded_path(cairo, border, side, std::max(0.0, radius - border));
    cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_EVEN_ODD);
    set_color(cairo, request.border);
    cairo_fill(cairo);
  }
  slice.pixels = surface.pixels();
  return slice;
}

Pixels raster_disc(int diameter_px, Color fill) {
  const int d = std::clamp(diameter_px, 1, 4096);
  Surface surface(d, d, Surface::Kind::color);
  cairo_arc(surface.cairo(), d / 2.0, d / 2.0, d / 2.0, 0, 2 * pi);
  set_color(surface.cairo(), fill);
  cairo_fill(surface.cairo());
  return surface.pixels();
}

Pixels raster_ring(int diameter_px, float stroke_px, float value, Color color, Color track) {
  const int d = std::clamp(diameter_px, 1, 4096);
  const double stroke = std::clamp(double(stroke_px), 0.0, d / 2.0);
  const double part = std::isfinite(value) ? std::clamp(double(value), 0.0, 1.0) : 0.0;
  const double radius = (d - stroke) / 2, noon = -pi / 2, end = noon + 2 * pi * part;
  Surface surface(d, d, Surface::Kind::color);
  cairo_t* cairo = surface.cairo();
  cairo_set_line_width(cairo, stroke);
  if (part < 1) {
    cairo_arc(cairo, d / 2.0, d / 2.0, radius, end, noon + 2 * pi);
    set_color(cairo, track);
    cairo_stroke(cairo);
  }
  if (part > 0) {
    cairo_arc(cairo, d / 2.0, d / 2.0, radius, noon, end);
    set_color(cairo, color);
    cairo_stroke(cairo);
  }
  return surface.pixels();
}

}  // namespace entre::display
