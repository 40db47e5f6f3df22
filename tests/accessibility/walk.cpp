#include "walk.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/kiosk/screens/staff_shots.h"

namespace entre::conformance {

using visit::ScreenId;
using visit::Sheet;

namespace {

constexpr int pages_max = 60;

visit::Model model_of(const Combination& at, const Content& content, ScreenId screen,
                      const std::string& id = "") {
  visit::Model model;
  model.library = content.library;
  model.preferences.language = at.language;
  model.preferences.theme = at.theme;
  model.preferences.text_percent = at.text_percent;
  model.preferences.calm = true;
  model.preferences.low_reach = at.low_reach;
  model.place = {screen, id, 0};
  if (screen == ScreenId::article) model.page = content.page(id, at.language);
  if (screen == ScreenId::contact)
    for (const std::string& subject : content.library->contacts.find(id)->subjects)
      if (!model.page) model.page = content.page(subject, at.language);
  return model;
}

visit::Search search(const std::string& text, bool hits, bool keys_away = false) {
  visit::Search made;
  made.keys_away = keys_away;
  made.text = made.answered_text = text;
  if (hits)
    made.found.hits = {{content::Hit::Kind::page, "what-is-it"},
                       {content::Hit::Kind::contact, "kristina-eklof"},
                       {content::Hit::Kind::page, "research-and-business"},
                       {content::Hit::Kind::page, "how-we-work"}};
  return made;
}

void add_search(std::vector<Shot>* all, const visit::Model& start, const std::string& language) {
  const bool ar = language == "ar";
  const auto add = [&](const char* name, const visit::Search& of) {
    all->push_back({name, start});
    all->back().model.search = of;
  };
  add("search", {});
  const std::string word = ar ? "البح" : language == "fi" ? "älykäs" : "smart";
  const std::string nowhere = ar ? "ظظظظ" : "xqzxqz";
  add("search-hits", search(word, true));
  add("search-hits-alone", search(word, true, true));
  add("search-no-hits", search(nowhere, false));
  add("search-no-hits-alone", search(nowhere, false, true));
  add("search-long-word", search(ar ? "البح" : "Smart specialisering i Örebro län ", false));
  all->back().model.keys.shift = visit::Shift::once;
}

void add_sheets(std::vector<Shot>* all, const visit::Model& article) {
  const auto add = [&](const char* name, Sheet sheet) -> visit::Model& {
    all->push_back({name, article});
    all->back().model.sheet = sheet;
    return all->back().model;
  };
  add("feedback-no", Sheet::feedback).feedback = {visit::SaveState::saved, false, {"hard_to_read"}, 1, 0};
  add("feedback-yes", Sheet::feedback).feedback = {visit::SaveState::saved, true, {}, 1, 0};
  add("feedback-failed", Sheet::feedback).feedback = {visit::SaveState::failed, true, {}, 0, 0};
  // As where kiosk.toml allows a comment, and answers go to a hub.
  for (const bool writing : {false, true}) {
    visit::Model& comment = add(writing ? "feedback-writing" : "feedback-comment", Sheet::feedback);
    comment.installation.comment = comment.installation.sends_answers = true;
    comment.feedback = {visit::SaveState::saved, true, {}, 1, 0, "2017", writing};
  }
  add("language", Sheet::language);
  add("adapt", Sheet::adapt);
  add("idle", Sheet::idle).idle_left_s = 14;
}

bool same_places(const ui::NodeTree& a, const ui::NodeTree& b) {
  return std::equal(a.nodes().begin(), a.nodes().end(), b.nodes().begin(), b.nodes().end(),
                    [](const ui::Node& one, const ui::Node& other) {
                      return one.id == other.id && one.rect == other.rect && one.label == other.label;
                    });
}

// Draws until a frame is as the one before: the heights of what is set lazily become known as it is drawn.
testing::Stage::Drawn settle(testing::Stage& stage, visit::Model& model) {
  constexpr int tries_max = 20;
  testing::Stage::Drawn before = stage.draw(model);
  for (int tries = 0; tries < tries_max; ++tries) {
    for (const visit::Action& action : before.actions)
      if (const auto* scroll = std::get_if<visit::ScrollTo>(&action)) model.place.scroll_px = scroll->px;
    testing::Stage::Drawn now = stage.draw(model);
    const bool rests = !now.animating && now.actions.empty() && same_places(before.tree, now.tree);
    before = std::move(now);
    if (rests) break;
  }
  return before;
}

void press(testing::Stage& stage, visit::Model& model, const std::string& id) {
  ui::Pointing pointing;
  pointing.press = id;
  stage.point(pointing);
  for (const visit::Action& action : stage.draw(model).actions)
    if (const auto* scroll = std::get_if<visit::ScrollTo>(&action)) model.place.scroll_px = scroll->px;
  stage.point({});
}

}  // namespace

display::Size size_of(const Combination& at) {
  return at.across ? display::Size{1920, 1080} : display::Size{1080, 1920};
}

std::vector<Shot> shots(const Combination& at, const Content& real, const Content& large, std::size_t turn) {
  const std::vector<std::string> pages = {"what-is-it", "how-we-work", "our-task", "research-and-business"};
  std::vector<Shot> all;
  const auto add = [&](const char* name, const Content& content, ScreenId screen,
                       const std::string& id = "") {
    all.push_back({name, model_of(at, content, screen, id)});
    return &all.back().model;
  };
  visit::Model* neutral = add("neutral", real, ScreenId::neutral);
  neutral->library = std::make_shared<const visit::Library>();
  add("home", real, ScreenId::home)->headline = turn % real.library->site.headlines.size();
  add("home-large", large, ScreenId::home);
  add("group", real, ScreenId::group, "region");
  add("group-large", large, ScreenId::group, "strategy");
  const std::string page = pages[turn % pages.size()];
  add("article", real, ScreenId::article, page);
  add("article-answered", real, ScreenId::article, page)->answered[page] = turn % 2 == 0;
  add("article-long", large, ScreenId::article, pages[(turn + 1) % pages.size()]);
  add("article-machine", large, ScreenId::article, page + "-1");
  add("contacts", real, ScreenId::contacts);
  add("contacts-large", large, ScreenId::contacts);
  add("contact", real, ScreenId::contact, "kristina-eklof");
  add("contact-card", large, ScreenId::contact, "person-7");
  add("about", real, ScreenId::about);
  add_search(&all, model_of(at, real, ScreenId::search), at.language);
  add_sheets(&all, model_of(at, real, ScreenId::article, page));
  // Staff's screens speak these two languages, and know no low reach: that is a visitor's wish.
  if ((at.language == "sv" || at.language == "en") && !at.low_reach)
    for (auto& [name, model] : testing::staff_shots(model_of(at, real, ScreenId::home), size_of(at)))
      all.push_back({name, std::move(model)});
  return all;
}

void Walk::operator()(const Combination& at, std::size_t turn, const Look& look) {
  // A stage of its own for each: what was set for one is of no use to another.
  stage_ = std::make_unique<testing::Stage>(size_of(at));
  letterless_ = stage_->without_letters();
  for (const Shot& shot : shots(at, real_, large_, turn)) through(shot, at, look);
  letterless_.reset();
  stage_.reset();
}

void Walk::through(const Shot& shot, const Combination& at, const Look& look) {
  stage_->reset();
  letterless_->reset();
  visit::Model model = shot.model;
  for (int page = 1; page <= pages_max; ++page) {
    const Observed frame = observe(page == 1 ? shot.name : shot.name + " " + std::to_string(page), at, model);
    look(frame, *stage_, model);
    const auto& nodes = frame.tree.nodes();
    const auto down = std::find_if(nodes.begin(), nodes.end(), [](const ui::Node& node) {
      return node.id.ends_with(".page_down") && node.enabled && is_whole(node);
    });
    if (down == nodes.end()) return;
    visit::Model twin = model;
    press(*stage_, model, down->id);
    press(*letterless_, twin, down->id);
  }
}

Observed Walk::observe(const std::string& screen, const Combination& at, visit::Model& model) {
  Observed frame;
  frame.screen = screen;
  frame.at = at;
  testing::Stage::Drawn drawn = settle(*stage_, model);
  frame.tree = std::move(drawn.tree);
  frame.complete = drawn.complete;
  visit::Model twin = model;
  settle(*letterless_, twin);
  frame.pixels = stage_->pixels();
  frame.without_letters = letterless_->pixels();
  for (const ui::Node& node : frame.tree.nodes()) {
    if (!node.paint || !is_seen(node)) continue;
    frame.blocks[node.id] = stage_->block(node);
    frame.capital_h_px[node.id] = capital_h_px(node.paint->font_px);
  }
  return frame;
}

double Walk::capital_h_px(float font_px) {
  if (!typesetter_) {
    auto made = display::Typesetter::create(std::string(ENTRE_ASSETS_DIR) + "/fonts/fonts.toml");
    REQUIRE(made.ok());
    typesetter_ = std::move(*made);
  }
  double& known = capitals_[font_px];
  if (known > 0) return known;
  // The H of ten times the size, so that a row of pixels more or less does not count.
  display::TextRequest request;
  request.text = "H";
  request.size_px = font_px * 10;
  const display::TextBlock block = typesetter_->set(request);
  int top = block.coverage.h, bottom = -1;
  for (int y = 0; y < block.coverage.h; ++y)
    for (int x = 0; x < block.coverage.w; ++x)
      if (block.coverage.alpha[static_cast<std::size_t>(y) * static_cast<std::size_t>(block.coverage.w) +
                               static_cast<std::size_t>(x)] >= 128)
        top = std::min(top, y), bottom = y;
  return known = (bottom - top + 1) / 10.0;
}

}  // namespace entre::conformance
