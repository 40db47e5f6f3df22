#include "platform/display/geometry.h"

#include <doctest/doctest.h>

using namespace entre::display;

namespace {
Color color(const char* text) {
  Color out;
  REQUIRE(parse_color(text, &out));
  return out;
}
}  // namespace

TEST_CASE("a colour is # and six hexadecimal digits, and nothing else is") {
  CHECK(color("#0B4F6C") == Color{0x0B, 0x4F, 0x6C, 255});
  CHECK(color("#fac53b") == Color{0xFA, 0xC5, 0x3B, 255});
  Color untouched{1, 2, 3, 4};
  for (const char* text : {"", "#", "0B4F6C", "#0B4F6", "#0B4F6C8", "#0B4F6G", "#-B4F6C", "#+B4F6C",
                           "# B4F6C", "#0x4F6C", "blue"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_color(text, &untouched));
  }
  CHECK(untouched == Color{1, 2, 3, 4});
}

TEST_CASE("contrast is that of WCAG: the numbers of the theme are right") {
  const Color paper = color("#FAF8F5"), black = color("#000000"), white = color("#FFFFFF");
  CHECK(contrast(black, white) == doctest::Approx(21.0));
  CHECK(contrast(white, white) == doctest::Approx(1.0));
  const auto near = [](double value) { return doctest::Approx(value).epsilon(0.007); };
  CHECK(contrast(color("#14202B"), paper) == near(15.6));
  CHECK(contrast(color("#45525E"), paper) == near(7.6));
  CHECK(contrast(color("#0B4F6C"), paper) == near(8.4));
  CHECK(contrast(white, color("#0B4F6C")) == near(8.9));
  CHECK(contrast(color("#14202B"), color("#E3EEF3")) == near(14.0));
  CHECK(contrast(color("#45525E"), color("#E3EEF3")) == near(6.8));
  CHECK(contrast(color("#707C87"), paper) == near(4.0));
  CHECK(contrast(color("#165A30"), paper) == near(7.8));
  CHECK(contrast(color("#8F1F17"), paper) == near(8.3));
  CHECK(contrast(color("#FFE600"), black) == near(16.6));
  CHECK(contrast(paper, black) == contrast(black, paper));
}

TEST_CASE("two rectangles apart meet in nothing, not in less than nothing") {
  CHECK(intersect({0, 0, 10, 10}, {5, 5, 10, 10}) == Rect{5, 5, 5, 5});
  const Rect none = intersect({0, 0, 10, 10}, {20, 30, 5, 5});
  CHECK(none.w == 0);
  CHECK(none.h == 0);
}

TEST_CASE("a rectangle holds its left and upper edge, not its right and lower one") {
  const Rect rect{10, 10, 5, 5};
  CHECK(rect.contains(10, 10));
  CHECK_FALSE(rect.contains(15, 12));
  CHECK_FALSE(rect.contains(12, 15));
}

TEST_CASE("what is larger than its room shrinks in proportion, and nothing grows") {
  CHECK(shrink_to_fit({1080, 1920}, {1920, 1080}) == doctest::Approx(1080.0 / 1920));
  CHECK(shrink_to_fit({1920, 1080}, {1366, 728}) == doctest::Approx(728.0 / 1080));
  CHECK(shrink_to_fit({1080, 1920}, {540, 1920}) == doctest::Approx(0.5));
  CHECK(shrink_to_fit({1080, 1920}, {3840, 2160}) == 1);
  CHECK(shrink_to_fit({1080, 1920}, {0, -40}) == doctest::Approx(0.1));
}
