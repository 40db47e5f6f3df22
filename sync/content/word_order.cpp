#include "sync/content/word_order.h"

#include <algorithm>

#include "sync/content/match.h"
#include "sync/content/tokens.h"

namespace entre::content {
namespace {

// Two letters with diacritics take part_from_byte bytes or more, and two without them.
constexpr std::size_t kPartFromFoldedByte = 2;

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// The first eight bytes as a number that orders as they do: most are told apart by it without a look at the
// text.
std::uint64_t head(std::string_view text) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i)
    number = number << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0u);
  return number;
}

}  // namespace

bool Lines::read(std::string text) {
  text_ = std::move(text);
  starts_.clear();
  for (std::size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1)) {
    if (!starts_.empty() && at - starts_.back() > word_bytes_max) return false;
    starts_.push_back(static_cast<std::uint32_t>(at + 1));
  }
  return text_.starts_with('\n') && text_.ends_with('\n') && size() <= words_max;
}

std::vector<std::uint32_t> parts_in_order(const Lines& folded) {
  struct Keyed {
    std::uint64_t head;
    std::uint32_t part;
  };
  std::vector<Keyed> all;
  for (std::size_t index = 0; index < folded.size(); ++index) {
    const std::string_view word = folded.at(index);
    std::size_t left = letters(word);
    for (std::size_t at = 0; at < word.size() && left >= part_letters_min; ++at) {
      if (continues(word[at])) continue;
      --left;
      if (at < kPartFromFoldedByte) continue;
      all.push_back({head(word.substr(at)), static_cast<std::uint32_t>(index << Part::offset_bits | at)});
    }
  }
  const auto rest = [&](std::uint32_t packed) {
    const Part part{packed};
    return folded.at(part.index()).substr(part.offset());
  };
  std::sort(all.begin(), all.end(), [&](const Keyed& a, const Keyed& b) {
    if (a.head != b.head) return a.head < b.head;
    const int order = rest(a.part).compare(rest(b.part));
    return order != 0 ? order < 0 : a.part < b.part;
  });
  std::vector<std::uint32_t> parts;
  parts.reserve(all.size());
  for (const Keyed& one : all) parts.push_back(one.part);
  return parts;
}

std::vector<std::uint32_t> stems_in_order(const Lines& exact, const Stemmer& stemmer) {
  std::vector<std::pair<std::string, std::uint32_t>> all;
  all.reserve(exact.size());
  for (std::size_t index = 0; index < exact.size(); ++index)
    all.emplace_back(fold(stemmer.stem(exact.at(index))), static_cast<std::uint32_t>(index));
  std::sort(all.begin(), all.end());
  std::vector<std::uint32_t> order;
  order.reserve(all.size());
  for (const auto& [stem, index] : all) order.push_back(index);
  return order;
}

std::string bytes_of(const std::vector<std::uint32_t>& numbers) {
  std::string bytes;
  bytes.reserve(4 * numbers.size());
  for (const std::uint32_t number : numbers)
    for (unsigned shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(number >> shift & 0xFF);
  return bytes;
}

bool numbers_of(const std::string& bytes, std::uint64_t limit, std::vector<std::uint32_t>* numbers) {
  if (bytes.size() % 4 != 0) return false;
  numbers->clear();
  numbers->reserve(bytes.size() / 4);
  for (std::size_t at = 0; at < bytes.size(); at += 4) {
    std::uint32_t number = 0;
    for (unsigned i = 0; i < 4; ++i)
      number |= std::uint32_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
    if (number >= limit) return false;
    numbers->push_back(number);
  }
  return true;
}

}  // namespace entre::content
