#pragma once
// Makes the search index of a content file: for each language its words in order, and for each word the
// entries that hold it, each with its impact (how much the word says about the entry). docs/content-file.md
// explains it.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "platform/result.h"
#include "platform/sqlite.h"
#include "sync/content/content.h"

namespace entre::content {

// What can be found, and where in it a word stands: the more telling part gives the word more impact.
struct SearchText {
  bool is_contact = false;
  std::string id, language;
  std::string title;  // of a page
  std::string name;   // of a contact
  std::string role;   // and unit
  std::string summary;
  std::string headings;  // within the text
  std::string subjects;  // titles of what a contact answers for
  std::string body;
};
std::string headings_of(const std::vector<Block>& blocks);

class IndexWriter {
 public:
  // Contacts come after all pages.
  Result<void> add(Database& db, const SearchText& text);
  // Writes the index into the tables: which entries are shown in which language, the words, and for
  // beginnings that many postings have, those as one.
  Result<void> finish(Database& db, const Site& site);

 private:
  struct Word {
    std::string entries;  // varint of the entry's distance from the one before, one byte of impact
    std::uint32_t last = 0, count = 0;
    std::uint8_t impact_max = 0;
    bool written_small = false, written_capital = false;  // not at the start of a sentence
  };
  struct Occurrence {
    float best = 0, all = 0;
    int in_body = 0;
    bool small = false, capital = false;
  };
  using Occurrences = std::unordered_map<std::string, Occurrence>;
  using Words = std::unordered_map<std::string, Word>;
  struct FieldWeight {
    float least, share;
    bool names = false;  // a capital is no sentence's
  };
  static const FieldWeight title, name, role, summary, headings, subjects;
  static void read_field(Occurrences& found, std::string_view text, const FieldWeight& weight);
  static void read_body(Occurrences& found, std::string_view text);
  Result<void> write_shown(Database& db, const Site& site);
  using Order = std::vector<const Words::value_type*>;
  Result<void> write_words(Database& db, const std::string& language, const std::string& base);
  // Numbers the rows of words that more than one entry holds, and returns the others' entry and impact.
  Result<std::vector<std::uint32_t>> write_postings(Database& db, const Order& order);
  Result<void> write_beginnings(Database& db, const std::string& language, Order order);

  std::map<std::string, Words> words_;                                 // by language of the text
  std::map<std::string, std::map<std::string, std::uint32_t>> pages_;  // id -> language -> entry
  std::map<std::string, std::vector<std::uint32_t>> contacts_;         // language -> entries
  std::int64_t next_posting_ = 1;
};

}  // namespace entre::content
