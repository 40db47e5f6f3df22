#pragma once
// The on-screen keyboard: letters of the language's script on the first layer (å ä ö wherever they are
// Latin), symbols and digits on the second, words that the last one may become above them. No key repeats,
// none has to be held. Keys stand where they stand on the language's real keyboard, so a right-to-left script
// does not mirror them; the row of words is mirrored.

#include <string>
#include <vector>

#include "kiosk/ui/frame.h"

namespace entre::ui {

struct KeyPress {
  enum class Kind { none, text, erase, shift, clear, go, layer, word } kind = Kind::none;
  std::string utf8 = {};  // of text and word
  visit::KeyLayer layer = visit::KeyLayer::letters;
};
struct KeyboardSpec {
  // Of the ids: the small letter, space, erase, shift, clear, go, symbols, letters, script, word.1 ...
  std::string prefix = "search.key.";
  visit::Shift shift = visit::Shift::none;
  visit::KeyLayer layer = visit::KeyLayer::letters;
  bool other_letters = false;      // where the symbols lead back to
  std::vector<std::string> words;  // best first; as many are shown as fit
  bool has_word_row = true;
  std::string go = "search.go";  // what the last key does, as a key of the strings
  bool can_go = false;           // it leads somewhere
  bool can_clear = false;        // there is something to clear
  bool technical = false;        // the second layer has every sign of ASCII, as passwords do
};
// The height that the keys, and the row of words, take upright, and the least in which they can be struck.
float keyboard_height(Frame& frame, bool has_word_row = true);
float keyboard_height_min(Frame& frame, bool has_word_row = true);
KeyPress keyboard(Frame& frame, const display::Rect& rect, const KeyboardSpec& spec);

}  // namespace entre::ui
