#include <png.h>
#include <turbojpeg.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

#include "platform/display/shapes.h"
#include "platform/display/surface.h"

namespace entre::display {
namespace {

struct Header {
  bool is_png;
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
  return Header{true, big_endian(bytes, 16, 4), big_endian(bytes, 20, 4)};
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
    if (frame) return Header{false, big_endian(bytes, at + 7, 2), big_endian(bytes, at + 5, 2)};
    // Scan data or the end before any frame: no picture.
    if (marker == 0xDA || marker == 0xD9) return std::nullopt;
    at += 2 + big_endian(bytes, at + 2, 2);
  }
  return std::nullopt;
}

// libpng's simplified interface: any kind of PNG as straight eight-bit colours.
constexpr png_uint_32 png_format =
    std::endian::native == std::endian::little ? PNG_FORMAT_BGRA : PNG_FORMAT_ARGB;

std::optional<Pixels> decode_png(const std::string& bytes, const Header& header) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  std::optional<Pixels> pixels;
  if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) && image.width == header.w &&
      image.height == header.h) {
    image.format = png_format;
    pixels = Pixels{static_cast<int>(header.w), static_cast<int>(header.h), {}};
    pixels->argb.resize(header.w * header.h);
    if (!png_image_finish_read(&image, nullptr, pixels->argb.data(), 0, nullptr)) pixels.reset();
  }
  png_image_free(&image);
  return pixels;
}

// TurboJPEG gives back what it could read of a file that is cut off, as a warning: that counts as damaged
// too.
std::optional<Pixels> decode_jpeg(const std::string& bytes, const Header& header) {
  const std::unique_ptr<void, int (*)(tjhandle)> decoder(tjInitDecompress(), tjDestroy);
  if (!decoder) return std::nullopt;
  Pixels pixels{static_cast<int>(header.w), static_cast<int>(header.h), {}};
  pixels.argb.resize(header.w * header.h);
  constexpr int format = std::endian::native == std::endian::little ? TJPF_BGRA : TJPF_ARGB;
  const int failed = tjDecompress2(decoder.get(), reinterpret_cast<const unsigned char*>(bytes.data()),
                                   bytes.size(), reinterpret_cast<unsigned char*>(pixels.argb.data()),
                                   pixels.w, 0, pixels.h, format, TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS);
  if (failed != 0) return std::nullopt;
  return pixels;
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
  std::optional<Pixels> decoded = header->is_png ? decode_png(bytes, *header) : decode_jpeg(bytes, *header);
  if (!decoded) return Error{ErrorKind::corrupt, "the picture is damaged, or of a kind that is not shown"};
  return fit(std::move(*decoded), max);
}

Result<void> write_png(const Pixels& pixels, const std::string& path) {
  if (pixels.w <= 0 || pixels.h <= 0 || pixels.argb.size() != std::size_t(pixels.w) * pixels.h) {
    return Error{ErrorKind::invalid, "an empty picture cannot be written to " + path};
  }
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(pixels.w);
  image.height = static_cast<png_uint_32>(pixels.h);
  image.format = png_format;
  if (!png_image_write_to_file(&image, path.c_str(), 0, pixels.argb.data(), 0, nullptr)) {
    return Error{ErrorKind::io, "cannot write " + path + ": " + image.message};
  }
  return {};
}

}  // namespace entre::display
