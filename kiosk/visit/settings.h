#pragma once
// What staff can set on the screen itself: which keys of kiosk.toml, in what order, by what kind of control,
// and what a touch makes of a value. Values are texts, as a person types them. No files, no clock.

#include <cstdint>
#include <string>
#include <vector>

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
};
enum class SettingGroup { kiosk, light, sound, panel };

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

// A number so much higher or lower, within what its key allows; a text that is none becomes the least.
std::string stepped(const Setting& setting, const std::string& number, int by);

// The codes of "sv, en".
std::vector<std::string> split_codes(const std::string& codes);
// The site's languages that these codes leave, in the site's order; all of them where none is left.
std::vector<std::string> offered(const std::string& codes, const content::Site& site);
// One more or one less. The last one stays; all of them are none.
std::string with_code_toggled(const std::string& codes, const std::string& code, const content::Site& site);

}  // namespace entre::visit
