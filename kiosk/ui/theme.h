#pragma once
// The content's colours by role, under the names that screens use.

#include "sync/content/theme.h"

namespace entre::ui {

using content::Theme;
using content::Themes;
using content::Tone;
using entre::mix;

}  // namespace entre::ui
