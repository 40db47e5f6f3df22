#pragma once
// One query on its way: how well each entry answers to each of its words. Internal to sync/content.

#include "sync/content/search.h"

namespace entre::content {

class Ranking {
 public:
  Ranking(const SearchIndex& index, const Database& db, const std::vector<std::string>& words);
  Result<SearchIndex::Ranked> run(const SearchCaps& caps);

 private:
  struct Scored {
    QueryWord query;
    bool whole = false;                  // some word of the texts is it, or begins so
    std::vector<std::uint16_t> scores;   // by entry, 0: not found
    std::vector<std::uint32_t> entries;  // found
  };
  // What the word finds as it is written at its beginning,
  Result<void> look_up_beginnings(Scored& word) const;
  // and elsewhere, as freely as it is to be taken now.
  Result<void> look_up_others(Scored& word) const;
  Result<void> add_postings(Statement& rows, const Vocabulary& vocabulary,
                            const std::vector<Vocabulary::Meant>& meant, Scored& word) const;
  void add_row(std::string_view row, int weight, Scored& word) const;
  void add_merged(std::string_view row, Scored& word) const;
  void add(std::uint32_t entry, std::uint16_t score, Scored& word) const;
  Result<void> take_freely(Scored& word) const;
  // Entries that at least `words_min` words find, with their sums.
  struct Sum {
    std::uint32_t entry;
    float score;
  };
  std::vector<Sum> sums(std::size_t words_min) const;
  std::vector<std::uint32_t> best(std::vector<Sum> all, const SearchCaps& caps) const;

  const SearchIndex& index_;
  const Database& db_;
  std::vector<Scored> words_;
};

}  // namespace entre::content
