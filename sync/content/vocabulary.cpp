#include "sync/content/vocabulary.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "platform/crypto.h"
#include "sync/content/tokens.h"

namespace entre::content {
namespace {

constexpr std::size_t kPartLettersMin = 3;    // of what is looked for within a compound,
constexpr std::size_t kPartFromByte = 3;      // which begins with something else,
constexpr std::size_t kShortPartTailMax = 3;  // and with three letters ends a compound, inflection aside
constexpr std::size_t kSlipLettersMin = 4;
constexpr std::size_t kStemLettersMin = 4;      // of a stem that is looked for within a compound
constexpr std::size_t kGatheredMax = 2'000;     // words that one word may stand for, beginnings apart
constexpr std::size_t kProposedLettersMin = 4;  // shorter ones are quicker to write

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

std::string without_last_letter(const std::string& word) {
  std::size_t end = word.size();
  while (end > 0 && continues(word[--end])) {
  }
  return word.substr(0, end);
}

Match make_match(int weight, bool inside, std::size_t from, std::size_t to) {
  return {static_cast<std::uint8_t>(weight), inside, from, to};
}

std::optional<Match> part_of(const std::string& part, const std::string& word) {
  if (letters(part) < kPartLettersMin) return {};
  const std::size_t at = word.find(part, kPartFromByte);
  if (at == word.npos) return {};
  const std::size_t tail = letters(std::string_view(word).substr(at + part.size()));
  if (letters(part) == kPartLettersMin && tail > kShortPartTailMax) return {};
  const std::size_t from = letters(std::string_view(word).substr(0, at));
  return make_match(tail <= kShortPartTailMax ? kPartAtEnd : kPartInside, true, from, from + letters(part));
}

// `stem_of` gives the stem of the word, spelt as the two are spelt here.
template <class StemOf>
std::optional<Match> match_spelt(const std::string& wanted, const std::string& stem, const std::string& word,
                                 const StemOf& stem_of) {
  if (word == wanted) return make_match(kWhole, false, 0, letters(word));
  if (word.starts_with(wanted)) {
    const auto share =
        static_cast<int>(static_cast<std::size_t>(kBeginningShare) * wanted.size() / word.size());
    return make_match(kBeginningLeast + share, false, 0, letters(wanted));
  }
  if (word.starts_with(without_last_letter(stem)) && stem_of() == stem)
    return make_match(kStem, false, 0, letters(word));
  if (auto part = part_of(wanted, word)) return part;
  if (stem == wanted || letters(stem) < kStemLettersMin) return {};
  if (word.starts_with(stem)) return make_match(kStemBeginning, true, 0, letters(stem));
  return part_of(stem, word);
}

// Letters that must be changed, left out, put in or swapped to make one word of the other; `over` where more
// than that.
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

}  // namespace

QueryWord::QueryWord(const std::string& lower) : word(lower), folded(fold(lower)) {}

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

std::optional<Match> match(const QueryWord& query, const std::string& stem, const std::string& word,
                           const std::string& folded, const Stemmer& stemmer) {
  std::optional<Match> found = match_spelt(query.word, stem, word, [&] { return stemmer.stem(word); });
  if (query.folds && (!found || found->inside)) {
    std::optional<Match> second =
        match_spelt(query.folded, fold(stem), folded, [&] { return fold(stemmer.stem(word)); });
    if (second) second->weight = static_cast<std::uint8_t>(second->weight * kFoldedPercent / 100);
    if (second && (!found || second->weight > found->weight)) found = second;
  }
  if (found || !query.slips || letters(query.folded) < kSlipLettersMin) return found;
  if (!within_one_slip(query.folded, folded)) return {};
  const std::size_t wanted = letters(query.folded), there = letters(folded);
  return make_match(there <= wanted + 1 ? kSlipWhole : kSlipBeginning, false, 0, there);
}

bool Vocabulary::Lines::read() {
  starts.clear();
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1))
    starts.push_back(static_cast<std::uint32_t>(at + 1));
  return text.starts_with('\n') && text.ends_with('\n');
}

std::string_view Vocabulary::Lines::at(std::size_t index) const {
  return std::string_view(text).substr(starts[index], starts[index + 1] - starts[index] - 1);
}

std::size_t Vocabulary::Lines::index_at(std::size_t byte) const {
  const auto after = std::upper_bound(starts.begin(), starts.end() - 1, static_cast<std::uint32_t>(byte));
  return static_cast<std::size_t>(after - starts.begin()) - 1;
}

Result<Vocabulary> Vocabulary::load(const Database& db, const std::string& language) {
  auto statement =
      db.prepare("SELECT base, first, exact, folded, worth, sha256 FROM vocabulary WHERE language = ?");
  if (!statement.ok()) return statement.error();
  const auto row = statement->bind(1, language).step();
  if (!row.ok()) return row.error();
  const Error corrupt{ErrorKind::corrupt, "the words of language " + language + " are damaged"};
  if (!*row) return corrupt;
  Vocabulary loaded{Stemmer(statement->column_text(0))};
  loaded.first_posting_ = statement->column_int(1);
  loaded.exact_.text = statement->column_blob(2);
  loaded.folded_.text = statement->column_blob(3);
  loaded.worth_ = statement->column_blob(4);
  // They are shown to visitors as proposals.
  if (sha256_hex(loaded.exact_.text + loaded.folded_.text + loaded.worth_) != statement->column_text(5))
    return corrupt;
  if (!loaded.exact_.read() || !loaded.folded_.read()) return corrupt;
  if (loaded.exact_.starts.size() != loaded.folded_.starts.size()) return corrupt;
  if (loaded.worth_.size() != 2 * loaded.size()) return corrupt;
  return loaded;
}

std::pair<std::uint32_t, std::uint32_t> Vocabulary::beginning(std::string_view word) const {
  const auto find = [&](auto before) {
    std::size_t low = 0, high = size();
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      if (before(exact_.at(middle).substr(0, word.size())))
        low = middle + 1;
      else
        high = middle;
    }
    return static_cast<std::uint32_t>(low);
  };
  return {find([&](std::string_view other) { return other < word; }),
          find([&](std::string_view other) { return other <= word; })};
}

void Vocabulary::gather(const Lines& lines, const std::string& needle,
                        std::vector<std::uint32_t>& out) const {
  const std::size_t out_max = out.size() + kGatheredMax;
  // memmem looks at several letters at once; find() would stop at every line for its end alone.
  const char* const end = lines.text.data() + lines.text.size();
  for (const char* from = lines.text.data(); out.size() < out_max;) {
    const void* const found =
        memmem(from, static_cast<std::size_t>(end - from), needle.data(), needle.size());
    if (found == nullptr) return;
    const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - lines.text.data());
    const std::size_t index = lines.index_at(at + (needle[0] == '\n' ? 1 : 0));
    if (index >= size()) return;
    out.push_back(static_cast<std::uint32_t>(index));
    from = lines.text.data() + lines.starts[index + 1] - 1;
  }
}

template <class Each>
void Vocabulary::slipped(const std::string& folded, const Each& each) const {
  const char first = folded[0], second = folded[1];
  for (std::size_t index = 0; index < size(); ++index) {
    // A slip in the first letter leaves the second in one of two places; most words are done with here.
    const char* const word = folded_.text.data() + folded_.starts[index];
    if (word[0] != first && word[0] != second && word[1] != second && word[1] != first) continue;
    if (within_one_slip(folded, folded_.at(index)) && !each(index)) return;
  }
}

bool Vocabulary::knows(const std::string& word) const {
  const auto is_there = [&](const std::string& text) {
    const auto [from, to] = beginning(text);
    return from < to;
  };
  if (is_there(word)) return true;
  const std::string stem = stemmer_.stem(word);
  return letters(stem) >= kStemLettersMin && is_there(stem);
}

std::vector<Vocabulary::Meant> Vocabulary::meant(const QueryWord& query, bool* beginnings) const {
  const std::string stem = stemmer_.stem(query.word);
  std::vector<std::uint32_t> candidates;
  const auto add_range = [&](std::string_view text) {
    const auto [from, to] = beginning(text);
    for (std::uint32_t index = from; index < to; ++index) candidates.push_back(index);
  };
  add_range(query.word);
  const std::string root = without_last_letter(stem);
  if (letters(root) >= kPartLettersMin && root != query.word) add_range(root);
  const bool has_parts = letters(query.word) >= kPartLettersMin;
  if (has_parts) gather(exact_, query.word, candidates);
  const bool stem_parts = has_parts && stem != query.word && letters(stem) >= kStemLettersMin;
  if (stem_parts) gather(exact_, stem, candidates);
  if (query.folds) {
    gather(folded_, (has_parts ? "" : "\n") + query.folded, candidates);
    if (stem_parts) gather(folded_, fold(stem), candidates);
  }
  if (query.slips && letters(query.folded) >= kSlipLettersMin)
    slipped(query.folded, [&](std::size_t index) {
      candidates.push_back(static_cast<std::uint32_t>(index));
      return candidates.size() < kGatheredMax;
    });
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  std::vector<Meant> all;
  all.reserve(candidates.size());
  for (const std::uint32_t index : candidates) {
    const auto found =
        match(query, stem, std::string(exact_.at(index)), std::string(folded_.at(index)), stemmer_);
    if (!found) continue;
    all.push_back({index, found->weight});
    *beginnings |= !found->inside;
  }
  return all;
}

std::string Vocabulary::shown(std::size_t index) const {
  return worth_[2 * index + 1] == 1 ? capitalised(exact_.at(index)) : std::string(exact_.at(index));
}

void Vocabulary::propose(std::vector<Proposal>& all, std::size_t index, int worth, std::size_t count) const {
  if (count == 0 || (all.size() == count && all.back().worth >= worth)) return;
  const std::string word = shown(index);
  for (const Proposal& one : all)
    if (one.word == word) return;
  const auto place =
      std::upper_bound(all.begin(), all.end(), worth, [](int a, const Proposal& b) { return a > b.worth; });
  all.insert(place, {word, worth});
  if (all.size() > count) all.pop_back();
}

std::vector<Vocabulary::Proposal> Vocabulary::completions(const std::string& beginning_text,
                                                          std::size_t count) const {
  std::vector<Proposal> all;
  const auto offer = [&](std::size_t index, int second_choice) {
    const std::string_view word = exact_.at(index);
    if (letters(word) >= kProposedLettersMin && word != beginning_text)
      propose(all, index, worth(index) - second_choice, count);
  };
  const auto [from, to] = beginning(beginning_text);
  for (std::size_t index = from; index < to; ++index) offer(index, 0);
  constexpr int kSecondChoice = 256;
  const QueryWord query(beginning_text);
  if (all.size() >= count || query.word.empty()) return all;
  std::vector<std::uint32_t> others;
  gather(folded_, "\n" + query.folded, others);
  for (const std::uint32_t index : others) offer(index, kSecondChoice);
  const bool known = from < to && exact_.at(from) == beginning_text;
  if (known || !all.empty() || letters(query.folded) < kSlipLettersMin) return all;
  slipped(query.folded, [&](std::size_t index) {
    offer(index, kSecondChoice);
    return true;
  });
  return all;
}

std::vector<Vocabulary::Proposal> Vocabulary::nearest(const std::string& word, std::size_t count) const {
  const std::string wanted = fold(word);
  std::vector<Proposal> all;
  if (wanted.empty()) return all;
  // Half of the letters may differ; most words begin otherwise, which costs one look.
  const int over = static_cast<int>(std::max<std::size_t>(2, letters(wanted) / 2));
  for (std::size_t index = 0; index < size(); ++index) {
    const std::string_view other = folded_.at(index);
    if (other[0] != wanted[0] || letters(other) < kProposedLettersMin) continue;
    const int steps = distance(wanted, other.substr(0, std::max(wanted.size(), other.size() / 2)), over);
    if (steps <= over) propose(all, index, worth(index) - 256 * steps, count);
  }
  return all;
}

}  // namespace entre::content
