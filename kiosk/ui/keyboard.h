#pragma once
// The on-screen keyboard: letters of the language's script on the first layer (å ä ö for Latin), no key
// repeat.

#include <string>

#include "kiosk/ui/frame.h"

namespace entre::ui {

struct KeyPress {
  enum class Kind { none, text, erase, shift, clear, go } kind = Kind::none;
  std::string utf8;  // of text
};
struct KeyboardSpec {
  std::string prefix = "search.key.";  // of the ids: the unshifted letter, space, erase, shift, clear, go
  bool shift = false;
  bool can_go = false;     // "search" leads somewhere
  bool can_clear = false;  // there is something to clear
};
// The height that the keys need at least.
float keyboard_height(Frame& frame);
KeyPress keyboard(Frame& frame, const display::Rect& rect, const KeyboardSpec& spec);

}  // namespace entre::ui
