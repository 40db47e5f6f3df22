// What is written: large enough, whole, apart, and set to be read.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "rules.h"

namespace entre::conformance {
namespace {

constexpr double degrees_min = 0.7;
constexpr double ink_tolerance_px = 3;  // of rounding and of letters' faint edges
constexpr int characters_min = 45, characters_max = 75;
constexpr double line_height_min = 1.4;
constexpr std::size_t letters_min = 3;

std::vector<const ui::Node*> texts(const Observed& frame) {
  std::vector<const ui::Node*> all;
  for (const ui::Node& node : frame.tree.nodes())
    if (node.paint && is_seen(node)) all.push_back(&node);
  return all;
}

std::shared_ptr<const display::TextBlock> block_of(const Observed& frame, const ui::Node& node) {
  const auto found = frame.blocks.find(node.id);
  return found == frame.blocks.end() ? nullptr : found->second;
}

// The column of a page. The lead is set larger, to be seen rather than read on in: its lines may be shorter.
bool is_reading_text(const ui::Node& node) {
  return node.id.starts_with("article.block.") || node.id == "article.lead";
}

std::size_t characters(const std::string& text, std::size_t begin, std::size_t end) {
  while (end > begin && text[end - 1] == ' ') --end;
  return static_cast<std::size_t>(std::count_if(
      text.begin() + static_cast<std::ptrdiff_t>(begin), text.begin() + static_cast<std::ptrdiff_t>(end),
      [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

bool is_letter(char byte) {
  const auto c = static_cast<unsigned char>(byte);
  return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Rows and columns of ink, of the set block and of the screen.
struct Ink {
  int w = 0, h = 0;
};

Ink ink_of(const display::Coverage& coverage) {
  constexpr std::uint8_t strong = 96;
  int left = coverage.w, right = -1, top = coverage.h, bottom = -1;
  for (int y = 0; y < coverage.h; ++y)
    for (int x = 0; x < coverage.w; ++x) {
      if (coverage.alpha[static_cast<std::size_t>(y) * static_cast<std::size_t>(coverage.w) +
                         static_cast<std::size_t>(x)] < strong)
        continue;
      left = std::min(left, x), right = std::max(right, x);
      top = std::min(top, y), bottom = y;
    }
  return right < 0 ? Ink{} : Ink{right - left + 1, bottom - top + 1};
}

Ink ink_on_screen(const Observed& frame, const display::Rect& rect) {
  const Box at = box(rect, frame.pixels);
  int left = at.right, right = -1, top = at.bottom, bottom = -1;
  for (int y = at.top; y < at.bottom; ++y)
    for (int x = at.left; x < at.right; ++x) {
      if (color_at(frame.pixels, x, y) == color_at(frame.without_letters, x, y)) continue;
      left = std::min(left, x), right = std::max(right, x);
      top = std::min(top, y), bottom = y;
    }
  return right < 0 ? Ink{} : Ink{right - left + 1, bottom - top + 1};
}

void check_ink(const Observed& frame, Tally& tally, const ui::Node& node, const display::TextBlock& block) {
  constexpr float around_px = 2;
  float left = block.lines.empty() ? 0 : block.lines[0].rect.x;
  for (const display::TextLine& line : block.lines) left = std::min(left, line.rect.x);
  const display::Rect where{node.rect.x - left + block.ink.x - around_px,
                            node.rect.y + block.ink.y - around_px, block.ink.w + 2 * around_px,
                            block.ink.h + 2 * around_px};
  // What reaches beyond its box may be cut at a column's fold, as the line after it is.
  if (!(display::intersect(where, node.clip) == where)) return;
  const Ink set = ink_of(block.coverage), shown = ink_on_screen(frame, where);
  tally.check(2, shown.w >= set.w - ink_tolerance_px && shown.h >= set.h - ink_tolerance_px, [&] {
    return describe(node) + ": its letters take " + std::to_string(set.w) + "x" + std::to_string(set.h) +
           " px, on screen are " + std::to_string(shown.w) + "x" + std::to_string(shown.h);
  });
}

}  // namespace

void capital_height(const Observed& frame, Tally& tally) {
  for (const ui::Node* node : texts(frame)) {
    const auto found = frame.capital_h_px.find(node->id);
    const double h_mm = found == frame.capital_h_px.end() ? 0 : frame.panel.mm(found->second);
    // EN 301 549, 5.1.4: H * 180 / (pi * D) is 0.7 or more.
    const double degrees = h_mm * 180 / (std::numbers::pi * frame.panel.viewing_distance_mm);
    tally.check(1, degrees >= degrees_min, [&] {
      return describe(*node) + ": a capital H is " + number(degrees) + " degrees tall, " +
             number(degrees_min) + " are needed";
    });
  }
}

void texts_are_whole(const Observed& frame, Tally& tally) {
  for (const ui::Node* node : texts(frame)) {
    const ui::Node* parent = frame.tree.find(node->parent);
    const display::Rect& holder = parent ? parent->rect : node->clip;
    tally.check(2, node->rect.x >= holder.x - 1 && node->rect.right() <= holder.right() + 1, [&] {
      return describe(*node) + " is wider than what holds it by " +
             number(std::max(holder.x - node->rect.x, node->rect.right() - holder.right())) + " px";
    });
    if (parent)
      tally.check(2, node->rect.y >= holder.y - 1 && node->rect.bottom() <= holder.bottom() + 1,
                  [&] { return describe(*node) + " is higher than " + describe(*parent); });
    const auto block = block_of(frame, *node);
    if (!tally.check(2, block != nullptr, [&] { return describe(*node) + ": no such text was set"; }))
      continue;
    const std::size_t end = block->lines.empty() ? 0 : block->lines.back().end;
    tally.check(2, end == node->label.size(), [&] {
      return describe(*node) + ": its lines hold " + std::to_string(end) + " of " +
             std::to_string(node->label.size()) + " bytes";
    });
    if (is_whole(*node)) check_ink(frame, tally, *node, *block);
  }
}

void texts_apart(const Observed& frame, Tally& tally) {
  const auto all = texts(frame);
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = i + 1; j < all.size(); ++j)
      tally.check(2, distance(seen(*all[i]), seen(*all[j])) >= -1,
                  [&] { return describe(*all[i]) + " lies over " + describe(*all[j]); });
  for (const ui::Node* target : targets(frame))
    for (const ui::Node* node : all) {
      if (node->parent == target->id || distance(seen(*node), seen(*target)) >= -1) continue;
      // Cards name their texts themselves and hold them without being their parent by id.
      tally.check(2, is_whole(*target) ? seen(*node).y >= target->rect.y - 1 : true,
                  [&] { return describe(*node) + " reaches into " + describe(*target); });
    }
}

void line_measure(const Observed& frame, Tally& tally) {
  for (const ui::Node* node : texts(frame)) {
    const auto block =
        is_reading_text(*node) && node->role == ui::Role::text ? block_of(frame, *node) : nullptr;
    if (!block) continue;
    std::size_t sum = 0;
    for (const display::TextLine& line : block->lines) {
      const std::size_t n = characters(node->label, line.begin, line.end);
      if (&line != &block->lines.back()) sum += n;
      tally.check(15, n <= characters_max,
                  [&] { return describe(*node) + ": a line of " + std::to_string(n) + " characters"; });
    }
    // A measure is of a whole paragraph: single lines end where a word does.
    const bool is_paragraph = block->lines.size() >= 4 && node->id.starts_with("article.block.") &&
                              node->id.find('.', 14) == std::string::npos;
    if (frame.at.text_percent != 100 || !is_paragraph) continue;
    const double mean = static_cast<double>(sum) / static_cast<double>(block->lines.size() - 1);
    tally.check(15, mean >= characters_min - 1, [&] {
      return describe(*node) + ": " + number(mean) + " characters a line, " + std::to_string(characters_min) +
             " are wanted";
    });
  }
}

void line_height(const Observed& frame, Tally& tally) {
  for (const ui::Node* node : texts(frame)) {
    const auto block =
        node->role == ui::Role::text && node->parent.empty() ? block_of(frame, *node) : nullptr;
    if (!block) continue;
    for (std::size_t i = 1; i < block->lines.size(); ++i) {
      const double leading = (block->lines[i].baseline - block->lines[i - 1].baseline) / block->size_px;
      tally.check(15, leading >= line_height_min - 0.02, [&] {
        return describe(*node) + ": lines stand " + number(leading) + " of their size apart";
      });
    }
  }
}

void word_fragments(const Observed& frame, Tally& tally) {
  for (const ui::Node* node : texts(frame)) {
    const auto block = block_of(frame, *node);
    if (!block) continue;
    const std::string& text = node->label;
    for (std::size_t i = 0; i + 1 < block->lines.size(); ++i) {
      const std::size_t at = block->lines[i].end;
      if (at == 0 || at >= text.size() || !is_letter(text[at - 1]) || !is_letter(text[at])) continue;
      std::size_t begin = at, end = at;
      while (begin > 0 && is_letter(text[begin - 1])) --begin;
      while (end < text.size() && is_letter(text[end])) ++end;
      const std::size_t before = characters(text, begin, at), after = characters(text, at, end);
      tally.check(15, before >= letters_min && after >= letters_min, [&] {
        return describe(*node) + ": \"" + text.substr(begin, end - begin) + "\" is divided into " +
               std::to_string(before) + " and " + std::to_string(after) + " letters";
      });
    }
  }
}

void known_glyphs(const Observed& frame, Tally& tally) {
  for (const ui::Node* node : texts(frame)) {
    const auto block = block_of(frame, *node);
    if (block)
      tally.check(16, !block->unknown_glyph,
                  [&] { return describe(*node) + " has a letter that no font has"; });
  }
}

}  // namespace entre::conformance
