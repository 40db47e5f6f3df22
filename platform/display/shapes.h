#pragma once
// Shapes rastered once by Cairo, anti-aliased, as pictures to be drawn in nine slices; and QR codes.

#include <optional>
#include <string>

#include "platform/display/geometry.h"
#include "platform/result.h"

namespace entre::display {

struct ShapeRequest {
  float radius_px = 16;
  Color fill{0, 0, 0, 0};
  Color border{0, 0, 0, 0};
  float border_px = 0;
  bool operator==(const ShapeRequest&) const = default;
};
// A square picture whose corners hold the radius and whose middle pixel stretches; `slice_px` is the corner's
// size.
struct NineSlice {
  Pixels pixels;
  int slice_px = 0;
};
NineSlice raster_rounded(const ShapeRequest& request);
// A filled disc, or a ring of which the part from 12 o'clock clockwise is `value` (0..1) in `color`, the rest
// in `track`.
Pixels raster_disc(int diameter_px, Color fill);
Pixels raster_ring(int diameter_px, float stroke_px, float value, Color color, Color track);
// The network of dots and lines of home's headline, mirrored for right-to-left; the same for the same size
// and seed.
Pixels raster_constellation(Size size, bool mirrored, unsigned seed, Color line, Color dot_a, Color dot_b,
                            Color dot_c);

// ISO/IEC 18004 through libqrencode, error correction M: modules of module_px with the four-module quiet
// zone, black on white. too_large when the text does not fit a code.
struct QrCode {
  Pixels pixels;
  int modules = 0;
};
Result<QrCode> raster_qr(const std::string& text, int module_px);
Result<int> qr_modules(const std::string& text);  // per side, without the quiet zone

// A PNG by libpng or a JPEG by TurboJPEG, which knows no CMYK. The header's size is checked against
// pixels_max before decoding; then scaled down to fit `max`.
Result<Pixels> decode_image(const std::string& bytes, std::size_t pixels_max, Size max);
Result<void> write_png(const Pixels& pixels, const std::string& path);

}  // namespace entre::display
