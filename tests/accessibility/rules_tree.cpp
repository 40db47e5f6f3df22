// What the tree says, against what is on screen.
#include <algorithm>
#include <map>
#include <set>

#include "kiosk/ui/focus.h"
#include "rules.h"

namespace entre::conformance {
namespace {

const std::map<std::string, std::string> own_names = {
    {"sv", "Svenska"}, {"sv-simple", "Lättläst"}, {"en", "English"}, {"fi", "Suomi"}, {"ar", "العربية"}};

bool is_fixed(const ui::Node& node) {
  return node.id == "dock" || node.id.starts_with("dock.") || node.role == ui::Role::key;
}

// Where letters may be: in some text's box and where its ink reaches beyond it; in a field, whose state says
// them; in the initials beside a person's name, a decoration; and behind a sheet, where the screen only shows
// through.
class TextMask {
 public:
  explicit TextMask(const Observed& frame) : frame_(frame), mask_(frame.pixels.argb.size()) {
    const auto w = static_cast<float>(frame.pixels.w), h = static_cast<float>(frame.pixels.h);
    for (const ui::Node& node : frame.tree.nodes()) {
      if (node.paint) text(node);
      if (node.role == ui::Role::text_field) fill(node.rect);
      if (node.id.starts_with("adapt.text.")) fill(node.rect);  // an A of that size, in place of an icon
      if (node.id == "contact.name") fill(around(node.rect, static_cast<float>(frame.panel.px(80))));
      if (node.role != ui::Role::dialog) continue;
      const auto corner = static_cast<float>(frame.panel.px(15));  // a sheet's are round
      for (const float x : {node.rect.x, node.rect.right() - corner})
        for (const float y : {node.rect.y, node.rect.bottom() - corner}) fill({x, y, corner, corner});
      const ui::Node* dock = frame.tree.find("dock");
      fill({0, 0, w, node.rect.y});
      fill({0, node.rect.bottom(), w, (dock != nullptr ? dock->rect.y : h) - node.rect.bottom()});
      fill({0, 0, node.rect.x, dock != nullptr ? dock->rect.y : h});
      fill({node.rect.right(), 0, w - node.rect.right(), dock != nullptr ? dock->rect.y : h});
    }
  }
  bool operator[](std::size_t pixel) const { return mask_[pixel]; }

 private:
  static display::Rect around(const display::Rect& rect, float by_px) {
    return {rect.x - by_px, rect.y - by_px, rect.w + 2 * by_px, rect.h + 2 * by_px};
  }
  void text(const ui::Node& node) {
    constexpr float rounding_px = 2, overhang_px = 16;
    const auto found = frame_.blocks.find(node.id);
    // Of what has not come up yet, the marks above its letters may have.
    fill(display::intersect(around(node.rect, is_seen(node) ? rounding_px : overhang_px), node.clip));
    if (found == frame_.blocks.end() || !found->second || found->second->lines.empty()) return;
    const display::TextBlock& block = *found->second;
    float left = block.lines[0].rect.x;
    for (const display::TextLine& line : block.lines) left = std::min(left, line.rect.x);
    fill(display::intersect(
        around({node.rect.x - left + block.ink.x, node.rect.y + block.ink.y, block.ink.w, block.ink.h},
               rounding_px),
        node.clip));
  }
  void fill(const display::Rect& rect) {
    const Box at = box(rect, frame_.pixels);
    for (int y = at.top; y < at.bottom; ++y)
      for (int x = at.left; x < at.right; ++x)
        mask_[static_cast<std::size_t>(y) * static_cast<std::size_t>(frame_.pixels.w) +
              static_cast<std::size_t>(x)] = true;
  }

  const Observed& frame_;
  std::vector<bool> mask_;
};

}  // namespace

void named_nodes(const Observed& frame, Tally& tally) {
  for (const ui::Node& node : frame.tree.nodes()) {
    tally.check(10, !node.label.empty(), [&] { return node.id + " has no label"; });
    tally.check(10, own_names.contains(node.language),
                [&] { return describe(node) + ": \"" + node.language + "\" is no language of the site"; });
    tally.check(10, !node.focusable || node.role != ui::Role::text,
                [&] { return describe(node) + " can be touched and has no role but text"; });
    tally.check(10, node.parent.empty() || frame.tree.find(node.parent) != nullptr,
                [&] { return describe(node) + ": its parent " + node.parent + " is not there"; });
  }
}

void transcript(const Observed& frame, Tally& tally) {
  const TextMask mask(frame);
  int left = frame.pixels.w, top = frame.pixels.h, right = -1, bottom = -1;
  for (int y = 0; y < frame.pixels.h; ++y)
    for (int x = 0; x < frame.pixels.w; ++x) {
      const std::size_t i = static_cast<std::size_t>(y) * static_cast<std::size_t>(frame.pixels.w) +
                            static_cast<std::size_t>(x);
      if (mask[i] || frame.pixels.argb[i] == frame.without_letters.argb[i]) continue;
      left = std::min(left, x), right = std::max(right, x), top = std::min(top, y), bottom = y;
    }
  tally.check(10, right < 0, [&] {
    return "letters that no node says, from (" + std::to_string(left) + ", " + std::to_string(top) +
           ") to (" + std::to_string(right) + ", " + std::to_string(bottom) + ")";
  });
  for (const ui::Node& node : frame.tree.nodes()) {
    if (!node.paint || !is_whole(node) || !is_seen(node)) continue;
    const Box at = box(node.rect, frame.pixels);
    bool inked = false;
    for (int y = at.top; y < at.bottom && !inked; ++y)
      for (int x = at.left; x < at.right && !inked; ++x)
        inked = !(color_at(frame.pixels, x, y) == color_at(frame.without_letters, x, y));
    tally.check(10, inked, [&] { return describe(node) + " is in the tree and not on screen"; });
  }
}

void walk_by_keys(const Observed& frame, Tally& tally) {
  const std::vector<ui::Stop> all = ui::stops(frame.tree);
  std::set<std::string> ids;
  for (const ui::Stop& stop : all) ids.insert(stop.node->id);
  for (const ui::Node& node : frame.tree.nodes())
    if (node.focusable || node.paint)
      // The number of a list's entry is said with its text.
      tally.check(9,
                  ids.contains(node.id) || (!node.focusable && ids.contains(node.parent)) ||
                      node.id.ends_with(".number"),
                  [&] { return describe(node) + " cannot be reached by keys"; });
  if (!tally.check(9, !all.empty(), [] { return std::string("keys have nowhere to go"); })) return;
  for (const int by : {1, -1}) {
    ui::Focus focus;
    focus.follow(frame.tree, frame.screen);
    const std::string start = focus.id();
    std::set<std::string> met;
    for (std::size_t i = 0; i < all.size(); ++i) met.insert(focus.id()), focus.move(frame.tree, by);
    tally.check(9, met == ids && focus.id() == start, [&] {
      return std::to_string(met.size()) + " of " + std::to_string(ids.size()) +
             " stops in a round, which ends at " + focus.id();
    });
  }
}

// Within a column the tree goes down; a row goes in the direction of its language.
void reading_order(const Observed& frame, Tally& tally) {
  const ui::Node* before = nullptr;
  for (const ui::Node& node : frame.tree.nodes()) {
    if (!is_seen(node) || !(node.paint || node.focusable)) continue;
    if (before != nullptr && before->clip == node.clip) {
      const bool same_column = before->rect.x < node.rect.right() && node.rect.x < before->rect.right();
      tally.check(10, !same_column || node.rect.bottom() > before->rect.y, [&] {
        return describe(node) + " is read after " + describe(*before) + " and stands above it";
      });
    }
    before = &node;
  }
}

void mirrored_rows(const Observed& frame, Tally& tally) {
  const bool rtl = frame.at.language == "ar";
  const ui::Node* before = nullptr;
  for (const ui::Node& node : frame.tree.nodes()) {
    if (!node.focusable || is_fixed(node)) continue;
    if (before != nullptr && before->rect.y == node.rect.y && before->rect.h == node.rect.h)
      tally.check(16, rtl == (node.rect.x < before->rect.x), [&] {
        return describe(*before) + " and " + describe(node) + " stand in the other direction";
      });
    before = &node;
  }
  // The dock stays.
  const ui::Node *back = frame.tree.find("dock.back"), *language = frame.tree.find("dock.language");
  if (back != nullptr && language != nullptr)
    tally.check(16, back->rect.x < language->rect.x, [&] { return std::string("the dock is mirrored"); });
}

void endonyms(const Observed& frame, Tally& tally) {
  std::set<std::string> offered;
  for (const ui::Node& node : frame.tree.nodes()) {
    for (const char* prefix : {"language.", "home.language."}) {
      const auto own =
          own_names.find(node.id.starts_with(prefix) ? node.id.substr(std::string(prefix).size()) : "");
      if (own == own_names.end() || !node.focusable) continue;
      offered.insert(own->first);
      tally.check(17, node.label == own->second && node.language == own->first, [&] {
        return describe(node) + " in " + node.language + ": \"" + own->second + "\" is its own name";
      });
    }
  }
  if (offered.empty()) return;
  for (const char* always : {"fi", "sv-simple", "sv"})
    tally.check(17, offered.contains(always), [&] { return std::string(always) + " is not offered"; });
}

void first_layer(const Observed& frame, Tally& tally) {
  const bool keyboard = frame.tree.find("search.key.q") != nullptr;
  if (!keyboard || frame.at.language == "ar") return;
  for (const char* letter : {"å", "ä", "ö"}) {
    const ui::Node* key = frame.tree.find(std::string("search.key.") + letter);
    tally.check(18, key != nullptr && is_whole(*key) && key->enabled,
                [&] { return std::string(letter) + " is not on the keyboard's first layer"; });
  }
}

// Of visitors: what staff write is the kiosk's settings.
void no_free_text(const Observed& frame, Tally& tally) {
  if (frame.screen.starts_with("staff")) return;
  const ui::Node* notice = frame.tree.find("feedback.comment_notice");
  const bool noticed =
      frame.screen.starts_with("feedback-writing") && notice != nullptr && !notice->label.empty();
  for (const ui::Node& node : frame.tree.nodes()) {
    tally.check(21, node.role != ui::Role::text_field || node.id == "search.field" || noticed, [&] {
      return describe(node) + ": a field to write in, outside search and without its notice";
    });
    tally.check(21, node.id != "feedback.write" || frame.screen.starts_with("feedback-comment"),
                [&] { return describe(node) + ": a comment is offered, and kiosk.toml does not allow it"; });
  }
}

void one_answer(const Observed& frame, Tally& tally) {
  const ui::Node* answered = frame.tree.find("article.useful.answered");
  if (frame.tree.find("article.title") == nullptr) return;
  for (const char* id : {"article.useful.yes", "article.useful.no"})
    tally.check(23, answered == nullptr || frame.tree.find(id) == nullptr,
                [&] { return std::string(id) + " is there, and the page has been answered"; });
}

void never_blank(const Observed& frame, Tally& tally) {
  const auto texts = std::count_if(
      frame.tree.nodes().begin(), frame.tree.nodes().end(),
      [](const ui::Node& node) { return node.paint && is_seen(node) && !node.id.starts_with("dock."); });
  std::size_t inked = 0;
  for (std::size_t i = 0; i < frame.pixels.argb.size(); ++i)
    inked += frame.pixels.argb[i] != frame.without_letters.argb[i] ? 1 : 0;
  tally.check(22, frame.complete && texts > 0 && inked > 0,
              [&] { return "nothing to read: " + std::to_string(texts) + " texts"; });
}

const std::vector<FrameRule>& frame_rules() {
  static const std::vector<FrameRule> all = {
      capital_height, texts_are_whole, texts_apart,   line_measure,   line_height,
      word_fragments, known_glyphs,    text_contrast, shape_contrast, target_size,
      target_gaps,    key_pitch,       page_buttons,  heights,        named_nodes,
      transcript,     walk_by_keys,    reading_order, mirrored_rows,  endonyms,
      first_layer,    no_free_text,    one_answer,    codes,          never_blank};
  return all;
}

}  // namespace entre::conformance
