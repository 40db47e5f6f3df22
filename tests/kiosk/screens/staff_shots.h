#pragma once
// The staff screen's pages, for pictures and for the rules of accessibility.

#include <string>
#include <vector>

#include "kiosk/visit/model.h"

namespace entre::testing {

struct StaffShot {
  std::string name;
  visit::Model model;
};
// In the language, theme and text size of `start`; Swedish or English.
std::vector<StaffShot> staff_shots(const visit::Model& start);

}  // namespace entre::testing
