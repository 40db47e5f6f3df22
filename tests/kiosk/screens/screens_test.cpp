// Every screen, both orientations, two scripts, on the node tree; pictures are left in the build folder.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "stage.h"
#include "walk.h"

using namespace entre;
using display::Rect;
using entre::testing::make_model;
using entre::testing::Stage;
using visit::ScreenId;
using visit::Sheet;

namespace {

struct Case {
  std::string name;
  visit::Model model;
};

std::vector<Case> cases(const std::string& language) {
  std::vector<Case> all;
  const auto add = [&](const std::string& name, ScreenId screen, int topics = 4) -> visit::Model& {
    all.push_back({name, make_model(language, screen, topics)});
    return all.back().model;
  };
  add("home", ScreenId::home);
  for (const int topics : {1, 5, 6, 9, 12}) add("home-" + std::to_string(topics), ScreenId::home, topics);
  add("home-40", ScreenId::home, 40);
  add("group", ScreenId::group, 20);
  add("article", ScreenId::article);
  add("article-answered", ScreenId::article).answered["what-is-it"] = true;
  add("article-end", ScreenId::article).place.scroll_px = 1e6f;
  add("contacts", ScreenId::contacts);
  add("contact", ScreenId::contact);
  add("search", ScreenId::search);
  const bool ar = language == "ar";
  visit::Search hits;
  hits.text = hits.answered_text = ar ? "البح" : "närings";
  hits.found.hits = {{content::Hit::Kind::page, "research-and-business"},
                     {content::Hit::Kind::contact, "kristina-eklof"},
                     {content::Hit::Kind::page, "our-task"}};
  add("search-hits", ScreenId::search).search = hits;
  hits.keys_away = true;
  add("search-hits-alone", ScreenId::search).search = hits;
  hits.found.hits.clear();
  add("search-empty-alone", ScreenId::search).search = hits;
  hits.keys_away = false;
  visit::Model& none = add("search-empty", ScreenId::search);
  none.search = hits;
  none.keys.shift = visit::Shift::once;
  visit::Model& no = add("feedback-no", ScreenId::article);
  no.sheet = Sheet::feedback;
  no.feedback = {visit::SaveState::saved, false, {"hard_to_read"}, 1, 0};
  visit::Model& yes = add("feedback-yes", ScreenId::article);
  yes.sheet = Sheet::feedback;
  yes.feedback = {visit::SaveState::saved, true, {}, 1, 0};
  visit::Model& failed = add("feedback-failed", ScreenId::article);
  failed.sheet = Sheet::feedback;
  failed.feedback = {visit::SaveState::failed, true, {}, 0, 0};
  visit::Model& comment = add("feedback-comment", ScreenId::article);
  comment.sheet = Sheet::feedback;
  comment.installation.comment = comment.installation.sends_answers = true;
  comment.feedback = {
      visit::SaveState::saved, false, {}, 1, 0, ar ? "شكرا" : "Jag undrar mer om pengarna.", false};
  visit::Model& writing = add("feedback-writing", ScreenId::article);
  writing = comment;
  writing.feedback.writing = true;
  add("language", ScreenId::article).sheet = Sheet::language;
  add("adapt", ScreenId::article).sheet = Sheet::adapt;
  add("about", ScreenId::about);
  visit::Model& idle = add("idle", ScreenId::article);
  idle.sheet = Sheet::idle;
  idle.idle_left_s = 14;
  idle.idle_of_s = 30;
  visit::Model& neutral = add("neutral", ScreenId::neutral);
  neutral.library = std::make_shared<const visit::Library>();
  visit::Model code = neutral;
  code.enrolment_code = {"BCDF-GHJK", "https://hub.example.org/enrol",
                         "https://hub.example.org/enrol?code=BCDF-GHJK", 0};
  add("neutral-code", ScreenId::neutral) = code;
  return all;
}

Rect seen(const ui::Node& node) {
  return display::intersect(node.rect, node.clip);
}
bool is_seen(const ui::Node& node) {
  return seen(node).w > 0.5f && seen(node).h > 0.5f;
}

// How far apart two rectangles are: the larger of the gaps along the axes, negative when they overlap.
float distance(const Rect& a, const Rect& b) {
  return std::max({b.x - a.right(), a.x - b.right(), b.y - a.bottom(), a.y - b.bottom()});
}

void check_targets(const Stage::Drawn& drawn, float w, float h) {
  std::vector<const ui::Node*> targets;
  for (const ui::Node& node : drawn.tree.nodes())
    if (node.focusable) targets.push_back(&node);
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const ui::Node& a = *targets[i];
    CAPTURE(a.id);
    CHECK(a.rect.w >= 68);
    CHECK(a.rect.h >= 68);
    CHECK(a.rect.x >= 0);
    CHECK(a.rect.right() <= w);
    CHECK(display::intersect(a.clip, {0, 0, w, h}) == a.clip);
    CHECK(!a.label.empty());
    CHECK(!a.language.empty());
    if (!is_seen(a)) continue;
    for (std::size_t j = i + 1; j < targets.size(); ++j) {
      const ui::Node& b = *targets[j];
      if (!is_seen(b)) continue;
      CAPTURE(b.id);
      CHECK(distance(seen(a), seen(b)) >= 10.5f);
    }
  }
}

void check_texts(const Stage::Drawn& drawn) {
  std::vector<const ui::Node*> texts;
  for (const ui::Node& node : drawn.tree.nodes()) {
    CAPTURE(node.id);
    CAPTURE(node.label);
    if (!node.paint) continue;
    CHECK(node.paint->font_px >= 32);
    CHECK(display::contrast(node.paint->color, node.paint->background) >=
          (node.id.starts_with("dock.") ? 3 : 7));
    CHECK(node.rect.x >= node.clip.x - 1);
    CHECK(node.rect.right() <= node.clip.right() + 1);
    if (const ui::Node* parent = drawn.tree.find(node.parent)) {
      CHECK(node.rect.x >= parent->rect.x);
      CHECK(node.rect.right() <= parent->rect.right() + 1);
      CHECK(node.rect.y >= parent->rect.y - 1);
      CHECK(node.rect.bottom() <= parent->rect.bottom() + 1);
    }
    if (is_seen(node)) texts.push_back(&node);
  }
  for (std::size_t i = 0; i < texts.size(); ++i)
    for (std::size_t j = i + 1; j < texts.size(); ++j) {
      CAPTURE(texts[i]->id);
      CAPTURE(texts[j]->id);
      CHECK(distance(seen(*texts[i]), seen(*texts[j])) >= -1);
    }
}

std::string dock(const ui::NodeTree& tree) {
  std::string all;
  for (const ui::Node& node : tree.nodes())
    if (node.id.starts_with("dock") && !node.id.ends_with(".label"))
      all += node.id + " " + std::to_string(node.rect.x) + " " + std::to_string(node.rect.y) + " " +
             std::to_string(node.rect.w) + " " + std::to_string(node.rect.h) + "\n";
  return all;
}

std::pair<float, float> middle(const Rect& rect) {
  return {rect.x + rect.w / 2, rect.y + rect.h / 2};
}

// What can be touched somewhere on the way from the top to the end by the page buttons alone: 20 mm of it are
// in reach, or all of it.
void check_nothing_is_lost(Stage& stage, visit::Model& model) {
  constexpr float least_px = 54;
  std::set<std::string> all, reached;
  model.place.scroll_px = 0;
  const Sheet sheet = std::exchange(model.sheet, Sheet::none);
  stage.draw(model);  // the sheet of the case before closes
  model.sheet = sheet;
  for (int pages = 0; pages < 60; ++pages) {
    const Stage::Drawn drawn = stage.draw(model);
    const ui::Node* down = nullptr;
    for (const ui::Node& node : drawn.tree.nodes()) {
      if (!node.focusable || !node.enabled) continue;
      all.insert(node.id);
      if (seen(node).w > 0 && seen(node).h >= std::min(least_px, node.rect.h)) reached.insert(node.id);
      if (node.id.ends_with(".page_down")) down = &node;
    }
    if (down == nullptr) break;
    stage.touch(model, {middle(seen(*down))});
  }
  for (const std::string& id : all) {
    CAPTURE(id);
    CHECK(reached.contains(id));
  }
}

// Nothing that can be touched lies above `top_mm` on a panel that hangs so high, and all the rest of the
// checks hold.
void check_reach(const std::string& language, int text_percent, bool low, double lower_edge_mm, bool across,
                 const std::string& folder) {
  Stage stage(across ? display::Size{1920, 1080} : display::Size{1080, 1920}, 68.8, lower_edge_mm);
  const double reach_px = ((low ? 1100 : 1220) - lower_edge_mm) * 68.8 / 25.4;
  const float top = static_cast<float>((across ? 1080 : 1920) - reach_px) - 1;
  const display::Size size = stage.canvas().size();
  for (Case& one : cases(language)) {
    CAPTURE(folder);
    CAPTURE(one.name);
    one.model.preferences.text_percent = text_percent;
    one.model.preferences.low_reach = low;
    const Stage::Drawn drawn = stage.draw(one.model);
    CHECK(drawn.complete);
    for (const ui::Node& node : drawn.tree.nodes()) {
      CAPTURE(node.id);
      if (node.focusable && is_seen(node)) CHECK(seen(node).y >= top);
    }
    check_targets(drawn, static_cast<float>(size.w), static_cast<float>(size.h));
    check_texts(drawn);
    for (const char* id : {"idle.continue", "idle.restart"})
      if (const ui::Node* node = drawn.tree.find(id)) CHECK(seen(*node) == node->rect);
    stage.save(folder + "-" + one.name);
    check_nothing_is_lost(stage, one.model);
  }
}

void check_all(Stage& stage, const std::string& language, int text_percent, const std::string& folder) {
  std::string first_dock;
  const display::Size size = stage.canvas().size();
  for (Case& one : cases(language)) {
    CAPTURE(folder);
    CAPTURE(one.name);
    CAPTURE(text_percent);
    one.model.preferences.text_percent = text_percent;
    const Stage::Drawn drawn = stage.draw(one.model);
    CHECK(drawn.complete);
    check_targets(drawn, static_cast<float>(size.w), static_cast<float>(size.h));
    check_texts(drawn);
    entre::testing::check_walk(drawn.tree);
    entre::testing::check_transcript(drawn.tree);
    for (const char* id : {"idle.continue", "idle.restart", "article.useful.yes", "article.useful.no"})
      if (const ui::Node* node = drawn.tree.find(id)) CHECK(seen(*node) == node->rect);
    if (first_dock.empty()) first_dock = dock(drawn.tree);
    CHECK(dock(drawn.tree) == first_dock);
    stage.save(folder + "-" + one.name);
  }
}

}  // namespace

TEST_CASE("every screen upright keeps targets apart and large, and texts whole") {
  Stage stage({1080, 1920});
  check_all(stage, "sv", 100, "upright-sv");
  check_all(stage, "ar", 100, "upright-ar");
}

TEST_CASE("every screen across keeps targets apart and large, and texts whole") {
  Stage stage({1920, 1080});
  check_all(stage, "sv", 100, "across-sv");
  check_all(stage, "ar", 100, "across-ar");
}

TEST_CASE("every screen at 200 % keeps targets apart and large, and texts whole") {
  Stage upright({1080, 1920});
  check_all(upright, "sv", 200, "upright-200-sv");
  Stage across({1920, 1080});
  check_all(across, "sv", 200, "across-200-sv");
}

TEST_CASE("nothing that can be touched lies above 1220 mm, in low reach above 1100 mm, and nothing is lost") {
  check_reach("sv", 100, false, 700, false, "reach-sv");
  check_reach("sv", 200, false, 700, false, "reach-200-sv");
  check_reach("ar", 125, true, 700, false, "low-125-ar");
  check_reach("sv", 200, true, 700, false, "low-200-sv");
}

TEST_CASE("a panel across that hangs high keeps what can be touched in reach too") {
  check_reach("sv", 100, false, 950, true, "reach-across-sv");
  check_reach("sv", 100, true, 850, true, "low-across-sv");
  check_reach("sv", 200, true, 850, true, "low-across-200-sv");
}

TEST_CASE(
    "where hits and keys have not room together, Search puts the keys away and the field brings them back") {
  Stage stage({1080, 1920});
  visit::Model model = make_model("sv", ScreenId::search);
  model.preferences.low_reach = true;
  model.search.text = model.search.answered_text = "vad";
  model.search.found.hits = {{content::Hit::Kind::page, "what-is-it"},
                             {content::Hit::Kind::page, "our-task"},
                             {content::Hit::Kind::contact, "kristina-eklof"}};
  const Stage::Drawn typing = stage.draw(model);
  CHECK(typing.tree.find("search.hit.1") == nullptr);
  CHECK(typing.tree.find("search.name.3") != nullptr);
  const auto go = stage.touch(model, {middle(typing.tree.find("search.key.go")->rect)});
  REQUIRE(go.size() == 1);
  CHECK(std::get<visit::PutKeysAway>(go[0]).away);
  model.search.keys_away = true;
  const Stage::Drawn alone = stage.draw(model);
  CHECK(alone.tree.find("search.hit.1") != nullptr);
  CHECK(alone.tree.find("search.key.go") == nullptr);
  const auto field = stage.touch(model, {middle(alone.tree.find("search.field")->rect)});
  REQUIRE(field.size() == 1);
  CHECK_FALSE(std::get<visit::PutKeysAway>(field[0]).away);
}

TEST_CASE("every screen holds the other languages' texts") {
  Stage upright({1080, 1920});
  Stage across({1920, 1080});
  for (const std::string language : {"sv-simple", "en", "fi"}) {
    check_all(upright, language, 125, "upright-125-" + language);
    check_all(across, language, 100, "across-" + language);
  }
}

TEST_CASE(
    "home shows all its topics and the way to people without a page button, upright to twelve, across to "
    "six") {
  for (const int topics : {1, 4, 5, 6, 12, 40}) {
    for (const display::Size size : {display::Size{1080, 1920}, display::Size{1920, 1080}}) {
      if (topics == 12 && size.w > size.h) continue;
      CAPTURE(topics);
      CAPTURE(size.w);
      Stage stage(size);
      const Stage::Drawn drawn = stage.draw(make_model("sv", ScreenId::home, topics));
      CHECK(drawn.tree.find("home.page_down") == nullptr);
      CHECK(drawn.tree.find("home.contacts") != nullptr);
    }
  }
}
