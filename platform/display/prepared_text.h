#pragma once
// Text made ready for Pango: valid UTF-8 without control characters, soft hyphens where words may be divided,
// spaces without width where e-mail addresses may, and the way back to the bytes it came from.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/display/hyphenate.h"

namespace entre::display {

struct PreparedText {
  std::string text;
  std::vector<std::size_t> forward;  // for each byte of the original, and its end: where it went
  std::vector<std::size_t> back;     // for each byte of `text`, and its end: where it came from
};

// The fewest letters that a token, the text between white space, may be divided into; 0: it is left whole.
using FragmentMin = std::function<std::size_t(std::string_view token)>;

// hyphenator may be null, and so may `fragment_min`: the patterns' own then. Tokens that look like addresses
// (a dot, slash or @ within) get no hyphen, and neither do words with soft hyphens of their own: the editor
// has decided.
PreparedText prepare(const std::string& original, Hyphenator* hyphenator, const std::string& language,
                     const FragmentMin& fragment_min = nullptr);

// The quotation mark that a text begins with; empty where it begins otherwise.
std::string_view opening_quote(std::string_view text);

}  // namespace entre::display
