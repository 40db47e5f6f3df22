#pragma once
// What staff can set on the screen itself: which keys of kiosk.toml, in what order, by what kind of control,
// and what a touch makes of a value. Values are texts, as a person types them. No files, no clock.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/visit/model.h"
#include "platform/config/table.h"
#include "sync/content/content.h"

namespace entre::visit {

enum class SettingKind {
  text,       // typed on the keys
  number,     // less and more
  choice,     // one of the key's choices
  flag,       // yes or no
  language,   // one of the release's, or none
  languages,  // some of the release's, by commas; none: all of them
  hours,      // of one day: always, closed, or times
  dates,      // days with hours of their own
  touch_map,  // given by the touch test; here it can only be taken back
  levels,     // a percentage, or times with percentages
};
enum class SettingGroup { kiosk, light, sound, panel, network };

struct Setting {
  std::string key;
  SettingGroup group;
  SettingKind kind;
  std::string icon;
  int step = 0, leap = 0;  // of numbers

  const ConfigKey& config_key() const;
};
// In the order in which they are shown, the groups one after the other.
const std::vector<Setting>& settings();
std::size_t setting_index(std::string_view key);  // of one that is there
inline constexpr const char *touch_map_key = "screen.touch_map", *proxy_key = "sync.proxy",
                            *time_server_key = "kiosk.time_server";

// A number so much higher or lower, within what its key allows; a text that is none becomes the least.
std::string stepped(const Setting& setting, const std::string& number, int by);

// A proxy's address without the name and the password that it may hold: they are not for a page.
std::string without_login(const std::string& proxy);

// The codes of "sv, en".
std::vector<std::string> split_codes(const std::string& codes);
// One more or one less. The last one stays; all of them are none.
std::string with_code_toggled(const std::string& codes, const std::string& code, const content::Site& site);

}  // namespace entre::visit
