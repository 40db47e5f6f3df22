// Contrast, measured on the pixels that are shown.
#include <algorithm>
#include <map>

#include "rules.h"

namespace entre::conformance {
namespace {

constexpr double text_min = 7, shape_min = 3;
constexpr double rounding = 0.02;  // a colour is three whole bytes

std::uint32_t word(const display::Pixels& pixels, int x, int y) {
  return pixels
      .argb[static_cast<std::size_t>(y) * static_cast<std::size_t>(pixels.w) + static_cast<std::size_t>(x)];
}

// A text of a control that does nothing now need only be told from its ground.
bool is_disabled(const Observed& frame, const ui::Node& node) {
  const ui::Node* parent = frame.tree.find(node.parent);
  return parent != nullptr && !parent->enabled;
}

// The ground is what is drawn without letters. On each ground that has letters on it, their full colour is
// the pixel that stands out most. best: of the commonest ground; worst: of any.
struct Letters {
  double best = 0, worst = 21;
  bool any = false;
};

Letters letters(const Observed& frame, const Box& at) {
  constexpr int pixels_min = 60;  // fewer are the rim of a shape
  struct Ground {
    int pixels = 0;
    double most = 0;
  };
  std::map<std::uint32_t, Ground> grounds;
  for (int y = at.top; y < at.bottom; ++y)
    for (int x = at.left; x < at.right; ++x) {
      const std::uint32_t with = word(frame.pixels, x, y), without = word(frame.without_letters, x, y);
      if (with == without) continue;
      // Shades that differ by a sixteenth are one ground: a pattern's are many.
      Ground& ground = grounds[without & 0xF0F0F0];
      ++ground.pixels;
      ground.most = std::max(ground.most, contrast_of(luminance(with), luminance(without)));
    }
  Letters found;
  int most = 0;
  for (const auto& [color, ground] : grounds) {
    found.any = true;
    if (ground.pixels > most) most = ground.pixels, found.best = ground.most;
    if (ground.pixels >= pixels_min) found.worst = std::min(found.worst, ground.most);
  }
  return found;
}

std::uint32_t commonest(const display::Pixels& pixels, const Box& at) {
  std::map<std::uint32_t, int> counts;
  for (int y = at.top; y < at.bottom; y += 2)
    for (int x = at.left; x < at.right; x += 2) ++counts[word(pixels, x, y)];
  const auto most = std::max_element(counts.begin(), counts.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == counts.end() ? 0 : most->first;
}

// The most that any pixel of a line across the control's left edge stands out from what is outside; 1 where
// nothing is drawn there.
double edge_contrast(const Observed& frame, const ui::Node& node) {
  constexpr int outside_px = 3, inside_px = 8;
  const Box at = box(node.rect, frame.pixels);
  const int y = (at.top + at.bottom) / 2;
  const int from = std::max(0, at.left - outside_px), to = std::min(frame.pixels.w - 1, at.left + inside_px);
  const double outside = luminance(word(frame.pixels, from, y));
  double most = 1;
  for (int x = from; x <= to; ++x)
    most = std::max(most, contrast_of(outside, luminance(word(frame.pixels, x, y))));
  return most;
}

double content_contrast(const Observed& frame, const ui::Node& node) {
  const Box at = box(node.rect, frame.pixels);
  const double ground = luminance(commonest(frame.pixels, at));
  double most = 1;
  for (int y = at.top; y < at.bottom; ++y)
    for (int x = at.left; x < at.right; ++x)
      most = std::max(most, contrast_of(ground, luminance(word(frame.pixels, x, y))));
  return most;
}

}  // namespace

bool differs_in_grey(const display::Pixels& a, const display::Pixels& b, const display::Rect& rect) {
  constexpr double clear = 3, slight = 1.4;
  const Box at = box(rect, a);
  int clearly = 0, slightly = 0;
  for (int y = at.top; y < at.bottom; ++y)
    for (int x = at.left; x < at.right; ++x) {
      const double contrast = contrast_of(luminance(word(a, x, y)), luminance(word(b, x, y)));
      clearly += contrast >= clear ? 1 : 0;
      slightly += contrast >= slight ? 1 : 0;
    }
  const int w = at.right - at.left, h = at.bottom - at.top;
  return clearly >= std::min(w, h) || slightly >= w * h / 2;
}

void focus_ring(const ui::Node& node, const display::Pixels& with, Tally& tally) {
  constexpr int ring_px = 4;
  const Box at = box(seen(node), with);
  const int y = (at.top + at.bottom) / 2;
  // Out of the left edge, or out of the right one where the panel ends at the left.
  const bool to_left = at.left >= 3 * ring_px;
  const auto away = [&](int px) { return word(with, to_left ? at.left - px : at.right - 1 + px, y); };
  if (!to_left && at.right + 3 * ring_px > with.w) return;
  const std::uint32_t inner = away(1), outer = away(ring_px + 1), ground = away(3 * ring_px);
  bool whole = true;
  for (int px = 1; px <= ring_px; ++px) whole = whole && away(px) == inner && away(ring_px + px) == outer;
  const auto apart = [](std::uint32_t a, std::uint32_t b) { return contrast_of(luminance(a), luminance(b)); };
  tally.check(9, whole && inner != outer, [&] { return describe(node) + ": no ring of two tones of 4 px"; });
  tally.check(
      9,
      apart(inner, outer) >= shape_min && std::max(apart(inner, ground), apart(outer, ground)) >= shape_min,
      [&] {
        return describe(node) + ": its ring's tones have " + number(apart(inner, outer)) + ":1, and " +
               number(std::max(apart(inner, ground), apart(outer, ground))) + ":1 to what is around";
      });
}

void text_contrast(const Observed& frame, Tally& tally) {
  for (const ui::Node& node : frame.tree.nodes()) {
    if (!node.paint || !is_seen(node)) continue;
    const Letters found = letters(frame, box(seen(node), frame.pixels));
    if (!found.any) continue;  // a sliver at a column's edge; the transcript's rule asks for ink
    const double least = is_disabled(frame, node) ? shape_min : text_min;
    if (is_whole(node))
      tally.check(3, found.best >= least - rounding, [&] {
        return describe(node) + ": its letters have " + number(found.best) + ":1, " + number(least) +
               ":1 is needed";
      });
    tally.check(3, !is_whole(node) || found.worst >= least - rounding, [&] {
      return describe(node) + ": over part of its ground its letters have " + number(found.worst) + ":1, " +
             number(least) + ":1 is needed";
    });
  }
}

void shape_contrast(const Observed& frame, Tally& tally) {
  for (const ui::Node& node : frame.tree.nodes()) {
    if (!node.focusable || !is_whole(node) || !is_seen(node)) continue;
    const double edge = edge_contrast(frame, node);
    // Some controls have no edge of their own (the dock's): their icon and label are what is seen.
    const bool has_edge = edge > 1.02;
    const double found = has_edge ? edge : content_contrast(frame, node);
    tally.check(3, found >= shape_min - rounding, [&] {
      return describe(node) + (has_edge ? ": its edge has " : ": what is in it has ") + number(found) +
             ":1, 3.00:1 is needed";
    });
  }
}

}  // namespace entre::conformance
