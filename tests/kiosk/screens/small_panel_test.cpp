// Panels of 22 to 24 inches, upright: as many pixels as a large one, and fingers and letters as large.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "stage.h"

using namespace entre;
using entre::testing::make_model;
using entre::testing::Stage;
using visit::ScreenId;

namespace {

constexpr display::Size kUpright{1080, 1920};
constexpr double k24InchPpi = 92;

bool is_seen(const ui::Node& node) {
  return display::intersect(node.rect, node.clip).h > 0;
}

bool is_whole(const ui::Node& node) {
  return display::intersect(node.rect, node.clip).h >= node.rect.h - 0.5f;
}

std::vector<ui::Node> topics(const ui::NodeTree& tree) {
  std::vector<ui::Node> found;
  for (const ui::Node& node : tree.nodes())
    if (node.id.starts_with("home.topic.") && node.focusable) found.push_back(node);
  return found;
}

}  // namespace

TEST_CASE("on 24 inches home shows every topic and the people at once") {
  for (const char* language : {"sv", "ar"}) {
    CAPTURE(language);
    Stage stage(kUpright, k24InchPpi);
    const auto drawn = stage.draw(make_model(language, ScreenId::home));
    stage.save(std::string("24-inch-home-") + language);
    CHECK(drawn.tree.find("home.page_down") == nullptr);
    CHECK(topics(drawn.tree).size() == 4);
    for (const ui::Node& topic : topics(drawn.tree)) CHECK_MESSAGE(is_whole(topic), topic.id);
    REQUIRE(drawn.tree.find("home.contacts") != nullptr);
    CHECK(is_whole(*drawn.tree.find("home.contacts")));
    CHECK(drawn.tree.find("home.headline.title") != nullptr);
  }
}

TEST_CASE("where home must be paged, cards that stand beside each other are seen together or not at all") {
  int cut = 0;
  for (int height = 1'000; height <= 1'400; height += 20) {
    CAPTURE(height);
    Stage stage({800, height});
    std::map<float, std::vector<ui::Node>> rows;
    for (const ui::Node& topic : topics(stage.draw(make_model("sv", ScreenId::home)).tree))
      rows[topic.rect.y].push_back(topic);
    for (const auto& [y, row] : rows) {
      for (const ui::Node& topic : row) {
        CHECK(is_seen(topic) == is_seen(row[0]));
        cut += is_whole(topic) ? 0 : 1;
      }
    }
  }
  CHECK(cut > 0);
}

TEST_CASE("on 24 inches the dock's words keep apart, and on the panel") {
  for (const char* language : {"sv", "en", "fi", "ar", "sv-simple"}) {
    CAPTURE(language);
    Stage stage(kUpright, k24InchPpi);
    const auto drawn = stage.draw(make_model(language, ScreenId::contacts));
    std::vector<display::Rect> words;
    for (const ui::Node& node : drawn.tree.nodes())
      if (node.id.starts_with("dock.") && node.id.ends_with(".label")) words.push_back(node.rect);
    REQUIRE(words.size() == 6);
    CHECK(words.front().x >= 4);
    CHECK(words.back().right() <= static_cast<float>(kUpright.w) - 4);
    for (std::size_t i = 1; i < words.size(); ++i) CHECK(words[i].x - words[i - 1].right() >= 10);
  }
}
