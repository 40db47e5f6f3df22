#include <doctest/doctest.h>

#include "tests/sync/publish/sample_folder.h"

using namespace entre;
using namespace entre::publish;

namespace {

struct Case {
  const char* file;
  const char* from;
  const char* to;
  const char* expected;  // in one of the findings
};

void check_cases(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    test::MemoryFiles files = sample_folder();
    edit(files, one.file, one.from, one.to);
    const std::string found = findings_of(files);
    CHECK_MESSAGE(found.find(one.expected) != std::string::npos, one.to << " gave\n" << found);
  }
}

}  // namespace

TEST_CASE("a folder without a fault gives no finding") {
  CHECK(findings_of(sample_folder()) == "");
}

TEST_CASE("a site folder is read as it is written") {
  const SiteFolder site = loaded(sample_folder());
  CHECK(site.site.name.at("en") == "The house");
  CHECK(site.site.language("sv")->base == "sv");
  CHECK(site.site.theme.at("brand") == "#0B4F6C");
  CHECK(site.contacts.order.at("sv") == std::vector<std::string>{"ek", "zo", "ang"});
  CHECK(site.contacts.order.at("en") == std::vector<std::string>{"ang", "ek", "zo"});
  REQUIRE(site.pages.size() == 4);
  const content::Page& page = site.pages[3];
  CHECK(page.title == "Början");
  CHECK(page.updated_text == "9\u00A0januari 2024");
  CHECK(site.pages[2].updated_text == "9\u00A0January 2024");
  REQUIRE(page.blocks.size() == 3);
  CHECK(page.blocks[0].spans[1].link == "page:more");
  CHECK(page.blocks[1].image_width_px == 1);
  CHECK(page.blocks[1].caption == "Huset");
  CHECK(page.blocks[2].contact == "ek");
}

TEST_CASE("faults in site.toml name line, key and what to do") {
  check_cases({
      {"site.toml", "id = \"huset\"", "id = \"Mitt hus\"", "error: site.toml:1: id: "},
      {"site.toml", "default_language = \"sv\"", "default_language = \"fi\"",
       "error: site.toml:2: default_language: "},
      {"site.toml", "floor = 1", "floor = 0", "error: site.toml:3: floor: "},
      {"site.toml", "floor = 1", "flor = 1", "did you mean \"floor\"?"},
      {"site.toml", "sv = \"Huset\"\n", "",
       "site.toml:4: name: the text in \"sv\", the default language, is missing"},
      {"site.toml", "en = \"The house\"\n", "", "warning: site.toml:4: name: no translation to \"en\""},
      {"site.toml", "en = \"The house\"", "de = \"Das Haus\"",
       "name: \"de\" is none of the site's languages"},
      {"site.toml", "en = \"The house\"", "en = \" \"", "name: the text in \"en\" is empty"},
      {"site.toml", "code = \"en\"", "code = \"sv\"", "code: \"sv\" is there twice"},
      {"site.toml", "endonym = \"English\"", "endonym = \"English\"\ndirection = \"up\"", "direction: "},
      {"site.toml", "\"start\", \"more\"", "\"start\", \"more\", \"lost\"",
       "pages: there is no page \"lost\""},
      {"site.toml", "\"start\", \"more\"", "\"start\"", "pages/more.en.md: the page is in no group"},
      {"site.toml", "\"start\", \"more\"", "\"start\", \"start\", \"more\"", "\"start\" is named twice"},
      {"site.toml", "\"start\", \"more\"", "", "a group without pages"},
      {"site.toml", "#0B4F6C", "#7FA7B8",
       "brand = \"#7FA7B8\" is refused: brand on surface has 2.58:1, 7.00:1 is needed"},
      {"site.toml", "brand =", "brandy =", "\"brandy\" is no role"},
      {"site.toml", "#0B4F6C", "blue", "brand = \"blue\": expected a colour, #RRGGBB"},
      {"site.toml", "[theme]", "[theme", "error: site.toml:2"},
  });
}

TEST_CASE("faults in contacts.toml name line, key and what to do") {
  check_cases({
      {"contacts.toml", "id = \"zo\"", "id = \"ek\"", "error: contacts.toml:10: contact[3].id"},
      {"contacts.toml", "name = \"Zo\"", "", "name"},
      {"contacts.toml", "name = \"Zo\"", "name = \"Zo\"\nphone = \"call me\"",
       "phone: \"call me\": expected digits"},
      {"contacts.toml", "name = \"Zo\"", "name = \"Zo\"\nemail = \"zo\"",
       "email: \"zo\": expected an address"},
      {"contacts.toml", "\"start\"", "\"lost\"", "contacts.toml:4: subjects: there is no page \"lost\""},
      {"contacts.toml", ", en = \"Head\"", "", "warning: contacts.toml:5: role: no translation to \"en\""},
  });
}

TEST_CASE("faults in front matter name line, key and what to do") {
  const char* page = "pages/start.sv.md";
  check_cases({
      {page, "+++\n", "", "error: pages/start.sv.md:1: no front matter"},
      {page, "title = \"Början\"\n", "", "title"},
      {page, "summary = \"Kort sagt\"", "summary = \"\"", "pages/start.sv.md:3: summary"},
      {page, "icon", "icno", "unknown key"},
      {page, "[\"ek\"]", "[\"al\"]",
       "pages/start.sv.md:5: contacts: there is no contact \"al\" in contacts.toml"},
      {page, "https://example.org/", "www.example.org", "pages/start.sv.md:6: source: "},
      {page, "updated = 2024-01-09", "updated = 2024-02-31", "error: pages/start.sv.md:8"},
      {page, "updated = 2024-01-09", "updated = \"9 januari\"", "error: pages/start.sv.md:8: updated"},
      {page, "updated = 2024-01-09\n", "", "updated: missing"},
      {page, "review_by = 2027", "review_by = 2020",
       "pages/start.sv.md:9: review_by: 2020-01-09 is before updated"},
      {page, "valid_until = 2028", "valid_until = 2023",
       "pages/start.sv.md:11: valid_until: 2023-12-31 is before"},
      {page, "\"original\"", "\"google\"", "pages/start.sv.md:12: translation"},
      {page, "icon = \"compass\"", "related = [\"start\"]", "related: the page names itself"},
  });
}

TEST_CASE("faults in the text name their line and what to write instead") {
  const char* page = "pages/start.sv.md";
  check_cases({
      {page, "page:more", "page:lost", "pages/start.sv.md:15: there is no page \"lost\""},
      {page, "page:more", "http://example.org", "pages/start.sv.md:15: a link to \"http://example.org\""},
      {page, "images/hus.png", "images/lada.png",
       "pages/start.sv.md:17: there is no usable picture images/lada.png"},
      {page, "images/hus.png", "../hus.png", "pages/start.sv.md:17: the picture \"../hus.png\""},
      {page, "Ett hus", "", "pages/start.sv.md:17: the picture images/hus.png has no alternative text"},
      {page, "[contact:ek]", "[contact:al]", "pages/start.sv.md:19: there is no contact \"al\""},
      {page, "[contact:ek]", "# Rubrik", "pages/start.sv.md:19: a heading of level 1"},
      {page, "[contact:ek]", "```\ncode\n```", "pages/start.sv.md:19: a kiosk cannot show this"},
      {page, "[contact:ek]", "<b>x</b>", "pages/start.sv.md:19: a kiosk cannot show this"},
      {page, "[contact:ek]", "> [!warning]\n> x", "pages/start.sv.md:19: \"[!warning]\""},
      {page, "[contact:ek]", "x ![y](images/hus.png)", "a picture inside a text"},
  });
}

TEST_CASE("missing translations are warnings, a page missing in the default language is an error") {
  test::MemoryFiles files = sample_folder();
  REQUIRE(files.remove(kFolder + "/pages/more.en.md").ok());
  CHECK(findings_of(files).find("warning: pages/more.en.md: no translation to \"en\"") == 0);
  files = sample_folder();
  REQUIRE(files.remove(kFolder + "/pages/more.sv.md").ok());
  CHECK(findings_of(files).find("error: pages/more.sv.md: the page is missing in the default language") == 0);
}

TEST_CASE("files that do not belong are named, litter of other programs is passed over") {
  test::MemoryFiles files = sample_folder();
  write(files, "pages/start.de.md", front_matter("Anfang") + "Text\n");
  write(files, "pages/notes.txt", "x");
  write(files, "pages/.DS_Store", "x");
  write(files, "pages/start.sv.md~", "x");
  write(files, "images/Hus 2.png", small_png());
  write(files, "images/cut.png", small_png().substr(0, 20));
  write(files, "images/spare.png", small_png());
  const std::string found = findings_of(files);
  for (const char* expected :
       {"error: pages/start.de.md: \"de\" is none", "error: pages/notes.txt: expected a name",
        "images/Hus 2.png: expected a name", "images/cut.png: neither a PNG nor a JPEG",
        "warning: images/spare.png: no page shows the picture"})
    CHECK_MESSAGE(found.find(expected) != std::string::npos, found);
  CHECK(found.find("DS_Store") == std::string::npos);
  CHECK(found.find("md~") == std::string::npos);
}

TEST_CASE("what is empty, too large or not UTF-8 is named") {
  test::MemoryFiles files = sample_folder();
  write(files, "pages/start.sv.md", front_matter("Tom") + "\n\n");
  write(files, "pages/start.en.md", front_matter("Large") + std::string(5u << 20, 'x'));
  write(files, "pages/more.sv.md", front_matter("Mera") + "bra\nd\xe5ligt\n");
  std::string big = small_png();
  big[16] = 1;  // 16 million pixels wide
  write(files, "images/hus.png", big);
  const std::string found = findings_of(files);
  for (const char* expected :
       {"pages/start.sv.md:14: the page is empty", "pages/start.en.md: larger than 4 MB",
        "pages/more.sv.md:15: not UTF-8", "images/hus.png: 16777217 x 1 pixels: at most 16 megapixels"})
    CHECK_MESSAGE(found.find(expected) != std::string::npos, found);
}

TEST_CASE("an empty folder says what is missing") {
  CHECK(findings_of(test::MemoryFiles()).find("error: site.toml: the file is missing") == 0);
}

TEST_CASE("a page that a kiosk would refuse is refused") {
  test::MemoryFiles files = sample_folder();
  write(files, "pages/start.sv.md", front_matter("Lång") + std::string(70'000, 'x') + "\n");
  CHECK(findings_of(files).find("error: pages/start.sv.md") != std::string::npos);
}

TEST_CASE("byte order marks, carriage returns and denormalized letters do not reach the kiosk") {
  test::MemoryFiles files = sample_folder();
  std::string text = read(files, "pages/more.sv.md");
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) text.insert(at, "\r");
  write(files, "pages/more.sv.md", "\xEF\xBB\xBF" + text + "o\xCC\x88\n");
  const SiteFolder site = loaded(files);
  CHECK(content::plain_text(site.pages[1].blocks) == "Mera text. ö");
}
