#pragma once
// Colours by role, from assets/themes/*.toml: for the screen, and for kiosk-publish, which refuses what the
// screen would.

#include <array>
#include <map>
#include <string>
#include <vector>

#include "platform/color.h"
#include "platform/files.h"
#include "platform/result.h"

namespace entre::content {

enum class Tone {
  paper,
  surface,
  ink,
  secondary,
  brand,
  on_brand,
  tint,
  on_tint,
  edge,
  yes,
  no,
  sun,
  on_sun,
  focus_inner,
  focus_outer,
  scrim,
  disabled
};
inline constexpr int tone_count = 17;

struct Theme {
  std::string name;
  std::array<Color, tone_count> colors;
  Color operator[](Tone tone) const { return colors[static_cast<std::size_t>(tone)]; }
};

const char* name(Tone tone);  // as theme files and sites write it

// The site's own colours on a theme. An override that would put text under 7:1, or a border or icon under
// 3:1, is refused: the theme's colour stays. The high-contrast theme takes none. refusals: one sentence for
// each, with the ratio it has and the one it needs.
Theme with_overrides(const Theme& base, const std::map<std::string, std::string>& overrides,
                     std::vector<std::string>* refusals = nullptr);

class Themes {
 public:
  // All of folder/*.toml; invalid with file, line and key on a fault; not_found when there is no light.toml.
  static Result<Themes> load(const Files& files, const std::string& folder);
  // The theme of that name, else light.
  const Theme& get(const std::string& name) const;
  // What the theme of that name refuses of a site's colours, any of them where it is empty; and roles that
  // are none.
  std::vector<std::string> refusals(const std::map<std::string, std::string>& overrides,
                                    const std::string& name = "") const;

 private:
  std::vector<Theme> themes_;  // light first
};

}  // namespace entre::content
