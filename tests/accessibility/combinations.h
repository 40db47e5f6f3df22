#pragma once
// The settings that each screen is drawn in: all of them together, or so few that each pair of values is met.

#include <string>
#include <vector>

namespace entre::conformance {

struct Combination {
  std::string language = "sv", theme = "light";
  int text_percent = 100;
  bool across = false, low_reach = false;
  // "ar dark 150 % across low", for findings and file names.
  std::string name() const;
  bool operator==(const Combination&) const = default;
};

// 240.
std::vector<Combination> all_combinations();
// A covering array of strength two: any two values of different factors are together in at least one. The
// same in every run.
std::vector<Combination> pairwise_combinations();

}  // namespace entre::conformance
