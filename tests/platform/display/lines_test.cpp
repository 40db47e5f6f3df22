// Where a text's lines break: columns, headings, quotations.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "setting.h"

using namespace entre;
using namespace entre::display;

TEST_CASE(
    "a word too long for its column is divided at the patterns' points, in threes or more, and says so") {
  TextRequest r = request("Arbetet stärker konkurrenskraften och utvärderingen av regionens innovationer");
  r.width_px = 230;
  const TextBlock divided = set(r);
  CHECK(divided.hyphenated);
  for (const TextLine& line : divided.lines) {
    CHECK(line.rect.w <= 230.5f);
    const std::string text = r.text.substr(line.begin, line.end - line.begin);
    CAPTURE(text);
    // The first word's part on this line, when the line begins within a word.
    if (line.begin > 0 && r.text[line.begin - 1] != ' ') CHECK(text.find(' ') >= 3);
  }
  r.width_px = 900;
  CHECK_FALSE(set(r).hyphenated);
}

TEST_CASE("a column to be read divides words where its lines would be too uneven, and no other text does") {
  TextRequest r = request("Det gör vi med konkurrenskraftsutvecklingen i hela länet och regionen.");
  r.width_px = 600;
  const TextBlock uneven = set(r);
  CHECK_FALSE(uneven.hyphenated);
  CHECK(uneven.lines[0].rect.w < 0.72f * r.width_px);
  r.reading = true;
  const TextBlock even = set(r);
  CHECK(even.hyphenated);
  CHECK(even.lines[0].rect.w > uneven.lines[0].rect.w);
}

TEST_CASE("a quotation mark hangs before the edge, and the letters stand below each other") {
  const std::string text =
      "Utveckling sker där kunskap möts, och där någon vågar pröva det som ingen har prövat förut.";
  for (const bool rtl : {false, true}) {
    CAPTURE(rtl);
    TextRequest r = request("”" + text + "”");
    r.width_px = 400;
    r.reading = r.hang_quote = true;
    r.rtl = rtl;
    const TextBlock hung = set(r);
    REQUIRE(hung.lines.size() > 2);
    // Text that is set from the left begins there in both directions; its mark is outside the column.
    const float edge = rtl ? hung.lines[0].rect.right() - 400 : -hung.lines[0].rect.x;
    CHECK(edge > 5);
    CHECK(edge < 25);
    for (std::size_t i = 1; i < hung.lines.size(); ++i) {
      CHECK(hung.lines[i].rect.x >= 0);
      CHECK(hung.lines[i].rect.right() <= 401);
    }
    CHECK(hung.w <= 400.5f);
    r.text = text;
    CHECK(set(r).lines[0].rect.x >= 0);
    r.text = "”" + text + "\n" + text;
    CHECK(set(r).lines[0].rect.x >= 0);
  }
}

TEST_CASE("a column to be read does not end in a line of one word") {
  TextRequest r =
      request("Den handlar om tillväxt och om att välja de insatser som betyder mest för Örebro län.");
  int alone = 0;
  for (r.width_px = 700; r.width_px < 1000; r.width_px += 10) {
    const auto last_words = [&] {
      const TextLine line = set(r).lines.back();
      const std::string text = r.text.substr(line.begin, line.end - line.begin);
      return std::count(text.begin(), text.end(), ' ') + 1;
    };
    r.reading = false;
    const bool was_alone = last_words() == 1;
    const std::size_t lines = set(r).lines.size();
    r.reading = true;
    CAPTURE(r.width_px);
    CHECK(last_words() > 1);
    CHECK(set(r).lines.size() == lines);
    alone += was_alone;
  }
  CHECK(alone > 0);
}

TEST_CASE("a word wider than the column is divided rather than cut off") {
  TextRequest r = request("Regionutvecklingsnämndsordförandekandidat");
  r.width_px = 200;
  for (const TextLine& line : set(r).lines) CHECK(line.rect.w <= 200.5f);
}

TEST_CASE("an e-mail address is broken after its @ and before its dots, wherever its parts have room") {
  int broken = 0;
  for (int width = 150; width < 420; width += 7) {
    CAPTURE(width);
    TextRequest r = request("fornamn.efternamn@regionen.example");
    r.language = "sv";
    r.size_px = 24;
    r.width_px = static_cast<float>(width);
    const TextBlock block = set(r);
    for (std::size_t i = 0; i + 1 < block.lines.size(); ++i, ++broken) {
      const std::size_t end = block.lines[i].end;
      CHECK((r.text[end - 1] == '@' || r.text[end] == '.'));
    }
  }
  CHECK(broken > 20);
}

TEST_CASE("a heading divides the word that is too wide, into large parts, and no other") {
  TextRequest r = request("Artificiell intelligens i tillverkningsindustrin");
  r.size_px = 38;
  r.weight = 700;
  r.width_px = 300;
  r.balance = r.shrink_to_word = true;
  r.size_min_px = 36;
  const TextBlock block = set(r);
  CHECK(block.hyphenated);
  std::vector<std::string> lines;
  for (const TextLine& line : block.lines) {
    CHECK(line.rect.right() <= 301);
    std::string text = r.text.substr(line.begin, line.end - line.begin);
    lines.push_back(text.substr(0, text.find_last_not_of(' ') + 1));
  }
  REQUIRE(lines.size() == 4);
  CHECK(lines[1].starts_with("intelligens"));
  for (const std::string& line : lines) CHECK(line.size() >= 5);
  r.width_px = 120;  // too narrow for large parts: smaller ones rather than a cut anywhere
  CHECK(set(r).hyphenated);
}

TEST_CASE("balanced lines are of like length and no more than before") {
  TextRequest r = request("Kunskap som kommer till nytta för alla i länet");
  r.width_px = 900;
  r.size_px = 48;
  const TextBlock loose = set(r);
  r.balance = true;
  const TextBlock even = set(r);
  CHECK(even.lines.size() == loose.lines.size());
  REQUIRE(even.lines.size() > 1);
  const auto spread = [](const TextBlock& block) {
    float least = 1e9f, most = 0;
    for (const TextLine& line : block.lines) {
      least = std::min(least, line.rect.w);
      most = std::max(most, line.rect.w);
    }
    return most - least;
  };
  CHECK(even.w <= loose.w);
  CHECK(spread(even) < spread(loose));
}

TEST_CASE("balance never divides a word that fits") {
  TextRequest r = request("Smart specialisering");
  r.size_px = 96;
  r.weight = 700;
  r.width_px = 700;
  r.balance = true;
  const TextBlock block = set(r);
  REQUIRE(block.lines.size() == 2);
  CHECK(block.lines[1].begin == 6);
}

TEST_CASE("a heading shrinks until its longest word fits, and not below its floor") {
  TextRequest r = request("Smart specialisering");
  r.size_px = 96;
  r.weight = 700;
  r.width_px = 400;
  r.shrink_to_word = true;
  r.size_min_px = 36;
  const TextBlock block = set(r);
  CHECK(block.size_px < 96);
  CHECK(block.size_px > 36);
  CHECK(block.w <= 400.5f);
  REQUIRE(block.lines.size() == 2);
  CHECK(block.h == doctest::Approx(2 * block.size_px * 1.4f));
  r.size_min_px = 90;
  CHECK(set(r).size_px == 90);
  r.width_px = 2000;
  CHECK(set(r).size_px == 96);
}

TEST_CASE("two lines share their words, at every width at which they can") {
  TextRequest r;
  r.text = "A–Ö och efter ämne";
  r.size_px = 16;
  r.reading = true;
  for (float width = 90; width < 140; ++width) {
    r.width_px = width;
    const TextBlock block = set(r);
    CAPTURE(width);
    if (block.lines.size() != 2) continue;
    const TextLine& last = block.lines[1];
    CHECK(r.text.substr(last.begin, last.end - last.begin).find(' ') != std::string::npos);
  }
}

TEST_CASE("a column does not end in a part of a word where the whole word has room there") {
  for (float width = 700; width < 1000; width += 7) {
    CAPTURE(width);
    TextRequest r = request(
        "In the long run, the whole county benefits. Örebro County becomes more attractive and more "
        "competitive.");
    r.language = "en";
    r.width_px = width;
    r.reading = true;
    const TextBlock block = set(r);
    const TextLine& last = block.lines.back();
    CHECK(r.text[last.begin - 1] == ' ');
  }
}
