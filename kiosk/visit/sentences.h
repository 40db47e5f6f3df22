#pragma once
// A text in the pieces in which it is read aloud: sentence by sentence.

#include <cstddef>
#include <string_view>
#include <vector>

namespace entre::visit {

struct Sentence {
  std::size_t begin = 0, end = 0;  // bytes, without the space around it
};
inline constexpr std::size_t sentence_bytes_max = 600;

// In order; together all that is not space. A sentence ends at . ! ? … or ؟ ۔ (with closing quotes and
// brackets) before a space and what is not a small letter, and at a newline. "t.ex. så" and "nr 5. maj" are
// whole: after a point a number, a single letter or a lower-case word goes on. One longer than
// sentence_bytes_max is divided at a comma or a space.
std::vector<Sentence> sentences(std::string_view utf8);

}  // namespace entre::visit
