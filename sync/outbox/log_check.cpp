#include "sync/outbox/log_check.h"

#include <bit>
#include <cstring>
#include <utility>

#include "sync/outbox/bytes.h"

namespace entre::outbox {

namespace {

constexpr std::size_t frame_bytes = frame_header_bytes + page_bytes;
constexpr std::size_t index_header_bytes = 48, salts_bytes = 8;
constexpr std::uint32_t magic = 0x377f0682;  // its last bit: the sums' words are big-endian (4.1)

using Sum = std::pair<std::uint32_t, std::uint32_t>;

std::uint32_t native(std::string_view bytes, std::size_t at) {
  std::uint32_t word = 0;
  std::memcpy(&word, bytes.data() + at, sizeof word);
  return word;
}

// 4.2: over an even number of words.
Sum add(Sum sum, std::string_view bytes, bool words_big_endian) {
  const bool swapped = words_big_endian != (std::endian::native == std::endian::big);
  for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
    std::uint32_t first = native(bytes, at), second = native(bytes, at + 4);
    if (swapped) first = __builtin_bswap32(first), second = __builtin_bswap32(second);
    sum.first += first + sum.second;
    sum.second += second + sum.first;
  }
  return sum;
}

Sum sum_at(std::string_view bytes, std::size_t at) {
  return {std::uint32_t(big_endian(bytes, at, 4)), std::uint32_t(big_endian(bytes, at + 4, 4))};
}

bool has_whole_header(std::string_view log) {
  if (log.size() < log_header_bytes) return false;
  const std::uint64_t word = big_endian(log, 0, 4);
  return (word & ~std::uint64_t{1}) == magic &&
         add({0, 0}, log.substr(0, 24), (word & 1) != 0) == sum_at(log, 24);
}

class Log {
 public:
  explicit Log(std::string_view bytes) : bytes_(bytes) {
    if (bytes.size() < log_header_bytes + frame_bytes) return;
    count_ = (bytes.size() - log_header_bytes) / frame_bytes;
    has_header_ = has_whole_header(bytes);
    salts_ = log_salts(bytes);
    words_big_endian_ =
        has_header_ ? (big_endian(bytes, 0, 4) & 1) != 0 : std::endian::native == std::endian::big;
  }
  std::size_t count() const { return count_; }
  std::string_view salts() const { return salts_; }
  bool is_commit(std::size_t i) const { return big_endian(frame(i), 4, 4) != 0; }
  // Whether it follows the one before it: their sums make a chain.
  bool follows(std::size_t i) const {
    const std::string_view one = frame(i);
    if (one.substr(8, salts_bytes) != salts_) return false;
    if (i == 0 && !has_header_) return false;
    Sum sum = sum_at(bytes_, i == 0 ? 24 : offset(i - 1) + 16);
    sum = add(sum, one.substr(0, 8), words_big_endian_);
    sum = add(sum, one.substr(frame_header_bytes), words_big_endian_);
    return sum == sum_at(bytes_, offset(i) + 16);
  }

 private:
  static std::size_t offset(std::size_t i) { return log_header_bytes + i * frame_bytes; }
  std::string_view frame(std::size_t i) const { return bytes_.substr(offset(i), frame_bytes); }
  std::string_view bytes_, salts_;
  std::size_t count_ = 0;
  bool has_header_ = false, words_big_endian_ = false;
};

// Frames that were durable when the index was written (wal.c, WalIndexHdr: twice the same, and with a sum);
// 0 where it says nothing of this log.
std::size_t indexed_frames(std::string_view index, std::string_view salts) {
  if (index.size() < 2 * index_header_bytes) return 0;
  const std::string_view header = index.substr(0, index_header_bytes);
  if (header != index.substr(index_header_bytes, index_header_bytes)) return 0;
  const bool big = std::endian::native == std::endian::big;
  if (add({0, 0}, header.substr(0, 40), big) != Sum{native(header, 40), native(header, 44)}) return 0;
  if (header.substr(32, salts_bytes) != salts) return 0;
  return native(header, 16);
}

}  // namespace

std::string_view log_salts(std::string_view log) {
  if (has_whole_header(log)) return log.substr(16, salts_bytes);
  const std::size_t count = log.size() < log_header_bytes ? 0 : (log.size() - log_header_bytes) / frame_bytes;
  const auto at = [&](std::size_t i) {
    return log.substr(log_header_bytes + i * frame_bytes + 8, salts_bytes);
  };
  for (std::size_t i = 0; i + 1 < count; ++i)
    if (at(i) == at(i + 1) && at(i) != std::string_view("\0\0\0\0\0\0\0", salts_bytes)) return at(i);
  return count == 0 ? std::string_view() : at(0);
}

bool log_lost_frames(std::string_view log_bytes, std::string_view index) {
  const Log log(log_bytes);
  std::size_t whole = 0;  // up to the last commit before the first break
  std::size_t at = 0;
  for (; at < log.count() && log.follows(at); ++at)
    if (log.is_commit(at)) whole = at + 1;
  if (log.count() > 0 && indexed_frames(index, log.salts()) > whole) return true;
  // The first run of frames behind the break that follow each other.
  int commits = 0;
  bool in_run = false;
  for (++at; at < log.count() && commits < 2; ++at) {
    if (log.follows(at)) {
      in_run = true;
      commits += log.is_commit(at);
    } else if (in_run) {
      break;
    }
  }
  return commits >= 2;
}

}  // namespace entre::outbox
