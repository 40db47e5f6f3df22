#include "platform/display/hyphenate.h"

#include <doctest/doctest.h>

#include <fstream>

#include "platform/display/prepared_text.h"
#include "tests/support/temp_folder.h"

using namespace entre;
using namespace entre::display;
using namespace std::string_literals;

namespace {

// The word with "=" where it may be divided.
std::string divided(const std::string& text, const std::string& language) {
  Hyphenator hyphenator;
  std::string out;
  const std::string prepared = prepare(text, &hyphenator, language).text;
  for (std::size_t i = 0; i < prepared.size(); ++i) {
    if (prepared.compare(i, 2, "\u00AD") == 0) {
      out += '=';
      ++i;
    } else {
      out += prepared[i];
    }
  }
  return out;
}

}  // namespace

TEST_CASE("Swedish and English words are divided by their language's patterns") {
  CHECK(divided("konkurrenskraft", "sv").find('=') != std::string::npos);
  CHECK(divided("utvärdering", "sv").find('=') != std::string::npos);
  CHECK(divided("specialisation", "en").find('=') != std::string::npos);
  CHECK(divided("Konkurrenskraft", "sv").substr(1) == divided("konkurrenskraft", "sv").substr(1));
  CHECK(divided("konkurrenskraft", "sv-simple") == divided("konkurrenskraft", "sv"));
}

TEST_CASE("no fragment is shorter than three letters, and short words stay whole") {
  for (const char* word : {"område", "över", "region", "utvärdering", "ålderdomshem", "idéer", "näringsliv",
                           "öppethållande", "innovation", "alla", "å"}) {
    const std::string result = divided(word, "sv");
    CAPTURE(result);
    std::size_t letters = 0, first = 0, last = 0;
    bool seen = false;
    for (char c : result) {
      if (c == '=') {
        if (!seen) first = letters;
        seen = true;
        last = 0;
      } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
        ++letters;
        ++last;
      }
    }
    if (seen) CHECK(first >= 3);
    if (seen) CHECK(last >= 3);
  }
}

TEST_CASE("an exception goes before the patterns, in any case, and nowhere else") {
  const entre::test::TempFolder folder;
  const std::string file = folder.path() + "/hyphenation.toml";
  std::ofstream(file) << "[sv]\nwords = [\"Ölands-resa\", \"konkurrenskraft\"]\n";
  Hyphenator hyphenator;
  REQUIRE(hyphenator.load_exceptions(file).ok());
  CHECK(hyphenator.points("ÖLANDSRESA", "sv") == std::vector<std::size_t>{7});
  CHECK(hyphenator.points("ölandsresa", "sv-simple") == std::vector<std::size_t>{7});
  CHECK(hyphenator.points("konkurrenskraft", "sv").empty());
  CHECK(hyphenator.points("konkurrenskraften", "sv") == Hyphenator().points("konkurrenskraften", "sv"));
  CHECK(hyphenator.points("konkurrenskraft", "en") == Hyphenator().points("konkurrenskraft", "en"));
}

TEST_CASE("a bad exception is told with its file and line, and the product's own are good") {
  const entre::test::TempFolder folder;
  const std::string file = folder.path() + "/hyphenation.toml";
  for (const char* word : {"ut-veckling", "utveckli-ng", "två ord", "", "-", "a1b-c2d"}) {
    CAPTURE(word);
    std::ofstream(file) << "[sv]\nwords = [\"" + std::string(word) + "\"]\n";
    const auto read = Hyphenator().load_exceptions(file);
    REQUIRE(!read);
    CHECK(read.error().message.find("hyphenation.toml:2") != std::string::npos);
  }
  CHECK(Hyphenator().load_exceptions(folder.path() + "/none").error().kind == ErrorKind::not_found);
  const auto own = Hyphenator().load_exceptions(std::string(ENTRE_ASSETS_DIR) + "/hyphenation.toml");
  if (!own) FAIL(own.error().message);
}

TEST_CASE(
    "Finnish words are divided where their syllables and the parts of compounds meet, with three letters or "
    "more at both ends") {
  CHECK(divided("kilpailukyky", "fi") == "kil=pai=lu=kyky");
  CHECK(divided("Aluehallinnon kehittämishankkeita", "fi") == "Alue=hal=lin=non kehit=tä=mis=hank=keita");
  CHECK(divided("innovaatiostrategiaa", "fi") == "inno=vaa=tio=stra=te=giaa");
  // Names and foreign words are guessed at, as the library does it; what is no word stays whole.
  CHECK(divided("åäö", "fi") == "åäö");
  CHECK(divided("конкуренция", "fi") == "конкуренция");
  CHECK(divided(std::string(5000, 'a'), "fi") == std::string(5000, 'a'));
}

TEST_CASE("a language without patterns is left as it is") {
  CHECK(divided("stratehkalaš", "se") == "stratehkalaš");
  CHECK(divided("konkurrenskraft", "") == "konkurrenskraft");
  CHECK(divided("التخصص الذكي", "ar") == "التخصص الذكي");
}

TEST_CASE("addresses are not divided, nor words that the editor has divided") {
  CHECK(divided("https://www.regionorebrolan.se/utveckling", "sv") ==
        "https://www.regionorebrolan.se/utveckling");
  // An e-mail address may be broken after its @ and before its dots.
  CHECK(divided("konkurrens.kraft@utveckling.se", "sv") ==
        "konkurrens\u200B.kraft@\u200Butveckling\u200B.se");
  for (const char* none : {"@utveckling", "utveckling@", "a @ b"}) {
    CAPTURE(none);
    CHECK(divided(none, "ar") == none);
  }
  CHECK(divided("kon\u00ADkurrenskraft", "sv") == "kon=kurrenskraft");
  CHECK(divided("konkurrenskraft.", "sv").find('=') != std::string::npos);
}

TEST_CASE("a word with letters that the patterns lack is left whole") {
  CHECK(divided("конкуренция", "sv") == "конкуренция");
  CHECK(divided(std::string(5000, 'a'), "sv") == std::string(5000, 'a'));
}

TEST_CASE("bytes are found again on both sides of soft hyphens") {
  Hyphenator hyphenator;
  const std::string original = "Så stärker vi länets konkurrenskraft och utvärderingen";
  const PreparedText prepared = prepare(original, &hyphenator, "sv");
  REQUIRE(prepared.text.size() > original.size());
  REQUIRE(prepared.forward.size() == original.size() + 1);
  REQUIRE(prepared.back.size() == prepared.text.size() + 1);
  for (std::size_t i = 0; i < original.size(); ++i) {
    // Within a character there is nothing to find.
    if ((static_cast<unsigned char>(original[i]) & 0xC0) == 0x80) continue;
    CHECK(prepared.text[prepared.forward[i]] == original[i]);
    CHECK(prepared.back[prepared.forward[i]] == i);
  }
  CHECK(prepared.forward.back() == prepared.text.size());
  CHECK(prepared.back.back() == original.size());
}

TEST_CASE("broken UTF-8, NUL and control characters become something that can be set") {
  const std::string ugly = "a\xFF\xC3(b\0"s + "c\x1B[31m\r\nd\xF0\x9F";
  const PreparedText prepared = prepare(ugly, nullptr, "sv");
  CHECK(prepared.text.find('\0') == std::string::npos);
  CHECK(prepared.text.find('\x1B') == std::string::npos);
  CHECK(prepared.text.find('\r') == std::string::npos);
  CHECK(prepared.text.find("\uFFFD") != std::string::npos);
  CHECK(prepared.text.find("(b\uFFFDc [31m\nd") != std::string::npos);
  CHECK(prepared.text.find('d') != std::string::npos);
  REQUIRE(prepared.forward.size() == ugly.size() + 1);
  CHECK(prepared.forward.back() == prepared.text.size());
}
