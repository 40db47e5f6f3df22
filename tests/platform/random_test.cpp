#include <doctest/doctest.h>

#include <array>
#include <map>
#include <set>

#include "platform/random.h"
#include "tests/support/fake_random.h"

using namespace entre;
using namespace entre::test;

TEST_CASE("a UUID has version 4 and the variant of RFC 9562, and no two are the same") {
  SystemRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string uuid = uuid4(random);
    REQUIRE(uuid.size() == 36);
    CHECK(uuid[14] == '4');
    CHECK(std::string("89ab").find(uuid[19]) != std::string::npos);
    CHECK(uuid.find_first_not_of("0123456789abcdef-") == std::string::npos);
    seen.insert(uuid);
  }
  CHECK(seen.size() == 1000);
}

TEST_CASE("uniform stays below its bound and meets every number") {
  FakeRandom random;
  std::map<std::uint64_t, int> counts;
  for (int i = 0; i < 3000; ++i) ++counts[uniform(random, 3)];
  REQUIRE(counts.size() == 3);
  for (const auto& [number, count] : counts) {
    CHECK(number < 3);
    CHECK(count > 850);
  }
  CHECK(uniform(random, 0) == 0);
  CHECK(uniform(random, 1) == 0);
}

TEST_CASE("uniform draws again where the last numbers would make some likelier") {
  // 2^64 mod (2^63 + 1) is 2^63 - 1: a first draw of 0 is refused, the second is taken.
  struct Twice : Random {
    int draws = 0;
    void fill(std::span<std::uint8_t> bytes) override {
      for (auto& byte : bytes) byte = draws == 0 ? 0x00 : 0xff;
      ++draws;
    }
  } random;
  CHECK(uniform(random, (1ull << 63) + 1) == (1ull << 63) - 2);
  CHECK(random.draws == 2);
}
