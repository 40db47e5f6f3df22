#pragma once
// Which words of a text answer to a word that a visitor wrote, and how well: the one rule of what is found
// and what is marked.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sync/content/stem.h"

namespace entre::content {

inline constexpr std::size_t part_letters_min = 3;     // of what is looked for within a compound,
inline constexpr std::size_t part_from_byte = 3;       // which begins with something else,
inline constexpr std::size_t short_part_tail_max = 3;  // and with three letters ends it, inflection aside
inline constexpr std::size_t slip_letters_min = 4;
inline constexpr std::size_t stem_letters_min = 4;  // of a stem that is looked for within a compound

// A word that a visitor wrote, and how freely it is taken.
struct QueryWord {
  explicit QueryWord(const std::string& lower);
  std::string word, folded;
  bool folds = false;  // å for a: only where nothing is found as it is written
  bool slips = false;  // one letter changed, left out, too many, or two swapped: only after that
};

// How a word of a text answers to one of a query.
struct Match {
  std::uint8_t weight = 0;       // 255: it is the word
  bool inside = false;           // a part of a compound, not its beginning
  std::size_t from = 0, to = 0;  // the letters to mark
};
// The word itself, its other forms (one stem), what begins with it, what holds it as a part. stem: of
// query.word in the text's language; folded: of word.
std::optional<Match> match(const QueryWord& query, const std::string& stem, std::string_view word,
                           std::string_view folded, const Stemmer& stemmer);
// Of a word that begins with what was written.
int beginning_weight(std::string_view wanted, std::string_view word);
// True when one slip makes `word` a beginning of `term`.
bool within_one_slip(std::string_view word, std::string_view term);
// Letters that must be changed, left out, put in or swapped to make one word of the other; over + 1 where
// more than `over`.
int distance(std::string_view a, std::string_view b, int over);

// What an entry gets for a word of this impact (1 to 255) that answers with this weight.
inline std::uint16_t score_of(int impact, int weight) {
  return static_cast<std::uint16_t>(std::max(1, impact * weight / 8));
}

}  // namespace entre::content
