#pragma once
// zstd (RFC 8878), compress.cpp only.

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/result.h"

namespace entre {

// Always the same bytes for the same input and library version.
std::string zstd_compress(std::string_view bytes);
// too_large when more than bytes_max would come out (counted while it comes); corrupt when it is no zstd
// frame.
Result<std::string> zstd_decompress(std::string_view bytes, std::uint64_t bytes_max);

}  // namespace entre
