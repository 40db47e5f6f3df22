#pragma once
// Icons are letters of Material Design Icons, set like text.

#include <string>
#include <string_view>

namespace entre::ui {

inline constexpr const char* icon_family = "Material Design Icons";

// The UTF-8 letter of an icon by its name in the collection ("thumb-up-outline"); a document for a name that
// is not known.
std::string icon(std::string_view name);

}  // namespace entre::ui
