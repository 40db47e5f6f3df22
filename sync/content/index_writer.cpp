#include "sync/content/index_writer.h"

#include <algorithm>
#include <cmath>

#include "platform/crypto.h"
#include "sync/content/schema.h"
#include "sync/content/search.h"
#include "sync/content/tokens.h"
#include "sync/content/varint.h"

namespace entre::content {
namespace {

// Impacts, 1 to 255: the text itself stays below all other fields.
constexpr float kBodyLeast = 8, kBodyShare = 48, kOthersShare = 0.1f;
// BM25's two parameters, and about the length of a page in words.
constexpr float kSaturation = 1.2f, kLengthShare = 0.75f, kLengthUsual = 300;

// A beginning of two or three letters that stands for more entries than that gets its best listed: to put
// them in order while a visitor types takes too long.
constexpr std::uint64_t kCostUnlisted = 10'000;
constexpr std::size_t kListedLettersMax = 3;

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

Result<void> IndexWriter::write_words(Database& db, const std::string& language, const std::string& base) {
  const Words& words = words_[language];
  std::vector<const Words::value_type*> order;
  for (const auto& word : words) order.push_back(&word);
  std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->first < b->first; });

  auto posting = db.prepare("INSERT INTO posting (number, entries) VALUES (?, ?)");
  if (!posting.ok()) return posting.error();
  const std::int64_t first = next_posting_;
  std::string exact = "\n", folded = "\n", worth;
  auto& costs = costs_[language];
  for (const auto* entry : order) {
    const auto& [text, word] = *entry;
    exact += text + '\n';
    folded += fold(text) + '\n';
    const float said =
        0.7f * static_cast<float>(word.impact_max) + 10 * std::log2(1 + static_cast<float>(word.count));
    worth += static_cast<char>(static_cast<std::uint8_t>(std::min(said, 255.f)));
    worth += static_cast<char>(word.written_capital && !word.written_small ? 1 : 0);
    posting->bind(1, next_posting_++).bind_blob(2, word.entries);
    if (auto done = posting->run(); !done.ok()) return done;
    for (std::size_t count = search_letters_min; count <= kListedLettersMax; ++count)
      if (letters(text) >= count) costs[text.substr(0, letter_at(text, count))] += word.count;
  }
  auto vocabulary = db.prepare(
      "INSERT INTO vocabulary (language, base, first, exact, folded, worth, sha256) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)");
  if (!vocabulary.ok()) return vocabulary.error();
  return vocabulary->bind(1, language)
      .bind(2, base)
      .bind(3, first)
      .bind_blob(4, exact)
      .bind_blob(5, folded)
      .bind_blob(6, worth)
      .bind(7, sha256_hex(exact + folded + worth))
      .run();
}

Result<void> IndexWriter::write_best(Database& db, const Site& site) {
  auto statement = db.prepare("INSERT INTO best (language, beginning, total, entries) VALUES (?, ?, ?, ?)");
  if (!statement.ok()) return statement.error();
  for (const Language& language : site.languages) {
    const auto index = SearchIndex::load(db, language.code);
    if (!index.ok()) return index.error();
    std::map<std::string, std::uint64_t> costs;
    for (const std::string& text_language : (*index)->text_languages())
      for (const auto& [beginning, cost] : costs_[text_language]) costs[beginning] += cost;
    for (const auto& [beginning, cost] : costs) {
      if (cost <= kCostUnlisted) continue;
      const auto found = (*index)->rank(db, {beginning}, SearchCaps{});
      if (!found.ok()) return found.error();
      std::string bytes;
      for (const std::uint32_t entry : found->entries) put_varint(bytes, entry);
      statement->bind(1, language.code).bind(2, beginning);
      statement->bind(3, static_cast<std::int64_t>(found->total)).bind_blob(4, bytes);
      if (auto done = statement->run(); !done.ok()) return done;
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
  return write_best(db, site);
}

}  // namespace entre::content
