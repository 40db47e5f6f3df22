#include "kiosk/visit/settings.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace entre::visit {
namespace {

std::vector<Setting> make_settings() {
  using Group = SettingGroup;
  using Kind = SettingKind;
  std::vector<Setting> all = {
      {"kiosk.name", Group::kiosk, Kind::text, "pencil"},
      {"kiosk.place", Group::kiosk, Kind::text, "map-marker"},
      {"kiosk.service_contact", Group::kiosk, Kind::text, "phone"},
      {"kiosk.languages", Group::kiosk, Kind::languages, "translate"},
      {"kiosk.language", Group::kiosk, Kind::language, "flag-outline"},
  };
  for (const char* day : {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
    all.push_back({std::string("display.") + day, Group::light, Kind::hours, "clock-outline"});
  const std::vector<Setting> rest = {
      {"display.days", Group::light, Kind::dates, "calendar"},
      {"display.wakes_on_touch", Group::light, Kind::flag, "cursor-pointer"},
      {"display.brightness", Group::light, Kind::levels, "lightbulb-outline"},
      {"speech.volume_percent", Group::sound, Kind::number, "volume-high", 5, 20},
      {"screen.theme", Group::panel, Kind::choice, "image"},
      {"screen.rotation", Group::panel, Kind::choice, "refresh"},
      {"screen.calm", Group::panel, Kind::flag, "leaf"},
      {"screen.lower_edge_mm", Group::panel, Kind::number, "human", 10, 100},
      {"screen.low_reach_mm", Group::panel, Kind::number, "wheelchair-accessibility", 10, 100},
      {touch_map_key, Group::panel, Kind::touch_map, "cursor-pointer"},
      {proxy_key, Group::network, Kind::text, "web"},
      {time_server_key, Group::network, Kind::text, "clock-outline"},
  };
  all.insert(all.end(), rest.begin(), rest.end());
  return all;
}

}  // namespace

const ConfigKey& Setting::config_key() const {
  const ConfigKey* found = find_config_key(key);
  if (found == nullptr) std::abort();
  return *found;
}

const std::vector<Setting>& settings() {
  static const std::vector<Setting> all = make_settings();
  return all;
}

std::size_t setting_index(std::string_view key) {
  const auto found =
      std::find_if(settings().begin(), settings().end(), [&](const Setting& one) { return one.key == key; });
  if (found == settings().end()) std::abort();
  return static_cast<std::size_t>(found - settings().begin());
}

std::string stepped(const Setting& setting, const std::string& number, int by) {
  const ConfigKey& key = setting.config_key();
  double value = key.min;
  const auto read = std::from_chars(number.data(), number.data() + number.size(), value);
  value = read.ec == std::errc() ? value + by : key.min;
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, std::clamp(value, key.min, key.max)).ptr;
  return std::string(text, end);
}

std::string without_login(const std::string& proxy) {
  const std::size_t at = proxy.rfind('@'), scheme = proxy.find("://");
  if (at == std::string::npos) return proxy;
  return (scheme < at ? proxy.substr(0, scheme + 3) : "") + proxy.substr(at + 1);
}

std::vector<std::string> split_codes(const std::string& codes) {
  std::vector<std::string> all;
  std::string code;
  for (const char c : codes + ",") {
    if (c != ',' && c != ' ') code += c;
    if (c == ',' && !code.empty()) all.push_back(std::exchange(code, ""));
  }
  return all;
}

std::string with_code_toggled(const std::string& codes, const std::string& code, const content::Site& site) {
  const std::vector<content::Language> before = offered(split_codes(codes), site);
  const auto had = [&](const std::string& one) {
    return std::any_of(before.begin(), before.end(), [&](const auto& each) { return each.code == one; });
  };
  if (had(code) && before.size() == 1) return codes;
  std::string after;
  std::size_t count = 0;
  for (const content::Language& language : site.languages) {
    if ((language.code == code) == had(language.code)) continue;
    after += (after.empty() ? "" : ", ") + language.code;
    ++count;
  }
  return count == site.languages.size() ? "" : after;
}

}  // namespace entre::visit
