#pragma once
// The words that documents use for enumerated values, in the order of the enumerators.

#include <array>
#include <string_view>

#include "sync/content/content.h"

namespace entre::content {

inline constexpr std::array<std::string_view, 9> kind_words = {
    "heading", "paragraph", "list", "numbered-list", "quote", "table", "image", "contact", "notice"};
inline constexpr std::array<std::string_view, 3> translation_words = {"original", "reviewed", "machine"};

static_assert(static_cast<std::size_t>(BlockKind::notice) + 1 == kind_words.size());
static_assert(static_cast<std::size_t>(Translation::machine) + 1 == translation_words.size());

}  // namespace entre::content
