#pragma once
// Port: randomness, for ids, jitter and keys.

#include <cstdint>
#include <span>
#include <string>

namespace entre {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

// getrandom(2); aborts when the kernel has none to give.
class SystemRandom : public Random {
 public:
  void fill(std::span<std::uint8_t> bytes) override;
};

// A random UUID (RFC 9562, version 4), lower case.
std::string uuid4(Random& random);
// A whole number from 0 to bound - 1, without bias; 0 when bound is 0.
std::uint64_t uniform(Random& random, std::uint64_t bound);

}  // namespace entre
