#include "kiosk/ui/focus.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace entre::ui {
namespace {

// As many as a visit's history.
constexpr std::size_t places_max = 64;

bool is_container(const Node& node) {
  return node.role == Role::group || node.role == Role::dialog || node.role == Role::table ||
         node.role == Role::list || node.role == Role::screen;
}

// "home.topic." of "home.topic.alpha": what the entries of a list have in common.
std::string_view stem(const std::string& id) {
  return std::string_view(id).substr(0, id.rfind('.') + 1);
}

bool same_list(const Node& a, const Node& b) {
  return a.focusable && b.focusable && a.role == b.role && stem(a.id) == stem(b.id);
}

// In a long list every fourth entry is one leap from the last: ten topics are then three keys apart at most.
constexpr std::size_t long_list = 7, leap = 4;

void find_lists(std::vector<Stop>* all) {
  for (std::size_t first = 0, end = 0; first < all->size(); first = end) {
    end = first + 1;
    while (end < all->size() && same_list(*(*all)[first].node, *(*all)[end].node)) ++end;
    const bool is_list = end - first > 1;
    for (std::size_t i = first; i < end && is_list; ++i) {
      if ((*all)[i].node->role == Role::key) continue;
      (*all)[i].place = static_cast<int>(i - first + 1);
      (*all)[i].places = static_cast<int>(end - first);
      (*all)[i].starts_section = end - first >= long_list && (i - first) % leap == 0;
    }
    const Stop* before = first > 0 ? &(*all)[first - 1] : nullptr;
    const bool after_list = before && before->node->focusable && (*all)[first].node->focusable;
    const Role role = (*all)[first].node->role;
    (*all)[first].starts_section =
        !before || role == Role::heading || role == Role::text_field || is_list || after_list;
  }
}

}  // namespace

std::vector<Stop> stops(const NodeTree& tree) {
  std::vector<Stop> all;
  std::string before;
  for (const Node& node : tree.nodes()) {
    if (is_container(node) || node.label.empty()) continue;
    const Node* parent = node.parent.empty() ? nullptr : tree.find(node.parent);
    if (parent && !is_container(*parent)) continue;
    if (node.id.ends_with(".number")) {
      before = node.label;
      continue;
    }
    all.push_back({&node, false, 0, 0, std::exchange(before, "")});
  }
  find_lists(&all);
  return all;
}

std::string start_of(const NodeTree& tree) {
  const std::vector<Stop> all = stops(tree);
  if (tree.find("idle.continue")) return "idle.continue";
  for (const Stop& stop : all)
    for (const char* topics : {"home.topic.", "home.group.", "group.topic."})
      if (stop.node->id.starts_with(topics)) return stop.node->id;
  for (const Stop& stop : all)
    if (stop.node->role == Role::heading) return stop.node->id;
  return all.empty() ? "" : all.front().node->id;
}

const Node* Focus::under(const NodeTree& tree, float x, float y) {
  const std::vector<Stop> all = stops(tree);
  const auto found = std::find_if(all.rbegin(), all.rend(), [&](const Stop& stop) {
    return stop.node->rect.contains(x, y) && stop.node->seen.contains(x, y);
  });
  return found == all.rend() ? nullptr : found->node;
}

void Focus::set(const NodeTree& tree, const std::string& id) {
  const std::vector<Stop> all = stops(tree);
  if (all.empty()) return;
  const auto found = std::find_if(all.begin(), all.end(), [&](const Stop& s) { return s.node->id == id; });
  if (found != all.end()) index_ = static_cast<std::size_t>(found - all.begin());
  index_ = std::min(index_, all.size() - 1);
  id_ = all[index_].node->id;
}

void Focus::restart() {
  left_at_.clear();
  restart_ = true;
}

void Focus::follow(const NodeTree& tree, const std::string& place) {
  if (place == place_ && !restart_) return set(tree, id_);
  if (!restart_ && !id_.empty()) {
    if (left_at_.size() >= places_max) left_at_.clear();
    left_at_[place_] = id_;
  }
  restart_ = false;
  place_ = place;
  index_ = 0;
  const auto before = left_at_.find(place);
  const bool known = before != left_at_.end() && tree.find(before->second) != nullptr;
  set(tree, known ? before->second : start_of(tree));
}

void Focus::move(const NodeTree& tree, int by) {
  const std::vector<Stop> all = stops(tree);
  if (all.empty()) return;
  set(tree, id_);
  const auto n = static_cast<int>(all.size());
  set(tree, all[static_cast<std::size_t>(((static_cast<int>(index_) + by) % n + n) % n)].node->id);
}

void Focus::move_section(const NodeTree& tree, int by) {
  const std::vector<Stop> all = stops(tree);
  set(tree, id_);
  for (std::size_t steps = 0; steps < all.size(); ++steps) {
    move(tree, by);
    if (all[index_].starts_section) return;
  }
}

}  // namespace entre::ui
