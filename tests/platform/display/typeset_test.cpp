#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "setting.h"

using namespace entre;
using namespace entre::display;

namespace {

int covered(const Coverage& coverage) {
  int count = 0;
  for (std::uint8_t alpha : coverage.alpha) count += alpha > 127;
  return count;
}

// The x range of coverage in the block's coordinates.
std::pair<float, float> inked(const TextBlock& block) {
  int first = block.coverage.w, last = -1;
  for (int y = 0; y < block.coverage.h; ++y) {
    for (int x = 0; x < block.coverage.w; ++x) {
      if (block.coverage.alpha[std::size_t(y) * block.coverage.w + x] < 64) continue;
      first = std::min(first, x);
      last = std::max(last, x);
    }
  }
  return {block.ink.x + static_cast<float>(first), block.ink.x + static_cast<float>(last + 1)};
}

}  // namespace

TEST_CASE("a block is coverage, as tall as its lines") {
  const TextBlock block = set(request("Smart specialisering"));
  CHECK(block.lines.size() == 1);
  CHECK(block.h == doctest::Approx(36 * 1.4f));
  CHECK(block.w > 200);
  CHECK(block.size_px == 36);
  CHECK_FALSE(block.unknown_glyph);
  CHECK(covered(block.coverage) > 500);
  CHECK(block.ink.w == block.coverage.w);
  CHECK(block.ink.h == block.coverage.h);
}

TEST_CASE("the parts with ink hold every covered pixel, and none holds a pixel of another") {
  for (const float line_height : {1.0f, 1.4f}) {
    TextRequest r = request("Ång och gåvor\nÅngan går på\n\nÄnnu en rad");
    r.line_height = line_height;
    const TextBlock block = set(r);
    const auto parts_at = [&](int x, int y) {
      return std::count_if(block.inked.begin(), block.inked.end(), [&](const Rect& part) {
        return part.contains(static_cast<float>(x), static_cast<float>(y));
      });
    };
    int most = 0;
    for (int y = 0; y < block.coverage.h; ++y) {
      for (int x = 0; x < block.coverage.w; ++x) {
        const int parts = static_cast<int>(parts_at(x, y));
        most = std::max(most, parts);
        if (block.coverage.alpha[std::size_t(y) * block.coverage.w + x] > 0) REQUIRE(parts == 1);
      }
    }
    CHECK(most == 1);
    CHECK(block.inked.size() >= 2);
  }
}

TEST_CASE("a capital H is 0.727 of the size tall: size is pixels of the em") {
  TextRequest r = request("H");
  r.size_px = 100;
  const TextBlock block = set(r);
  int first = -1, last = -1;
  for (int y = 0; y < block.coverage.h; ++y) {
    for (int x = 0; x < block.coverage.w; ++x) {
      if (block.coverage.alpha[std::size_t(y) * block.coverage.w + x] < 128) continue;
      if (first < 0) first = y;
      last = y;
    }
  }
  CHECK(last - first + 1 == doctest::Approx(73).epsilon(0.02));
  CHECK(block.ink.y + static_cast<float>(last + 1) == doctest::Approx(block.lines[0].baseline).epsilon(0.01));
}

TEST_CASE("the same request gives the same pixels, from another typesetter too") {
  TextRequest r = request("Så stärker vi länets attraktions- och konkurrenskraft.");
  r.width_px = 400;
  r.reading = true;
  const TextBlock once = set(r), twice = set(r);
  CHECK(once.coverage.alpha == twice.coverage.alpha);
  auto other = Typesetter::create(kFonts);
  REQUIRE(other.ok());
  CHECK((*other)->set(r).coverage.alpha == once.coverage.alpha);
  CHECK(key(r) == key(r));
}

TEST_CASE("every part of a request is part of its key") {
  const TextRequest base = request("a");
  std::vector<TextRequest> others(22, base);
  others[0].text = "b";
  others[1].spans = {{0, 1, true, false, false, false}};
  others[2].spans = {{0, 1, false, true, false, false}};
  others[3].spans = {{0, 1, false, false, true, false}};
  others[4].spans = {{0, 1, false, false, false, true}};
  others[5].family = "Material Design Icons";
  others[6].size_px = 36.5f;
  others[7].weight = 700;
  others[8].line_height = 1.5f;
  others[9].letter_spacing_em = 0.01f;
  others[10].tabular_figures = true;
  others[11].language = "en";
  others[12].rtl = true;
  others[13].width_px = 100;
  others[14].align = Align::center;
  others[15].reading = true;
  others[16].balance = true;
  others[17].shrink_to_word = true;
  others[18].size_min_px = 10;
  others[19].text = "a|";
  others[20].hang_quote = true;
  others[21].symbol = true;
  for (std::size_t i = 0; i < others.size(); ++i) {
    CAPTURE(i);
    CHECK(key(others[i]) != key(base));
    for (std::size_t j = 0; j < i; ++j) CHECK(key(others[i]) != key(others[j]));
  }
}

TEST_CASE("lines keep within the width, and cover the text") {
  TextRequest r = request("En utvärdering av regionens styrkor och svagheter, och ett nära samarbete.");
  r.width_px = 300;
  const TextBlock block = set(r);
  REQUIRE(block.lines.size() > 2);
  CHECK(block.h == doctest::Approx(36 * 1.4f * static_cast<float>(block.lines.size())));
  CHECK(block.lines.front().begin == 0);
  CHECK(block.lines.back().end == r.text.size());
  for (std::size_t i = 0; i < block.lines.size(); ++i) {
    CHECK(block.lines[i].rect.w <= 300.5f);
    CHECK(block.lines[i].rect.y == doctest::Approx(36 * 1.4f * static_cast<float>(i)));
    if (i > 0) CHECK(block.lines[i].begin >= block.lines[i - 1].end);
  }
}

TEST_CASE("newlines break, and an empty line is a line") {
  const TextBlock block = set(request("ett\n\ntre"));
  CHECK(block.lines.size() == 3);
  CHECK(block.lines[1].rect.w == 0);
}

TEST_CASE("empty text and white space have no pixels") {
  CHECK(set(request("")).coverage.alpha.empty());
  CHECK(set(request("   \n  ")).coverage.alpha.empty());
  CHECK(set(request("   \n  ")).lines.size() == 2);
}

TEST_CASE("Arabic is shaped and set from the right, without an unknown glyph") {
  TextRequest r = request("التخصص الذكي في منطقة أوربرو");
  r.language = "ar";
  r.rtl = true;
  r.width_px = 600;
  const TextBlock block = set(r);
  CHECK_FALSE(block.unknown_glyph);
  REQUIRE(block.lines.size() == 1);
  CHECK(block.lines[0].rect.right() == doctest::Approx(600).epsilon(0.003));
  // Joined letters are narrower than the same letters kept apart.
  TextRequest apart = r;
  apart.text = "ا\u200Cل\u200Cت\u200Cخ\u200Cص\u200Cص";
  TextRequest joined = r;
  joined.text = "التخصص";
  CHECK(set(joined).lines[0].rect.w < set(apart).lines[0].rect.w * 0.95f);
}

TEST_CASE("a Latin name in an Arabic line stands where bidi puts it") {
  TextRequest r = request("منطقة Örebro");
  r.language = "ar";
  r.rtl = true;
  r.width_px = 600;
  r.spans = {{r.text.find("Ö"), r.text.size(), false, false, false, true}};
  const TextBlock block = set(r);
  REQUIRE(block.marks.size() == 1);
  CHECK_FALSE(block.unknown_glyph);
  // Last in reading order is leftmost.
  CHECK(block.marks[0].x == doctest::Approx(block.lines[0].rect.x).epsilon(0.01));
  CHECK(block.marks[0].right() < block.lines[0].rect.right() - 50);
}

TEST_CASE("a letter that no font has is reported, those of five languages are there") {
  CHECK(set(request("\u4E2D\u6587")).unknown_glyph);
  CHECK_FALSE(set(request("ÅÄÖ åäö éü – ’ ”citat” … € § ½ °C 1234567890 → • \u00A0\u2011")).unknown_glyph);
}

TEST_CASE("fonts that the machine has and the list has not are not used") {
  // DejaVu and Noto Sans have Georgian; neither is listed.
  CHECK(set(request("საქართველო")).unknown_glyph);
}

TEST_CASE("an icon is set from the icon font") {
  TextRequest r = request("\uF10C");
  r.family = "Material Design Icons";
  const TextBlock block = set(r);
  CHECK_FALSE(block.unknown_glyph);
  CHECK(covered(block.coverage) > 50);
}

TEST_CASE("alignment is in reading direction") {
  TextRequest r = request("Hej");
  r.width_px = 500;
  CHECK(inked(set(r)).first < 10);
  r.align = Align::end;
  CHECK(inked(set(r)).second > 490);
  r.align = Align::center;
  const auto [left, right] = inked(set(r));
  CHECK((left + right) / 2 == doctest::Approx(250).epsilon(0.02));
  r.rtl = true;
  r.align = Align::start;
  CHECK(inked(set(r)).second > 490);
  r.align = Align::end;
  CHECK(inked(set(r)).first < 10);
}

TEST_CASE("marks lie over their words, on each line that they touch") {
  TextRequest r = request("näringsliv och näringar");
  r.spans = {{0, 7, false, false, false, true}};  // "näring"
  const TextBlock block = set(r);
  REQUIRE(block.marks.size() == 1);
  CHECK(block.marks[0].x == doctest::Approx(0));
  CHECK(block.marks[0].w == doctest::Approx(set(request("näring")).w).epsilon(0.02));
  CHECK(block.marks[0].y >= 0);
  CHECK(block.marks[0].bottom() <= block.h);
  r.spans = {{0, r.text.size(), false, false, false, true}};
  r.width_px = 250;
  const TextBlock two = set(r);
  CHECK(two.marks.size() == two.lines.size());
}

TEST_CASE("spans outside the text or the wrong way round change nothing") {
  TextRequest r = request("Hej");
  const TextBlock plain = set(r);
  r.spans = {{50, 90, true, true, true, true}, {2, 1, true, true, true, true}};
  CHECK(set(r).coverage.alpha == plain.coverage.alpha);
  CHECK(set(r).marks.empty());
}

TEST_CASE("strong, emphasis and underline change the picture") {
  const TextRequest plain = request("Viktigt ord");
  TextRequest strong = plain, slanted = plain, underlined = plain, bold = plain;
  strong.spans = {{0, 11, true, false, false, false}};
  slanted.spans = {{0, 11, false, true, false, false}};
  underlined.spans = {{0, 11, false, false, true, false}};
  bold.weight = 700;
  CHECK(set(strong).w > set(plain).w);
  CHECK(set(strong).coverage.alpha == set(bold).coverage.alpha);
  CHECK(set(slanted).coverage.alpha != set(plain).coverage.alpha);
  CHECK(covered(set(underlined).coverage) > covered(set(plain).coverage) + 100);
}

TEST_CASE("tabular figures are of one width, and letter spacing widens") {
  TextRequest ones = request("1111"), eights = request("8888");
  CHECK(set(ones).w < set(eights).w - 2);
  ones.tabular_figures = eights.tabular_figures = true;
  CHECK(set(ones).w == doctest::Approx(set(eights).w).epsilon(0.001));
  TextRequest spaced = request("Hej");
  spaced.letter_spacing_em = 0.1f;
  CHECK(set(spaced).w > set(request("Hej")).w + 5);
}

TEST_CASE("a paragraph of Arabic keeps the baselines of a Latin one") {
  TextRequest latin = request("Hej"), arabic = request("العربية");
  arabic.language = "ar";
  arabic.rtl = true;
  CHECK(set(latin).lines[0].baseline == set(arabic).lines[0].baseline);
}

TEST_CASE("ugly texts are set without harm") {
  for (const std::string& text :
       {std::string("\xFF\xFE\x00x", 4), std::string("\u202E\u2066abc\u2069"), std::string(3000, 'W'),
        std::string("a\u0301\u0302\u0303\u0304\u0305"), std::string("\u2028\u2029\n\n\r\r"),
        std::string("\u00AD\u00AD\u200B\u200D")}) {
    TextRequest r = request(text);
    r.width_px = 300;
    r.reading = r.balance = r.shrink_to_word = true;
    r.size_min_px = 10;
    const TextBlock block = set(r);
    CHECK(block.coverage.alpha.size() == std::size_t(block.coverage.w) * block.coverage.h);
  }
  TextRequest nothing = request("a");
  nothing.size_px = 0;
  CHECK(set(nothing).coverage.alpha.empty());
  TextRequest sliver = request("Regionen");
  sliver.width_px = 1;
  CHECK(set(sliver).lines.size() >= 1);
}

TEST_CASE("a missing font is named with the package that brings it") {
  const std::filesystem::path list = std::filesystem::temp_directory_path() / "entre-test-fonts.toml";
  const auto write = [&](const char* text) { std::ofstream(list) << text; };
  write("[[font]]\nfile = \"/nowhere/Inter.otf\"\nfamily = \"Inter\"\npackage = \"fonts-inter\"\n");
  auto created = Typesetter::create(list.string());
  REQUIRE_FALSE(created.ok());
  CHECK(created.error().kind == ErrorKind::not_found);
  CHECK(created.error().message.find("/nowhere/Inter.otf") != std::string::npos);
  CHECK(created.error().message.find("fonts-inter") != std::string::npos);
  write("[[font]]\nfile = \"/x\"\nfamilie = \"Inter\"\npackage = \"p\"\n");
  created = Typesetter::create(list.string());
  REQUIRE_FALSE(created.ok());
  CHECK(created.error().kind == ErrorKind::invalid);
  CHECK(created.error().message.find("familie") != std::string::npos);
  std::filesystem::remove(list);
  CHECK(Typesetter::create(list.string()).error().kind == ErrorKind::not_found);
}
