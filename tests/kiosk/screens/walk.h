#pragma once
// The graph of a screen's keys, walked on its node tree: everything can be reached, and nothing holds on.

#include <doctest/doctest.h>

#include <set>

#include "kiosk/ui/focus.h"

namespace entre::testing {

inline void check_walk(const ui::NodeTree& tree) {
  const std::vector<ui::Stop> all = ui::stops(tree);
  REQUIRE(!all.empty());
  // Whatever has a name is a stop or part of one; whatever can be touched is a stop.
  std::set<std::string> ids;
  for (const ui::Stop& stop : all) ids.insert(stop.node->id);
  for (const ui::Node& node : tree.nodes()) {
    CAPTURE(node.id);
    if (node.focusable) CHECK(ids.contains(node.id));
    if (node.paint) CHECK((ids.contains(node.id) || ids.contains(node.parent)));
  }
  // next goes through all of them once, in the tree's order, and round; previous the same way back.
  ui::Focus focus;
  focus.follow(tree, "here");
  CHECK(focus.id() == ui::start_of(tree));
  focus.set(tree, all[0].node->id);
  for (std::size_t i = 0; i < all.size(); ++i) {
    CHECK(focus.id() == all[i].node->id);
    focus.move(tree, 1);
    CHECK(focus.id() == all[(i + 1) % all.size()].node->id);
    focus.move(tree, -1);
    CHECK(focus.id() == all[i].node->id);
    focus.move(tree, 1);
  }
  CHECK(focus.id() == all[0].node->id);
  // Sections: from anywhere, both ways, back to the first, and the dock is one of them.
  for (const ui::Stop& from : all) {
    CAPTURE(from.node->id);
    for (const int by : {1, -1}) {
      focus.set(tree, from.node->id);
      std::set<std::string> seen;
      for (std::size_t steps = 0; steps < all.size() && !seen.contains(focus.id()); ++steps) {
        seen.insert(focus.id());
        focus.move_section(tree, by);
      }
      CHECK(seen.contains("dock.back"));
      CHECK(seen.contains(all[0].node->id));
    }
  }
}

}  // namespace entre::testing
