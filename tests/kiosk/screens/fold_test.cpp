// Where a column ends above the page buttons: no line of text is cut, and paging shows every line whole.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "stage.h"

using namespace entre;
using entre::testing::make_long_page;
using entre::testing::make_model;
using entre::testing::Stage;
using visit::ScreenId;

namespace {

struct Setting {
  display::Size size;
  std::string language;
  int text_percent;
};
const Setting kSettings[] = {{{1080, 1920}, "sv", 100},
                             {{1080, 1920}, "sv", 200},
                             {{1920, 1080}, "sv", 125},
                             {{1920, 1080}, "ar", 150}};

visit::Model long_article(const Setting& setting) {
  visit::Model model = make_model(setting.language, ScreenId::article);
  model.preferences.text_percent = setting.text_percent;
  const auto long_page = make_long_page(*model.page, 8);
  content::Page page = *model.page;
  page.blocks.insert(page.blocks.end(), long_page->blocks.begin(), long_page->blocks.end());
  model.page = std::make_shared<const content::Page>(page);
  return model;
}

// The window of the column: what lies in it whole is clipped to it.
display::Rect window_of(const ui::NodeTree& tree) {
  display::Rect window;
  for (const ui::Node& node : tree.nodes())
    if ((node.id == "article.title" || node.id.starts_with("article.block.")) && node.clip.h > window.h)
      window = node.clip;
  return window;
}

bool lies_in(const display::Rect& window, const ui::Node& node) {
  return node.clip.x == window.x && node.clip.w == window.w && node.clip.y >= window.y &&
         node.clip.bottom() <= window.bottom();
}

// The letters of a line, its leading left out.
display::Rect line_box(const ui::Node& node, const display::TextLine& line) {
  const float h = std::min(line.rect.h, 1.2f * node.paint->font_px);
  return {node.rect.x, std::round(node.rect.y + line.rect.y + (line.rect.h - h) / 2), node.rect.w, h};
}

std::size_t letter_pixels(const display::Pixels& with, const display::Pixels& without, display::Rect box) {
  std::size_t count = 0;
  box = display::intersect(box, {0, 0, static_cast<float>(with.w), static_cast<float>(with.h)});
  for (int y = static_cast<int>(box.y); y < static_cast<int>(box.bottom()); ++y)
    for (int x = static_cast<int>(box.x); x < static_cast<int>(box.right()); ++x) {
      const std::size_t at =
          static_cast<std::size_t>(y) * static_cast<std::size_t>(with.w) + static_cast<std::size_t>(x);
      count += with.argb[at] != without.argb[at] ? 1 : 0;
    }
  return count;
}

void page_down(Stage& stage, visit::Model& model) {
  const ui::Node* button = stage.draw(model).tree.find("article.page_down");
  stage.touch(model, {{button->rect.x + button->rect.w / 2, button->rect.y + button->rect.h / 2}});
}

}  // namespace

TEST_CASE("a column at rest cuts no line of text, above or below") {
  for (const Setting& setting : kSettings) {
    CAPTURE(setting.size.w);
    CAPTURE(setting.text_percent);
    Stage stage(setting.size);
    visit::Model model = long_article(setting);
    stage.draw(model);
    const auto blank = stage.without_letters();
    int crossing = 0;
    for (int step = 0; step < 40; ++step) {
      // Steps of a drag, unlike a page's, end anywhere.
      model.place.scroll_px = 67.f * static_cast<float>(step);
      const Stage::Drawn drawn = stage.draw(model);
      blank->draw(model);
      const display::Pixels with = stage.pixels(), without = blank->pixels();
      const display::Rect window = window_of(drawn.tree);
      for (const ui::Node& node : drawn.tree.nodes()) {
        const auto block = node.paint && lies_in(window, node) ? stage.block(node) : nullptr;
        if (!block) continue;
        for (const display::TextLine& line : block->lines) {
          const display::Rect box = line_box(node, line);
          const bool cut = (box.y < window.bottom() && box.bottom() > window.bottom() + 1) ||
                           (box.y < window.y - 1 && box.bottom() > window.y);
          if (!cut) continue;
          ++crossing;
          CAPTURE(node.id);
          CAPTURE(box.y);
          CHECK(letter_pixels(with, without, display::intersect(box, window)) == 0);
        }
      }
    }
    CHECK(crossing > 10);
  }
}

TEST_CASE("paging shows every line and every control of a column whole") {
  for (const Setting& setting : kSettings) {
    CAPTURE(setting.size.w);
    CAPTURE(setting.text_percent);
    Stage stage(setting.size);
    visit::Model model = long_article(setting);
    std::map<std::string, bool> whole;
    for (int page = 0; page < 60; ++page) {
      const Stage::Drawn drawn = stage.draw(model);
      const display::Rect window = window_of(drawn.tree);
      const auto is_whole = [&](const display::Rect& box) {
        return box.y >= window.y - 1 && box.bottom() <= window.bottom() + 1;
      };
      for (const ui::Node& node : drawn.tree.nodes()) {
        if (!lies_in(window, node)) continue;
        if (node.focusable) whole[node.id] |= is_whole(node.rect);
        const auto block = node.paint ? stage.block(node) : nullptr;
        for (std::size_t i = 0; block && i < block->lines.size(); ++i)
          whole[node.id + " line " + std::to_string(i)] |= is_whole(line_box(node, block->lines[i]));
      }
      if (!drawn.tree.find("article.page_down")->enabled) break;
      page_down(stage, model);
    }
    CHECK(whole.size() > 60);
    for (const auto& [what, seen] : whole) {
      CAPTURE(what);
      CHECK(seen);
    }
  }
}

TEST_CASE("while a finger drags a column, what its edge cuts stays in sight") {
  Stage stage({1080, 1920});
  visit::Model model = long_article(kSettings[0]);
  model.place.scroll_px = 900;  // long paragraphs
  stage.draw(model);
  const auto at = [&](float y) { return std::pair<float, float>{500, y}; };
  stage.finger(model, display::FingerPhase::down, at(900));
  int cut_lines = 0;
  for (int step = 1; step <= 20; ++step) {
    stage.finger(model, display::FingerPhase::move, at(900.f - 23.f * static_cast<float>(step)));
    const Stage::Drawn drawn = stage.draw(model);
    const display::Rect window = window_of(drawn.tree);
    for (const ui::Node& node : drawn.tree.nodes())
      if (lies_in(window, node) && node.paint && node.rect.y < window.bottom() - 60 &&
          node.rect.bottom() > window.bottom() + 60)
        cut_lines += node.clip == window ? 1 : 0;
  }
  CHECK(cut_lines > 5);
  stage.finger(model, display::FingerPhase::up, at(900.f - 23.f * 20));
}
