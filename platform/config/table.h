#pragma once
// The one table of kiosk.toml's keys. The reader, docs/configuration.md and kioskctl's `config` are all made
// from it.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "platform/config/config.h"

namespace entre {

// When a change takes effect.
enum class Applies {
  at_once,     // kiosk-sync and the screen read the configuration anew when they are told of a change
  next_start,  // when the screen is started the next time
};

struct ConfigKey {
  // Where the value lies in Config; its type is the key's type. A KeyCommand's is its part of Config::keys.
  using Text = std::string& (*)(Config&);
  using Flag = bool& (*)(Config&);
  using Whole = std::int64_t& (*)(Config&);
  using Number = double& (*)(Config&);

  std::string name;  // "screen.ppi"
  std::variant<Text, Flag, Whole, Number, KeyCommand> place;
  std::string help;                                    // one sentence
  std::string unit = {};                               // in words; empty: none
  double min = 0;                                      // of numbers, inclusive
  double max = 0;                                      // of numbers, inclusive; of a text its most characters
  std::string form = {};                               // what a text may be, in words; empty: any text
  bool (*accepts)(const std::string& text) = nullptr;  // null: every text
  bool is_needed = false;                              // nobody may make it empty
  std::vector<std::string> choices = {};               // the only texts that are taken; empty: no such list
  bool by_staff = false;                               // may stand in the staff screen's own file too
  Applies applies = Applies::next_start;

  std::string section() const { return name.substr(0, name.find('.')); }
  std::string key() const { return name.substr(name.find('.') + 1); }
};

const std::vector<ConfigKey>& config_keys();
const ConfigKey* find_config_key(std::string_view name);  // null: there is none
// The key whose name is most alike, for those who mistyped one.
const ConfigKey& nearest_config_key(std::string_view name);

std::string type_of(const ConfigKey& key);     // "text", "whole number", ...
std::string allowed_in(const ConfigKey& key);  // "a number from 20 to 400"
// The value as kiosk.toml writes it.
std::string value_of(const ConfigKey& key, const Config& config);
// The same as a person types it: to_toml's counterpart.
std::string typed_of(const ConfigKey& key, const Config& config);
// What a person typed as a value of this key, as kiosk.toml writes it: quotes are added to texts, keys are
// divided at commas. invalid: the type is wrong, with what is allowed.
Result<std::string> to_toml(const ConfigKey& key, const std::string& typed);

// docs/configuration.md.
std::string document_config();

}  // namespace entre
