#pragma once
// One drawn frame as the rules see it: nodes, pixels, and the panel that it stands on.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "combinations.h"
#include "kiosk/ui/node.h"
#include "platform/display/geometry.h"
#include "platform/display/typeset.h"

namespace entre::conformance {

// The hardware that conformance is stated for: INTERFACE.md's reference geometry.
struct Panel {
  double ppi = 68.8, viewing_distance_mm = 700, lower_edge_mm = 700;
  double mm(double px) const { return px * 25.4 / ppi; }
  double px(double millimetres) const { return millimetres * ppi / 25.4; }
};

struct Observed {
  std::string screen;
  Combination at;
  Panel panel;
  ui::NodeTree tree;
  display::Pixels pixels;
  display::Pixels without_letters;  // the same frame, no text's letters drawn
  std::map<std::string, std::shared_ptr<const display::TextBlock>> blocks;  // by node, of texts that are seen
  std::map<std::string, double> capital_h_px;  // by node: of an H set in its size
  bool complete = true;

  // How high above the floor a point lies.
  double height_mm(double y) const { return panel.lower_edge_mm + panel.mm(pixels.h - y); }
};

// What of a node may be seen, and whether anything is; whole: all of it.
display::Rect seen(const ui::Node& node);
bool is_seen(const ui::Node& node);
bool is_whole(const ui::Node& node);
// The larger of the gaps along the axes, negative where they overlap.
float distance(const display::Rect& a, const display::Rect& b);
display::Color color_at(const display::Pixels& pixels, int x, int y);
// WCAG's relative luminance of a pixel, 0 to 1.
double luminance(std::uint32_t argb);
// Of two luminances, 1 to 21.
double contrast_of(double a, double b);
// Whole pixels within the picture.
struct Box {
  int left, top, right, bottom;
};
Box box(const display::Rect& rect, const display::Pixels& pixels);
// Enabled and focusable, and seen.
std::vector<const ui::Node*> targets(const Observed& seen);
// "12.34" without rounding up.
std::string number(double value);
std::string describe(const ui::Node& node);

}  // namespace entre::conformance
