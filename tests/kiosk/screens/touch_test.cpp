// What a finger does: acts on release, slides off, scrolls.
#include <doctest/doctest.h>

#include "stage.h"

using namespace entre;
using entre::testing::make_model;
using entre::testing::Stage;
using visit::ScreenId;

namespace {

std::pair<float, float> middle(const Stage::Drawn& drawn, const std::string& id) {
  const ui::Node* node = drawn.tree.find(id);
  REQUIRE_MESSAGE(node, id);
  const display::Rect seen = display::intersect(node->rect, node->clip);
  return {seen.x + seen.w / 2, seen.y + seen.h / 2};
}

template <class Action>
const Action* only(const std::vector<visit::Action>& actions) {
  REQUIRE(actions.size() == 1);
  return std::get_if<Action>(&actions[0]);
}

}  // namespace

TEST_CASE("a touch on a topic opens it on release") {
  Stage stage({1080, 1920});
  visit::Model model = make_model("sv", ScreenId::home);
  const auto at = middle(stage.draw(model), "home.topic.our-task");
  const auto actions = stage.touch(model, {at});
  const auto* open = only<visit::Open>(actions);
  REQUIRE(open);
  CHECK(open->screen == ScreenId::article);
  CHECK(open->id == "our-task");
}

TEST_CASE("sliding off a button cancels it") {
  Stage stage({1080, 1920});
  visit::Model model = make_model("sv", ScreenId::home);
  const auto at = middle(stage.draw(model), "dock.search");
  CHECK(stage.touch(model, {at, {at.first, at.second - 400}}).empty());
  CHECK(stage.touch(model, {at}).size() == 1);
}

TEST_CASE("a disabled target does nothing") {
  Stage stage({1080, 1920});
  visit::Model model = make_model("sv", ScreenId::home);
  const Stage::Drawn drawn = stage.draw(model);
  for (const char* id : {"dock.back"}) {
    CAPTURE(id);
    CHECK(!drawn.tree.find(id)->enabled);
    CHECK(stage.touch(model, {middle(drawn, id)}).empty());
  }
}

TEST_CASE("a drag scrolls the page, cancels the press under it and glides to a stop") {
  Stage stage({1080, 1920});
  visit::Model model = make_model("sv", ScreenId::article);
  model.place.scroll_px = 1e6f;
  stage.touch(model, {{2, 2}});  // the end, clamped
  const float end_px = model.place.scroll_px;
  CHECK(end_px < 1e5f);
  const auto at = middle(stage.draw(model), "article.related.how-we-work");
  const auto actions = stage.touch(
      model, {at, {at.first, at.second + 60}, {at.first, at.second + 150}, {at.first, at.second + 240}});
  for (const visit::Action& action : actions) CHECK(std::holds_alternative<visit::ScrollTo>(action));
  CHECK(model.place.scroll_px < end_px - 150);
  int frames = 0;
  for (bool moving = true; moving && frames < 500; ++frames) {
    const Stage::Drawn drawn = stage.draw(model);
    for (const visit::Action& action : drawn.actions)
      if (const auto* scroll = std::get_if<visit::ScrollTo>(&action)) model.place.scroll_px = scroll->px;
    moving = drawn.animating;
  }
  CHECK(frames < 400);
  CHECK(model.place.scroll_px >= 0);
}

TEST_CASE("a touch that trembles less than 3.5 mm still acts") {
  Stage stage({1080, 1920});
  visit::Model model = make_model("sv", ScreenId::article);
  model.place.scroll_px = 1e6f;
  stage.touch(model, {{2, 2}});
  const auto at = middle(stage.draw(model), "article.related.how-we-work");
  const auto actions = stage.touch(model, {at, {at.first + 3, at.second + 6}});
  CHECK(only<visit::Open>(actions));
}

TEST_CASE("a touch on a long page's contents brings its section to the top") {
  Stage stage({1080, 1920});
  visit::Model model = make_model("sv", ScreenId::article);
  auto page = std::make_shared<content::Page>(*entre::testing::make_long_page(*model.page, 60));
  for (std::size_t i = 0; i < page->blocks.size(); i += 10) {
    content::Block& heading = page->blocks[i];
    heading.kind = content::BlockKind::heading;
    heading.level = 2;
    heading.spans = {{"Avsnitt " + std::to_string(i), false, false, ""}};
  }
  model.page = page;
  const auto at = middle(stage.draw(model), "article.contents.40");
  stage.touch(model, {at});
  CHECK(model.place.scroll_px > 1920);
  // Guesses become heights as the texts are set, and the section stays.
  for (int i = 0; i < 5; ++i)
    for (const visit::Action& action : stage.draw(model).actions)
      if (const auto* scroll = std::get_if<visit::ScrollTo>(&action)) model.place.scroll_px = scroll->px;
  const Stage::Drawn drawn = stage.draw(model);
  const ui::Node* heading = drawn.tree.find("article.block.40");
  REQUIRE(heading);
  CHECK(heading->rect.y >= 0);
  CHECK(heading->rect.y < 120);
  CHECK(drawn.tree.find("article.progress")->label.find("procent") != std::string::npos);
}

TEST_CASE("a short page has no contents") {
  Stage stage({1080, 1920});
  CHECK(!stage.draw(make_model("sv", ScreenId::article)).tree.find("article.contents"));
}

TEST_CASE("page buttons reach the end and come back without a drag") {
  Stage stage({1080, 1920});
  visit::Model model = make_model("sv", ScreenId::article);
  int down = 0;
  while (stage.draw(model).tree.find("article.page_down")->enabled && down < 20) {
    stage.touch(model, {middle(stage.draw(model), "article.page_down")});
    ++down;
  }
  CHECK(down >= 1);
  CHECK(down < 5);
  while (stage.draw(model).tree.find("article.page_up")->enabled && down > -20) {
    stage.touch(model, {middle(stage.draw(model), "article.page_up")});
    --down;
  }
  CHECK(model.place.scroll_px == 0);
}

TEST_CASE("a page of 20,000 words sets what is near only, and is whole to its end") {
  Stage stage({1080, 1920});
  visit::Model model = make_model("sv", ScreenId::article);
  const std::size_t of_short = (stage.draw(model), stage.texts().size());
  constexpr int paragraphs = 250;
  model.page = entre::testing::make_long_page(*model.page, paragraphs);
  const std::string last = "article.block." + std::to_string(paragraphs - 1);
  CHECK(stage.draw(model).tree.find(last) != nullptr);
  CHECK(stage.texts().size() < 2 * of_short);

  int pages = 0;
  float bottom = 0;  // of the last paragraph that was read, on the page
  bool at_end = false;
  for (; !at_end && pages < 300; ++pages, model.place.scroll_px += 1000) {
    const Stage::Drawn drawn = stage.draw(model);
    for (const ui::Node& node : drawn.tree.nodes()) {
      if (!node.id.starts_with("article.block.") || display::intersect(node.rect, node.clip).h <= 0) continue;
      CAPTURE(node.id);
      CHECK(node.rect.h > node.paint->font_px * 3);  // the text itself, not a line that stands for it
      bottom = std::max(bottom, node.rect.bottom() + model.place.scroll_px);
    }
    const ui::Node* end = drawn.tree.find(last);
    at_end = end->rect.bottom() <= end->clip.bottom();
  }
  CHECK(at_end);
  CHECK(bottom > 100'000);
}

TEST_CASE("a list of 500 people sets what is near only") {
  Stage stage({1080, 1920});
  visit::Model model = make_model("sv", ScreenId::contacts);
  auto library = std::make_shared<visit::Library>(*model.library);
  content::Contacts& contacts = library->contacts;
  const content::Contact one = contacts.contacts.at(0);
  contacts.order.clear();
  for (int i = 1; i < 500; ++i) {
    contacts.contacts.push_back(one);
    contacts.contacts.back().id += "-" + std::to_string(i);
    contacts.contacts.back().name += " " + std::to_string(i);
  }
  model.library = library;
  CHECK(stage.draw(model).tree.find("contacts.row." + contacts.contacts.back().id) != nullptr);
  CHECK(stage.texts().size() < 60);
}

TEST_CASE("the answer buttons give an answer, and its sheet gives reason, undo and done") {
  Stage stage({1080, 1920});
  visit::Model model = make_model("sv", ScreenId::article);
  const auto answer = stage.touch(model, {middle(stage.draw(model), "article.useful.no")});
  REQUIRE(only<visit::GiveAnswer>(answer));
  CHECK(!only<visit::GiveAnswer>(answer)->useful);
  model.sheet = visit::Sheet::feedback;
  model.feedback = {visit::SaveState::saved, false, {}, 1, 0};
  const Stage::Drawn drawn = stage.draw(model);
  CHECK(drawn.tree.find("article.title") == nullptr);
  const auto reason = stage.touch(model, {middle(drawn, "feedback.reason.hard_to_read")});
  REQUIRE(only<visit::ToggleReason>(reason));
  CHECK(only<visit::ToggleReason>(reason)->reason == "hard_to_read");
  CHECK(only<visit::UndoAnswer>(stage.touch(model, {middle(drawn, "feedback.undo")})));
  CHECK(only<visit::CloseSheet>(stage.touch(model, {middle(drawn, "feedback.done")})));
  CHECK(only<visit::GoBack>(stage.touch(model, {middle(drawn, "dock.back")})));
}

TEST_CASE("the keyboard types what its keys show") {
  Stage stage({1080, 1920});
  visit::Model model = make_model("sv", ScreenId::search);
  const auto typed = [&](const std::string& id) {
    const auto actions = stage.touch(model, {middle(stage.draw(model), "search.key." + id)});
    const auto* text = only<visit::TypeText>(actions);
    return text ? text->utf8 : std::string("none");
  };
  CHECK(typed("ä") == "ä");
  CHECK(typed("space") == " ");
  model.keys.shift = visit::Shift::once;
  CHECK(typed("ö") == "Ö");
  CHECK(only<visit::EraseText>(stage.touch(model, {middle(stage.draw(model), "search.key.erase")})));
  CHECK(only<visit::ToggleShift>(stage.touch(model, {middle(stage.draw(model), "search.key.shift")})));
  model.preferences.language = "ar";
  model.keys.shift = visit::Shift::none;
  CHECK(typed("ب") == "ب");
}

TEST_CASE("an incomplete page is not shown") {
  Stage stage({1080, 1920});
  visit::Model model = make_model("sv", ScreenId::article);
  model.page.reset();
  CHECK(!stage.draw(model).complete);
}

TEST_CASE("while the answer is being saved nothing says that it is") {
  Stage stage({1080, 1920});
  visit::Model model = make_model("sv", ScreenId::article);
  model.sheet = visit::Sheet::feedback;
  model.feedback = {visit::SaveState::saving, false, {}, 0, 0};
  Stage::Drawn drawn = stage.draw(model);
  CHECK(drawn.tree.find("feedback.saved") == nullptr);
  CHECK(drawn.tree.find("feedback.reason.outdated") == nullptr);
  model.feedback.state = visit::SaveState::failed;
  drawn = stage.draw(model);
  CHECK(drawn.tree.find("feedback.failed") != nullptr);
  CHECK(drawn.tree.find("feedback.undo") == nullptr);
}
