#pragma once
// The words of all texts in one language, as a content file holds them; and which of them a visitor means by
// a word. Read once, then in memory: some 70 bytes a word.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/result.h"
#include "platform/sqlite.h"
#include "sync/content/match.h"
#include "sync/content/word_order.h"

namespace entre::content {

class Vocabulary {
 public:
  // corrupt when its checksum or its counts are wrong.
  static Result<Vocabulary> load(const Database& db, const std::string& language);

  struct Meant {
    std::uint32_t index;
    std::uint8_t weight;
  };
  // Words that begin with it as it is written, by index.
  std::vector<Meant> beginnings(const QueryWord& query) const;
  // All others that answer to it, by index, as freely as it is to be taken; of parts, stems' beginnings and
  // slips a bounded number. whole: set where one answers with more than a part of it.
  std::vector<Meant> others(const QueryWord& query, bool* whole) const;

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

  std::size_t size() const { return exact_.size(); }
  std::int64_t first_posting() const { return first_posting_; }
  // Of a word that one entry holds: which, and the word's impact there. entry 0: there are more, in a row.
  struct Single {
    std::uint32_t entry;
    int impact;
  };
  Single single(std::size_t index) const {
    return {singles_[index] >> 8, static_cast<int>(singles_[index] & 0xFF)};
  }

 private:
  explicit Vocabulary(Stemmer stemmer) : stemmer_(std::move(stemmer)) {}
  // Of these words those whose letters from byte `at` on begin so; all of them agree in the bytes before.
  WordRange narrow(WordRange words, std::size_t at, std::string_view letters) const;
  WordRange beginning(std::string_view folded) const;
  // Words with this stem, places in stems_.
  WordRange forms(const std::string& folded_stem) const;
  // Those of them that begin otherwise.
  void gather(WordRange words, const std::string& not_beginning, std::size_t out_max,
              std::vector<std::uint32_t>& out) const;
  void gather_parts(const std::string& part, bool folds, std::vector<std::uint32_t>& out) const;
  // Words that one slip makes begin so.
  std::vector<WordRange> slipped(const std::string& folded) const;
  std::string_view from(std::uint32_t part) const;
  int worth(std::size_t index) const { return static_cast<unsigned char>(worth_[2 * index]); }
  std::string shown(std::size_t index) const;
  void propose(std::vector<Proposal>& all, std::size_t index, int worth, std::size_t count) const;

  Stemmer stemmer_;
  Lines exact_, folded_;                // in the order of folded_, then of exact_
  std::vector<std::uint32_t> stems_;    // indexes in the order of stems
  std::vector<std::uint32_t> parts_;    // Part, in the order of what stands there
  std::vector<std::uint32_t> singles_;  // entry and impact of words that one entry holds
  std::string worth_;  // two bytes a word: its worth, and 1 where it is written with a capital
  std::int64_t first_posting_ = 0;
};

}  // namespace entre::content
