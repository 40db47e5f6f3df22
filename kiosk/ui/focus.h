#pragma once
// Where keys and voice are on a screen: a walk over the frame's node tree in reading order. Pure: trees in,
// ids out.

#include <map>
#include <string>
#include <vector>

#include "kiosk/ui/node.h"

namespace entre::ui {

// A node at which keys stop: all that is said by itself. What lies within a target is a part of that.
struct Stop {
  const Node* node = nullptr;
  bool starts_section =
      false;  // a heading, the first of a list and each fourth of a long one, the dock's first
  int place = 0, places = 0;  // in a list of targets, from 1; 0: in none
  std::string before = "";    // what stands before a text and belongs to it: its number in a list
};
// In reading order; the nodes are the tree's.
std::vector<Stop> stops(const NodeTree& tree);

class Focus {
 public:
  const std::string& id() const { return id_; }
  // The topmost stop under a point; null where there is none.
  static const Node* under(const NodeTree& tree, float x, float y);

  // After each whole frame. place: what names the screen and its sheet. At another place the focus is where
  // it was there before, else at its start; at the same, a stop that has gone gives way to what stands there
  // now.
  void follow(const NodeTree& tree, const std::string& place);
  // The stop, or the section's, so many on from here; round the end to the beginning.
  void move(const NodeTree& tree, int by);
  void move_section(const NodeTree& tree, int by);
  void set(const NodeTree& tree, const std::string& id);
  // Forgets where it was at other places, and begins this one anew: the way home.
  void restart();

 private:
  std::string id_, place_;
  std::size_t index_ = 0;
  bool restart_ = false;
  std::map<std::string, std::string> left_at_;  // place -> id
};

// Where a screen begins for keys: at home and in a group the first topic, in the warning the way on, else the
// first heading.
std::string start_of(const NodeTree& tree);

}  // namespace entre::ui
