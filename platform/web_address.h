#pragma once
// What can be told from the text of an http(s) address.

#include <string_view>

namespace entre {

// Whether nobody on the way can read what is sent there: by https, or by http within this machine (127.0.0.1,
// [::1], localhost).
bool is_confidential(std::string_view url);

}  // namespace entre
