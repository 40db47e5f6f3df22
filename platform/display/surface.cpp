#include "platform/display/surface.h"

#include <cairo.h>

#include <algorithm>

namespace entre::display {
namespace {

std::uint32_t straight(std::uint32_t p) {
  const std::uint32_t a = p >> 24;
  if (a == 0 || a == 255) return p;
  const auto channel = [&](int shift) {
    return std::min<std::uint32_t>(255, (((p >> shift) & 255) * 255 + a / 2) / a) << shift;
  };
  return a << 24 | channel(16) | channel(8) | channel(0);
}

std::uint32_t premultiplied(std::uint32_t p) {
  const std::uint32_t a = p >> 24;
  const auto channel = [&](int shift) { return (((p >> shift) & 255) * a + 127) / 255 << shift; };
  return a << 24 | channel(16) | channel(8) | channel(0);
}

}  // namespace

Surface::Surface(int w, int h, Kind kind) {
  const cairo_format_t format = kind == Kind::color ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_A8;
  surface_ = std::shared_ptr<cairo_surface_t>(
      cairo_image_surface_create(format, std::clamp(w, 1, surface_px_max), std::clamp(h, 1, surface_px_max)),
      cairo_surface_destroy);
  cairo_ = std::shared_ptr<cairo_t>(cairo_create(surface_.get()), cairo_destroy);
}

Coverage Surface::coverage() {
  cairo_surface_flush(surface_.get());
  Coverage out{
      cairo_image_surface_get_width(surface_.get()), cairo_image_surface_get_height(surface_.get()), {}};
  const unsigned char* data = cairo_image_surface_get_data(surface_.get());
  if (!data) return {};
  out.alpha.reserve(std::size_t(out.w) * out.h);
  const int stride = cairo_image_surface_get_stride(surface_.get());
  for (int y = 0; y < out.h; ++y) {
    const unsigned char* row = data + std::size_t(y) * stride;
    out.alpha.insert(out.alpha.end(), row, row + out.w);
  }
  return out;
}

Pixels Surface::pixels() {
  cairo_surface_flush(surface_.get());
  const int w = cairo_image_surface_get_width(surface_.get());
  const int h = cairo_image_surface_get_height(surface_.get());
  const int stride = cairo_image_surface_get_stride(surface_.get());
  const unsigned char* data = cairo_image_surface_get_data(surface_.get());
  Pixels out{w, h, {}};
  // Cairo had no memory for the surface: nothing was drawn.
  if (!data) return {};
  out.argb.reserve(std::size_t(w) * h);
  for (int y = 0; y < h; ++y) {
    const auto* colors = reinterpret_cast<const std::uint32_t*>(data + std::size_t(y) * stride);
    for (int x = 0; x < w; ++x) out.argb.push_back(straight(colors[x]));
  }
  return out;
}

void set_color(cairo_t* cairo, Color color) {
  cairo_set_source_rgba(cairo, color.r / 255.0, color.g / 255.0, color.b / 255.0, color.a / 255.0);
}

Pixels scale_down(const Pixels& pixels, int w, int h) {
  std::vector<std::uint32_t> source(pixels.argb.size());
  std::transform(pixels.argb.begin(), pixels.argb.end(), source.begin(), premultiplied);
  const std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)> from(
      cairo_image_surface_create_for_data(reinterpret_cast<unsigned char*>(source.data()),
                                          CAIRO_FORMAT_ARGB32, pixels.w, pixels.h, pixels.w * 4),
      cairo_surface_destroy);
  Surface to(w, h, Surface::Kind::color);
  cairo_t* cairo = to.cairo();
  cairo_scale(cairo, double(w) / pixels.w, double(h) / pixels.h);
  cairo_set_source_surface(cairo, from.get(), 0, 0);
  cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_GOOD);
  // The picture's edge must not fade into what is not there.
  cairo_pattern_set_extend(cairo_get_source(cairo), CAIRO_EXTEND_PAD);
  cairo_set_operator(cairo, CAIRO_OPERATOR_SOURCE);
  cairo_paint(cairo);
  return to.pixels();
}

}  // namespace entre::display
