#include <SDL_image.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>

#include "platform/display/shapes.h"
#include "platform/display/surface.h"

namespace entre::display {
namespace {

struct FreeSurface {
  void operator()(SDL_Surface* surface) const { SDL_FreeSurface(surface); }
};
using SurfacePtr = std::unique_ptr<SDL_Surface, FreeSurface>;

struct Header {
  const char* type;
  std::uint64_t w, h;
};

std::uint32_t big_endian(const std::string& bytes, std::size_t at, int count) {
  std::uint32_t value = 0;
  for (int i = 0; i < count; ++i) {
    value = value << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
  }
  return value;
}

// PNG (ISO/IEC 15948, 11.2.2): the signature, then the IHDR chunk.
std::optional<Header> png_header(const std::string& bytes) {
  if (bytes.size() < 24 || bytes.compare(0, 8, "\x89PNG\r\n\x1a\n") != 0 ||
      bytes.compare(12, 4, "IHDR") != 0) {
    return std::nullopt;
  }
  return Header{"PNG", big_endian(bytes, 16, 4), big_endian(bytes, 20, 4)};
}

// JPEG (ITU T.81, B.2.2): the first frame header among the marker segments.
std::optional<Header> jpeg_header(const std::string& bytes) {
  if (bytes.size() < 4 || bytes.compare(0, 2, "\xFF\xD8") != 0) return std::nullopt;
  std::size_t at = 2;
  while (at + 9 <= bytes.size()) {
    if (static_cast<unsigned char>(bytes[at]) != 0xFF) return std::nullopt;
    const auto marker = static_cast<unsigned char>(bytes[at + 1]);
    if (marker == 0xFF) {
      ++at;
      continue;
    }
    const bool frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (frame) return Header{"JPG", big_endian(bytes, at + 7, 2), big_endian(bytes, at + 5, 2)};
    // Scan data or the end before any frame: no picture.
    if (marker == 0xDA || marker == 0xD9) return std::nullopt;
    at += 2 + big_endian(bytes, at + 2, 2);
  }
  return std::nullopt;
}

Pixels copy(const SDL_Surface& surface) {
  Pixels out{surface.w, surface.h, {}};
  out.argb.resize(std::size_t(out.w) * out.h);
  for (int y = 0; y < out.h; ++y) {
    std::memcpy(&out.argb[std::size_t(y) * out.w],
                static_cast<const char*>(surface.pixels) + std::size_t(y) * surface.pitch,
                std::size_t(out.w) * 4);
  }
  return out;
}

Pixels fit(Pixels pixels, Size max) {
  if (max.w <= 0 || max.h <= 0 || (pixels.w <= max.w && pixels.h <= max.h)) return pixels;
  const double factor = std::min(double(max.w) / pixels.w, double(max.h) / pixels.h);
  const int w = std::clamp(static_cast<int>(pixels.w * factor + 0.5), 1, max.w);
  const int h = std::clamp(static_cast<int>(pixels.h * factor + 0.5), 1, max.h);
  return scale_down(pixels, w, h);
}

}  // namespace

Result<Pixels> decode_image(const std::string& bytes, std::size_t pixels_max, Size max) {
  std::optional<Header> header = png_header(bytes);
  if (!header) header = jpeg_header(bytes);
  if (!header || header->w == 0 || header->h == 0) {
    return Error{ErrorKind::invalid, "this is no PNG or JPEG picture"};
  }
  if (header->w * header->h > pixels_max || header->w > Surface::surface_px_max ||
      header->h > Surface::surface_px_max) {
    return Error{ErrorKind::too_large, "the picture is " + std::to_string(header->w) + " x " +
                                           std::to_string(header->h) + " pixels; make it smaller"};
  }
  if (bytes.size() > std::size_t(std::numeric_limits<int>::max())) {
    return Error{ErrorKind::too_large, "the picture's file is too large"};
  }
  SDL_RWops* reader = SDL_RWFromConstMem(bytes.data(), static_cast<int>(bytes.size()));
  const SurfacePtr decoded(reader ? IMG_LoadTyped_RW(reader, 1, header->type) : nullptr);
  if (!decoded) return Error{ErrorKind::corrupt, std::string("the picture is damaged: ") + SDL_GetError()};
  if (decoded->w != static_cast<int>(header->w) || decoded->h != static_cast<int>(header->h)) {
    return Error{ErrorKind::corrupt, "the picture is not of the size that its header says"};
  }
  const SurfacePtr argb(SDL_ConvertSurfaceFormat(decoded.get(), SDL_PIXELFORMAT_ARGB8888, 0));
  if (!argb) return Error{ErrorKind::corrupt, std::string("the picture cannot be used: ") + SDL_GetError()};
  return fit(copy(*argb), max);
}

Result<void> write_png(const Pixels& pixels, const std::string& path) {
  if (pixels.w <= 0 || pixels.h <= 0 || pixels.argb.size() != std::size_t(pixels.w) * pixels.h) {
    return Error{ErrorKind::invalid, "an empty picture cannot be written to " + path};
  }
  const SurfacePtr surface(SDL_CreateRGBSurfaceWithFormatFrom(const_cast<std::uint32_t*>(pixels.argb.data()),
                                                              pixels.w, pixels.h, 32, pixels.w * 4,
                                                              SDL_PIXELFORMAT_ARGB8888));
  if (!surface || IMG_SavePNG(surface.get(), path.c_str()) != 0) {
    return Error{ErrorKind::io, "cannot write " + path + ": " + SDL_GetError()};
  }
  return {};
}

}  // namespace entre::display
