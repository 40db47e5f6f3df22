#include "platform/config/config.h"

#include <algorithm>

#include "platform/clock.h"

namespace entre {
namespace {

constexpr std::uint64_t kConfigBytesMax = 64 * 1024;

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
  }
  return true;
}

bool is_language_code(std::string_view text) {
  return !text.empty() && text.size() <= 35 &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
}

void read_kiosk(const TomlTable& table, Config::Kiosk& kiosk) {
  kiosk.id = table.string_or("id", "");
  if (!kiosk.id.empty() && !is_uuid(kiosk.id)) {
    table.fault("id", "expected a UUID in lower case, such as the one that enrolment gives");
  }
  kiosk.name = table.string_or("name", "");
  kiosk.service_contact = table.string_or("service_contact", "");
  kiosk.language = table.string_or("language", "");
  if (!kiosk.language.empty() && !is_language_code(kiosk.language)) {
    table.fault("language", "expected a language code such as \"sv\"");
  }
  kiosk.demo = table.boolean_or("demo", false);
  const auto zone = table.string("time_zone");
  if (!zone) return;
  kiosk.time_zone = *zone;
  if (!known_zone(*zone)) table.fault("time_zone", "expected a time zone such as \"Europe/Stockholm\"");
}

void read_screen(const TomlTable& table, Config::Screen& screen) {
  screen.ppi = table.number_or("ppi", 20, 400, screen.ppi);
  screen.viewing_distance_mm = table.number_or("viewing_distance_mm", 200, 5000, screen.viewing_distance_mm);
  screen.lower_edge_mm = table.number_or("lower_edge_mm", 0, 3000, screen.lower_edge_mm);
  screen.low_reach_mm = table.number_or("low_reach_mm", 600, 1220, screen.low_reach_mm);
  screen.theme = table.choice_or("theme", {"light", "dark"}, screen.theme);
  screen.calm = table.boolean_or("calm", screen.calm);
  screen.oled_safe = table.boolean_or("oled_safe", screen.oled_safe);
}

void read_visit(const TomlTable& table, Config::Visit& visit) {
  visit.idle_timeout_s = table.integer_or("idle_timeout_s", 1, 3600, visit.idle_timeout_s);
  // WCAG 2.2.1: at least 20 s to ask for more time.
  visit.idle_warning_s = table.integer_or("idle_warning_s", 20, 600, visit.idle_warning_s);
  visit.key_guard_ms = table.integer_or("key_guard_ms", 0, 2000, visit.key_guard_ms);
}

// A command that is given loses its usual keys before any gets its new ones, so that two may change places.
void read_keys(const TomlTable& table, KeyMap& keys) {
  std::map<KeyCommand, std::vector<Chord>> given;
  for (int i = 0; i < key_command_count; ++i) {
    const auto command = static_cast<KeyCommand>(i);
    const char* const key = name(command);
    if (!table.has(key)) continue;
    for (const std::string& text : table.strings(key)) {
      const auto found = chord(text);
      if (!found) table.fault(key, "\"" + text + "\" is no key; expected " + allowed_keys());
      if (found) given[command].push_back(*found);
    }
    if (given[command].empty()) table.fault(key, "expected one key or more");
    keys.set(command, {});
  }
  for (const auto& [command, chords] : given)
    if (const auto other = keys.set(command, chords))
      table.fault(name(command), std::string("a key of these is also ") + name(*other) + "'s");
}

void read_speech(const TomlTable& table, Config::Speech& speech) {
  speech.headset_device = table.string_or("headset_device", "");
  if (!speech.headset_device.empty() && !speech.headset_device.starts_with('/'))
    table.fault("headset_device", "expected a whole path such as \"/dev/input/event5\"");
}

void check_url(const TomlTable& table, const char* key, const std::string& url, bool file_too) {
  const bool web =
      (url.starts_with("https://") && url.size() > 8) || (url.starts_with("http://") && url.size() > 7);
  const bool file = file_too && url.starts_with("file:///");
  const bool clean =
      std::all_of(url.begin(), url.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; }) &&
      url.find_first_of("?#@") == std::string::npos;
  if (url.empty() || ((web || file) && clean)) return;
  table.fault(key, file_too ? "expected https://host, http://host or file:///folder"
                            : "expected https://host or http://host");
}

void read_sync(const TomlTable& table, Config::Sync& sync) {
  sync.url = table.string_or("url", "");
  sync.hub_url = table.string_or("hub_url", "");
  check_url(table, "url", sync.url, true);
  check_url(table, "hub_url", sync.hub_url, false);
  // Paths are appended to them.
  for (std::string* url : {&sync.url, &sync.hub_url}) {
    while (url->size() > 8 && url->ends_with('/')) url->pop_back();
  }
  sync.interval_s = table.integer_or("interval_s", 1, 86'400, sync.interval_s);
  sync.ca_file = table.string_or("ca_file", "");
  sync.proxy = table.string_or("proxy", "");
  sync.client_cert_file = table.string_or("client_cert_file", "");
  sync.client_key_file = table.string_or("client_key_file", "");
  if (sync.client_cert_file.empty() != sync.client_key_file.empty()) {
    table.fault(sync.client_cert_file.empty() ? "client_key_file" : "client_cert_file",
                "client_cert_file and client_key_file belong together");
  }
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
  return paths;
}

ConfigResult parse_config(std::string_view text, const std::string& file) {
  ConfigResult result;
  Config& config = result.config;
  TomlDocument document = TomlDocument::parse(text, file);
  const TomlTable& root = document.root();
  if (const auto table = root.table("kiosk")) read_kiosk(*table, config.kiosk);
  if (const auto table = root.table("screen")) read_screen(*table, config.screen);
  if (const auto table = root.table("visit")) read_visit(*table, config.visit);
  if (const auto table = root.table("keys")) read_keys(*table, config.keys);
  if (const auto table = root.table("speech")) read_speech(*table, config.speech);
  if (const auto table = root.table("sync")) read_sync(*table, config.sync);
  result.faults = document.finish();
  return result;
}

Result<Config> load_config(const Files& files, const std::string& file) {
  const auto text = files.read(file, kConfigBytesMax);
  if (!text) return text.error();
  ConfigResult result = parse_config(*text, file);
  if (!result.faults.empty()) return Error{ErrorKind::invalid, to_string(result.faults)};
  return std::move(result.config);
}

}  // namespace entre
