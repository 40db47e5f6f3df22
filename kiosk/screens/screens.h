#pragma once
// All screens: draw(frame, model) -> actions. One file a screen; this header is what the app calls.

#include <vector>

#include "kiosk/ui/frame.h"
#include "kiosk/visit/model.h"

namespace entre::screens {

// Draws the model's screen, its sheet and the dock into the frame, which holds the nodes afterwards, and
// returns what the visitor asked for in this frame (usually nothing, never more than one action and a
// scroll).
std::vector<visit::Action> draw(ui::Frame& frame, const visit::Model& model);

}  // namespace entre::screens
