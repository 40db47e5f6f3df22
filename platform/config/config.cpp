#include "platform/config/config.h"

#include <algorithm>

#include "platform/config/table.h"
#include "platform/log.h"
#include "platform/web_address.h"

namespace entre {
namespace {

constexpr std::uint64_t kConfigBytesMax = 64 * 1024;
constexpr std::size_t kPartsMax = 64;

std::size_t characters_in(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

void read_text(const TomlTable& table, const ConfigKey& key, const std::string& name, std::string& value) {
  if (!key.choices.empty()) {
    value = table.choice_or(name.c_str(), key.choices, value);
    return;
  }
  const auto text = table.string(name.c_str());
  if (!text) return;
  // Empty is "none", where none is the built-in value.
  static Config built_in;
  const bool may_be_empty = std::get<ConfigKey::Text>(key.place)(built_in).empty();
  if (key.accepts != nullptr && !(text->empty() && may_be_empty) && !key.accepts(*text))
    return table.fault(name.c_str(), "expected " + key.form);
  if (key.max > 0 && characters_in(*text) > static_cast<std::size_t>(key.max))
    return table.fault(name.c_str(),
                       "expected " + allowed_in(key) + ", found " + std::to_string(characters_in(*text)));
  value = *text;
}

std::vector<Chord> read_chords(const TomlTable& table, const std::string& name) {
  std::vector<Chord> chords;
  for (const std::string& text : table.strings(name.c_str())) {
    const auto found = chord(text);
    if (!found) table.fault(name.c_str(), "\"" + text + "\" is no key; expected " + allowed_keys());
    if (found) chords.push_back(*found);
  }
  if (chords.empty()) table.fault(name.c_str(), "expected one key or more");
  return chords;
}

using GivenKeys = std::map<KeyCommand, std::vector<Chord>>;

// One layer over another: what it gives takes the place of what was there.
class LayerReader {
 public:
  LayerReader(ConfigResult& result, GivenKeys& keys) : result_(result), keys_(keys) {}

  std::vector<Fault> read(const ConfigLayer& layer) {
    TomlDocument document = TomlDocument::parse(layer.text, layer.file);
    std::map<std::string, std::optional<TomlTable>> tables;
    for (const ConfigKey& key : config_keys()) {
      const std::string section = key.section();
      if (!tables.contains(section)) tables[section] = document.root().table(section.c_str());
      if (tables[section]) read_key(*tables[section], key, layer);
    }
    return document.finish();
  }

 private:
  void read_key(const TomlTable& table, const ConfigKey& key, const ConfigLayer& layer) {
    const std::string name = key.key();
    if (!table.has(name.c_str())) return;
    if (layer.is_staff && !key.by_staff)
      return table.fault(name.c_str(), "may not stand in the staff screen's file; set it in " +
                                           std::string("kiosk.toml or conf.d"));
    Config& config = result_.config;
    if (const auto* text = std::get_if<ConfigKey::Text>(&key.place))
      read_text(table, key, name, (*text)(config));
    if (const auto* flag = std::get_if<ConfigKey::Flag>(&key.place))
      (*flag)(config) = table.boolean_or(name.c_str(), (*flag)(config));
    if (const auto* whole = std::get_if<ConfigKey::Whole>(&key.place))
      (*whole)(config) = table.integer_or(name.c_str(), static_cast<std::int64_t>(key.min),
                                          static_cast<std::int64_t>(key.max), (*whole)(config));
    if (const auto* number = std::get_if<ConfigKey::Number>(&key.place))
      (*number)(config) = table.number_or(name.c_str(), key.min, key.max, (*number)(config));
    if (const auto* command = std::get_if<KeyCommand>(&key.place)) keys_[*command] = read_chords(table, name);
    result_.origins[key.name] = {layer.file, table.line(name.c_str())};
  }

  ConfigResult& result_;
  GivenKeys& keys_;
};

void add_fault(ConfigResult& result, const std::string& key, const std::string& message) {
  const Origin& origin = result.origins[key];
  result.faults.push_back({origin.file, origin.line, key, message});
}

// A command that is given loses its usual keys before any gets its new ones, so that two may change places.
void take_keys(const GivenKeys& given, ConfigResult& result) {
  KeyMap& keys = result.config.keys;
  for (const auto& [command, chords] : given) keys.set(command, {});
  for (const auto& [command, chords] : given)
    if (const auto other = keys.set(command, chords))
      add_fault(result, std::string("keys.") + name(command),
                std::string("a key of these is also ") + name(*other) + "'s");
}

// What no key can say of itself alone.
void check_whole(const GivenKeys& given, ConfigResult& result) {
  take_keys(given, result);
  Config::Sync& sync = result.config.sync;
  // Paths are appended to them.
  for (std::string* url : {&sync.url, &sync.hub_url})
    while (url->size() > 8 && url->ends_with('/')) url->pop_back();
  if (sync.hub_url.empty() && sync.url.starts_with("http:") && !is_confidential(sync.url))
    add_fault(result, "sync.url",
              "answers and the kiosk's token would go there in clear: expected https://host, or https in "
              "sync.hub_url");
  if (sync.client_cert_file.empty() != sync.client_key_file.empty())
    add_fault(result, sync.client_cert_file.empty() ? "sync.client_key_file" : "sync.client_cert_file",
              "client_cert_file and client_key_file belong together");
}

}  // namespace

Paths Paths::with_home(const std::string& home) {
  Paths paths;
  paths.config_file = home + "/kiosk.toml";
  paths.root_file = home + "/root.json";
  paths.token_file = home + "/token";
  paths.content_folder = home + "/content";
  paths.outbox_file = home + "/outbox.db";
  paths.trust_folder = home + "/trust";
  paths.status_file = home + "/status.json";
  paths.requests_folder = home + "/requests";
  paths.config_parts_folder = home + "/conf.d";
  paths.staff_file = home + "/staff.toml";
  return paths;
}

void Paths::take_config_from(const std::string& file) {
  config_file = file;
  config_parts_folder.clear();
  staff_file.clear();
}

ConfigResult parse_layers(const std::vector<ConfigLayer>& layers) {
  ConfigResult result;
  GivenKeys given;
  for (const ConfigLayer& layer : layers) {
    ConfigResult tried = result;
    GivenKeys tried_keys = given;
    const std::vector<Fault> faults = LayerReader(tried, tried_keys).read(layer);
    if (layer.is_staff && !faults.empty()) {
      result.left_out = faults;
      continue;
    }
    result = std::move(tried);
    given = std::move(tried_keys);
    result.faults.insert(result.faults.end(), faults.begin(), faults.end());
  }
  check_whole(given, result);
  const auto place = [&](const Fault& fault) {
    const auto layer = std::find_if(layers.begin(), layers.end(), [&](const ConfigLayer& candidate) {
      return candidate.file == fault.file;
    });
    return std::pair(layer - layers.begin(), fault.line);
  };
  std::stable_sort(result.faults.begin(), result.faults.end(),
                   [&](const Fault& a, const Fault& b) { return place(a) < place(b); });
  return result;
}

ConfigResult parse_config(std::string_view text, const std::string& file) {
  return parse_layers({{file, std::string(text)}});
}

Result<std::vector<ConfigLayer>> read_layers(const Files& files, const Paths& paths) {
  std::vector<std::pair<std::string, bool>> names = {{paths.config_file, false}};
  if (!paths.config_parts_folder.empty())
    for (const std::string& name : files.list(paths.config_parts_folder))
      if (name.ends_with(".toml") && !name.starts_with('.'))
        names.emplace_back(paths.config_parts_folder + "/" + name, false);
  if (names.size() > kPartsMax)
    return Error{ErrorKind::too_large,
                 paths.config_parts_folder + ": more than " + std::to_string(kPartsMax) + " files"};
  if (!paths.staff_file.empty()) names.emplace_back(paths.staff_file, true);
  std::vector<ConfigLayer> layers;
  for (const auto& [file, is_staff] : names) {
    auto text = files.read(file, kConfigBytesMax);
    if (!text && text.error().kind == ErrorKind::not_found) continue;
    if (!text) return text.error();
    layers.push_back({file, *std::move(text), is_staff});
  }
  if (layers.empty()) return Error{ErrorKind::not_found, paths.config_file + ": not there"};
  return layers;
}

Result<Config> load_config(const Files& files, const Paths& paths) {
  auto layers = read_layers(files, paths);
  if (!layers) return layers.error();
  ConfigResult result = parse_layers(*layers);
  if (!result.faults.empty()) return Error{ErrorKind::invalid, to_string(result.faults)};
  for (const Fault& fault : result.left_out)
    log_warning("the staff screen's settings are left out: " + to_string(fault));
  return std::move(result.config);
}

}  // namespace entre
