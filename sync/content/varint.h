#pragma once
// Whole numbers in as few bytes as they need, seven bits a byte, the lowest first (LEB128).

#include <cstdint>
#include <string>
#include <string_view>

namespace entre::content {

inline void put_varint(std::string& out, std::uint32_t number) {
  for (; number >= 0x80; number >>= 7) out += static_cast<char>(number | 0x80);
  out += static_cast<char>(number);
}

// Moves `at` behind the number. Bytes that end within one give what there is of it.
inline std::uint32_t get_varint(std::string_view bytes, std::size_t* at) {
  std::uint32_t number = 0;
  for (unsigned shift = 0; *at < bytes.size() && shift < 32; shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes[(*at)++]);
    number |= static_cast<std::uint32_t>(byte & 0x7F) << shift;
    if (byte < 0x80) break;
  }
  return number;
}

}  // namespace entre::content
