// What moves by itself: what has just come, the resting screen, and nothing at all in calm mode.
#include <doctest/doctest.h>

#include <set>

#include "stage.h"

using namespace entre;
using entre::testing::make_model;
using entre::testing::Stage;
using visit::ScreenId;

namespace {

// Frames until nothing moves.
int frames_in_motion(Stage& stage, const visit::Model& model) {
  int frames = 0;
  while (stage.draw(model).animating && frames < 1000) ++frames;
  return frames;
}

std::vector<std::uint32_t> picture(Stage& stage, const visit::Model& model) {
  stage.draw(model);
  const auto pixels = stage.canvas().read_pixels();
  REQUIRE(pixels.ok());
  return pixels->argb;
}

}  // namespace

TEST_CASE("a screen that comes slides to its place within 180 ms, its nodes stand at once") {
  Stage stage({540, 960}, 34.4);
  visit::Model home = make_model("sv", ScreenId::home), article = make_model("sv", ScreenId::article);
  home.preferences.calm = article.preferences.calm = false;
  CHECK(frames_in_motion(stage, home) == 0);
  const Stage::Drawn first = stage.draw(article);
  CHECK(first.animating);
  const display::Rect at_once = first.tree.find("article.title")->rect;
  const int frames = frames_in_motion(stage, article);
  CHECK(frames >= 5);
  CHECK(frames * 16 <= 200);
  CHECK(stage.draw(article).tree.find("article.title")->rect == at_once);
  CHECK(frames_in_motion(stage, article) == 0);
}

TEST_CASE("another screen takes over in the middle of a slide") {
  Stage stage({540, 960}, 34.4);
  visit::Model home = make_model("sv", ScreenId::home), article = make_model("sv", ScreenId::article);
  home.preferences.calm = article.preferences.calm = false;
  stage.draw(home);
  stage.draw(article);
  CHECK(stage.draw(article).animating);
  CHECK(stage.draw(home).animating);
  CHECK(frames_in_motion(stage, home) <= 12);
}

TEST_CASE("in calm mode nothing moves") {
  Stage stage({540, 960}, 34.4);
  visit::Model home = make_model("sv", ScreenId::home), article = make_model("sv", ScreenId::article);
  CHECK(frames_in_motion(stage, home) == 0);
  CHECK(frames_in_motion(stage, article) == 0);
  const auto still = picture(stage, home);
  home.rest_step = 3;
  CHECK(picture(stage, home) == still);
}

TEST_CASE("the resting screen stands in eight places, and comes back to the first") {
  Stage stage({540, 960}, 34.4);
  visit::Model home = make_model("sv", ScreenId::home);
  home.preferences.calm = false;
  std::set<std::vector<std::uint32_t>> places;
  for (; home.rest_step < 8; ++home.rest_step) places.insert(picture(stage, home));
  CHECK(places.size() == 8);
  CHECK(places.contains(picture(stage, home)));
}
