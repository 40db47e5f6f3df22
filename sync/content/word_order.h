#pragma once
// The words of one language in orders that make looking them up a matter of some twenty looks, however many
// there are. The writer of a content file makes them, Vocabulary reads them. docs/content-file.md says how
// they are stored.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sync/content/stem.h"

namespace entre::content {

inline constexpr std::size_t word_bytes_max = 128;
// Words by index, from the first up to, not with, the second.
using WordRange = std::pair<std::uint32_t, std::uint32_t>;

// Words as lines, "\nword\nword\n", and where each begins.
class Lines {
 public:
  bool read(std::string text);  // false: it is not of that form, or a word is too long
  std::size_t size() const { return starts_.size() - 1; }
  std::string_view at(std::size_t index) const {
    return std::string_view(text_).substr(starts_[index], starts_[index + 1] - starts_[index] - 1);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::vector<std::uint32_t> starts_;  // one more than there are words
};

// A place within a word from which on a part of a compound may stand: part_letters_min letters or more before
// the word's end.
struct Part {
  static constexpr std::uint32_t offset_bits = 7;
  std::uint32_t packed = 0;
  std::uint32_t index() const { return packed >> offset_bits; }
  std::uint32_t offset() const { return packed & ((1u << offset_bits) - 1); }
};
inline constexpr std::size_t words_max = std::size_t{1} << (32 - Part::offset_bits);

// All parts of the words, in the order of what stands from there on.
std::vector<std::uint32_t> parts_in_order(const Lines& folded);
// The words in the order of their stems without diacritics.
std::vector<std::uint32_t> stems_in_order(const Lines& exact, const Stemmer& stemmer);

// Four bytes each, the lowest first.
std::string bytes_of(const std::vector<std::uint32_t>& numbers);
// False where the bytes are not of that form, or a number is not below `limit`.
bool numbers_of(const std::string& bytes, std::uint64_t limit, std::vector<std::uint32_t>* numbers);

}  // namespace entre::content
