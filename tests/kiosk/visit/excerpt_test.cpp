#include "kiosk/visit/excerpt.h"

#include <doctest/doctest.h>

#include "sync/content/tokens.h"

using namespace entre;
using entre::visit::excerpt;

TEST_CASE("an excerpt is the first sentence with most of the words") {
  const content::Marks marks = {{"länet", {0, 3}}, {"företag", {0, 7}}};
  const std::string text =
      "Rubrik\nVi bor i länet. Här finns företag i länet! Länet och företag igen.\nFöretag.";
  CHECK(excerpt(text, marks) == "Här finns företag i länet!");
  CHECK(excerpt(text, {{"företag", {0, 7}}}) == "Här finns företag i länet!");
  CHECK(excerpt(text, {{"annat", {0, 5}}}).empty());
  CHECK(excerpt("", marks).empty());
}

TEST_CASE("a number's point does not end a sentence") {
  CHECK(excerpt("Det kostar 3.5 kronor i länet nu. Sedan.", {{"länet", {0, 3}}}) ==
        "Det kostar 3.5 kronor i länet nu.");
}

TEST_CASE("a sentence that is too long is cut at words around what was found") {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "ordet ";
  text += "länet ";
  for (int i = 0; i < 60; ++i) text += "efter ";
  const std::string cut = excerpt(text, {{"länet", {0, 5}}});
  CHECK(cut.find(" länet ") != cut.npos);
  CHECK(cut.starts_with("… ordet"));
  CHECK(cut.ends_with("efter …"));
  CHECK(content::letters(cut) <= visit::excerpt_letters_max + 4);
}
