#include "sync/content/image_header.h"

#include <doctest/doctest.h>

#include "tests/sync/content/sample.h"

using namespace entre;
using namespace entre::content;

namespace {

std::string bytes(std::initializer_list<int> list) {
  std::string out;
  for (const int byte : list) out += static_cast<char>(byte);
  return out;
}

std::string png(std::uint32_t width, std::uint32_t height) {
  std::string out = tiny_png();
  for (int i = 0; i < 4; ++i) {
    out[static_cast<std::size_t>(16 + i)] = static_cast<char>(width >> (24 - 8 * i));
    out[static_cast<std::size_t>(20 + i)] = static_cast<char>(height >> (24 - 8 * i));
  }
  return out;
}

// Start, an application segment of four bytes with fill bytes before it, then a baseline frame of 640 x 480.
std::string jpeg() {
  return bytes({0xFF, 0xD8, 0xFF, 0xFF, 0xE0, 0, 4, 'J', 'F', 0xFF, 0xC0, 0, 17, 8, 1, 0xE0, 2, 0x80, 3});
}

}  // namespace

TEST_CASE("a picture's size is read from its header") {
  CHECK(read_image_header(tiny_png())->width_px == 1);
  CHECK(read_image_header(png(4000, 4000))->height_px == 4000);
  const auto header = read_image_header(jpeg());
  REQUIRE(header.ok());
  CHECK(header->format == ImageHeader::Format::jpeg);
  CHECK(header->width_px == 640);
  CHECK(header->height_px == 480);
}

TEST_CASE("a picture of more than 16 megapixels is too large, however its sides multiply") {
  CHECK(read_image_header(png(4001, 4000)).error().kind == ErrorKind::too_large);
  CHECK(read_image_header(png(0xFFFFFFFF, 0xFFFFFFFF)).error().kind == ErrorKind::too_large);
  CHECK(read_image_header(png(16'000'000, 1)).ok());
}

TEST_CASE("what is cut off or no picture is refused") {
  for (std::size_t size = 0; size < jpeg().size() - 1; ++size)
    CHECK_FALSE(read_image_header(jpeg().substr(0, size)).ok());
  for (std::size_t size = 0; size < 24; ++size)
    CHECK_FALSE(read_image_header(tiny_png().substr(0, size)).ok());
  CHECK_FALSE(read_image_header(png(0, 5)).ok());
  CHECK_FALSE(read_image_header("GIF89a").ok());
  CHECK_FALSE(read_image_header(bytes({0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0, 0, 0, 0})).ok());
  CHECK_FALSE(read_image_header(bytes({0xFF, 0xD8, 0xFF, 0xDA, 0, 4, 0, 0, 0, 0, 0, 0})).ok());
}
