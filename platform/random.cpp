#include "platform/random.h"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace entre {

void SystemRandom::fill(std::span<std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = getrandom(bytes.data(), bytes.size(), 0);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) std::abort();
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
}

std::string uuid4(Random& random) {
  std::array<std::uint8_t, 16> bytes;
  random.fill(bytes);
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x40);  // version 4
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);  // variant 10
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += "0123456789abcdef"[bytes[i] >> 4];
    text += "0123456789abcdef"[bytes[i] & 15];
  }
  return text;
}

std::uint64_t uniform(Random& random, std::uint64_t bound) {
  if (bound == 0) return 0;
  // Numbers below 2^64 mod bound are drawn again: the rest divide evenly.
  const std::uint64_t refused = (0 - bound) % bound;
  for (;;) {
    std::array<std::uint8_t, 8> bytes;
    random.fill(bytes);
    std::uint64_t number;
    std::memcpy(&number, bytes.data(), sizeof number);
    if (number >= refused) return number % bound;
  }
}

}  // namespace entre
