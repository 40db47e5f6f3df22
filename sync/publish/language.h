#pragma once
// What depends on the rules of a language, by ICU (language.cpp only). `language` is a code of BCP 47, the
// base of a site's language ("sv" for sv-simple).

#include <string>
#include <string_view>
#include <vector>

#include "platform/result.h"

namespace entre::publish {

// Normalization form C (Unicode Annex 15). invalid: not UTF-8, with the byte offset.
Result<std::string> to_nfc(std::string_view text);

// "9 januari 2024" of "2024-01-09"; empty for an empty date.
std::string date_in_words(const std::string& date, const std::string& language);

// The order of `names` in the language: indices into it. Equal names keep their order.
std::vector<std::size_t> collated(const std::vector<std::string>& names, const std::string& language);

}  // namespace entre::publish
