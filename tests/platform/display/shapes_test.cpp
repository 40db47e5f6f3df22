#include "platform/display/shapes.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/process.h"

using namespace entre;
using namespace entre::display;

namespace {

std::uint32_t at(const Pixels& pixels, int x, int y) {
  return pixels.argb[std::size_t(y) * pixels.w + x];
}

std::string scratch(const char* name) {
  return (std::filesystem::temp_directory_path() / (std::string("entre-test-") + name)).string();
}

// What zbar reads in a picture.
std::string decoded(const Pixels& pixels) {
  const std::string file = scratch("qr.png");
  REQUIRE(write_png(pixels, file).ok());
  std::string text = test::run({"zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", file}).out;
  std::filesystem::remove(file);
  if (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

std::string png_of(const Pixels& pixels) {
  const std::string file = scratch("image.png");
  REQUIRE(write_png(pixels, file).ok());
  std::ifstream in(file, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  std::filesystem::remove(file);
  return bytes.str();
}

std::string big_endian(std::uint32_t value, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i));
  return out;
}

constexpr std::size_t kPixelsMax = 8'000'000;

}  // namespace

TEST_CASE("a rounded rectangle has clear corners, a straight middle and its colours unmixed") {
  const NineSlice slice = raster_rounded({16, {255, 255, 255, 255}, {0x70, 0x7C, 0x87, 255}, 2});
  CHECK(slice.slice_px == 16);
  CHECK(slice.pixels.w == 33);
  CHECK(slice.pixels.h == 33);
  CHECK((at(slice.pixels, 0, 0) >> 24) == 0);
  CHECK(at(slice.pixels, 16, 16) == 0xFFFFFFFF);
  CHECK(at(slice.pixels, 16, 0) == 0xFF707C87);
  CHECK(at(slice.pixels, 16, 1) == 0xFF707C87);
  CHECK(at(slice.pixels, 16, 2) == 0xFFFFFFFF);
  CHECK(at(slice.pixels, 0, 16) == 0xFF707C87);
  CHECK(at(slice.pixels, 32, 16) == 0xFF707C87);
}

TEST_CASE("half covered pixels keep their colour: alpha is straight") {
  const NineSlice slice = raster_rounded({16, {200, 100, 50, 255}, {}, 0});
  int smooth = 0;
  for (std::uint32_t p : slice.pixels.argb) {
    const std::uint32_t a = p >> 24;
    if (a < 32 || a == 255) continue;
    ++smooth;
    CHECK(static_cast<int>((p >> 16) & 255) == doctest::Approx(200).epsilon(0.03));
    CHECK(static_cast<int>((p >> 8) & 255) == doctest::Approx(100).epsilon(0.06));
  }
  CHECK(smooth > 8);
}

TEST_CASE("a border without fill is hollow, and no radius gives a square") {
  CHECK((at(raster_rounded({16, {0, 0, 0, 0}, {255, 0, 0, 255}, 3}).pixels, 16, 16) >> 24) == 0);
  const NineSlice square = raster_rounded({0, {1, 2, 3, 255}, {}, 0});
  CHECK(square.slice_px == 1);
  CHECK(at(square.pixels, 0, 0) == 0xFF010203);
}

TEST_CASE("a disc fills its middle and not its corners") {
  const Pixels disc = raster_disc(40, {0x16, 0x5A, 0x30, 255});
  CHECK(disc.w == 40);
  CHECK(at(disc, 20, 20) == 0xFF165A30);
  CHECK((at(disc, 0, 0) >> 24) == 0);
  CHECK(raster_disc(0, {}).w == 1);
}

TEST_CASE("a ring of a quarter is coloured from 12 to 3 o'clock") {
  const Color on{0, 0, 255, 255}, track{200, 200, 200, 255};
  const Pixels ring = raster_ring(100, 10, 0.25f, on, track);
  CHECK(at(ring, 83, 17) == 0xFF0000FF);
  CHECK(at(ring, 83, 83) == 0xFFC8C8C8);
  CHECK(at(ring, 17, 83) == 0xFFC8C8C8);
  CHECK(at(ring, 17, 17) == 0xFFC8C8C8);
  CHECK((at(ring, 50, 50) >> 24) == 0);
  CHECK(at(raster_ring(100, 10, 1, on, track), 17, 17) == 0xFF0000FF);
  CHECK(at(raster_ring(100, 10, 0, on, track), 83, 17) == 0xFFC8C8C8);
  CHECK(raster_ring(100, 10, -5, on, track).argb == raster_ring(100, 10, 0, on, track).argb);
}

TEST_CASE("the constellation is the same for the same seed, sparse, and at the side") {
  const Color line{255, 255, 255, 120}, white{255, 255, 255, 255}, teal{0x7D, 0xC4, 0xAE, 255},
      sun{0xFF, 0xC5, 0x3B, 255};
  const Size size{1080, 500};
  const Pixels once = raster_constellation(size, false, 7, line, white, teal, sun);
  CHECK(once.argb == raster_constellation(size, false, 7, line, white, teal, sun).argb);
  CHECK(once.argb != raster_constellation(size, false, 8, line, white, teal, sun).argb);
  std::size_t drawn = 0, left = 0, yellow = 0, green = 0;
  for (int y = 0; y < once.h; ++y) {
    for (int x = 0; x < once.w; ++x) {
      const std::uint32_t p = at(once, x, y);
      drawn += p >> 24 != 0;
      left += p >> 24 != 0 && x < 690;
      yellow += p == 0xFFFFC53B;
      green += p == 0xFF7DC4AE;
    }
  }
  CHECK(left == 0);
  CHECK(drawn > 2000);
  CHECK(drawn < once.argb.size() / 20);
  CHECK(yellow > 200);
  CHECK(green > 500);
  const Pixels mirrored = raster_constellation(size, true, 7, line, white, teal, sun);
  std::size_t differing = 0;
  for (int y = 0; y < once.h; ++y) {
    for (int x = 0; x < once.w; ++x) {
      const int other = static_cast<int>(at(mirrored, once.w - 1 - x, y) >> 24);
      differing += std::abs(other - static_cast<int>(at(once, x, y) >> 24)) > 64;
    }
  }
  CHECK(differing < 50);
  CHECK(raster_constellation({0, -4}, false, 1, line, white, teal, sun).w == 1);
}

TEST_CASE("a QR code is read back, with å ä ö and as a vCard") {
  for (const std::string& text :
       {std::string("https://www.regionorebrolan.se/sv/regional-utveckling/"),
        std::string("Så stärker vi länets kraft"),
        std::string("BEGIN:VCARD\r\nVERSION:3.0\r\nN:Eklöf;Kristina;;;\r\nFN:Kristina Eklöf\r\nEND:VCARD")}) {
    const Result<QrCode> code = raster_qr(text, 7);
    REQUIRE(code.ok());
    CHECK(decoded(code->pixels) == text);
    CHECK(code->pixels.w == (code->modules + 8) * 7);
    CHECK(*qr_modules(text) == code->modules);
  }
}

TEST_CASE("four modules of white surround a QR code, and it is black and white only") {
  const Result<QrCode> code = raster_qr("Entré", 7);
  REQUIRE(code.ok());
  for (int y = 0; y < code->pixels.h; ++y) {
    for (int x = 0; x < code->pixels.w; ++x) {
      const std::uint32_t p = at(code->pixels, x, y);
      const bool black_or_white = p == 0xFFFFFFFF || p == 0xFF000000;
      REQUIRE(black_or_white);
      const int edge = std::min({x, y, code->pixels.w - 1 - x, code->pixels.h - 1 - y});
      if (edge < 28) REQUIRE(p == 0xFFFFFFFF);
    }
  }
  CHECK(at(code->pixels, 28, 28) == 0xFF000000);
}

TEST_CASE("a text that no QR code holds is refused") {
  CHECK(raster_qr(std::string(4000, 'x'), 7).error().kind == ErrorKind::too_large);
  CHECK(raster_qr("å" + std::string(4000, 'x'), 7).error().kind == ErrorKind::too_large);
  CHECK(qr_modules(std::string(100'000, '1')).error().kind == ErrorKind::too_large);
  CHECK(qr_modules(std::string(4000, 'x')).error().kind == ErrorKind::too_large);
  CHECK(raster_qr("", 7).error().kind == ErrorKind::invalid);
  CHECK(raster_qr(std::string("a\0b", 3), 7).error().kind == ErrorKind::invalid);
  CHECK(raster_qr("a", 0).error().kind == ErrorKind::invalid);
}

TEST_CASE("a picture written is read back the same, and twice written the same bytes") {
  Pixels pixels{3, 2, {0xFF102030, 0x80FF0000, 0xFFFFFFFF, 0xFF000000, 0x40123456, 0xFF00FF00}};
  const std::string png = png_of(pixels);
  CHECK(png == png_of(pixels));
  const Result<Pixels> back = decode_image(png, kPixelsMax, {100, 100});
  REQUIRE(back.ok());
  CHECK(back->w == 3);
  CHECK(back->argb == pixels.argb);
}

TEST_CASE("a large picture is scaled down to fit, in proportion, with every pixel counted") {
  Pixels pixels{400, 200, std::vector<std::uint32_t>(400 * 200)};
  for (int y = 0; y < 200; ++y) {
    for (int x = 0; x < 400; ++x)
      pixels.argb[std::size_t(y) * 400 + x] = (x + y) % 2 ? 0xFFFFFFFF : 0xFF000000;
  }
  const Result<Pixels> small = decode_image(png_of(pixels), kPixelsMax, {100, 100});
  REQUIRE(small.ok());
  CHECK(small->w == 100);
  CHECK(small->h == 50);
  for (std::uint32_t p : small->argb) {
    CHECK((p >> 24) == 255);
    CHECK(static_cast<int>(p & 255) == doctest::Approx(128).epsilon(0.1));
  }
}

TEST_CASE("a header that promises a huge picture is refused before anything is decoded") {
  const std::string png = "\x89PNG\r\n\x1a\n" + big_endian(13, 4) + "IHDR" + big_endian(60000, 4) +
                          big_endian(60000, 4) + std::string("\x08\x06\x00\x00\x00", 5) + "crc!";
  const Result<Pixels> bomb = decode_image(png, kPixelsMax, {1000, 1000});
  REQUIRE_FALSE(bomb.ok());
  CHECK(bomb.error().kind == ErrorKind::too_large);
  const std::string jpeg = std::string("\xFF\xD8\xFF\xE0", 4) + big_endian(16, 2) + std::string(14, 'j') +
                           std::string("\xFF\xC2", 2) + big_endian(17, 2) + "\x08" + big_endian(65000, 2) +
                           big_endian(65000, 2) + std::string(10, '\x01');
  CHECK(decode_image(jpeg, kPixelsMax, {1000, 1000}).error().kind == ErrorKind::too_large);
  // 2^32 - 1 squared does not wrap round to something small.
  std::string widest = png;
  widest.replace(16, 8, std::string(8, '\xFF'));
  CHECK(decode_image(widest, kPixelsMax, {10, 10}).error().kind == ErrorKind::too_large);
}

TEST_CASE("what is no picture, or half of one, is refused") {
  Pixels pixels{64, 64, std::vector<std::uint32_t>(64 * 64, 0xFF336699)};
  const std::string png = png_of(pixels);
  CHECK(decode_image("", kPixelsMax, {10, 10}).error().kind == ErrorKind::invalid);
  CHECK(decode_image("GIF89a............", kPixelsMax, {10, 10}).error().kind == ErrorKind::invalid);
  CHECK(decode_image("<svg xmlns='http://www.w3.org/2000/svg'/>", kPixelsMax, {10, 10}).error().kind ==
        ErrorKind::invalid);
  CHECK(decode_image(png.substr(0, 40), kPixelsMax, {10, 10}).error().kind == ErrorKind::corrupt);
  for (std::size_t length = 0; length < png.size(); ++length) {
    CHECK_FALSE(decode_image(png.substr(0, length), 16, {10, 10}).ok());
  }
  std::string flat = png;
  flat.replace(20, 4, std::string(4, '\0'));
  CHECK(decode_image(flat, kPixelsMax, {10, 10}).error().kind == ErrorKind::invalid);
  CHECK_FALSE(decode_image("\xFF\xD8\xFF\xD9", kPixelsMax, {10, 10}).ok());
  CHECK_FALSE(
      decode_image(std::string("\xFF\xD8\xFF\xE0\x00\x00", 6) + std::string(50, '\0'), kPixelsMax, {9, 9})
          .ok());
}

TEST_CASE("a picture that cannot be written says where") {
  const Result<void> failed = write_png({1, 1, {0}}, "/nowhere/at/all.png");
  REQUIRE_FALSE(failed.ok());
  CHECK(failed.error().kind == ErrorKind::io);
  CHECK(failed.error().message.find("/nowhere/at/all.png") != std::string::npos);
  CHECK(write_png({2, 2, {0}}, "/tmp/x.png").error().kind == ErrorKind::invalid);
}
