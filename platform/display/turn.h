#pragma once
// A panel that hangs on its side, or upside down: the picture is drawn upright in memory and turned when it
// is shown. Turning is done here and not by the display server: X turns with few drivers only.

#include <cstdint>

#include "platform/display/geometry.h"

namespace entre::display {

// Sides change places in a quarter turn.
Size turned(Size size, int degrees_clockwise);

// Writes rows of a picture where they lie on the panel. rows: whole rows without padding, the first of them
// the picture's row `first_row`, `count` of them. panel: 32 bits a pixel, panel_row_px from one row to the
// next, as large as turned(picture, degrees).
void write_turned(const std::uint32_t* rows, int first_row, int count, Size picture, int degrees_clockwise,
                  std::uint32_t* panel, int panel_row_px);

}  // namespace entre::display
