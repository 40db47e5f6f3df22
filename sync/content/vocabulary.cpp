#include "sync/content/vocabulary.h"

#include <algorithm>
#include <bit>

#include "platform/crypto.h"
#include "sync/content/tokens.h"

namespace entre::content {
namespace {

constexpr std::size_t kGatheredMax = 1'000;     // words that one word may stand for, of each kind
constexpr std::size_t kLookedAtMax = 8'000;     // places or words that are looked at to find those
constexpr std::size_t kProposedLettersMin = 4;  // shorter ones are quicker to write

// The first of [low, high) that `before` is not true of.
template <class Before>
std::uint32_t first_after(std::uint32_t low, std::uint32_t high, const Before& before) {
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (before(middle))
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

// Which letters a word has, as bits: what one lacks of another's must be put in or changed.
std::uint64_t letter_bits(std::string_view word) {
  std::uint64_t bits = 0;
  for (const char c : word) bits |= std::uint64_t{1} << (static_cast<unsigned char>(c) & 63);
  return bits;
}

}  // namespace

Result<Vocabulary> Vocabulary::load(const Database& db, const std::string& language) {
  auto statement = db.prepare(
      "SELECT base, first, exact, folded, worth, sha256, stems, parts, singles FROM vocabulary "
      "WHERE language = ?");
  if (!statement.ok()) return statement.error();
  const auto row = statement->bind(1, language).step();
  if (!row.ok()) return row.error();
  const Error corrupt{ErrorKind::corrupt, "the words of language " + language + " are damaged"};
  if (!*row) return corrupt;
  Vocabulary loaded{Stemmer(statement->column_text(0))};
  loaded.first_posting_ = statement->column_int(1);
  std::string exact = statement->column_blob(2), folded = statement->column_blob(3);
  loaded.worth_ = statement->column_blob(4);
  // They are shown to visitors as proposals.
  if (sha256_hex(exact + folded + loaded.worth_) != statement->column_text(5)) return corrupt;
  if (!loaded.exact_.read(std::move(exact)) || !loaded.folded_.read(std::move(folded))) return corrupt;
  const std::size_t size = loaded.size();
  if (loaded.folded_.size() != size || loaded.worth_.size() != 2 * size) return corrupt;
  if (!numbers_of(statement->column_blob(6), size, &loaded.stems_) ||
      !numbers_of(statement->column_blob(7), std::uint64_t{size} << Part::offset_bits, &loaded.parts_) ||
      !numbers_of(statement->column_blob(8), std::uint64_t{1} << 32, &loaded.singles_))
    return corrupt;
  if (loaded.stems_.size() != size || loaded.singles_.size() != size) return corrupt;
  return loaded;
}

WordRange Vocabulary::narrow(WordRange words, std::size_t at, std::string_view letters) const {
  const auto there = [&](std::uint32_t index) {
    const std::string_view word = folded_.at(index);
    return word.substr(std::min(at, word.size()), letters.size());
  };
  const std::uint32_t from =
      first_after(words.first, words.second, [&](std::uint32_t index) { return there(index) < letters; });
  return {from,
          first_after(from, words.second, [&](std::uint32_t index) { return there(index) <= letters; })};
}

WordRange Vocabulary::beginning(std::string_view folded) const {
  return narrow({0, static_cast<std::uint32_t>(size())}, 0, folded);
}

WordRange Vocabulary::forms(const std::string& folded_stem) const {
  const auto stem = [&](std::uint32_t place) { return fold(stemmer_.stem(exact_.at(stems_[place]))); };
  const auto last = static_cast<std::uint32_t>(stems_.size());
  const std::uint32_t from =
      first_after(0, last, [&](std::uint32_t place) { return stem(place) < folded_stem; });
  return {from, first_after(from, last, [&](std::uint32_t place) { return stem(place) <= folded_stem; })};
}

void Vocabulary::gather(WordRange words, const std::string& not_beginning, std::size_t out_max,
                        std::vector<std::uint32_t>& out) const {
  const std::uint32_t last = std::min<std::uint32_t>(words.second, words.first + kLookedAtMax);
  for (std::uint32_t index = words.first; index < last && out.size() < out_max; ++index)
    if (!exact_.at(index).starts_with(not_beginning)) out.push_back(index);
}

std::string_view Vocabulary::from(std::uint32_t packed) const {
  const Part part{packed};
  const std::string_view word = folded_.at(part.index());
  return word.substr(std::min<std::size_t>(part.offset(), word.size()));
}

// What ends with the part comes first, and so is least likely to be beyond the bounds.
void Vocabulary::gather_parts(const std::string& part, bool folds, std::vector<std::uint32_t>& out) const {
  const std::string folded = fold(part);
  const bool is_short = letters(part) == part_letters_min;
  const auto there = [&](std::uint32_t place) { return from(parts_[place]).substr(0, folded.size()); };
  const auto last = static_cast<std::uint32_t>(parts_.size());
  const std::uint32_t first =
      first_after(0, last, [&](std::uint32_t place) { return there(place) < folded; });
  const std::size_t out_max = out.size() + kGatheredMax;
  for (std::uint32_t place = first; place < last && place - first < kLookedAtMax; ++place) {
    const std::string_view rest = from(parts_[place]);
    if (!rest.starts_with(folded) || out.size() == out_max) return;
    if (is_short && letters(rest) > part_letters_min + short_part_tail_max) continue;
    const std::uint32_t index = Part{parts_[place]}.index();
    if (folds || exact_.at(index).find(part, part_from_byte) != std::string_view::npos) out.push_back(index);
  }
}

// Walks along the word's letters, and at each of them tries the words that go on with a slip. Of letters only
// those are tried that some word has there.
std::vector<WordRange> Vocabulary::slipped(const std::string& folded) const {
  std::vector<WordRange> all;
  const auto keep = [&](WordRange words, std::size_t at, const std::string& letters) {
    const WordRange left = narrow(words, at, letters);
    if (left.first < left.second) all.push_back(left);
  };
  WordRange here{0, static_cast<std::uint32_t>(size())};
  for (std::size_t at = 0; at < folded.size() && here.first < here.second;) {
    const std::string letter = folded.substr(at, letter_at(std::string_view(folded).substr(at), 1));
    const std::string rest = folded.substr(at + letter.size());
    keep(here, at, rest);  // a letter too many
    if (const std::string next = rest.substr(0, letter_at(rest, 1)); !next.empty())
      keep(here, at, next + letter + rest.substr(next.size()));  // two letters swapped
    for (std::uint32_t index = here.first; index < here.second;) {
      const std::string_view word = folded_.at(index);
      const std::string_view other = word.substr(at, letter_at(word.substr(at), 1));
      const WordRange with{index, narrow({index, here.second}, at, other).second};
      index = other.empty() ? index + 1 : with.second;
      if (other.empty()) continue;                   // the word ends here
      keep(with, at + other.size(), rest);           // another letter
      keep(with, at + other.size(), letter + rest);  // a letter left out
    }
    here = narrow(here, at, letter);
    at += letter.size();
  }
  if (here.first < here.second) all.push_back(here);
  return all;
}

bool Vocabulary::knows(const std::string& word) const {
  const auto begins = [&](const std::string& text) {
    const auto [from, to] = beginning(fold(text));
    for (std::uint32_t index = from; index < to; ++index)
      if (exact_.at(index).starts_with(text)) return true;
    return false;
  };
  if (begins(word)) return true;
  const std::string stem = stemmer_.stem(word);
  return letters(stem) >= stem_letters_min && begins(stem);
}

std::vector<Vocabulary::Meant> Vocabulary::beginnings(const QueryWord& query) const {
  std::vector<Meant> all;
  const auto [from, to] = beginning(query.folded);
  for (std::uint32_t index = from; index < to; ++index)
    if (const std::string_view word = exact_.at(index); word.starts_with(query.word))
      all.push_back({index, static_cast<std::uint8_t>(beginning_weight(query.word, word))});
  return all;
}

std::vector<Vocabulary::Meant> Vocabulary::others(const QueryWord& query, bool* whole) const {
  const std::string stem = stemmer_.stem(query.word), folded_stem = fold(stem);
  std::vector<std::uint32_t> candidates;
  const auto [first_form, last_form] = forms(folded_stem);
  for (std::uint32_t place = first_form; place < last_form; ++place) candidates.push_back(stems_[place]);
  const bool has_parts = letters(query.word) >= part_letters_min;
  if (has_parts) gather_parts(query.word, query.folds, candidates);
  if (has_parts && stem != query.word && letters(stem) >= stem_letters_min) {
    gather(beginning(folded_stem), query.word, candidates.size() + kGatheredMax, candidates);
    gather_parts(stem, query.folds, candidates);
  }
  if (query.folds) gather(beginning(query.folded), query.word, candidates.size() + kGatheredMax, candidates);
  if (query.slips && letters(query.folded) >= slip_letters_min) {
    const std::size_t out_max = candidates.size() + kGatheredMax;
    for (const WordRange& words : slipped(query.folded)) gather(words, query.word, out_max, candidates);
  }
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  std::vector<Meant> all;
  for (const std::uint32_t index : candidates) {
    if (exact_.at(index).starts_with(query.word)) continue;
    const auto found = match(query, stem, exact_.at(index), folded_.at(index), stemmer_);
    if (!found) continue;
    all.push_back({index, found->weight});
    *whole |= !found->inside;
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
    const int value = worth(index) - second_choice;
    if (all.size() == count && all.back().worth >= value) return;
    const std::string_view word = exact_.at(index);
    if (letters(word) >= kProposedLettersMin && word != beginning_text) propose(all, index, value, count);
  };
  constexpr int kSecondChoice = 256;
  const QueryWord query(beginning_text);
  const auto [from, to] = beginning(query.folded);
  bool known = false;
  for (std::size_t index = from; index < to; ++index) {
    const bool as_written = exact_.at(index).starts_with(query.word);
    known |= as_written && exact_.at(index).size() == query.word.size();
    offer(index, as_written ? 0 : kSecondChoice);
  }
  if (known || !all.empty() || letters(query.folded) < slip_letters_min) return all;
  std::size_t left = kLookedAtMax;
  for (const auto& [first, last] : slipped(query.folded))
    for (std::size_t index = first; index < last && left > 0; ++index, --left) offer(index, kSecondChoice);
  return all;
}

// Half of the letters may differ. From where the word would stand outwards: there the nearest are likely, and
// once there are enough, what is further from it than they are is done with at a look.
std::vector<Vocabulary::Proposal> Vocabulary::nearest(const std::string& word, std::size_t count) const {
  const std::string wanted = fold(word);
  std::vector<Proposal> all;
  if (wanted.empty() || count == 0) return all;
  constexpr int kStep = 256;  // is more than any worth
  int over = static_cast<int>(std::max<std::size_t>(2, letters(wanted) / 2));
  const std::uint64_t bits = letter_bits(wanted);
  const auto offer = [&](std::size_t index) {
    std::string_view other = folded_.at(index);
    if (letters(other) < kProposedLettersMin) return;
    other = other.substr(0, std::max(wanted.size(), other.size() / 2));
    if (std::popcount(bits & ~letter_bits(other)) > over) return;
    const int steps = distance(wanted, other, over);
    if (steps <= over) propose(all, index, worth(index) - kStep * steps, count);
    if (all.size() == count) over = std::min(over, (kStep - 1 - all.back().worth) / kStep);
  };
  const auto [from, to] = beginning(std::string_view(wanted).substr(0, letter_at(wanted, 1)));
  std::uint32_t after = first_after(from, to, [&](std::uint32_t i) { return folded_.at(i) < wanted; });
  std::uint32_t before = after;
  for (std::size_t i = 0; i < kLookedAtMax && (before > from || after < to); ++i) {
    if (before > from) offer(--before);
    if (after < to) offer(after++);
  }
  return all;
}

}  // namespace entre::content
