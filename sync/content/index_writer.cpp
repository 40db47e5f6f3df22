#include "sync/content/index_writer.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "platform/crypto.h"
#include "sync/content/match.h"
#include "sync/content/schema.h"
#include "sync/content/search.h"
#include "sync/content/tokens.h"
#include "sync/content/varint.h"
#include "sync/content/word_order.h"

namespace entre::content {
namespace {

// Impacts, 1 to 255: the text itself stays below all other fields.
constexpr float kBodyLeast = 8, kBodyShare = 48, kOthersShare = 0.1f;
// BM25's two parameters, and about the length of a page in words.
constexpr float kSaturation = 1.2f, kLengthShare = 0.75f, kLengthUsual = 300;

// A beginning whose words have more postings than that gets them merged into one: to read them all while a
// visitor types takes too long.
constexpr std::uint64_t kPostingsApartMax = 10'000;

// The entries of one row of postings, each with its impact, to `each`.
template <class Each>
void read_postings(std::string_view row, const Each& each) {
  std::uint32_t entry = 0;
  for (std::size_t at = 0; at < row.size();) {
    entry += get_varint(row, &at);
    each(entry, static_cast<int>(static_cast<unsigned char>(row[at++])));
  }
}

// What each entry gets for words that begin so: as Ranking would add it up from their rows.
class Merged {
 public:
  void add(std::string_view row, int weight) {
    read_postings(row, [&](std::uint32_t entry, int impact) {
      if (entry >= scores_.size()) scores_.resize(entry + 1);
      if (scores_[entry] == 0) entries_.push_back(entry);
      scores_[entry] = std::max(scores_[entry], score_of(impact, weight));
    });
  }
  // As one row, and empties it.
  std::string take() {
    std::sort(entries_.begin(), entries_.end());
    std::string bytes;
    std::uint32_t last = 0;
    for (const std::uint32_t entry : entries_) {
      put_varint(bytes, entry - std::exchange(last, entry));
      put_varint(bytes, std::exchange(scores_[entry], std::uint16_t{0}));
    }
    entries_.clear();
    return bytes;
  }

 private:
  std::vector<std::uint16_t> scores_;  // by entry
  std::vector<std::uint32_t> entries_;
};

}  // namespace

// A field gives every word of it the least, and they share the rest: a word of a short title says more.
constexpr IndexWriter::FieldWeight IndexWriter::title{170, 70}, IndexWriter::name{180, 60, true},
    IndexWriter::role{120, 30}, IndexWriter::summary{80, 40}, IndexWriter::headings{64, 20},
    IndexWriter::subjects{60, 15};

std::string headings_of(const std::vector<Block>& blocks) {
  std::string out;
  for (const Block& block : blocks)
    if (block.kind == BlockKind::heading) out += plain_text(block.spans) + '\n';
  return out;
}

void IndexWriter::read_field(Occurrences& found, std::string_view text, const FieldWeight& weight) {
  const std::vector<Token> tokens = tokens_of(text);
  const float impact =
      weight.least + weight.share / static_cast<float>(std::max<std::size_t>(1, tokens.size()));
  for (const Token& token : tokens) {
    Occurrence& occurrence = found[token.word];
    occurrence.best = std::max(occurrence.best, impact);
    occurrence.all += impact;
    occurrence.small |= !token.capital;
    occurrence.capital |= token.capital && (weight.names || !token.starts_sentence);
  }
}

void IndexWriter::read_body(Occurrences& found, std::string_view text) {
  const std::vector<Token> tokens = tokens_of(text);
  for (const Token& token : tokens) {
    Occurrence& occurrence = found[token.word];
    ++occurrence.in_body;
    occurrence.small |= !token.capital;
    occurrence.capital |= token.capital && !token.starts_sentence;
  }
  const float length = static_cast<float>(tokens.size()) / kLengthUsual;
  for (auto& [word, occurrence] : found) {
    if (occurrence.in_body == 0) continue;
    const auto times = static_cast<float>(occurrence.in_body);
    const float impact =
        kBodyLeast + kBodyShare * times / (times + kSaturation * (1 - kLengthShare + kLengthShare * length));
    occurrence.best = std::max(occurrence.best, impact);
    occurrence.all += impact;
  }
}

Result<void> IndexWriter::add(Database& db, const SearchText& text) {
  auto statement = db.prepare("INSERT INTO entry (kind, id, language) VALUES (?, ?, ?)");
  if (!statement.ok()) return statement.error();
  statement->bind(1, std::int64_t{text.is_contact ? schema::kind_contact : schema::kind_page})
      .bind(2, text.id)
      .bind(3, text.language);
  if (auto done = statement->run(); !done.ok()) return done;
  const auto number = static_cast<std::uint32_t>(db.last_insert_id());
  if (text.is_contact)
    contacts_[text.language].push_back(number);
  else
    pages_[text.id][text.language] = number;

  Occurrences found;
  read_field(found, text.title, title);
  read_field(found, text.name, name);
  read_field(found, text.role, role);
  read_field(found, text.summary, summary);
  read_field(found, text.headings, headings);
  read_field(found, text.subjects, subjects);
  read_body(found, text.body);
  Words& words = words_[text.language];
  for (const auto& [token, occurrence] : found) {
    if (token.size() > word_bytes_max) continue;
    Word& word = words[token];
    const float impact = occurrence.best + kOthersShare * (occurrence.all - occurrence.best);
    const auto byte = static_cast<std::uint8_t>(std::clamp(std::round(impact), 1.f, 255.f));
    put_varint(word.entries, number - word.last);
    word.entries += static_cast<char>(byte);
    word.last = number;
    ++word.count;
    word.impact_max = std::max(word.impact_max, byte);
    word.written_small |= occurrence.small;
    word.written_capital |= occurrence.capital;
  }
  return {};
}

// A page that a language lacks is found there all the same, by the text that will be shown instead.
Result<void> IndexWriter::write_shown(Database& db, const Site& site) {
  auto statement = db.prepare("INSERT INTO shown (language, text_language, entries) VALUES (?, ?, ?)");
  if (!statement.ok()) return statement.error();
  for (const Language& language : site.languages) {
    std::map<std::string, std::vector<std::uint32_t>> shown;
    for (const auto& [id, numbers] : pages_) {
      Localized there;
      for (const auto& [code, number] : numbers) there[code];
      std::string picked;
      pick(there, language.code, site.default_language, &picked);
      shown[picked].push_back(numbers.at(picked));
    }
    for (const std::uint32_t number : contacts_[language.code]) shown[language.code].push_back(number);
    for (auto& [text_language, numbers] : shown) {
      std::sort(numbers.begin(), numbers.end());
      std::string bytes;
      std::uint32_t last = 0;
      for (const std::uint32_t number : numbers) put_varint(bytes, number - std::exchange(last, number));
      statement->bind(1, language.code).bind(2, text_language).bind_blob(3, bytes);
      if (auto done = statement->run(); !done.ok()) return done;
    }
  }
  return {};
}

Result<std::vector<std::uint32_t>> IndexWriter::write_postings(Database& db, const Order& order) {
  auto posting = db.prepare("INSERT INTO posting (number, entries) VALUES (?, ?)");
  if (!posting.ok()) return posting.error();
  std::vector<std::uint32_t> singles;
  for (const auto* entry : order) {
    const Word& word = entry->second;
    const std::int64_t number = next_posting_++;
    singles.push_back(word.count == 1 ? word.last << 8 | word.impact_max : 0);
    if (word.count == 1) continue;
    posting->bind(1, number).bind_blob(2, word.entries);
    if (auto done = posting->run(); !done.ok()) return done.error();
  }
  return singles;
}

Result<void> IndexWriter::write_words(Database& db, const std::string& language, const std::string& base) {
  const Words& words = words_[language];
  if (words.size() > words_max) return Error{ErrorKind::too_large, "too many words in language " + language};
  std::vector<std::pair<std::string, const Words::value_type*>> keyed;
  for (const auto& word : words) keyed.emplace_back(fold(word.first), &word);
  std::sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second->first < b.second->first;
  });
  Order order;
  std::string exact = "\n", folded = "\n", worth;
  for (const auto& [folded_text, entry] : keyed) {
    const auto& [text, word] = *entry;
    order.push_back(entry);
    exact += text + '\n';
    folded += folded_text + '\n';
    const float said =
        0.7f * static_cast<float>(word.impact_max) + 10 * std::log2(1 + static_cast<float>(word.count));
    worth += static_cast<char>(static_cast<std::uint8_t>(std::min(said, 255.f)));
    worth += static_cast<char>(word.written_capital && !word.written_small ? 1 : 0);
  }
  const std::int64_t first = next_posting_;
  const auto singles = write_postings(db, order);
  if (!singles.ok()) return singles.error();
  Lines exact_lines, folded_lines;
  if (!exact_lines.read(exact) || !folded_lines.read(folded)) std::abort();
  auto vocabulary = db.prepare(
      "INSERT INTO vocabulary (language, base, first, exact, folded, worth, sha256, stems, parts, singles) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  if (!vocabulary.ok()) return vocabulary.error();
  vocabulary->bind(1, language).bind(2, base).bind(3, first);
  vocabulary->bind_blob(4, exact).bind_blob(5, folded).bind_blob(6, worth);
  vocabulary->bind(7, sha256_hex(exact + folded + worth));
  vocabulary->bind_blob(8, bytes_of(stems_in_order(exact_lines, Stemmer(base))));
  vocabulary->bind_blob(9, bytes_of(parts_in_order(folded_lines))).bind_blob(10, bytes_of(*singles));
  if (auto done = vocabulary->run(); !done.ok()) return done;
  return write_beginnings(db, language, std::move(order));
}

Result<void> IndexWriter::write_beginnings(Database& db, const std::string& language, Order order) {
  std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
  auto statement = db.prepare("INSERT INTO beginning (language, letters, entries) VALUES (?, ?, ?)");
  if (!statement.ok()) return statement.error();
  Merged merged;
  struct Range {
    std::size_t from, to, bytes;  // words that agree in so many bytes
  };
  std::vector<Range> open{{0, order.size(), 0}};
  while (!open.empty()) {
    const auto [from, to, bytes] = open.back();
    open.pop_back();
    std::uint64_t postings = 0;
    for (std::size_t i = from; i < to; ++i) postings += order[i]->second.count;
    if (postings <= kPostingsApartMax) continue;
    const std::string letters_here = order[from]->first.substr(0, bytes);
    if (letters(letters_here) >= search_letters_min) {
      for (std::size_t i = from; i < to; ++i)
        merged.add(order[i]->second.entries, beginning_weight(letters_here, order[i]->first));
      statement->bind(1, language).bind(2, letters_here).bind_blob(3, merged.take());
      if (auto done = statement->run(); !done.ok()) return done;
    }
    for (std::size_t i = from + (order[from]->first.size() == bytes ? 1 : 0), next = i; i < to; i = next) {
      const std::string& word = order[i]->first;
      const std::size_t longer = bytes + letter_at(std::string_view(word).substr(bytes), 1);
      const auto same = [&](const std::string& other) {
        return other.compare(0, longer, word, 0, longer) == 0;
      };
      while (next < to && same(order[next]->first)) ++next;
      open.push_back({i, next, longer});
    }
  }
  return {};
}

Result<void> IndexWriter::finish(Database& db, const Site& site) {
  if (auto done = write_shown(db, site); !done.ok()) return done;
  std::vector<std::string> languages;
  for (const auto& [language, words] : words_) languages.push_back(language);
  for (const std::string& language : languages) {
    const Language* known = site.language(language);
    const std::string base = known == nullptr || known->base.empty() ? language : known->base;
    if (auto done = write_words(db, language, base); !done.ok()) return done;
    words_[language] = {};
  }
  return {};
}

}  // namespace entre::content
