#pragma once
// Keys by name, and what each of them does: the [keys] of kiosk.toml. A key is its usage on page 0x07 of the
// USB HID Usage Tables: where it lies, whatever its layout prints on it. docs/keys.md lists names and
// commands.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace entre {

enum class KeyCommand {
  next,
  previous,
  next_section,
  previous_section,
  select,
  back,
  home,
  repeat,
  listen,
  louder,
  quieter,
  faster,
  slower,
  staff
};
inline constexpr int key_command_count = 14;
const char* name(KeyCommand command);  // as kiosk.toml writes it

struct Chord {
  int usage = 0;
  bool shift = false;
  auto operator<=>(const Chord&) const = default;
};
// "Tab", "Shift+Tab", "F13", "Keypad 5", "HID 0x68"; nullopt: no such key.
std::optional<Chord> chord(std::string_view name);
// A key's name, as chord() reads it.
std::string name(const Chord& key);
// What may stand in kiosk.toml, for those who wrote something else.
std::string allowed_keys();

class KeyMap {
 public:
  // Usual keyboards, and function keys for the rest.
  KeyMap();
  // Puts these keys in the place of the command's own. The first of them that another command has, if any;
  // then nothing is changed.
  std::optional<KeyCommand> set(KeyCommand command, const std::vector<Chord>& keys);
  std::optional<KeyCommand> find(const Chord& key) const;
  std::vector<Chord> keys_of(KeyCommand command) const;

 private:
  std::map<Chord, KeyCommand> commands_;
};

}  // namespace entre
