#include "sync/content/tokens.h"

#include <doctest/doctest.h>

using namespace entre::content;

namespace {

std::string words(std::string_view text) {
  std::string out;
  for (const Token& token : tokens_of(text)) out += (out.empty() ? "" : "|") + token.word;
  return out;
}

}  // namespace

TEST_CASE("words are runs of letters and digits, in lower case") {
  CHECK(words("Åre, ÖREBRO-län 2017!") == "åre|örebro|län|2017");
  CHECK(words("ΣΟΦΙΑ Москва") == "σοφια|москва");
  CHECK(words("") == "");
  CHECK(words(" \n… – ") == "");
}

TEST_CASE("a soft hyphen and Arabic vowel signs are no letters of a word, nor do they divide it") {
  CHECK(words("före\u00ADtag") == "företag");
  CHECK(words("كِتَابٌ") == "كتاب");
  CHECK(words("كـتاب") == "كتاب");
}

TEST_CASE("bytes that are no UTF-8 divide words and harm nothing") {
  CHECK(words("a\xFF"
              "b") == "a|b");
  CHECK(words("a\xC3") == "a");
  CHECK(words("\xE2\x82") == "");
  CHECK(words("x\xED\xA0\x80y").starts_with("x"));
  CHECK(fold("\xC3") == "");
}

TEST_CASE("a word knows its place, its capital, and whether a sentence begins with it") {
  const auto tokens = tokens_of("Vi bor i Örebro. Där");
  REQUIRE(tokens.size() == 5);
  CHECK(tokens[0].capital);
  CHECK(tokens[0].starts_sentence);
  CHECK(tokens[3].capital);
  CHECK_FALSE(tokens[3].starts_sentence);
  CHECK(tokens[3].begin == 9);
  CHECK(tokens[3].end == 16);
  CHECK(tokens[4].starts_sentence);
}

TEST_CASE("letters fold to what a visitor may find on the keyboard") {
  CHECK(fold("åäöéüßøæł") == "aaoeusoal");
  CHECK(fold("أهلا") == fold("اهلا"));
  CHECK(fold("مدرسة") == fold("مدرسه"));
  CHECK(fold("москва") == "москва");
}

TEST_CASE("letters are counted, not bytes") {
  CHECK(letters("åäö") == 3);
  CHECK(letter_at("åäö", 1) == 2);
  CHECK(letter_at("åäö", 9) == 6);
  CHECK(after_letters("fö\u00ADre", 0, 3) == 6);
  CHECK(capitalised("örebro") == "Örebro");
  CHECK(capitalised("") == "");
}
