#include <doctest/doctest.h>

#include "tests/sync/content/sample.h"

using namespace entre;
using namespace entre::content;

namespace {

struct Searched {
  Folder folder;
  std::unique_ptr<ContentFile> file;

  Searched() {
    Release release = sample_release();
    Page land;
    land.id = "land";
    land.language = "sv";
    land.title = "Mark och jord";
    land.summary = "Om allt i länet";
    land.blocks = {paragraph("Jordbruk, näringsliv och Innovationssystemet. Åäö ÅRSTA")};
    release.pages.push_back(land);
    const auto path = folder.path() + "/content-1.db";
    REQUIRE(build(path, 1, release).ok());
    file = std::move(*ContentFile::open(path));
  }

  std::string find(const std::string& query, const std::string& language = "sv",
                   std::size_t pages_max = 20) const {
    const auto answer = file->search(query, language, {pages_max, 5, 3});
    REQUIRE_MESSAGE(answer.ok(), query);
    std::string out;
    for (const Hit& hit : answer->hits)
      out += (out.empty() ? "" : " ") + std::string(hit.kind == Hit::Kind::page ? "" : "@") + hit.id;
    return out;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Searched, "a title goes before a text") {
  CHECK(find("smart") == "what-is-it @kristina-eklof our-task");
  CHECK(find("smart special") == "what-is-it @kristina-eklof our-task");
  CHECK(find("smart", "sv", 1) == "what-is-it @kristina-eklof");
}

TEST_CASE_FIXTURE(Searched, "search begins with the second letter") {
  CHECK(find("s").empty());
  CHECK(find("ö").empty());
  CHECK(find("sm") == "what-is-it @kristina-eklof our-task");
  CHECK(find("").empty());
  CHECK(find("  \t ").empty());
}

TEST_CASE_FIXTURE(Searched, "a contact is found by name, role, unit and subject, before a text") {
  CHECK(find("krist") == "@kristina-eklof");
  CHECK(find("eklöf kristina") == "@kristina-eklof");
  CHECK(find("områdeschef") == "@kristina-eklof");
  CHECK(find("head of", "en") == "@kristina-eklof");
  CHECK(find("närings") == "@kristina-eklof land");
  CHECK(find("vad är specialisering") == "what-is-it @kristina-eklof");
}

TEST_CASE_FIXTURE(Searched, "a word is found in its other forms") {
  CHECK(find("regionerna") == "our-task");
  CHECK(find("projekten") == "our-task");
  CHECK(find("jordbruket") == "land");
  CHECK(find("forskningens") == "what-is-it");
}

TEST_CASE_FIXTURE(Searched, "a part of a compound finds the whole") {
  CHECK(find("utveckling") == "@kristina-eklof");
  CHECK(find("utvecklingen") == "@kristina-eklof");
  CHECK(find("system") == "land");
  CHECK(find("SYSTEM jord") == "land");
}

TEST_CASE_FIXTURE(Searched, "a compound that no text has is looked for as two words") {
  CHECK(find("företagsforskningen") == "what-is-it");
  CHECK(find("forskningsföretag") == "what-is-it");
}

TEST_CASE_FIXTURE(Searched, "case does not matter, of å ä ö neither") {
  CHECK(find("SMART") == find("smart"));
  CHECK(find("NÄRINGS") == "@kristina-eklof land");
  CHECK(find("årsta") == "land");
}

TEST_CASE_FIXTURE(Searched, "a finds å only when nothing better does") {
  CHECK(find("eklof") == "@kristina-eklof");
  CHECK(find("naringsliv") == "@kristina-eklof land");
  CHECK(find("valja ratt") == "what-is-it");
  CHECK(find("jord") == "land");
  CHECK(find("lan") == "land what-is-it");  // nothing starts with "lan" here, so "län" is meant
}

TEST_CASE_FIXTURE(Searched, "one slip in a word is forgiven") {
  for (const char* query : {"spesialisering", "specalisering", "speciialisering", "psecialisering"})
    CHECK_MESSAGE(find(query) == "what-is-it @kristina-eklof our-task", query);
  CHECK(find("krixtjna").empty());  // two slips
  CHECK(find("kqr").empty());       // too short to be one of anything
}

TEST_CASE_FIXTURE(Searched,
                  "when no text has all the words, those with some of them are given, and said to be so") {
  const auto answer = file->search("smart bussar", "sv");
  REQUIRE(answer.ok());
  CHECK(answer->partly);
  CHECK(answer->hits.size() == 3);
  CHECK_FALSE(file->search("smart specialisering", "sv")->partly);
  CHECK(find("smart i en") == find("smart en"));  // one letter says nothing
}

TEST_CASE_FIXTURE(Searched, "a page that a language lacks is found by the text shown instead") {
  CHECK(find("smart", "sv-simple") == "what-is-it @kristina-eklof our-task");
  CHECK(find("smart", "en") == "what-is-it @kristina-eklof our-task");
  CHECK(file->search("smart", "en")->hits[0].language == "sv");
  CHECK(find("smart", "xx").empty());
}

TEST_CASE_FIXTURE(Searched, "the last word is completed by words of the texts, as they are written there") {
  using Words = std::vector<std::string>;
  const auto completed = [&](const char* query) { return file->search(query, "sv")->completions; };
  CHECK(completed("smart spe") == Words{"specialisering"});
  CHECK(completed("krist") == Words{"Kristina"});
  CHECK(completed("regionens") == Words{});  // nothing is left to complete
  CHECK(completed("s").size() == 3);
  CHECK(completed("smart ").empty());
  CHECK(completed("nari") == Words{"näringslivsutveckling", "näringsliv"});
  CHECK(completed("spesial") == Words{"specialisering"});
  CHECK(completed("").size() == 3);
}

TEST_CASE_FIXTURE(Searched, "without hits the words that look most like it are named") {
  const auto answer = file->search("forxkxningar", "sv");
  REQUIRE(answer.ok());
  CHECK(answer->hits.empty());
  REQUIRE(!answer->nearest.empty());
  CHECK(answer->nearest[0] == "forskningen");
  CHECK(file->search("smart", "sv")->nearest.empty());
}

TEST_CASE_FIXTURE(Searched, "what was found is what is marked") {
  const auto marks = [&](const char* query, const std::string& text) {
    Marks learnt;
    learn_marks(text, file->search(query, "sv")->words, "sv", &learnt);
    std::string out;
    for (const Range& range : marked(text, learnt))
      out += text.substr(range.begin, range.end - range.begin) + "|";
    return out;
  };
  CHECK(marks("närings", "Områdeschef, Näringslivsutveckling") == "Närings|");
  CHECK(marks("utveckling", "Områdeschef, NÄRINGSLIVSUTVECKLING") == "UTVECKLING|");
  CHECK(marks("eklof", "Kristina Eklöf") == "Eklöf|");
  CHECK(marks("regionerna", "Regionens regioner") == "Regionens|regioner|");
  CHECK(marks("spesialisering", "Smart specialisering?") == "specialisering|");
  CHECK(marks("företag", "före\u00ADtagen") == "före\u00ADtag|");
  CHECK(marks("smart", "") == "");
}

TEST_CASE_FIXTURE(Searched, "nothing that a visitor types is query syntax") {
  for (const char* query :
       {"\"", "smart\"", "smart OR", "title:smart", "(smart", "smart*", "-smart", "^smart", "NEAR(a b)",
        "{title}:x", "' OR 1=1 --", "\xff\xfe", "a\xc3", "……", "AND", "NOT", "mm\xF0\x9F\x98\x80"})
    CHECK_MESSAGE(file->search(query, "sv").ok(), query);
  CHECK(find("smart\"") == find("smart"));
  CHECK(find(std::string(100'000, 'a')).empty());
  CHECK(find("smart", "sv", 0) == "@kristina-eklof");
}

TEST_CASE_FIXTURE(Searched, "words that were damaged on disk are not shown") {
  file.reset();
  const auto path = folder.path() + "/content-1.db";
  {
    auto db = Database::open(path, Database::Mode::read_write);
    REQUIRE(db->execute("UPDATE vocabulary SET worth = zeroblob(length(worth)) WHERE language = 'sv'").ok());
  }
  file = std::move(*ContentFile::open(path));
  CHECK(file->search("smart", "sv").error().kind == ErrorKind::corrupt);
}
