#include "platform/config/table.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "platform/clock.h"
#include "platform/config/forms.h"
#include "platform/touch_map.h"
#include "platform/web_address.h"

namespace entre {
namespace {

constexpr const char* kHoursForm = "\"always\", \"closed\" or times such as \"08:00-12:00, 13:00-17:00\"";
constexpr const char* kPathForm = "a whole path such as \"/etc/kiosk/ca.pem\"";

template <int weekday>
ConfigKey weekday_key(std::string name) {
  std::string title = name;
  title[0] = static_cast<char>(title[0] - 'a' + 'A');
  return {.name = "display." + name,
          .place = ConfigKey::Text([](Config& c) -> std::string& { return c.display.week[weekday]; }),
          .help = "When the screen is lit on " + title + "s, in the kiosk's time zone.",
          .form = kHoursForm,
          .accepts = forms::is_open_day,
          .by_staff = true,
          .applies = Applies::at_once};
}

// Each member of Config once. A texts's most characters stand in `max`.
std::vector<ConfigKey> make_keys() {
  const ConfigKey::Text id = [](Config& c) -> std::string& { return c.kiosk.id; };
  const ConfigKey::Text name = [](Config& c) -> std::string& { return c.kiosk.name; };
  const ConfigKey::Text place = [](Config& c) -> std::string& { return c.kiosk.place; };
  const ConfigKey::Text contact = [](Config& c) -> std::string& { return c.kiosk.service_contact; };
  const ConfigKey::Text language = [](Config& c) -> std::string& { return c.kiosk.language; };
  const ConfigKey::Text languages = [](Config& c) -> std::string& { return c.kiosk.languages; };
  const ConfigKey::Text zone = [](Config& c) -> std::string& { return c.kiosk.time_zone; };
  const ConfigKey::Text time_server = [](Config& c) -> std::string& { return c.kiosk.time_server; };
  const ConfigKey::Flag demo = [](Config& c) -> bool& { return c.kiosk.demo; };
  const ConfigKey::Number ppi = [](Config& c) -> double& { return c.screen.ppi; };
  const ConfigKey::Number distance = [](Config& c) -> double& { return c.screen.viewing_distance_mm; };
  const ConfigKey::Number edge = [](Config& c) -> double& { return c.screen.lower_edge_mm; };
  const ConfigKey::Number reach = [](Config& c) -> double& { return c.screen.low_reach_mm; };
  const ConfigKey::Text theme = [](Config& c) -> std::string& { return c.screen.theme; };
  const ConfigKey::Text rotation = [](Config& c) -> std::string& { return c.screen.rotation; };
  const ConfigKey::Text touch_map = [](Config& c) -> std::string& { return c.screen.touch_map; };
  const ConfigKey::Flag calm = [](Config& c) -> bool& { return c.screen.calm; };
  const ConfigKey::Flag oled = [](Config& c) -> bool& { return c.screen.oled_safe; };
  const ConfigKey::Flag wakes = [](Config& c) -> bool& { return c.display.wakes_on_touch; };
  const ConfigKey::Text brightness = [](Config& c) -> std::string& { return c.display.brightness; };
  const ConfigKey::Whole idle = [](Config& c) -> std::int64_t& { return c.visit.idle_timeout_s; };
  const ConfigKey::Whole warning = [](Config& c) -> std::int64_t& { return c.visit.idle_warning_s; };
  const ConfigKey::Whole guard = [](Config& c) -> std::int64_t& { return c.visit.key_guard_ms; };
  const ConfigKey::Text headset = [](Config& c) -> std::string& { return c.speech.headset_device; };
  const ConfigKey::Whole volume = [](Config& c) -> std::int64_t& { return c.speech.volume_percent; };
  const ConfigKey::Flag comment = [](Config& c) -> bool& { return c.feedback.comment; };
  const ConfigKey::Text url = [](Config& c) -> std::string& { return c.sync.url; };
  const ConfigKey::Text hub = [](Config& c) -> std::string& { return c.sync.hub_url; };
  const ConfigKey::Whole interval = [](Config& c) -> std::int64_t& { return c.sync.interval_s; };
  const ConfigKey::Text ca = [](Config& c) -> std::string& { return c.sync.ca_file; };
  const ConfigKey::Text proxy = [](Config& c) -> std::string& { return c.sync.proxy; };
  const ConfigKey::Text cert = [](Config& c) -> std::string& { return c.sync.client_cert_file; };
  const ConfigKey::Text cert_key = [](Config& c) -> std::string& { return c.sync.client_key_file; };
  const ConfigKey::Text corner = [](Config& c) -> std::string& { return c.staff.corner; };
  const ConfigKey::Whole touches = [](Config& c) -> std::int64_t& { return c.staff.touches; };
  constexpr Applies now = Applies::at_once;
  std::vector<ConfigKey> keys = {
      {.name = "kiosk.id",
       .place = id,
       .help = "Names the kiosk to the hub; without one no answer is saved.",
       .form = "a UUID in lower case, such as the one that enrolment gives",
       .accepts = forms::is_uuid,
       .is_needed = true},
      {.name = "kiosk.name",
       .place = name,
       .help = "What staff call the kiosk; visitors see it under \"About this screen\".",
       .max = 80,
       .by_staff = true},
      {.name = "kiosk.place",
       .place = place,
       .help = "Where the kiosk stands, for staff; enrolment gives it.",
       .max = 120,
       .by_staff = true},
      {.name = "kiosk.service_contact",
       .place = contact,
       .help = "Whom visitors call when the screen is broken, in words; empty: nothing is shown.",
       .max = 200,
       .by_staff = true},
      {.name = "kiosk.language",
       .place = language,
       .help = "The language a visit begins in; empty: the site's own.",
       .form = "a language code such as \"sv\"",
       .accepts = forms::is_language_code,
       .by_staff = true},
      {.name = "kiosk.languages",
       .place = languages,
       .help = "The languages that visitors are offered; empty: all that the release has.",
       .form = "language codes such as \"sv, en, fi\"",
       .accepts = forms::is_language_list,
       .by_staff = true},
      {.name = "kiosk.time_zone",
       .place = zone,
       .help = "The zone by which dates on the screen begin and end.",
       .form = "a time zone such as \"Europe/Stockholm\"",
       .accepts = known_zone,
       .by_staff = true},
      {.name = "kiosk.time_server",
       .place = time_server,
       .help = "The server that systemd-timesyncd sets the clock from; empty: the one that the system has.",
       .max = 253,
       .form = "a host such as \"ntp.example.se\" or its address",
       .accepts = forms::is_host,
       .by_staff = true,
       .applies = now},
      {.name = "kiosk.demo",
       .place = demo,
       .help = "A newcomer's try: content signed by throw-away keys is shown.",
       .applies = now},
      {.name = "screen.ppi",
       .place = ppi,
       .help = "How fine the panel is; every size on the screen follows from it.",
       .unit = "pixels an inch",
       .min = 20,
       .max = 400,
       .by_staff = true},
      {.name = "screen.viewing_distance_mm",
       .place = distance,
       .help = "From where visitors read the screen.",
       .unit = "mm",
       .min = 200,
       .max = 5000,
       .by_staff = true},
      {.name = "screen.lower_edge_mm",
       .place = edge,
       .help = "How high the panel's lower edge stands above the floor.",
       .unit = "mm",
       .min = 0,
       .max = 3000,
       .by_staff = true},
      {.name = "screen.low_reach_mm",
       .place = reach,
       .help = "How high above the floor those who ask for low buttons can reach.",
       .unit = "mm",
       .min = 600,
       .max = 1220,
       .by_staff = true},
      {.name = "screen.theme",
       .place = theme,
       .help = "The colours a visit begins in.",
       .choices = {"light", "dark"},
       .by_staff = true},
      {.name = "screen.rotation",
       .place = rotation,
       .help = "How far the picture is turned clockwise on a panel that hangs otherwise.",
       .unit = "degrees",
       .choices = {"0", "90", "180", "270"},
       .by_staff = true},
      {.name = "screen.touch_map",
       .place = touch_map,
       .help =
           "Where touches are meant, for a panel that tells them otherwise; the staff screen's touch test "
           "gives it, empty: as the panel says.",
       .form = "six numbers such as \"-1 0 1 0 1 0\", which is mirrored (docs/staff.md)",
       .accepts = [](const std::string& text) { return parse_touch_map(text).has_value(); },
       .by_staff = true,
       .applies = now},
      {.name = "screen.calm",
       .place = calm,
       .help = "Nothing moves by itself: no slides, no drift, one headline.",
       .by_staff = true},
      {.name = "screen.oled_safe",
       .place = oled,
       .help = "At rest the screen is dark and drifts further, so that no picture burns in.",
       .by_staff = true},
      weekday_key<0>("monday"),
      weekday_key<1>("tuesday"),
      weekday_key<2>("wednesday"),
      weekday_key<3>("thursday"),
      weekday_key<4>("friday"),
      weekday_key<5>("saturday"),
      weekday_key<6>("sunday"),
      {.name = "display.days",
       .place = ConfigKey::Text([](Config& c) -> std::string& { return c.display.days; }),
       .help = "Holidays and other dates that are not as their weekday; empty: none.",
       .form = "dates with hours such as \"2026-12-24 closed; 2026-12-31 10:00-14:00\"",
       .accepts = forms::is_open_days,
       .by_staff = true,
       .applies = now},
      {.name = "display.wakes_on_touch",
       .place = wakes,
       .help = "A touch or a key lights the dark screen for a visit; else only staff's own does.",
       .by_staff = true,
       .applies = now},
      {.name = "display.brightness",
       .place = brightness,
       .help = "How bright the screen is; each time's percentage holds until the next, round the clock.",
       .form = "a percentage from 10 to 100, or times with percentages such as \"07:00 60; 09:00 100; 20:00 "
               "40\"",
       .accepts = forms::is_brightness,
       .by_staff = true,
       .applies = now},
      {.name = "visit.idle_timeout_s",
       .place = idle,
       .help = "After so long without a touch a visit's warning begins.",
       .unit = "s",
       .min = 1,
       .max = 3600,
       .by_staff = true},
      // WCAG 2.2.1: at least 20 s to ask for more time.
      {.name = "visit.idle_warning_s",
       .place = warning,
       .help = "How long the warning stands before the visit ends.",
       .unit = "s",
       .min = 20,
       .max = 600,
       .by_staff = true},
      {.name = "visit.key_guard_ms",
       .place = guard,
       .help = "The same key twice within that time is once; 0: as often as it is struck.",
       .unit = "ms",
       .min = 0,
       .max = 2000,
       .by_staff = true},
      {.name = "speech.headset_device",
       .place = headset,
       .help = "An input device that tells of the headphone jack; with one, what is typed is said in "
               "headphones only.",
       .form = "a whole path such as \"/dev/input/event5\"",
       .accepts = forms::is_path},
      {.name = "speech.volume_percent",
       .place = volume,
       .help = "How loud the loudest is that visitors can choose.",
       .unit = "%",
       .min = 10,
       .max = 100,
       .by_staff = true},
      {.name = "feedback.comment",
       .place = comment,
       .help = "Visitors may write a comment with an answer: a public record, which may name persons."},
      {.name = "staff.corner",
       .place = corner,
       .help =
           "The corner of the panel, 40 mm wide and high, where touches ask for the staff screen; none: a "
           "key alone does.",
       .choices = {"upper-right", "upper-left", "none"},
       .by_staff = true},
      // Fewer than four happen to children.
      {.name = "staff.touches",
       .place = touches,
       .help = "How many touches of that corner within five seconds open it.",
       .min = 4,
       .max = 12,
       .by_staff = true},
      {.name = "sync.url",
       .place = url,
       .help = "Where releases come from: what stands before /v1/repo; empty: the kiosk never syncs.",
       .form = "https://host, http://host or file:///folder",
       .accepts = forms::is_web_address_or_folder,
       .applies = now},
      {.name = "sync.hub_url",
       .place = hub,
       .help = "Where answers go; empty: the same as url.",
       .form = "https://host, or http://127.0.0.1 for a hub on this machine",
       .accepts =
           [](const std::string& text) { return forms::is_web_address(text) && is_confidential(text); },
       .applies = now},
      {.name = "sync.interval_s",
       .place = interval,
       .help = "How often new content is asked for.",
       .unit = "s",
       .min = 1,
       .max = 86'400,
       .applies = now},
      {.name = "sync.ca_file",
       .place = ca,
       .help = "The authority that the server's certificate is checked by; empty: the system's.",
       .form = kPathForm,
       .accepts = forms::is_path,
       .applies = now},
      {.name = "sync.proxy",
       .place = proxy,
       .help = "The proxy that the network wants; empty: none.",
       .max = 200,
       .form =
           "a proxy such as \"http://proxy.example:3128\": http, https, socks5 or socks5h, a host and a port",
       .accepts = forms::is_proxy,
       .by_staff = true,
       .applies = now},
      {.name = "sync.client_cert_file",
       .place = cert,
       .help = "The certificate that the kiosk shows to the server.",
       .form = kPathForm,
       .accepts = forms::is_path,
       .applies = now},
      {.name = "sync.client_key_file",
       .place = cert_key,
       .help = "That certificate's key.",
       .form = kPathForm,
       .accepts = forms::is_path,
       .applies = now},
  };
  for (int i = 0; i < key_command_count; ++i) {
    const auto command = static_cast<KeyCommand>(i);
    keys.push_back({.name = std::string("keys.") + entre::name(command),
                    .place = command,
                    .help = "The keys of this command, in place of its usual ones (docs/keys.md)."});
  }
  return keys;
}

std::string number_text(double number) {
  char text[64];
  const auto end = std::to_chars(text, text + sizeof text, number).ptr;
  return std::string(text, end);
}

std::string toml_text(const std::string& text) {
  std::string toml = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') toml += '\\';
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04X", static_cast<unsigned>(static_cast<unsigned char>(c)));
      toml += escape;
    } else {
      toml += c;
    }
  }
  return toml + "\"";
}

bool is_number(const std::string& text, bool whole) {
  double value = 0;
  std::int64_t count = 0;
  const char* const end = text.data() + text.size();
  const auto read =
      whole ? std::from_chars(text.data(), end, count) : std::from_chars(text.data(), end, value);
  return !text.empty() && read.ec == std::errc() && read.ptr == end &&
         std::isdigit(static_cast<unsigned char>(text.back()));
}

std::string list_of(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "" : ", ") + toml_text(text);
  return list;
}

}  // namespace

const std::vector<ConfigKey>& config_keys() {
  static const std::vector<ConfigKey> keys = make_keys();
  return keys;
}

const ConfigKey* find_config_key(std::string_view name) {
  const auto& keys = config_keys();
  const auto found =
      std::find_if(keys.begin(), keys.end(), [&](const auto& key) { return key.name == name; });
  return found == keys.end() ? nullptr : &*found;
}

const ConfigKey& nearest_config_key(std::string_view name) {
  const auto& keys = config_keys();
  return *std::min_element(keys.begin(), keys.end(), [&](const ConfigKey& a, const ConfigKey& b) {
    return letters_apart(name, a.name) < letters_apart(name, b.name);
  });
}

std::string type_of(const ConfigKey& key) {
  constexpr const char* types[] = {"text", "true or false", "whole number", "number", "list of keys"};
  return types[key.place.index()];
}

std::string allowed_in(const ConfigKey& key) {
  if (std::holds_alternative<KeyCommand>(key.place)) return "one key or more";
  if (std::holds_alternative<ConfigKey::Flag>(key.place)) return "true or false";
  if (!std::holds_alternative<ConfigKey::Text>(key.place))
    return (std::holds_alternative<ConfigKey::Whole>(key.place) ? "a whole number from " : "a number from ") +
           number_text(key.min) + " to " + number_text(key.max);
  if (!key.choices.empty()) return "one of " + list_of(key.choices);
  if (!key.form.empty()) return key.form;
  return key.max > 0 ? "a text of at most " + number_text(key.max) + " characters" : "a text";
}

std::string value_of(const ConfigKey& key, const Config& config) {
  // The accessors are written for what may be changed; nothing is changed here.
  Config& at = const_cast<Config&>(config);
  if (const auto* text = std::get_if<ConfigKey::Text>(&key.place)) return toml_text((*text)(at));
  if (const auto* flag = std::get_if<ConfigKey::Flag>(&key.place)) return (*flag)(at) ? "true" : "false";
  if (const auto* whole = std::get_if<ConfigKey::Whole>(&key.place)) return std::to_string((*whole)(at));
  if (const auto* number = std::get_if<ConfigKey::Number>(&key.place)) return number_text((*number)(at));
  std::vector<std::string> names;
  for (const Chord& chord : config.keys.keys_of(std::get<KeyCommand>(key.place)))
    names.push_back(name(chord));
  return "[" + list_of(names) + "]";
}

std::string typed_of(const ConfigKey& key, const Config& config) {
  Config& at = const_cast<Config&>(config);
  if (const auto* text = std::get_if<ConfigKey::Text>(&key.place)) return (*text)(at);
  const auto* command = std::get_if<KeyCommand>(&key.place);
  if (command == nullptr) return value_of(key, config);
  std::string typed;
  for (const Chord& chord : config.keys.keys_of(*command)) typed += (typed.empty() ? "" : ", ") + name(chord);
  return typed;
}

Result<std::string> to_toml(const ConfigKey& key, const std::string& typed) {
  const Error refused{ErrorKind::invalid,
                      key.name + ": expected " + allowed_in(key) + ", found \"" + typed + "\""};
  if (typed.empty() && key.is_needed) return refused;
  if (std::holds_alternative<ConfigKey::Text>(key.place)) return toml_text(typed);
  if (std::holds_alternative<ConfigKey::Flag>(key.place))
    return typed == "true" || typed == "false" ? Result<std::string>(typed) : refused;
  if (!std::holds_alternative<KeyCommand>(key.place)) {
    const bool whole = std::holds_alternative<ConfigKey::Whole>(key.place);
    return is_number(typed, whole) ? Result<std::string>(typed) : refused;
  }
  std::vector<std::string> names;
  for (std::size_t at = 0; at <= typed.size();) {
    const std::size_t comma = std::min(typed.find(',', at), typed.size());
    if (const std::string one = forms::trimmed(typed.substr(at, comma - at)); !one.empty())
      names.push_back(one);
    at = comma + 1;
  }
  return "[" + list_of(names) + "]";
}

}  // namespace entre
