#include "sync/content/match.h"

#include "sync/content/tokens.h"

namespace entre::content {
namespace {

constexpr int kWhole = 255, kStem = 230, kBeginningLeast = 150, kBeginningShare = 90, kStemBeginning = 115,
              kPartAtEnd = 120, kPartInside = 90, kSlipWhole = 140, kSlipBeginning = 100;
constexpr int kFoldedPercent = 85;

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

std::size_t after_letter(std::string_view text, std::size_t at) {
  do ++at;
  while (at < text.size() && continues(text[at]));
  return at;
}

std::string_view without_last_letter(std::string_view word) {
  std::size_t end = word.size();
  while (end > 0 && continues(word[--end])) {
  }
  return word.substr(0, end);
}

Match make_match(int weight, bool inside, std::size_t from, std::size_t to) {
  return {static_cast<std::uint8_t>(weight), inside, from, to};
}

std::optional<Match> part_of(std::string_view part, std::string_view word) {
  if (letters(part) < part_letters_min) return {};
  const std::size_t at = word.find(part, part_from_byte);
  if (at == word.npos) return {};
  const std::size_t tail = letters(word.substr(at + part.size()));
  if (letters(part) == part_letters_min && tail > short_part_tail_max) return {};
  const std::size_t from = letters(word.substr(0, at));
  return make_match(tail <= short_part_tail_max ? kPartAtEnd : kPartInside, true, from, from + letters(part));
}

// `stem_of` gives the stem of the word, spelt as the two are spelt here.
template <class StemOf>
std::optional<Match> match_spelt(std::string_view wanted, std::string_view stem, std::string_view word,
                                 const StemOf& stem_of) {
  if (word == wanted) return make_match(kWhole, false, 0, letters(word));
  if (word.starts_with(wanted)) return make_match(beginning_weight(wanted, word), false, 0, letters(wanted));
  if (word.starts_with(without_last_letter(stem)) && stem_of() == stem)
    return make_match(kStem, false, 0, letters(word));
  if (auto part = part_of(wanted, word)) return part;
  if (stem == wanted || letters(stem) < stem_letters_min) return {};
  if (word.starts_with(stem)) return make_match(kStemBeginning, true, 0, letters(stem));
  return part_of(stem, word);
}

}  // namespace

QueryWord::QueryWord(const std::string& lower) : word(lower), folded(fold(lower)) {}

int beginning_weight(std::string_view wanted, std::string_view word) {
  if (word.size() == wanted.size()) return kWhole;
  return kBeginningLeast +
         static_cast<int>(static_cast<std::size_t>(kBeginningShare) * wanted.size() / word.size());
}

bool within_one_slip(std::string_view word, std::string_view term) {
  std::size_t same = 0;
  while (same < word.size() && same < term.size() && word[same] == term[same]) ++same;
  while (same > 0 && same < word.size() && continues(word[same])) --same;
  if (same >= word.size()) return true;
  const std::size_t word_next = after_letter(word, same);
  const std::string_view word_rest = word.substr(word_next);
  if (term.substr(same).starts_with(word_rest)) return true;  // a letter too many
  if (same >= term.size()) return false;
  const std::size_t term_next = after_letter(term, same);
  const std::string_view term_rest = term.substr(term_next);
  if (term_rest.starts_with(word_rest)) return true;          // another letter
  if (term_rest.starts_with(word.substr(same))) return true;  // a letter left out
  if (word_rest.empty() || term_rest.empty()) return false;
  const std::size_t word_third = after_letter(word, word_next), term_third = after_letter(term, term_next);
  return word.substr(same, word_next - same) == term.substr(term_next, term_third - term_next) &&
         word.substr(word_next, word_third - word_next) == term.substr(same, term_next - same) &&
         term.substr(term_third).starts_with(word.substr(word_third));  // two letters swapped
}

int distance(std::string_view a, std::string_view b, int over) {
  constexpr std::size_t kMax = 48;
  if (a.size() > kMax || b.size() > kMax) return over + 1;
  int rows[3][kMax + 1];
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    int* const row = rows[i % 3];
    const int* const above = rows[(i + 2) % 3];
    const int* const second = rows[(i + 1) % 3];
    row[0] = static_cast<int>(i);
    int least = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], second[j - 2] + 1);
      least = std::min(least, row[j]);
    }
    if (least > over) return over + 1;
  }
  return rows[a.size() % 3][b.size()];
}

std::optional<Match> match(const QueryWord& query, const std::string& stem, std::string_view word,
                           std::string_view folded, const Stemmer& stemmer) {
  std::optional<Match> found = match_spelt(query.word, stem, word, [&] { return stemmer.stem(word); });
  if (query.folds && (!found || found->inside)) {
    std::optional<Match> second =
        match_spelt(query.folded, fold(stem), folded, [&] { return fold(stemmer.stem(word)); });
    if (second) second->weight = static_cast<std::uint8_t>(second->weight * kFoldedPercent / 100);
    if (second && (!found || second->weight > found->weight)) found = second;
  }
  if (found || !query.slips || letters(query.folded) < slip_letters_min) return found;
  if (!within_one_slip(query.folded, folded)) return {};
  const std::size_t wanted = letters(query.folded), there = letters(folded);
  return make_match(there <= wanted + 1 ? kSlipWhole : kSlipBeginning, false, 0, there);
}

}  // namespace entre::content
