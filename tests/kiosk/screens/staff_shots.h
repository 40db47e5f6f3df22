#pragma once
// The staff screen's pages, for pictures and for the rules of accessibility.

#include <string>
#include <vector>

#include "kiosk/visit/model.h"
#include "platform/display/geometry.h"

namespace entre::testing {

struct StaffShot {
  std::string name;
  visit::Model model;
};
// In the language, theme and text size of `start`; Swedish or English. size: of the frame.
std::vector<StaffShot> staff_shots(const visit::Model& start, display::Size size);

}  // namespace entre::testing
