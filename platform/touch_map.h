#pragma once
// Where a touch of the panel is meant, where the panel itself tells it otherwise: mirrored, turned, stretched
// or shifted. Points are shares of the panel, 0 to 1 from its left and upper edge.

#include <array>
#include <optional>
#include <string>

namespace entre {

struct TouchPoint {
  double x = 0, y = 0;
};

// x' = a x + b y + c, y' = d x + e y + f.
struct TouchMap {
  double a = 1, b = 0, c = 0, d = 0, e = 1, f = 0;
  bool operator==(const TouchMap&) const = default;

  TouchPoint apply(const TouchPoint& felt) const;
  // What this map makes of what the other one has made.
  TouchMap after(const TouchMap& other) const;
  // This map, which is of a picture, as one of the panel on which that is turned (turn_to_picture()).
  TouchMap on_panel(int turn_degrees) const;
  // A panel can be like that: every number is finite, and no side is shrunk or stretched more than fourfold.
  bool is_sane() const;
};

// "-1 0 1 0 1 0" is mirrored. Empty: as the panel says. nullopt: not six numbers, or no panel is like that.
std::optional<TouchMap> parse_touch_map(const std::string& text);
std::string to_string(const TouchMap& map);

// Where a point of the panel lies in a picture that is turned clockwise on it by 0, 90, 180 or 270 degrees.
TouchMap turn_to_picture(int degrees);

// The map that brings what was felt nearest to what was meant, by least squares. nullopt: they lie on a line,
// or no panel is like that.
std::optional<TouchMap> fit_touch_map(const std::array<TouchPoint, 4>& felt,
                                      const std::array<TouchPoint, 4>& meant);

}  // namespace entre
