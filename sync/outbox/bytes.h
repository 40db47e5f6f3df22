#pragma once
// Numbers in SQLite's files.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace entre::outbox {

inline constexpr std::size_t page_bytes = 4096;  // SQLite's default since 3.12, which the ledger uses
inline constexpr std::size_t log_header_bytes = 32, frame_header_bytes = 24;

// The caller has seen that there are so many.
inline std::uint64_t big_endian(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < count; ++i) number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

}  // namespace entre::outbox
