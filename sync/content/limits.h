#pragma once
// The caps of the content format (docs/content-file.md): every byte of content from outside meets one of them
// first.

#include <cstddef>
#include <cstdint>

namespace entre::content::limits {

inline constexpr std::uint64_t document_raw_bytes_max = 4ull << 20;
inline constexpr std::uint64_t object_bytes_max = 64ull << 20;
inline constexpr std::uint64_t release_bytes_max = 2ull << 30;
inline constexpr std::size_t image_pixels_max = 16'000'000;
inline constexpr std::size_t pages_max = 20'000;
inline constexpr int block_depth_max = 16;
inline constexpr std::size_t string_bytes_max = 64u << 10;
inline constexpr std::size_t blocks_max = 20'000;  // of one page
inline constexpr std::size_t languages_max = 64;
inline constexpr std::size_t contacts_max = 20'000;
inline constexpr std::size_t groups_max = 256;
inline constexpr std::size_t references_max = 256;        // related pages, contacts, subjects of one thing
inline constexpr std::size_t compress_from_bytes = 4096;  // larger documents travel as zstd
inline constexpr std::size_t id_bytes_max = 64;

}  // namespace entre::content::limits
