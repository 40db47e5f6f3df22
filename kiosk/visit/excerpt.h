#pragma once
// The sentence of a text that shows why it was found.

#include <string>

#include "sync/content/search.h"

namespace entre::visit {

inline constexpr std::size_t excerpt_letters_max = 180;

// The first of the sentences with most different marked words; empty where no sentence has one. A sentence
// that is longer than excerpt_letters_max is cut at words around its first mark.
std::string excerpt(const std::string& text, const content::Marks& marks);

}  // namespace entre::visit
