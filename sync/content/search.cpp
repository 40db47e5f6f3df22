#include "sync/content/search.h"

#include <algorithm>

#include "sync/content/content_file.h"
#include "sync/content/ranking.h"
#include "sync/content/schema.h"
#include "sync/content/tokens.h"
#include "sync/content/varint.h"

namespace entre::content {
namespace {

constexpr std::size_t kPartOfSplitLettersMin = 4;

// A single letter says nothing yet, or only holds a sentence together; a digit may be all there is.
bool says_something(const std::string& word) {
  return letters(word) >= search_letters_min || (word[0] >= '0' && word[0] <= '9');
}

}  // namespace

void learn_marks(std::string_view text, const std::vector<QueryWord>& words, const std::string& base,
                 Marks* marks) {
  const Stemmer stemmer(base);
  std::vector<std::string> stems;
  for (const QueryWord& word : words) stems.push_back(stemmer.stem(word.word));
  for (const Token& token : tokens_of(text)) {
    const std::string folded = fold(token.word);
    std::optional<Match> best;
    for (std::size_t i = 0; i < words.size(); ++i) {
      const auto found = match(words[i], stems[i], token.word, folded, stemmer);
      if (found && (!best || found->weight > best->weight)) best = found;
    }
    if (best) (*marks)[token.word] = {best->from, best->to};
  }
}

std::vector<Range> marked(std::string_view text, const Marks& marks) {
  std::vector<Range> all;
  if (marks.empty()) return all;
  for (const Token& token : tokens_of(text)) {
    const auto known = marks.find(token.word);
    if (known == marks.end()) continue;
    const std::size_t begin = after_letters(text, token.begin, known->second.from);
    const std::size_t end = after_letters(text, begin, known->second.to - known->second.from);
    all.push_back({begin, std::min(token.end, end)});
  }
  return all;
}

Result<std::unique_ptr<SearchIndex>> SearchIndex::load(const Database& db, const std::string& language) {
  std::unique_ptr<SearchIndex> index(new SearchIndex(language));
  auto entries = db.prepare("SELECT ifnull(max(number), 0), min(number) FILTER (WHERE kind = 1) FROM entry");
  if (!entries.ok()) return entries.error();
  if (const auto row = entries->step(); !row.ok()) return row.error();
  const std::int64_t last = entries->column_int(0);
  index->first_contact_ =
      static_cast<std::uint32_t>(entries->column_is_null(1) ? last + 1 : entries->column_int(1));
  index->shown_.resize(static_cast<std::size_t>(last) + 1);
  auto shown = db.prepare(
      "SELECT text_language, entries FROM shown WHERE language = ?1 "
      "ORDER BY text_language <> ?1, text_language");
  if (!shown.ok()) return shown.error();
  shown->bind(1, language);
  while (true) {
    const auto row = shown->step();
    if (!row.ok()) return row.error();
    if (!*row) return index;
    auto vocabulary = Vocabulary::load(db, shown->column_text(0));
    if (!vocabulary.ok()) return vocabulary.error();
    index->texts_.push_back({shown->column_text(0), std::move(*vocabulary)});
    const std::string bytes = shown->column_blob(1);
    std::uint32_t entry = 0;
    for (std::size_t at = 0; at < bytes.size();) {
      entry += get_varint(bytes, &at);
      if (entry >= index->shown_.size()) return Error{ErrorKind::corrupt, "the search index is damaged"};
      index->shown_count_ += index->shown_[entry] == 0 ? 1 : 0;
      index->shown_[entry] = 1;
    }
  }
}

std::vector<std::string> SearchIndex::text_languages() const {
  std::vector<std::string> all;
  for (const Text& text : texts_) all.push_back(text.language);
  return all;
}

Result<SearchIndex::Ranked> SearchIndex::rank(const Database& db, const std::vector<std::string>& words,
                                              const SearchCaps& caps) const {
  auto ranked = Ranking(*this, db, words).run(caps);
  if (!ranked.ok() || !ranked->entries.empty()) return ranked;
  // A compound that no text has may be two words of the texts.
  std::vector<std::string> split = words;
  for (std::size_t i = 0; i < split.size(); ++i) {
    std::string rest;
    if (splits(&split[i], &rest)) split.insert(split.begin() + static_cast<std::ptrdiff_t>(++i), rest);
  }
  if (split.size() == words.size()) return ranked;
  return Ranking(*this, db, split).run(caps);
}

// "projektfinansiering" where the texts know "projekt" and "finansiering"; an s may hold the two together.
bool SearchIndex::splits(std::string* word, std::string* rest) const {
  const std::size_t count = letters(*word);
  const auto known = [&](const std::string& part) {
    return std::any_of(texts_.begin(), texts_.end(),
                       [&](const Text& text) { return text.vocabulary.knows(part); });
  };
  for (std::size_t left = count; left-- > kPartOfSplitLettersMin;) {
    if (count - left < kPartOfSplitLettersMin) continue;
    std::string first = word->substr(0, letter_at(*word, left));
    const std::string second = word->substr(first.size());
    if (first.ends_with('s') && !known(first)) first.pop_back();
    if (letters(first) < kPartOfSplitLettersMin || !known(first) || !known(second)) continue;
    *word = first;
    *rest = second;
    return true;
  }
  return false;
}

void SearchIndex::propose(const std::vector<std::string>& words, bool finished, std::size_t count,
                          Answer* answer) const {
  if (texts_.empty() || count == 0) return;
  const Vocabulary& own = texts_[0].vocabulary;
  const std::string open = finished || words.empty() ? "" : words.back();
  // After a space there is nothing to complete; an empty field is a good place to look around from.
  if (words.empty() || !open.empty())
    for (const auto& proposal : own.completions(open, count)) answer->completions.push_back(proposal.word);
  if (!answer->hits.empty() || words.empty()) return;
  const auto longest = std::max_element(words.begin(), words.end(),
                                        [](const auto& a, const auto& b) { return a.size() < b.size(); });
  for (const auto& proposal : own.nearest(*longest, count)) answer->nearest.push_back(proposal.word);
}

Result<Answer> SearchIndex::search(const Database& db, std::string_view query, const SearchCaps& caps) const {
  query = query.substr(0, query_bytes_max);
  std::vector<std::string> words, telling;
  for (const Token& token : tokens_of(query))
    if (words.size() < query_words_max && token.word.size() <= word_bytes_max) words.push_back(token.word);
  for (const std::string& word : words)
    if (says_something(word)) telling.push_back(word);
  std::size_t count = 0;
  for (const std::string& word : telling) count += letters(word);
  Answer answer;
  if (count >= search_letters_min) {
    auto ranked = rank(db, telling, caps);
    if (!ranked.ok()) return ranked.error();
    answer.total = ranked->total;
    answer.partly = ranked->partly;
    answer.words = std::move(ranked->words);
    auto entry = db.prepare("SELECT kind, id, language FROM entry WHERE number = ?");
    if (!entry.ok()) return entry.error();
    for (const std::uint32_t number : ranked->entries) {
      const auto row = entry->bind(1, std::int64_t{number}).step();
      if (!row.ok()) return row.error();
      if (*row)
        answer.hits.push_back(
            {entry->column_int(0) == schema::kind_page ? Hit::Kind::page : Hit::Kind::contact,
             entry->column_text(1), entry->column_text(2)});
      entry->reset();
    }
  }
  const bool finished = !query.empty() && query.back() == ' ';
  propose(words, finished, caps.proposals, &answer);
  return answer;
}

Result<Answer> ContentFile::search(const std::string& query, const std::string& language,
                                   const SearchCaps& caps) const {
  if (!index_ || index_->language() != language) {
    auto loaded = SearchIndex::load(db_, language);
    if (!loaded.ok()) return loaded.error();
    index_ = std::move(*loaded);
  }
  return index_->search(db_, query, caps);
}

}  // namespace entre::content
