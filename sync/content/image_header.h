#pragma once
// What a picture says of itself in its header, before anybody decodes a pixel.

#include <cstdint>
#include <string_view>

#include "platform/result.h"

namespace entre::content {

struct ImageHeader {
  enum class Format { png, jpeg } format = Format::png;
  std::int64_t width_px = 0, height_px = 0;  // as stored: an EXIF rotation is not applied
};

// PNG (ISO/IEC 15948, 11.2.2: IHDR) or JPEG (ITU-T T.81, B.2.2: the first frame header). invalid: neither, or
// cut off; too_large: more than limits::image_pixels_max.
Result<ImageHeader> read_image_header(std::string_view bytes);

}  // namespace entre::content
