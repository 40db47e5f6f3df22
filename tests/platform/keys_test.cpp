#include "platform/keys.h"

#include <doctest/doctest.h>

#include <set>

#include "platform/config/config.h"

using namespace entre;

namespace {

std::string faults_of(std::string_view text) {
  return to_string(parse_config(text, "kiosk.toml").faults);
}

KeyMap keys_of(std::string_view text) {
  const ConfigResult result = parse_config(text, "kiosk.toml");
  REQUIRE(to_string(result.faults) == "");
  return result.config.keys;
}

std::optional<KeyCommand> command(const KeyMap& keys, const char* name) {
  return keys.find(chord(name).value());
}

}  // namespace

TEST_CASE("keys are named by their HID usages") {
  CHECK(chord("A")->usage == 0x04);
  CHECK(chord("Z")->usage == 0x1D);
  CHECK(chord("1")->usage == 0x1E);
  CHECK(chord("0")->usage == 0x27);
  CHECK(chord("Keypad 1")->usage == 0x59);
  CHECK(chord("Keypad 0")->usage == 0x62);
  CHECK(chord("F1")->usage == 0x3A);
  CHECK(chord("F12")->usage == 0x45);
  CHECK(chord("F13")->usage == 0x68);
  CHECK(chord("F24")->usage == 0x73);
  CHECK(chord("HID 0x6f")->usage == 0x6F);
  CHECK(*chord("Shift+Tab") == Chord{0x2B, true});
}

TEST_CASE("what is no key is none") {
  for (const char* bad : {"", "tab", "F0", "F25", "f", "Keypad", "Keypad 10", "HID 0x03", "HID 0xE8",
                          "HID 0x", "HID 7", "Shift+", "Shift+Shift+Tab", "Ctrl+A", "å", " A", "A "})
    CHECK_MESSAGE(!chord(bad), bad);
}

TEST_CASE("without [keys] every command has a key, and no key two commands") {
  const KeyMap keys;
  std::set<KeyCommand> found;
  for (const char* name : {"Tab", "Shift+Tab", "Left", "Right", "Up", "Down", "Enter", "Space", "Escape",
                           "Home", "F1", "F2", "F3", "F4", "F5", "F6", "Shift+F12"}) {
    CAPTURE(name);
    REQUIRE(command(keys, name));
    found.insert(*command(keys, name));
  }
  CHECK(found.size() == key_command_count);
  CHECK(command(keys, "Tab") == KeyCommand::next);
  CHECK(command(keys, "Shift+Tab") == KeyCommand::previous);
  CHECK(!command(keys, "Shift+Enter"));
  CHECK(!command(keys, "Q"));
}

TEST_CASE("an assistive keypad's codes take the place of the usual ones") {
  const KeyMap keys = keys_of("[keys]\nnext = [\"F14\", \"HID 0x6A\"]\nselect = [\"F20\"]\n");
  CHECK(command(keys, "F14") == KeyCommand::next);
  CHECK(command(keys, "F15") == KeyCommand::next);
  CHECK(!command(keys, "Tab"));
  CHECK(command(keys, "F20") == KeyCommand::select);
  CHECK(command(keys, "Left") == KeyCommand::previous);
}

TEST_CASE("two commands may change places") {
  const KeyMap keys = keys_of("[keys]\nnext = [\"Left\"]\nprevious = [\"Right\"]\n");
  CHECK(command(keys, "Left") == KeyCommand::next);
  CHECK(command(keys, "Right") == KeyCommand::previous);
}

TEST_CASE("a fault in [keys] names file, line, key and what is allowed") {
  const std::string bad = faults_of("[keys]\nselect = [\"Enter\"]\nnext = [\"Tabb\"]\n");
  CHECK(bad.starts_with("kiosk.toml:3: keys.next: \"Tabb\" is no key; expected Enter, "));
  CHECK(bad.find("F1 to F24") != std::string::npos);
  CHECK(faults_of("[keys]\nnext = [\"Escape\"]\n") ==
        "kiosk.toml:2: keys.next: a key of these is also back's");
  CHECK(faults_of("[keys]\nnext = []\n") == "kiosk.toml:2: keys.next: expected one key or more");
  CHECK(faults_of("[keys]\nnxt = [\"Tab\"]\n").find("keys.nxt") != std::string::npos);
  CHECK(faults_of("[keys]\nnext = \"Tab\"\n").find("kiosk.toml:2: keys.next") == 0);
}
