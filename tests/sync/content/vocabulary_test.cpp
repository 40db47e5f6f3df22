// Words found by their orders are those that the one rule finds among all of them, looked at one by one.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>

#include "sync/content/tokens.h"
#include "sync/content/vocabulary.h"
#include "tests/sync/content/sample.h"

using namespace entre;
using namespace entre::content;

namespace {

// In Swedish, inflected and compounded, with letters that fold.
std::vector<std::string> made_words() {
  std::mt19937 random(7);
  const char* const stems[] = {"skol", "vård",  "väg",    "bygg", "lån", "län",     "sten", "stån", "företag",
                               "mark", "forsk", "region", "år",   "råd", "projekt", "kör",  "sjö",  "is"};
  const char* const endings[] = {"", "en", "ar", "arna", "s", "et", "er", "ning", "ningen", "ande"};
  const auto one = [&](const auto& of) { return std::string(of[random() % std::size(of)]); };
  std::set<std::string> words;
  while (words.size() < 600) {
    std::string word = one(stems);
    for (int more = static_cast<int>(random() % 3); more > 0; --more)
      word += (random() % 2 == 0 ? "s" : "") + one(stems);
    words.insert(word + one(endings));
  }
  return {words.begin(), words.end()};
}

struct Words {
  Folder folder;
  std::vector<std::string> words = made_words();
  std::unique_ptr<Database> db;
  std::unique_ptr<Vocabulary> vocabulary;

  Words() {
    Release release = sample_release();
    release.contacts = {};
    release.pages.clear();
    Page page;
    page.id = "all";
    page.language = "sv";
    page.title = words.front();
    std::string text;
    for (const std::string& word : words) text += word + " ";
    page.blocks = {paragraph(text)};
    release.pages.push_back(page);
    const auto path = folder.path() + "/content-1.db";
    REQUIRE(build(path, 1, release).ok());
    db = std::make_unique<Database>(std::move(*Database::open(path, Database::Mode::read_only_immutable)));
    auto loaded = Vocabulary::load(*db, "sv");
    REQUIRE(loaded.ok());
    vocabulary = std::make_unique<Vocabulary>(std::move(*loaded));
    std::sort(words.begin(), words.end(), [](const std::string& a, const std::string& b) {
      return std::pair(fold(a), a) < std::pair(fold(b), b);
    });
    REQUIRE(vocabulary->size() == words.size());
  }
  std::set<std::string> found(const QueryWord& query) const {
    std::set<std::string> all;
    bool whole = false;
    for (const auto& one : vocabulary->beginnings(query))
      all.insert(words[one.index] + " " + std::to_string(one.weight));
    for (const auto& one : vocabulary->others(query, &whole))
      all.insert(words[one.index] + " " + std::to_string(one.weight));
    return all;
  }
  std::set<std::string> looked_through(const QueryWord& query) const {
    const Stemmer stemmer("sv");
    std::set<std::string> all;
    for (const std::string& word : words)
      if (const auto matched = match(query, stemmer.stem(query.word), word, fold(word), stemmer))
        all.insert(word + " " + std::to_string(matched->weight));
    return all;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Words, "each word, its beginnings, and it without å ä ö find what the rule finds") {
  std::size_t found_in_all = 0;
  for (std::size_t i = 0; i < words.size(); i += 7)
    for (std::size_t count = 2; count <= letters(words[i]); ++count)
      for (const bool folds : {false, true}) {
        const std::string written = words[i].substr(0, letter_at(words[i], count));
        QueryWord query(folds ? fold(written) : written);
        query.folds = folds;
        const auto expected = looked_through(query);
        CHECK_MESSAGE(found(query) == expected, query.word);
        found_in_all += expected.size();
      }
  CHECK(found_in_all > 10'000);
}

TEST_CASE_FIXTURE(Words, "a word with a slip finds what the rule finds") {
  std::mt19937 random(11);
  std::size_t by_slip = 0;
  for (std::size_t i = 0; i < words.size(); i += 5) {
    std::string word = words[i];
    const std::size_t count = letters(word);
    if (count < 5) continue;
    const std::size_t letter = random() % (count - 1);
    const std::size_t at = letter_at(word, letter), next = letter_at(word, letter + 1),
                      after = letter_at(word, letter + 2);
    switch (random() % 4) {
      case 0:
        word.erase(at, next - at);
        break;
      case 1:
        word.replace(at, next - at, "ö");
        break;
      case 2:
        word.insert(at, "q");
        break;
      default:
        word = word.substr(0, at) + word.substr(next, after - next) + word.substr(at, next - at) +
               word.substr(after);
    }
    QueryWord query(word);
    query.folds = query.slips = true;
    const auto expected = looked_through(query);
    CHECK_MESSAGE(found(query) == expected, word);
    by_slip += expected.size();
  }
  CHECK(by_slip > 300);
}

TEST_CASE_FIXTURE(Words, "orders that were damaged on disk are refused, or find less, and end nothing") {
  for (const char* damage :
       {"stems = zeroblob(3)", "stems = x''", "singles = x'00000000'", "parts = x'ffffffff'",
        "parts = zeroblob(5)", "stems = zeroblob(length(stems))", "parts = x'7f000000'"}) {
    const auto path = folder.path() + "/content-1.db";
    auto writable = Database::open(path, Database::Mode::read_write);
    REQUIRE(writable->execute("BEGIN; UPDATE vocabulary SET " + std::string(damage)).ok());
    const auto loaded = Vocabulary::load(*writable, "sv");
    if (loaded.ok()) {
      bool whole = false;
      QueryWord query("vård");
      query.folds = query.slips = true;
      CHECK(loaded->others(query, &whole).size() <= words.size());
    } else {
      CHECK(loaded.error().kind == ErrorKind::corrupt);
    }
  }
}

TEST_CASE("beginnings that stand for much are found merged as they are apart") {
  Folder folder;
  Release release = sample_release();
  release.pages.clear();
  for (int i = 0; i < 60; ++i) {
    Page page;
    page.id = "p-" + std::to_string(i);
    page.language = "sv";
    page.title = i % 7 == 0 ? "Stadens stig" : "Annat";
    std::string text;
    for (int word = 0; word < 300; ++word) text += "st" + std::to_string((word * (i + 3)) % 900) + " ";
    page.blocks = {paragraph(text)};
    release.pages.push_back(page);
  }
  const auto path = folder.path() + "/content-1.db";
  REQUIRE(build(path, 1, release).ok());
  const auto all_found = [&] {
    std::string out;
    const auto file = std::move(*ContentFile::open(path));
    for (const char* query : {"st", "st1", "annat st", "st sti"}) {
      const auto answer = file->search(query, "sv");
      REQUIRE(answer.ok());
      out += std::to_string(answer->total) + ":";
      for (const Hit& hit : answer->hits) out += " " + hit.id;
      out += "\n";
    }
    return out;
  };
  const std::string merged = all_found();
  CHECK(merged.starts_with("60: p-0 p-"));
  auto db = Database::open(path, Database::Mode::read_write);
  REQUIRE(db->execute("DELETE FROM beginning WHERE letters = 'st'").ok());
  REQUIRE(db->changes() == 1);
  db = Error{ErrorKind::io, "closed"};
  CHECK(all_found() == merged);
}
