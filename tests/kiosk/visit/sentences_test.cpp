#include "kiosk/visit/sentences.h"

#include <doctest/doctest.h>

#include <string>

using namespace entre::visit;

namespace {

std::string split(const std::string& text) {
  std::string all;
  for (const Sentence& each : sentences(text))
    all += (all.empty() ? "" : "|") + text.substr(each.begin, each.end - each.begin);
  return all;
}

}  // namespace

TEST_CASE("a text is divided into its sentences") {
  CHECK(split("Hej. Vad är det? En metod!") == "Hej.|Vad är det?|En metod!");
  CHECK(split("”Är du kvar?” Ja.") == "”Är du kvar?”|Ja.");
  CHECK(split("Första raden\nandra raden") == "Första raden|andra raden");
  CHECK(split("Vänta … Åtta kommer.") == "Vänta …|Åtta kommer.");
  CHECK(split("هل أنت هنا؟ نعم.") == "هل أنت هنا؟|نعم.");
}

TEST_CASE("a point does not end a sentence within it") {
  CHECK(split("Vi stödjer t.ex. Örebro och bl.a. hubbar.") == "Vi stödjer t.ex. Örebro och bl.a. hubbar.");
  CHECK(split("Den 5. maj är det 3.5 procent.") == "Den 5. maj är det 3.5 procent.");
  CHECK(split("Se kap. två. Sedan slut.") == "Se kap. två.|Sedan slut.");
  CHECK(split("A. Berg svarar.") == "A. Berg svarar.");
  CHECK(split("Besök example.org. Välkommen.") == "Besök example.org.|Välkommen.");
}

TEST_CASE("nothing, space and marks alone") {
  CHECK(sentences("").empty());
  CHECK(sentences(" \n\t ").empty());
  CHECK(split("...") == "...");
  CHECK(split("?! .") == "?!|.");
}

TEST_CASE("a long sentence is divided at a comma, else at a space, else between letters; nothing is lost") {
  std::string commas, words;
  for (int i = 0; i < 200; ++i) commas += "ett två, ";
  for (int i = 0; i < 200; ++i) words += "åäö ";
  const std::string letters = std::string(1, 'x') + [] {
    std::string all;
    for (int i = 0; i < 1000; ++i) all += "å";
    return all;
  }();
  for (const std::string& text : {commas, words, letters}) {
    std::string put_together;
    const auto all = sentences(text);
    CHECK(all.size() > 1);
    for (const Sentence& each : all) {
      CHECK(each.end - each.begin <= sentence_bytes_max);
      CHECK(each.end > each.begin);
      CHECK((static_cast<unsigned char>(text[each.begin]) & 0xC0) != 0x80);
      put_together += text.substr(each.begin, each.end - each.begin);
    }
    std::string wanted = text;
    std::erase(wanted, ' ');
    std::erase(put_together, ' ');
    CHECK(put_together == wanted);
  }
  CHECK(split(commas).find("två,|ett") != std::string::npos);
}
