#include "sync/content/theme.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string_view>

#include "platform/toml.h"

namespace entre::content {

namespace {

constexpr std::array<const char*, tone_count> tone_names = {
    "paper", "surface", "ink", "secondary", "brand",       "on_brand",    "tint",  "on_tint", "edge",
    "yes",   "no",      "sun", "on_sun",    "focus_inner", "focus_outer", "scrim", "disabled"};
constexpr std::uint64_t theme_bytes_max = 64 << 10;

struct Pair {
  Tone front, ground;
  double contrast_min;
};
constexpr double text_min = 7, shape_min = 3;
constexpr Pair pairs[] = {
    {Tone::ink, Tone::paper, text_min},         {Tone::ink, Tone::surface, text_min},
    {Tone::secondary, Tone::paper, text_min},   {Tone::secondary, Tone::surface, text_min},
    {Tone::brand, Tone::surface, text_min},     {Tone::on_brand, Tone::brand, text_min},
    {Tone::on_tint, Tone::tint, text_min},      {Tone::yes, Tone::surface, text_min},
    {Tone::no, Tone::surface, text_min},        {Tone::on_sun, Tone::sun, text_min},
    {Tone::brand, Tone::paper, shape_min},      {Tone::brand, Tone::tint, shape_min},
    {Tone::edge, Tone::paper, shape_min},       {Tone::edge, Tone::surface, shape_min},
    {Tone::disabled, Tone::surface, shape_min},
};

// "#RRGGBB" or "#RRGGBBAA".
bool parse_tone(std::string_view text, Color* color) {
  if (text.size() != 9) return parse_color(text, color);
  Color alpha;
  const std::string pair(text.substr(7));
  if (!parse_color(text.substr(0, 7), color) || !parse_color("#0000" + pair, &alpha)) return false;
  color->a = alpha.b;
  return true;
}

// Cut, not rounded: 6.999 is not 7.
std::string ratio_text(double ratio) {
  char text[16];
  std::snprintf(text, sizeof text, "%.2f:1", std::floor(ratio * 100) / 100);
  return text;
}

std::string refusal(const Theme& theme, Tone tone, const std::string& color, const Pair& pair, double ratio) {
  return "theme " + theme.name + ": " + name(tone) + " = \"" + color + "\" is refused: " + name(pair.front) +
         " on " + name(pair.ground) + " has " + ratio_text(ratio) + ", " + ratio_text(pair.contrast_min) +
         " is needed";
}

Theme read_theme(const TomlTable& root, const std::string& name) {
  Theme theme{name, {}};
  for (std::size_t i = 0; i < tone_names.size(); ++i) {
    const std::string text = root.require_string(tone_names[i]);
    if (!text.empty() && !parse_tone(text, &theme.colors[i]))
      root.fault(tone_names[i], "\"" + text + "\" is no colour; expected \"#RRGGBB\"");
  }
  return theme;
}

}  // namespace

const char* name(Tone tone) {
  return tone_names[static_cast<std::size_t>(tone)];
}

Theme with_overrides(const Theme& base, const std::map<std::string, std::string>& overrides,
                     std::vector<std::string>* refusals) {
  if (base.name == "contrast") return base;
  Theme theme = base;
  std::array<bool, tone_count> changed{};
  for (std::size_t i = 0; i < tone_names.size(); ++i) {
    const auto found = overrides.find(tone_names[i]);
    changed[i] = found != overrides.end() && parse_color(found->second, &theme.colors[i]);
    if (!changed[i]) theme.colors[i] = base.colors[i];
  }
  // Giving up one override can break a pair that stood before: again until all stand.
  for (bool stands = false; !stands;) {
    stands = true;
    for (const Pair& pair : pairs) {
      const double ratio = contrast(theme[pair.front], theme[pair.ground]);
      if (ratio >= pair.contrast_min) continue;
      for (const Tone tone : {pair.front, pair.ground}) {
        const auto i = static_cast<std::size_t>(tone);
        if (!changed[i]) continue;
        if (refusals) refusals->push_back(refusal(base, tone, overrides.at(tone_names[i]), pair, ratio));
        theme.colors[i] = base.colors[i];
        changed[i] = false;
        stands = false;
      }
    }
  }
  return theme;
}

Result<Themes> Themes::load(const Files& files, const std::string& folder) {
  Themes all;
  std::vector<Fault> faults;
  for (const std::string& file : files.list(folder)) {
    if (!file.ends_with(".toml")) continue;
    const std::string path = folder + "/" + file;
    const auto text = files.read(path, theme_bytes_max);
    if (!text) return text.error();
    TomlDocument document = TomlDocument::parse(*text, path);
    all.themes_.push_back(read_theme(document.root(), file.substr(0, file.size() - 5)));
    for (Fault& fault : document.finish()) faults.push_back(std::move(fault));
  }
  if (!faults.empty()) return Error{ErrorKind::invalid, to_string(faults)};
  const auto light = std::find_if(all.themes_.begin(), all.themes_.end(),
                                  [](const Theme& theme) { return theme.name == "light"; });
  if (light == all.themes_.end()) return Error{ErrorKind::not_found, folder + "/light.toml is missing"};
  std::iter_swap(all.themes_.begin(), light);
  return all;
}

std::vector<std::string> Themes::refusals(const std::map<std::string, std::string>& overrides,
                                          const std::string& name) const {
  std::vector<std::string> all;
  for (const auto& [role, color] : overrides) {
    const bool known = std::find(tone_names.begin(), tone_names.end(), role) != tone_names.end();
    if (!known)
      all.push_back("theme: \"" + role + "\" is no role; roles are those of assets/themes/light.toml");
  }
  for (const Theme& theme : themes_)
    if (name.empty() || theme.name == name) with_overrides(theme, overrides, &all);
  return all;
}

const Theme& Themes::get(const std::string& name) const {
  for (const Theme& theme : themes_)
    if (theme.name == name) return theme;
  return themes_.front();
}

}  // namespace entre::content
