#include "platform/compress.h"

#include <zstd.h>

#include <array>
#include <cstdlib>
#include <memory>

namespace entre {
namespace {

constexpr int kLevel = 19;
// The decoder's window, and so its memory: 8 MiB, what level 19 uses at most.
constexpr int kWindowLogMax = 23;

}  // namespace

std::string zstd_compress(std::string_view bytes) {
  std::string frame(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size = ZSTD_compress(frame.data(), frame.size(), bytes.data(), bytes.size(), kLevel);
  if (ZSTD_isError(size)) std::abort();  // out of memory: nothing else can go wrong
  frame.resize(size);
  return frame;
}

Result<std::string> zstd_decompress(std::string_view bytes, std::uint64_t bytes_max) {
  std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), ZSTD_freeDCtx);
  if (!context) std::abort();
  ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kWindowLogMax);
  std::string raw;
  std::array<char, 64 * 1024> buffer;
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  for (;;) {
    ZSTD_outBuffer out{buffer.data(), buffer.size(), 0};
    const std::size_t left = ZSTD_decompressStream(context.get(), &out, &in);
    if (ZSTD_isError(left)) return Error{ErrorKind::corrupt, std::string("zstd: ") + ZSTD_getErrorName(left)};
    if (out.pos > bytes_max - raw.size()) {
      return Error{ErrorKind::too_large, "zstd: more than " + std::to_string(bytes_max) + " bytes"};
    }
    raw.append(buffer.data(), out.pos);
    if (left == 0) break;
    if (in.pos == in.size && out.pos < out.size)
      return Error{ErrorKind::corrupt, "zstd: the frame is cut off"};
  }
  if (in.pos != in.size) return Error{ErrorKind::corrupt, "zstd: bytes after the frame"};
  return raw;
}

}  // namespace entre
