// Where keys go on a screen, and the ring that shows it.
#include "kiosk/ui/focus.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "stage.h"

using namespace entre;
using entre::testing::make_model;
using entre::testing::Stage;
using visit::ScreenId;

namespace {

ui::Stop stop(const ui::NodeTree& tree, const std::string& id) {
  for (const ui::Stop& each : ui::stops(tree))
    if (each.node->id == id) return each;
  FAIL(id);
  return {};
}

std::uint32_t pixel(const display::Pixels& pixels, float x, float y) {
  return pixels
      .argb[static_cast<std::size_t>(y) * static_cast<std::size_t>(pixels.w) + static_cast<std::size_t>(x)];
}

}  // namespace

TEST_CASE("what lies within a button is said with it, and a list knows its places") {
  Stage stage({1080, 1920});
  const auto drawn = stage.draw(make_model("sv", ScreenId::home));
  const ui::Stop topic = stop(drawn.tree, "home.topic.our-task");
  CHECK(topic.place == 3);
  CHECK(topic.places == 4);
  CHECK(!topic.starts_section);
  CHECK(stop(drawn.tree, "home.topic.what-is-it").starts_section);
  CHECK(stop(drawn.tree, "home.contacts").starts_section);
  CHECK(stop(drawn.tree, "dock.back").places == 6);
  for (const ui::Stop& each : ui::stops(drawn.tree)) CHECK(!each.node->id.ends_with(".label"));
}

TEST_CASE("a focus stays with its node, and where its node has gone with its place") {
  ui::NodeTree three, two;
  for (const char* id : {"a", "b", "c"}) {
    ui::Node node;
    node.id = node.label = id;
    three.add(node);
    if (node.id != "b") two.add(node);
  }
  ui::Focus focus;
  focus.follow(three, "here");
  focus.set(three, "b");
  focus.follow(three, "here");
  CHECK(focus.id() == "b");
  focus.follow(two, "here");
  CHECK(focus.id() == "c");
  focus.follow(three, "here");
  CHECK(focus.id() == "c");
  SUBCASE("coming back") {
    focus.follow(two, "there");
    CHECK(focus.id() == "a");
    focus.follow(three, "here");
    CHECK(focus.id() == "c");
  }
  SUBCASE("beginning anew") {
    focus.restart();
    focus.follow(three, "here");
    CHECK(focus.id() == "a");
  }
}

TEST_CASE("an empty tree has no focus, and keys on it do nothing") {
  ui::Focus focus;
  focus.follow({}, "here");
  focus.move({}, 1);
  focus.move_section({}, -1);
  CHECK(focus.id().empty());
}

TEST_CASE("the topmost stop lies under the finger, and nothing beside them") {
  Stage stage({1080, 1920});
  const auto drawn = stage.draw(make_model("sv", ScreenId::home));
  const display::Rect rect = drawn.tree.find("home.topic.our-task")->rect;
  const ui::Node* node = ui::Focus::under(drawn.tree, rect.x + 20, rect.y + 20);
  REQUIRE(node);
  CHECK(node->id == "home.topic.our-task");
  CHECK(!ui::Focus::under(drawn.tree, -5, -5));
}

TEST_CASE("the ring stands around its node in two tones of 4 pixels") {
  Stage stage({1080, 1920});
  const visit::Model model = make_model("sv", ScreenId::home);
  const auto before = stage.draw(model);
  const display::Rect rect = before.tree.find("home.topic.our-task")->rect;
  const auto at = [&](float away) {
    const auto pixels = stage.canvas().read_pixels();
    REQUIRE(pixels.ok());
    return pixel(*pixels, rect.x - away, rect.y + rect.h / 2);
  };
  const std::uint32_t paper = at(2), within = at(-rect.w / 2), edge = at(-30);
  stage.point({"home.topic.our-task", "", ""});
  stage.draw(model);
  for (const float away : {1.f, 2.f, 3.f, 4.f}) CHECK(at(away) == 0xFFFFD43Bu);
  for (const float away : {5.f, 6.f, 7.f, 8.f}) CHECK(at(away) == 0xFF14202Bu);
  CHECK(at(9) == paper);
  CHECK(at(-rect.w / 2) == within);
  CHECK(at(-30) == edge);
  stage.point({});
  stage.draw(model);
  CHECK(at(2) == paper);
}

TEST_CASE("every stop of a long page comes into sight when the focus comes to it") {
  for (const display::Size size : {display::Size{1080, 1920}, {1920, 1080}}) {
    Stage stage(size);
    visit::Model model = make_model("sv", ScreenId::article);
    model.page = entre::testing::make_long_page(*model.page, 60);
    std::vector<std::string> ids;
    const auto first = stage.draw(model);
    for (const ui::Stop& each : ui::stops(first.tree)) ids.push_back(each.node->id);
    REQUIRE(ids.size() > 60);
    // There and back, and by leaps.
    const std::vector<std::string> down = ids;
    for (std::size_t i = 1; i < down.size(); i += 7) ids.push_back(down[i * i % down.size()]);
    for (const std::string& id : ids) {
      CAPTURE(id);
      stage.point({id, id, ""});
      const auto drawn = stage.draw(model);
      CHECK(drawn.complete);
      for (const visit::Action& action : drawn.actions)
        if (const auto* scroll = std::get_if<visit::ScrollTo>(&action)) model.place.scroll_px = scroll->px;
      const ui::Node* node = drawn.tree.find(id);
      REQUIRE(node);
      const display::Rect seen = display::intersect(node->rect, node->clip);
      CHECK(seen.h >= std::min(node->rect.h, node->clip.h * 0.8f) - 1);
      stage.point({id, "", ""});
    }
  }
}

TEST_CASE("select acts on what has the focus, and not on what is disabled") {
  Stage stage({1080, 1920});
  const visit::Model model = make_model("sv", ScreenId::home);
  stage.draw(model);
  stage.point({"", "", "home.topic.our-task"});
  const auto actions = stage.draw(model).actions;
  REQUIRE(actions.size() == 1);
  CHECK(std::get<visit::Open>(actions[0]).id == "our-task");
  stage.point({"", "", "dock.back"});
  CHECK(stage.draw(model).actions.empty());
}

TEST_CASE("the sentence that is being said is marked in its text, and only it") {
  for (const char* theme : {"light", "dark", "contrast"}) {
    CAPTURE(theme);
    Stage stage({1080, 1920});
    visit::Model model = make_model("sv", ScreenId::article);
    model.preferences.theme = theme;
    const auto before = stage.draw(model);
    const auto plain = stage.canvas().read_pixels();
    const ui::Node* lead = before.tree.find("article.lead");
    REQUIRE(lead);
    ui::Pointing pointing{"article.lead", "article.lead"};
    pointing.reading = "article.lead";
    pointing.end = lead->label.find(' ', lead->label.size() / 2);
    REQUIRE(pointing.end != std::string::npos);
    stage.point(pointing);
    CHECK(stage.draw(model).complete);
    const auto marked = stage.canvas().read_pixels();
    stage.save(std::string("reading-") + theme);
    // What differs lies within the text and its ring, and its first line's ground is another.
    int inside = 0, outside = 0;
    for (int y = 0; y < plain->h; ++y)
      for (int x = 0; x < plain->w; ++x) {
        const auto at = [&](const auto& pixels) {
          return pixel(pixels, static_cast<float>(x), static_cast<float>(y));
        };
        if (at(*plain) == at(*marked)) continue;
        const display::Rect around{lead->rect.x - 9, lead->rect.y - 9, lead->rect.w + 18, lead->rect.h + 18};
        ++(around.contains(static_cast<float>(x), static_cast<float>(y)) ? inside : outside);
      }
    CHECK(outside == 0);
    // The ring is two tones of 4 pixels; the mark is at least as much again.
    const float ring_px = 2 * 9 * (lead->rect.w + lead->rect.h);
    CHECK(static_cast<float>(inside) > 2 * ring_px);
    CHECK(static_cast<float>(inside) < 0.8f * lead->rect.w * lead->rect.h);
    stage.point({"article.useful.yes"});
    stage.draw(model);
    stage.save(std::string("ring-") + theme);
  }
}

TEST_CASE("a finger that explores hears a control above the height limit too, which no finger may press") {
  ui::NodeTree tree;
  ui::Node card;
  card.id = card.label = "card";
  card.focusable = true;
  card.rect = card.seen = {0, 100, 400, 120};
  card.clip = {0, 220, 400, 0};
  tree.add(card);
  CHECK(tree.hit(200, 150) == nullptr);
  REQUIRE(ui::Focus::under(tree, 200, 150) != nullptr);
  CHECK(ui::Focus::under(tree, 200, 150)->id == "card");
  CHECK(ui::Focus::under(tree, 200, 230) == nullptr);
}
