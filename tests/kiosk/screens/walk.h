#pragma once
// The graph of a screen's keys, walked on its node tree: everything can be reached, and nothing holds on.

#include <doctest/doctest.h>

#include <cctype>
#include <set>

#include "kiosk/ui/focus.h"
#include "kiosk/ui/spoken.h"
#include "platform/files.h"

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
    if (node.paint && !node.id.ends_with(".number"))
      CHECK((ids.contains(node.id) || ids.contains(node.parent)));
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

// The words of a text without what stands between them.
inline std::vector<std::string> words_of(std::string text) {
  std::vector<std::string> words(1);
  // "3×" is said as "3 times".
  for (std::size_t at; (at = text.find("×")) != std::string::npos;) text.replace(at, 2, " ");
  for (const char c : text) {
    const bool is_part = static_cast<unsigned char>(c) >= 0x80 || std::isalnum(static_cast<unsigned char>(c));
    if (is_part)
      words.back() += c;
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

// What is drawn, in the order in which it is drawn, is said in that order. Texts are said as they stand; of a
// target all that is written on it is said, and what it has no letters for besides.
inline void check_transcript(const ui::NodeTree& tree) {
  static const ui::Strings strings =
      ui::Strings::load(SystemFiles(), std::string(ENTRE_ASSETS_DIR) + "/strings").value();
  const ui::Words words{strings, "sv", ""};
  for (const ui::Stop& stop : ui::stops(tree)) {
    CAPTURE(stop.node->id);
    std::string seen = stop.before;
    if (stop.node->paint) seen += " " + stop.node->label;
    for (const ui::Node& node : tree.nodes())
      if (node.parent == stop.node->id && node.paint) seen += " " + node.label;
    const std::string heard = ui::text_of(ui::reading(stop, words));
    const std::vector<std::string> written = words_of(seen), said = words_of(heard);
    if (stop.node->role == ui::Role::text_field) continue;
    CAPTURE(seen);
    CAPTURE(heard);
    CHECK(!said.empty());
    if (!stop.node->focusable && !seen.empty()) {
      CHECK(said == written);
      continue;
    }
    std::size_t at = 0;
    for (const std::string& word : said)
      if (at < written.size() && word == written[at]) ++at;
    CHECK(at == written.size());
  }
}

}  // namespace entre::testing
