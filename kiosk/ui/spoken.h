#pragma once
// What is said of a stop: its words, then what it is, its place in a list and its state. Pure.

#include <string>
#include <vector>

#include "kiosk/ui/focus.h"
#include "kiosk/ui/strings.h"

namespace entre::ui {

// One utterance's worth: a sentence, or a name.
struct Phrase {
  std::string text;
  std::string language;  // of the text, as content has it
  std::string node;      // that is marked meanwhile
  // The bytes of the node's label that are marked within it; begin == end: none.
  std::size_t begin = 0, end = 0;
  bool is_private = false;  // holds what a visitor has typed, or is about to
};

struct Words {
  const Strings& strings;
  std::string language;  // in which kinds, places and states are said: one that has a voice
  std::string typed;     // what the visitor has typed into the screen's field
};

// Its words alone, sentence by sentence, as a screen is read from end to end.
std::vector<Phrase> reading(const Stop& stop, const Words& words);
// The same, and what it is: as the focus comes to it.
std::vector<Phrase> description(const Stop& stop, const Words& words);
// All of them as one text, for what compares.
std::string text_of(const std::vector<Phrase>& phrases);

// What a whole screen is read as: not its dock, keyboard and page buttons. Beginning at the stop `from`, or
// at the first that is in sight where it is none of them.
std::vector<Phrase> whole_reading(const NodeTree& tree, const std::string& from, const Words& words);

}  // namespace entre::ui
