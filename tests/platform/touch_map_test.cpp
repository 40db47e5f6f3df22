#include "platform/touch_map.h"

#include <doctest/doctest.h>

#include "platform/config/table.h"

using namespace entre;

namespace {

constexpr std::array<TouchPoint, 4> meant = {{{0.1, 0.1}, {0.9, 0.1}, {0.1, 0.9}, {0.9, 0.9}}};

// What a panel tells of the four crosses.
template <class Panel>
std::array<TouchPoint, 4> felt_by(Panel panel) {
  std::array<TouchPoint, 4> felt;
  for (std::size_t i = 0; i < meant.size(); ++i) felt[i] = panel(meant[i]);
  return felt;
}

bool is_near(const TouchPoint& a, const TouchPoint& b) {
  return std::abs(a.x - b.x) < 1e-4 && std::abs(a.y - b.y) < 1e-4;
}

template <class Panel>
void check_undone(Panel panel) {
  const auto map = fit_touch_map(felt_by(panel), meant);
  REQUIRE(map);
  const auto kept = parse_touch_map(to_string(*map));
  REQUIRE(kept);
  for (const TouchPoint& point : {TouchPoint{0.5, 0.5}, TouchPoint{0, 1}, TouchPoint{0.3, 0.8}})
    CHECK(is_near(kept->apply(panel(point)), point));
}

}  // namespace

TEST_CASE("a panel that is mirrored, turned, stretched or shifted is undone by the map of four crosses") {
  check_undone([](TouchPoint p) { return TouchPoint{1 - p.x, p.y}; });
  check_undone([](TouchPoint p) { return TouchPoint{1 - p.x, 1 - p.y}; });
  check_undone([](TouchPoint p) { return TouchPoint{p.y, 1 - p.x}; });
  check_undone([](TouchPoint p) { return TouchPoint{0.9 * p.x + 0.03, 1.1 * p.y - 0.05}; });
  check_undone([](TouchPoint p) { return TouchPoint{0.5 * p.y + 0.25, 0.7 * p.x}; });
  CHECK(*fit_touch_map(meant, meant) == parse_touch_map(to_string(*fit_touch_map(meant, meant))).value());
}

TEST_CASE("a trembling finger is evened out, and touches that make no panel give no map") {
  auto felt = felt_by([](TouchPoint p) { return TouchPoint{1 - p.x, p.y}; });
  felt[2].x += 0.004;
  const auto map = fit_touch_map(felt, meant);
  REQUIRE(map);
  for (std::size_t i = 0; i < meant.size(); ++i) {
    CHECK(std::abs(map->apply(felt[i]).x - meant[i].x) < 0.004);
    CHECK(std::abs(map->apply(felt[i]).y - meant[i].y) < 0.004);
  }
  CHECK_FALSE(fit_touch_map({{{0.5, 0.5}, {0.5, 0.5}, {0.5, 0.5}, {0.5, 0.5}}}, meant));
  CHECK_FALSE(fit_touch_map({{{0.1, 0.1}, {0.2, 0.2}, {0.3, 0.3}, {0.4, 0.4}}}, meant));
  // Four touches beside each other would stretch the panel tenfold.
  CHECK_FALSE(fit_touch_map({{{0.5, 0.5}, {0.55, 0.5}, {0.5, 0.55}, {0.55, 0.55}}}, meant));
}

TEST_CASE("a map after a map is both") {
  const TouchMap mirrored{-1, 0, 1, 0, 1, 0}, turned{0, 1, 0, -1, 0, 1};
  const TouchPoint point{0.2, 0.7};
  CHECK(is_near(turned.after(mirrored).apply(point), turned.apply(mirrored.apply(point))));
}

TEST_CASE("a map of a turned picture, kept as the panel's, makes the same of every touch") {
  const TouchMap of_picture{0.9, 0.02, 0.03, -0.01, 1.1, -0.05};
  for (const int degrees : {0, 90, 180, 270}) {
    CAPTURE(degrees);
    const TouchMap turn = turn_to_picture(degrees);
    for (const TouchPoint& felt : {TouchPoint{0.2, 0.7}, TouchPoint{1, 0}})
      CHECK(
          is_near(turn.apply(of_picture.on_panel(degrees).apply(felt)), of_picture.apply(turn.apply(felt))));
  }
}

TEST_CASE("six numbers of a panel that there can be are a map, and nothing else is") {
  CHECK(parse_touch_map("") == TouchMap{});
  CHECK(parse_touch_map("-1 0 1 0 1 0") == TouchMap{-1, 0, 1, 0, 1, 0});
  CHECK(to_string(TouchMap{}) == "");
  for (const char* text : {"1 0 0 0 1", "1 0 0 0 1 0 0", "1 0 0 0 1 x", "nan 0 0 0 1 0", "inf 0 0 0 1 0",
                           "0 0 0 0 0 0", "1 0 0 1 0 0", "9 0 0 0 1 0", "1,0,0,0,1,0", " "}) {
    CAPTURE(text);
    CHECK_FALSE(parse_touch_map(text));
    CHECK_FALSE(parse_config("[screen]\ntouch_map = \"" + std::string(text) + "\"\n", "f").faults.empty());
  }
  const ConfigResult read = parse_config("[screen]\ntouch_map = \"-1 0 1 0 1 0\"\n", "f");
  CHECK(read.faults.empty());
  CHECK(read.config.screen.touch_map == "-1 0 1 0 1 0");
}
