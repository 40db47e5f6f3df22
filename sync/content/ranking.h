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
    bool beginnings = false;             // some word of the texts begins so
    std::vector<std::uint16_t> scores;   // by entry, 0: not found
    std::vector<std::uint32_t> entries;  // found
  };
  // Adds what the word finds as freely as it is to be taken now.
  Result<void> look_up(Scored& word);
  Result<void> add_postings(Statement& rows, std::size_t text, const std::vector<Vocabulary::Meant>& meant,
                            Scored& word) const;
  void add_row(std::string_view row, int weight, Scored& word) const;
  Result<void> take_freely(Scored& word);
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
