#include <cstdint>
#include <set>

#include "sync/content/content_file.h"
#include "sync/content/schema.h"

// Search runs in tiers. Words as typed, å ä ö intact, come first; only when they find nothing are diacritics
// folded, and after that one slip in each word forgiven. Within a tier the columns decide: title, contact,
// summary, text; within a column a word's beginning goes before its inside.

namespace entre::content {
namespace {

constexpr std::size_t kWordsMax = 8, kQueryBytesMax = 256;
constexpr std::size_t kLettersMin = 2;      // of a query
constexpr std::size_t kPartLettersMin = 3;  // trigrams
constexpr std::size_t kSlipLettersMin = 4;
constexpr int kTermsMax = 64;  // a word may stand for so many compounds

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

std::size_t letters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += continues(c) ? 0 : 1;
  return count;
}

// Latin-1 letters without case and diacritics. FTS5 folds what goes into an index, but has no way to fold a
// text outside of one; beyond Latin-1 letters stay as they are.
std::string fold(std::string_view text) {
  static constexpr std::string_view bases =
      "aaaaaa.ceeeeiiii.nooooo..uuuuy..aaaaaa.ceeeeiiii.nooooo..uuuuy.y";
  static_assert(bases.size() == 64);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0u;
    const std::size_t at = next - 0x80u;
    if (byte == 0xC3 && at < bases.size() && bases[at] != '.') {
      out += bases[at];
      ++i;
    } else {
      out += byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : text[i];
    }
  }
  return out;
}

std::vector<std::string> words_of(std::string_view query) {
  std::vector<std::string> words;
  std::string word;
  for (std::size_t i = 0; i <= query.size(); ++i) {
    const char c = i < query.size() ? query[i] : ' ';
    const bool letter = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                        static_cast<unsigned char>(c) >= 0x80;
    if (letter) word += c;
    if (!letter && !word.empty() && words.size() < kWordsMax) words.push_back(std::exchange(word, {}));
  }
  return words;
}

std::size_t after_letter(std::string_view text, std::size_t at) {
  do ++at;
  while (at < text.size() && continues(text[at]));
  return at;
}

// True when one letter changed, left out, put in or swapped with the next makes `word` a beginning of `term`.
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

class Search {
 public:
  Search(const Database& db, std::string language, int hits_max)
      : db_(db), language_(std::move(language)), hits_max_(hits_max) {}

  Result<std::vector<Hit>> run(const std::vector<std::string>& words) {
    if (auto done = tier(words, "exact"); !done.ok()) return done.error();
    if (hits_.empty())
      if (auto done = tier(folded(words), "folded"); !done.ok()) return done.error();
    if (hits_.empty())
      if (auto done = slips(folded(words)); !done.ok()) return done.error();
    return std::move(hits_);
  }

 private:
  static std::vector<std::string> folded(const std::vector<std::string>& words) {
    std::vector<std::string> out;
    for (const std::string& word : words) out.push_back(fold(word));
    return out;
  }

  // "word"* or any of the terms. Words hold no quotation marks: words_of() splits at them.
  static std::string alternatives(const std::string& word, const std::vector<std::string>& terms) {
    std::string out = "(\"" + word + "\"*";
    for (const std::string& term : terms) out += " OR \"" + term + "\"";
    return out + ")";
  }

  static void add(std::string& all, const std::string& one) { all += (all.empty() ? "" : " AND ") + one; }

  Result<std::vector<std::string>> compounds(const std::string& word, const std::string& suffix) {
    std::vector<std::string> terms;
    if (letters(word) < kPartLettersMin) return terms;
    auto statement =
        db_.prepare("SELECT term FROM part_" + suffix + " WHERE part_" + suffix + " MATCH ? LIMIT ?");
    if (!statement.ok()) return statement.error();
    statement->bind(1, "\"" + word + "\"").bind(2, std::int64_t{kTermsMax});
    while (true) {
      const auto row = statement->step();
      if (!row.ok()) return row.error();
      if (!*row) return terms;
      terms.push_back(statement->column_text(0));
    }
  }

  Result<void> tier(const std::vector<std::string>& words, const std::string& suffix) {
    std::string beginnings, parts;
    for (const std::string& word : words) {
      const auto terms = compounds(word, suffix);
      if (!terms.ok()) return terms.error();
      add(beginnings, alternatives(word, {}));
      add(parts, alternatives(word, *terms));
    }
    return columns({beginnings, parts}, suffix);
  }

  Result<void> slips(const std::vector<std::string>& words) {
    std::vector<std::vector<std::string>> terms(words.size());
    auto statement = db_.prepare("SELECT term FROM part_folded");
    if (!statement.ok()) return statement.error();
    while (true) {
      const auto row = statement->step();
      if (!row.ok()) return row.error();
      if (!*row) break;
      const std::string term = statement->column_text(0);
      for (std::size_t i = 0; i < words.size(); ++i)
        if (terms[i].size() < kTermsMax && letters(words[i]) >= kSlipLettersMin &&
            within_one_slip(words[i], term))
          terms[i].push_back(term);
    }
    std::string all;
    for (std::size_t i = 0; i < words.size(); ++i) add(all, alternatives(words[i], terms[i]));
    return columns({all}, "folded");
  }

  Result<void> columns(const std::vector<std::string>& expressions, const std::string& suffix) {
    for (const char* filter : {"{title} : ", "{contact} : ", "{title summary} : ", ""})
      for (const std::string& expression : expressions)
        if (auto done = match(filter + ("(" + expression + ")"), suffix); !done.ok()) return done;
    return {};
  }

  Result<void> match(const std::string& expression, const std::string& suffix) {
    if (hits_.size() >= static_cast<std::size_t>(hits_max_)) return {};
    const std::string table = "word_" + suffix;
    auto statement = db_.prepare("SELECT e.number, e.kind, e.id FROM " + table +
                                 " AS w JOIN entry AS e ON e.number = w.rowid JOIN shown AS s " +
                                 "ON s.number = e.number AND s.language = ? WHERE w." + table +
                                 " MATCH ? ORDER BY w.rank, e.number LIMIT ?");
    if (!statement.ok()) return statement.error();
    // Those found by an earlier column come again here: so many more are asked for.
    statement->bind(1, language_)
        .bind(2, expression)
        .bind(3, hits_max_ + static_cast<std::int64_t>(hits_.size()));
    while (hits_.size() < static_cast<std::size_t>(hits_max_)) {
      const auto row = statement->step();
      if (!row.ok()) return row.error();
      if (!*row) break;
      if (!seen_.insert(statement->column_int(0)).second) continue;
      const bool page = statement->column_int(1) == schema::kind_page;
      hits_.push_back({page ? Hit::Kind::page : Hit::Kind::contact, statement->column_text(2)});
    }
    return {};
  }

  const Database& db_;
  const std::string language_;
  const std::int64_t hits_max_;
  std::set<std::int64_t> seen_;
  std::vector<Hit> hits_;
};

}  // namespace

Result<std::vector<Hit>> ContentFile::search(const std::string& query, const std::string& language,
                                             int hits_max) const {
  const auto words = words_of(std::string_view(query).substr(0, kQueryBytesMax));
  std::size_t count = 0;
  for (const std::string& word : words) count += letters(word);
  if (count < kLettersMin || hits_max <= 0) return std::vector<Hit>{};
  return Search(db_, language, hits_max).run(words);
}

}  // namespace entre::content
