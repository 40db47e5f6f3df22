#pragma once
// The node tree: everything on screen is a node. Drawing, hit-testing, the tour, tests and later focus,
// speech and the conformance report read this one tree.

#include <optional>
#include <string>
#include <vector>

#include "platform/display/geometry.h"
#include "platform/json.h"

namespace entre::ui {

enum class Role {
  screen,
  group,
  heading,
  text,
  button,
  link,
  image,
  list,
  list_item,
  text_field,
  key,
  dialog,
  status,
  table
};
const char* name(Role role);

struct TextPaint {
  display::Color color;
  display::Color background;  // the worst pixel under the text
  float font_px = 0;
};

struct Node {
  std::string id;      // unique in a frame, stable between frames
  std::string parent;  // empty: the screen
  Role role = Role::text;
  std::string label;     // visible text, or the name of what has none
  std::string language;  // of the label
  display::Rect rect;    // of the touch target or the text
  display::Rect clip;    // what of it may be seen; of a control, what may be touched
  display::Rect seen;    // the same without regard to reach: what a finger that explores hears
  std::string spoken;    // what speech says; the label where empty
  std::string state;     // "selected", "disabled", "pressed", "expanded", "3 of 5" ...
  bool focusable = false;
  bool enabled = true;
  bool types = false;              // writes the letter or word that it shows
  std::optional<TextPaint> paint;  // text nodes, and only they
};

class NodeTree {
 public:
  void clear() { nodes_.clear(); }
  // Two nodes with one id in a frame are a programming error: aborts with the id.
  void add(Node node);
  const std::vector<Node>& nodes() const { return nodes_; }
  const Node* find(const std::string& id) const;
  // The topmost enabled focusable node under a point; null where there is none.
  const Node* hit(float x, float y) const;

 private:
  std::vector<Node> nodes_;  // in drawing order, which is reading order
};

// {"screen","lang","theme","text_percent","size":[w,h],"ppi","nodes":[...]} as docs/tour.md says.
struct FrameInfo {
  std::string screen, language, theme;
  int text_percent = 100;
  display::Size size;
  double ppi = 0;
};
Json to_json(const FrameInfo& info, const NodeTree& tree);

}  // namespace entre::ui
