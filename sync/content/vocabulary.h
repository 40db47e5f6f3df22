#pragma once
// The words of all texts in one language, in order, as a content file holds them; and which of them a visitor
// means by a word. Read once, then in memory: some 30 bytes a word.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/result.h"
#include "platform/sqlite.h"
#include "sync/content/stem.h"

namespace entre::content {

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
// The one rule of what is found and what is marked: the word itself, its other forms (one stem), what begins
// with it, what holds it as a part. stem: of query.word in the text's language.
std::optional<Match> match(const QueryWord& query, const std::string& stem, const std::string& word,
                           const std::string& folded, const Stemmer& stemmer);
// True when one slip makes `word` a beginning of `term`.
bool within_one_slip(std::string_view word, std::string_view term);

class Vocabulary {
 public:
  // corrupt when its checksum or its counts are wrong.
  static Result<Vocabulary> load(const Database& db, const std::string& language);

  struct Meant {
    std::uint32_t index;
    std::uint8_t weight;
  };
  // Words that answer to the query, by index; beginnings: whether any does with more than a part of it.
  std::vector<Meant> meant(const QueryWord& query, bool* beginnings) const;

  // True when a word begins so, or as another form of it would. Quick: for trying many.
  bool knows(const std::string& word) const;

  struct Proposal {
    std::string word;
    int worth;
  };
  // Words that begin so, or nearly, most worth first: at most `count`. For the row above the keys.
  std::vector<Proposal> completions(const std::string& beginning, std::size_t count) const;
  // Words that look like it, the nearest first. For an answer without hits.
  std::vector<Proposal> nearest(const std::string& word, std::size_t count) const;

  std::size_t size() const { return exact_.starts.size() - 1; }
  std::int64_t first_posting() const { return first_posting_; }

 private:
  // "\nword\nword\n": a beginning is found as "\nbeg", a whole word as "\nword\n".
  struct Lines {
    std::string text;
    std::vector<std::uint32_t> starts;  // one more than there are words
    bool read();                        // false: it is not of that form
    std::string_view at(std::size_t index) const;
    std::size_t index_at(std::size_t byte) const;
  };
  explicit Vocabulary(Stemmer stemmer) : stemmer_(std::move(stemmer)) {}
  std::pair<std::uint32_t, std::uint32_t> beginning(std::string_view word) const;
  void gather(const Lines& lines, const std::string& needle, std::vector<std::uint32_t>& out) const;
  // Words that one slip makes of it, to `each` while it says true; `folded` has kSlipLettersMin letters or
  // more.
  template <class Each>
  void slipped(const std::string& folded, const Each& each) const;
  int worth(std::size_t index) const { return static_cast<unsigned char>(worth_[2 * index]); }
  std::string shown(std::size_t index) const;
  void propose(std::vector<Proposal>& all, std::size_t index, int worth, std::size_t count) const;

  Stemmer stemmer_;
  Lines exact_, folded_;
  std::string worth_;  // two bytes a word: its worth, and 1 where it is written with a capital
  std::int64_t first_posting_ = 0;
};

}  // namespace entre::content
