#include "sync/content/image_header.h"

#include <cstddef>
#include <optional>

#include "sync/content/limits.h"

namespace entre::content {
namespace {

constexpr std::string_view kPngStart("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", 16);

std::int64_t big_endian(std::string_view bytes, std::size_t at, std::size_t count) {
  std::int64_t out = 0;
  for (std::size_t i = 0; i < count; ++i) out = out << 8 | static_cast<unsigned char>(bytes[at + i]);
  return out;
}

std::optional<ImageHeader> read_png(std::string_view bytes) {
  if (bytes.size() < kPngStart.size() + 8) return std::nullopt;
  return ImageHeader{ImageHeader::Format::png, big_endian(bytes, 16, 4), big_endian(bytes, 20, 4)};
}

// SOF0 to SOF15 are frame headers; C4, C8 and CC in that range are tables.
bool is_frame(std::int64_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

bool stands_alone(std::int64_t marker) {
  return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
}

std::optional<ImageHeader> read_jpeg(std::string_view bytes) {
  std::size_t at = 2;
  while (at + 4 <= bytes.size()) {
    if (static_cast<unsigned char>(bytes[at]) != 0xFF) return std::nullopt;
    const std::int64_t marker = big_endian(bytes, at + 1, 1);
    if (marker == 0xFF || stands_alone(marker)) {
      at += marker == 0xFF ? 1 : 2;
      continue;
    }
    if (marker == 0xD9 || marker == 0xDA) return std::nullopt;
    if (is_frame(marker)) {
      if (at + 9 > bytes.size()) return std::nullopt;
      return ImageHeader{ImageHeader::Format::jpeg, big_endian(bytes, at + 7, 2),
                         big_endian(bytes, at + 5, 2)};
    }
    at += 2 + static_cast<std::size_t>(big_endian(bytes, at + 2, 2));
  }
  return std::nullopt;
}

}  // namespace

Result<ImageHeader> read_image_header(std::string_view bytes) {
  std::optional<ImageHeader> header;
  if (bytes.starts_with(kPngStart)) header = read_png(bytes);
  if (bytes.starts_with("\xFF\xD8\xFF")) header = read_jpeg(bytes);
  if (!header || header->width_px < 1 || header->height_px < 1)
    return Error{ErrorKind::invalid, "neither a PNG nor a JPEG picture, or cut off"};
  constexpr auto pixels_max = static_cast<std::int64_t>(limits::image_pixels_max);
  // Divided, not multiplied: both sides together may be beyond 63 bits.
  if (header->width_px > pixels_max / header->height_px)
    return Error{ErrorKind::too_large, std::to_string(header->width_px) + " x " +
                                           std::to_string(header->height_px) +
                                           " pixels: at most 16 megapixels"};
  return *header;
}

}  // namespace entre::content
