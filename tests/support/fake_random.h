#pragma once
// Randomness's twin: the same bytes for the same seed, on every run.

#include "platform/random.h"

namespace entre::test {

class FakeRandom : public Random {
 public:
  explicit FakeRandom(std::uint64_t seed = 1) : state_(seed) {}

  // SplitMix64 (Steele, Lea, Flood 2014), a byte a draw.
  void fill(std::span<std::uint8_t> bytes) override {
    for (std::uint8_t& byte : bytes) {
      state_ += 0x9e3779b97f4a7c15u;
      std::uint64_t mixed = state_;
      mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
      mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
      byte = static_cast<std::uint8_t>(mixed >> 56);
    }
  }

 private:
  std::uint64_t state_;
};

}  // namespace entre::test
