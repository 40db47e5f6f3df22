#include "platform/keys.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>

namespace entre {
namespace {

// HID Usage Tables 1.5, section 10.
constexpr int kUsageMin = 0x04, kUsageMax = 0xE7;

struct Named {
  const char* name;
  int usage;
};
constexpr Named kNamed[] = {
    {"Enter", 0x28},     {"Escape", 0x29},   {"Backspace", 0x2A}, {"Tab", 0x2B},       {"Space", 0x2C},
    {"Insert", 0x49},    {"Home", 0x4A},     {"Page Up", 0x4B},   {"Delete", 0x4C},    {"End", 0x4D},
    {"Page Down", 0x4E}, {"Right", 0x4F},    {"Left", 0x50},      {"Down", 0x51},      {"Up", 0x52},
    {"Keypad /", 0x54},  {"Keypad *", 0x55}, {"Keypad -", 0x56},  {"Keypad +", 0x57},  {"Keypad Enter", 0x58},
    {"Help", 0x75},      {"Menu", 0x76},     {"Mute", 0x7F},      {"Volume Up", 0x80}, {"Volume Down", 0x81}};

std::optional<int> number(std::string_view text, int base, int min, int max) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size() || value < min || value > max)
    return std::nullopt;
  return value;
}

std::optional<int> usage(std::string_view name) {
  for (const Named& key : kNamed)
    if (key.name == name) return key.usage;
  if (name.size() == 1 && name[0] >= 'A' && name[0] <= 'Z') return 0x04 + (name[0] - 'A');
  if (name.size() == 1 && name[0] >= '0' && name[0] <= '9') return 0x1E + (name[0] - '0' + 9) % 10;
  if (name.starts_with("Keypad ")) {
    const auto digit = number(name.substr(7), 10, 0, 9);
    return digit ? std::optional(0x59 + (*digit + 9) % 10) : std::nullopt;
  }
  if (name.starts_with("HID 0x")) return number(name.substr(6), 16, kUsageMin, kUsageMax);
  if (!name.starts_with('F')) return std::nullopt;
  const auto n = number(name.substr(1), 10, 1, 24);
  if (!n) return std::nullopt;
  return *n <= 12 ? 0x3A + *n - 1 : 0x68 + *n - 13;
}

}  // namespace

const char* name(KeyCommand command) {
  constexpr const char* names[key_command_count] = {
      "next",   "previous", "next_section", "previous_section", "select", "back",   "home",
      "repeat", "listen",   "louder",       "quieter",          "faster", "slower", "staff"};
  return names[static_cast<int>(command)];
}

std::optional<Chord> chord(std::string_view text) {
  Chord key;
  constexpr std::string_view shift = "Shift+";
  if (text.starts_with(shift)) {
    key.shift = true;
    text.remove_prefix(shift.size());
  }
  const auto found = usage(text);
  if (!found) return std::nullopt;
  key.usage = *found;
  return key;
}

std::string name(const Chord& key) {
  const std::string shift = key.shift ? "Shift+" : "";
  for (const Named& named : kNamed)
    if (named.usage == key.usage) return shift + named.name;
  std::vector<std::string> others;
  for (char letter = 'A'; letter <= 'Z'; ++letter) others.emplace_back(1, letter);
  for (char digit = '0'; digit <= '9'; ++digit) others.emplace_back(1, digit);
  for (int digit = 0; digit <= 9; ++digit) others.push_back("Keypad " + std::to_string(digit));
  for (int function = 1; function <= 24; ++function) others.push_back("F" + std::to_string(function));
  for (const std::string& other : others)
    if (usage(other) == key.usage) return shift + other;
  char number[16];
  std::snprintf(number, sizeof number, "HID 0x%02X", static_cast<unsigned>(key.usage));
  return shift + number;
}

std::string allowed_keys() {
  std::string all;
  for (const Named& key : kNamed) all += std::string(key.name) + ", ";
  return all + "A to Z, 0 to 9, Keypad 0 to Keypad 9, F1 to F24, or HID 0x04 to HID 0xE7; Shift+ before it";
}

KeyMap::KeyMap() {
  const auto bind = [&](KeyCommand command, std::initializer_list<const char*> names) {
    for (const char* each : names) commands_[chord(each).value()] = command;
  };
  bind(KeyCommand::next, {"Tab", "Right"});
  bind(KeyCommand::previous, {"Shift+Tab", "Left"});
  bind(KeyCommand::next_section, {"Down"});
  bind(KeyCommand::previous_section, {"Up"});
  bind(KeyCommand::select, {"Enter", "Keypad Enter", "Space"});
  bind(KeyCommand::back, {"Escape"});
  bind(KeyCommand::home, {"Home"});
  bind(KeyCommand::repeat, {"F1"});
  bind(KeyCommand::listen, {"F2"});
  bind(KeyCommand::quieter, {"F3", "Volume Down"});
  bind(KeyCommand::louder, {"F4", "Volume Up"});
  bind(KeyCommand::slower, {"F5"});
  bind(KeyCommand::faster, {"F6"});
  bind(KeyCommand::staff, {"Shift+F12"});
}

std::optional<KeyCommand> KeyMap::set(KeyCommand command, const std::vector<Chord>& keys) {
  for (const Chord& key : keys)
    if (const auto other = find(key); other && *other != command) return other;
  std::erase_if(commands_, [&](const auto& bound) { return bound.second == command; });
  for (const Chord& key : keys) commands_[key] = command;
  return std::nullopt;
}

std::vector<Chord> KeyMap::keys_of(KeyCommand command) const {
  std::vector<Chord> keys;
  for (const auto& [key, bound] : commands_)
    if (bound == command) keys.push_back(key);
  return keys;
}

std::optional<KeyCommand> KeyMap::find(const Chord& key) const {
  const auto found = commands_.find(key);
  return found == commands_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace entre
