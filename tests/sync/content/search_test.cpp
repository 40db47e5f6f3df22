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

  std::string find(const std::string& query, const std::string& language = "sv", int hits_max = 20) const {
    const auto hits = file->search(query, language, hits_max);
    REQUIRE_MESSAGE(hits.ok(), query);
    std::string out;
    for (const Hit& hit : *hits)
      out += (out.empty() ? "" : " ") + std::string(hit.kind == Hit::Kind::page ? "" : "@") + hit.id;
    return out;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Searched, "a title goes before a text") {
  CHECK(find("smart") == "what-is-it our-task");
  CHECK(find("smart special") == "what-is-it our-task");
  CHECK(find("smart", "sv", 1) == "what-is-it");
}

TEST_CASE_FIXTURE(Searched, "search begins with the second letter") {
  CHECK(find("s").empty());
  CHECK(find("ö").empty());
  CHECK(find("sm") == "what-is-it our-task");
  CHECK(find("").empty());
  CHECK(find("  \t ").empty());
}

TEST_CASE_FIXTURE(Searched, "a contact is found by name, role and unit, before a text") {
  CHECK(find("krist") == "@kristina-eklof");
  CHECK(find("eklöf kristina") == "@kristina-eklof");
  CHECK(find("områdeschef") == "@kristina-eklof");
  CHECK(find("head of", "en") == "@kristina-eklof");
  CHECK(find("närings") == "@kristina-eklof land");
}

TEST_CASE_FIXTURE(Searched, "a part of a compound finds the whole") {
  CHECK(find("utveckling") == "@kristina-eklof");
  CHECK(find("system") == "land");
  CHECK(find("SYSTEM jord") == "land");
}

TEST_CASE_FIXTURE(Searched, "case does not matter, of å ä ö neither") {
  CHECK(find("SMART") == "what-is-it our-task");
  CHECK(find("NÄRINGS") == "@kristina-eklof land");
  CHECK(find("årsta") == "land");
}

TEST_CASE_FIXTURE(Searched, "a finds å only when nothing better does") {
  CHECK(find("eklof") == "@kristina-eklof");
  CHECK(find("naringsliv") == "@kristina-eklof land");
  CHECK(find("valja ratt") == "what-is-it");
  CHECK(find("vad") == "what-is-it our-task");
  CHECK(find("jord") == "land");
  CHECK(find("lan") == "land what-is-it");  // nothing starts with "lan" here, so "län" is meant
}

TEST_CASE_FIXTURE(Searched, "one slip in a word is forgiven") {
  CHECK(find("spesialisering") == "what-is-it our-task");   // another letter
  CHECK(find("specalisering") == "what-is-it our-task");    // one left out
  CHECK(find("speciialisering") == "what-is-it our-task");  // one too many
  CHECK(find("psecialisering") == "what-is-it our-task");   // two swapped
  CHECK(find("krixtjna").empty());                          // two slips
}

TEST_CASE_FIXTURE(Searched, "a page that a language lacks is found by the text shown instead") {
  CHECK(find("smart", "sv-simple") == "what-is-it our-task");
  CHECK(find("smart", "en") == "what-is-it our-task");
  CHECK(find("smart", "xx").empty());
}

TEST_CASE_FIXTURE(Searched, "nothing that a visitor types is query syntax") {
  for (const char* query :
       {"\"", "smart\"", "smart OR", "title:smart", "(smart", "smart*", "-smart", "^smart", "NEAR(a b)",
        "{title}:x", "' OR 1=1 --", "\xff\xfe", "a\xc3", "……", "AND", "NOT", "mm\xF0\x9F\x98\x80"})
    CHECK_MESSAGE(file->search(query, "sv", 10).ok(), query);
  CHECK(find("smart\"") == "what-is-it our-task");
  CHECK(find(std::string(100'000, 'a')).empty());
  CHECK(find("smart", "sv", 0).empty());
  CHECK(find("smart", "sv", -1).empty());
}
