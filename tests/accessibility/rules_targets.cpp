// What can be touched: large, apart, within reach, and nothing that only a drag brings.
#include <algorithm>
#include <cmath>

#include "rules.h"

namespace entre::conformance {
namespace {

constexpr double side_mm_wanted = 25, side_mm_min = 20, gap_mm_wanted = 4, gap_mm_min = 3;
constexpr double key_pitch_mm_min = 30;
constexpr double control_mm_max = 1220, low_reach_mm_max = 1100;
constexpr double rounding_mm = 0.2;  // half a pixel

}  // namespace

void target_size(const Observed& frame, Tally& tally) {
  for (const ui::Node& node : frame.tree.nodes()) {
    if (!node.focusable) continue;
    const double side_mm = frame.panel.mm(std::min(node.rect.w, node.rect.h));
    tally.check(5, side_mm >= side_mm_wanted - rounding_mm, [&] {
      return describe(node) + ": " + number(side_mm) + " mm, 25 are wanted" +
             (side_mm < side_mm_min ? " and 20 needed" : "");
    });
  }
}

void target_gaps(const Observed& frame, Tally& tally) {
  const auto all = targets(frame);
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = i + 1; j < all.size(); ++j) {
      const double gap_mm = frame.panel.mm(distance(seen(*all[i]), seen(*all[j])));
      tally.check(5, gap_mm >= gap_mm_wanted - rounding_mm, [&] {
        return describe(*all[i]) + " and " + describe(*all[j]) + " are " + number(gap_mm) +
               " mm apart, 4 are wanted" + (gap_mm < gap_mm_min ? " and 3 needed" : "");
      });
    }
}

void key_pitch(const Observed& frame, Tally& tally) {
  const ui::Node* before = nullptr;
  for (const ui::Node& node : frame.tree.nodes()) {
    if (node.role != ui::Role::key) continue;
    if (before != nullptr && before->rect.y == node.rect.y) {
      const auto middle = [](const ui::Node& key) { return key.rect.x + key.rect.w / 2; };
      const double pitch_mm = frame.panel.mm(std::abs(middle(node) - middle(*before)));
      tally.check(5, pitch_mm >= key_pitch_mm_min - rounding_mm, [&] {
        return describe(*before) + " and " + describe(node) + " are " + number(pitch_mm) +
               " mm apart, 30 needed";
      });
    }
    before = &node;
  }
}

void page_buttons(const Observed& frame, Tally& tally) {
  const auto leads = [&](const char* way) {
    return std::any_of(frame.tree.nodes().begin(), frame.tree.nodes().end(), [&](const ui::Node& node) {
      return node.id.ends_with(way) && node.enabled && is_whole(node);
    });
  };
  for (const ui::Node& node : frame.tree.nodes()) {
    const bool below = node.rect.bottom() > node.clip.bottom() + 1, above = node.rect.y < node.clip.y - 1;
    const bool beside = node.rect.x < node.clip.x - 1 || node.rect.right() > node.clip.right() + 1;
    tally.check(7, !beside, [&] { return describe(node) + " reaches beyond its column sideways"; });
    if (below)
      tally.check(7, leads(".page_down"),
                  [&] { return describe(node) + ": nothing but a drag brings it up"; });
    if (above)
      tally.check(7, leads(".page_up"),
                  [&] { return describe(node) + ": nothing but a drag brings it down"; });
  }
}

void heights(const Observed& frame, Tally& tally) {
  const double most_mm = frame.at.low_reach ? low_reach_mm_max : control_mm_max;
  for (const ui::Node* node : targets(frame)) {
    const double top_mm = frame.height_mm(seen(*node).y);
    tally.check(8, top_mm <= most_mm + rounding_mm, [&] {
      return describe(*node) + " reaches " + number(top_mm) + " mm above the floor, " + number(most_mm) +
             " at most";
    });
  }
}

}  // namespace entre::conformance
