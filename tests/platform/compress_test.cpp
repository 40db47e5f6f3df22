#include <doctest/doctest.h>

#include "platform/compress.h"

using namespace entre;

TEST_CASE("what is compressed comes back, up to exactly the cap") {
  for (const std::string& raw : {std::string(), std::string("entre"), std::string(300'000, 'a')}) {
    const std::string frame = zstd_compress(raw);
    CHECK(frame == zstd_compress(raw));
    const auto back = zstd_decompress(frame, raw.size());
    REQUIRE(back.ok());
    CHECK(*back == raw);
  }
}

TEST_CASE("a bomb is stopped at the cap") {
  const std::string frame = zstd_compress(std::string(50'000'000, '\0'));
  CHECK(frame.size() < 10'000);
  CHECK(zstd_decompress(frame, 1'000'000).error().kind == ErrorKind::too_large);
  CHECK(zstd_decompress(zstd_compress("12345"), 4).error().kind == ErrorKind::too_large);
}

TEST_CASE("what is no whole frame and nothing else is corrupt") {
  std::string frame = zstd_compress(std::string(1000, 'x') + "some text that does not repeat");
  CHECK(zstd_decompress("", 100).error().kind == ErrorKind::corrupt);
  CHECK(zstd_decompress("not zstd at all", 100).error().kind == ErrorKind::corrupt);
  for (std::size_t size = 0; size < frame.size(); ++size) {
    CAPTURE(size);
    CHECK(zstd_decompress(frame.substr(0, size), 10'000).error().kind == ErrorKind::corrupt);
  }
  CHECK(zstd_decompress(frame + "x", 10'000).error().kind == ErrorKind::corrupt);
}
