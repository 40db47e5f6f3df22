#pragma once
// Finding pages and contacts by what a visitor writes, from the second letter. An answer holds ids only: what
// is shown of them comes from checked documents. docs/content-file.md says what is found and in which order.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/result.h"
#include "platform/sqlite.h"
#include "sync/content/vocabulary.h"

namespace entre::content {

inline constexpr std::size_t search_letters_min = 2;
inline constexpr std::size_t query_bytes_max = 256, query_words_max = 8;

struct Hit {
  enum class Kind { page, contact } kind = Kind::page;
  std::string id = {};        // of the page or contact
  std::string language = {};  // of the text that was found
};

struct SearchCaps {
  std::size_t pages = 50, contacts = 20, proposals = 3;
};

struct Answer {
  std::vector<Hit> hits;                 // best first
  std::size_t total = 0;                 // of the entries that were found
  bool partly = false;                   // no entry has all the words: these have some of them
  std::vector<QueryWord> words;          // as they were taken: for the marks
  std::vector<std::string> completions;  // of the last word; of none: words worth looking for
  std::vector<std::string> nearest;      // where there are no hits: words that look like the query's
};

// Which letters of a word a query found, by the word in lower case.
struct Letters {
  std::size_t from = 0, to = 0;
};
using Marks = std::map<std::string, Letters>;
// Adds the words of a text that the query found. base: of the text's language.
void learn_marks(std::string_view text, const std::vector<QueryWord>& words, const std::string& base,
                 Marks* marks);
// Bytes of a text, a range a word.
struct Range {
  std::size_t begin = 0, end = 0;
};
std::vector<Range> marked(std::string_view text, const Marks& marks);

// What a search in one language of the interface needs to know, in memory.
class SearchIndex {
 public:
  static Result<std::unique_ptr<SearchIndex>> load(const Database& db, const std::string& language);
  const std::string& language() const { return language_; }
  // Of the texts that are shown in it: its own, and those that stand in for what it lacks.
  std::vector<std::string> text_languages() const;

  Result<Answer> search(const Database& db, std::string_view query, const SearchCaps& caps) const;

  // Entries by number, best first.
  struct Ranked {
    std::vector<std::uint32_t> entries;
    std::size_t total = 0;
    bool partly = false;
    std::vector<QueryWord> words;
  };
  Result<Ranked> rank(const Database& db, const std::vector<std::string>& words,
                      const SearchCaps& caps) const;

 private:
  struct Text {
    std::string language;
    Vocabulary vocabulary;
  };
  friend class Ranking;
  explicit SearchIndex(std::string language) : language_(std::move(language)) {}
  void propose(const std::vector<std::string>& words, bool finished, std::size_t count, Answer* answer) const;
  bool splits(std::string* word, std::string* rest) const;

  std::string language_;
  std::vector<Text> texts_;          // the interface's own language first
  std::vector<std::uint8_t> shown_;  // by entry: 1 where it may be found
  std::uint32_t first_contact_ = 0;  // entries from here on are contacts
  std::size_t shown_count_ = 0;
};

}  // namespace entre::content
