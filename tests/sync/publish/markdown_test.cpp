#include "sync/publish/markdown.h"

#include <doctest/doctest.h>

#include "sync/publish/language.h"

using namespace entre;
using namespace entre::publish;
using content::BlockKind;

namespace {

Markdown parsed(const std::string& text) {
  return parse_markdown(text, "x.md", 10);
}

}  // namespace

TEST_CASE("Markdown becomes blocks") {
  const auto got = parsed(
      "## Rubrik\n\nEn **stark** och *lutad*\nrad  \nny rad, `kod`, [*webb*](https://example.org/a)\n\n"
      "- ett\n- två\n  1. inne\n\n> citat\n\n> [!notice]\n> viktigt\n>\n> mera\n\n"
      "| År | Vad |\n| --- | --- |\n| 2017 | *beslut* |\n| 2018 |\n\n<!-- till mig själv -->\n\n"
      "![Alt *text*](images/a.png \"Bild\")\n\n[contact:ek]\n");
  CHECK(got.faults.empty());
  REQUIRE(got.blocks.size() == 8);
  CHECK(got.blocks[0].level == 2);
  CHECK(got.blocks[1].spans[1].strong);
  CHECK(got.blocks[1].spans[3].emphasis);
  CHECK(content::plain_text(got.blocks[1].spans) == "En stark och lutad rad\nny rad, kod, webb");
  CHECK(got.blocks[1].spans.back().link == "https://example.org/a");
  CHECK(got.blocks[1].spans.back().emphasis);
  REQUIRE(got.blocks[2].items.size() == 2);
  CHECK(got.blocks[2].items[1][1].kind == BlockKind::numbered_list);
  CHECK(got.blocks[3].kind == BlockKind::quote);
  CHECK(got.blocks[4].kind == BlockKind::notice);
  CHECK(content::plain_text(got.blocks[4].blocks) == "viktigt\nmera");
  REQUIRE(got.blocks[5].rows.size() == 3);
  CHECK(got.blocks[5].rows[1][1][0].emphasis);
  CHECK(got.blocks[5].rows[2].size() == 2);
  CHECK(got.blocks[6].alt == "Alt text");
  CHECK(got.blocks[6].caption == "Bild");
  CHECK(got.blocks[7].contact == "ek");
}

TEST_CASE("references carry the line they stand on in the file") {
  const auto got = parsed("Först.\n\nSe [a](page:a).\n\n[contact:b]\n");
  REQUIRE(got.references.size() == 2);
  CHECK(got.references[0].id == "a");
  CHECK(got.references[0].at.line == 12);
  CHECK(got.references[1].kind == Reference::Kind::contact);
  CHECK(got.references[1].at.line == 14);
}

TEST_CASE("a contact within a sentence stays text") {
  const auto got = parsed("Fråga [contact:ek] om det.");
  CHECK(got.references.empty());
  CHECK(content::plain_text(got.blocks) == "Fråga [contact:ek] om det.");
}

TEST_CASE("odd Markdown gives faults or text, never a crash") {
  for (const std::string text :
       {"", "\n\n", "***", "- \n- \n", "> ", "> [!notice]", "[x]()", "![]()", "[](page:a)", "|a|\n|-|", "##",
        "####### x", "a\n===", "\x01\x02", "&#0; &amp; &nbsp;", "[a]: page:x"})
    parsed(text);
  CHECK(parsed(std::string(10'000, '>') + " x").faults.size() == 1);
  CHECK_FALSE(parsed("> [!notice]").faults.empty());
  CHECK_FALSE(parsed("[x]()").faults.empty());
  CHECK_FALSE(parsed("- \n- \n").faults.empty());
}

TEST_CASE("dates are written as each language does") {
  CHECK(date_in_words("2024-01-09", "sv") == "9\u00A0januari 2024");
  CHECK(date_in_words("2024-01-09", "en") == "9\u00A0January 2024");
  CHECK(date_in_words("2024-01-09", "fi") == "9.\u00A0tammikuuta 2024");
  CHECK(date_in_words("2024-01-09", "ar").find("يناير") != std::string::npos);
  CHECK(date_in_words("2024-12-31", "sv") == "31\u00A0december 2024");
  CHECK(date_in_words("", "sv").empty());
}

TEST_CASE("names are ordered by the language's alphabet") {
  const std::vector<std::string> names = {"Öberg",     "Zetterlund", "Ärlig",
                                          "andersson", "Åkesson",    "Andersson"};
  CHECK(collated(names, "sv") == std::vector<std::size_t>{3, 5, 1, 4, 2, 0});
  CHECK(collated(names, "en").back() == 1);
  CHECK(collated({}, "sv").empty());
  CHECK(collated({"b", "a"}, "not a language").front() == 1);
}

TEST_CASE("text that is not UTF-8 is refused with the offset of its first bad byte") {
  CHECK(*to_nfc("A\xCC\x8A") == "Å");
  CHECK(to_nfc("ab\xff").error().message == "2");
  CHECK(to_nfc("\xed\xa0\x80").error().kind == ErrorKind::invalid);
  CHECK(to_nfc("\xc0\xaf").error().kind == ErrorKind::invalid);
}
