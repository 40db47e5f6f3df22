#pragma once
// What is known of a layout's lines by where they end: within a word, at its hyphen, or with one word alone.
// Internal to typesetting.

#include <pango/pango.h>

#include <cstddef>

#include "platform/display/prepared_text.h"
#include "platform/display/typeset.h"

namespace entre::display {

// A line that ends at this byte of the original text ends within a word: the word was too long for it.
bool cut_within_word(const std::string& text, std::size_t end);
// A line that ends at this byte of the prepared text ends with a hyphen that was put there.
bool ends_divided(const PreparedText& prepared, std::size_t end);
// hang_px: how far the first line begins before the edge.
bool wants_hyphens(const TextRequest& request, const PreparedText& prepared, PangoLayout* layout,
                   float hang_px);
// A word is wider than the line, or may be: it is divided.
bool breaks_words(const TextRequest& request, const PreparedText& prepared, PangoLayout* layout);
bool ends_in_one_word(const PreparedText& prepared, PangoLayout* layout);

}  // namespace entre::display
