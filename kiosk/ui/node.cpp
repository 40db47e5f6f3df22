#include "kiosk/ui/node.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace entre::ui {

namespace {

Json rect_json(const display::Rect& rect) {
  // Whole pixels: the same bytes on every machine.
  const auto whole = [](float v) { return static_cast<std::int64_t>(std::lround(v)); };
  return Json::array({whole(rect.x), whole(rect.y), whole(rect.w), whole(rect.h)});
}

std::string hex(const display::Color& color) {
  char text[8];
  std::snprintf(text, sizeof text, "#%02X%02X%02X", color.r, color.g, color.b);
  return text;
}

Json node_json(const Node& node) {
  Json json = {{"id", node.id},
               {"parent", node.parent},
               {"role", name(node.role)},
               {"label", node.label},
               {"lang", node.language},
               {"rect", rect_json(node.rect)},
               {"clip", rect_json(node.clip)},
               {"spoken", node.spoken.empty() ? node.label : node.spoken},
               {"state", node.state},
               {"focusable", node.focusable},
               {"enabled", node.enabled}};
  if (node.paint) {
    json["color"] = hex(node.paint->color);
    json["background"] = hex(node.paint->background);
    json["font_px"] = std::lround(node.paint->font_px * 10) / 10.0;
  }
  return json;
}

}  // namespace

const char* name(Role role) {
  switch (role) {
    case Role::screen:
      return "screen";
    case Role::group:
      return "group";
    case Role::heading:
      return "heading";
    case Role::text:
      return "text";
    case Role::button:
      return "button";
    case Role::link:
      return "link";
    case Role::image:
      return "image";
    case Role::list:
      return "list";
    case Role::list_item:
      return "list_item";
    case Role::text_field:
      return "text_field";
    case Role::key:
      return "key";
    case Role::dialog:
      return "dialog";
    case Role::status:
      return "status";
    case Role::table:
      return "table";
  }
  std::abort();
}

void NodeTree::add(Node node) {
  if (node.id.empty() || find(node.id)) {
    std::fprintf(stderr, "two nodes have the id \"%s\"\n", node.id.c_str());
    std::abort();
  }
  nodes_.push_back(std::move(node));
}

const Node* NodeTree::find(const std::string& id) const {
  const auto found = std::find_if(nodes_.begin(), nodes_.end(), [&](const Node& n) { return n.id == id; });
  return found == nodes_.end() ? nullptr : &*found;
}

const Node* NodeTree::hit(float x, float y) const {
  for (auto node = nodes_.rbegin(); node != nodes_.rend(); ++node)
    if (node->focusable && node->enabled && node->rect.contains(x, y) && node->clip.contains(x, y))
      return &*node;
  return nullptr;
}

Json to_json(const FrameInfo& info, const NodeTree& tree) {
  Json nodes = Json::array();
  for (const Node& node : tree.nodes()) nodes.push_back(node_json(node));
  return {{"screen", info.screen},
          {"lang", info.language},
          {"theme", info.theme},
          {"text_percent", info.text_percent},
          {"size", {info.size.w, info.size.h}},
          {"ppi", info.ppi},
          {"nodes", std::move(nodes)}};
}

}  // namespace entre::ui
