#include "platform/system/nmcli.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace entre {
namespace {

constexpr std::size_t kInterfaceBytesMax = 15;

std::vector<std::string_view> lines_of(std::string_view out) {
  out = out.substr(0, nmcli_bytes_max);
  std::vector<std::string_view> lines;
  while (!out.empty() && lines.size() < nmcli_lines_max) {
    const std::size_t end = out.find('\n');
    lines.push_back(out.substr(0, end));
    out.remove_prefix(end == std::string_view::npos ? out.size() : end + 1);
  }
  return lines;
}

// The length of the UTF-8 character at `at`; 0: there is none (RFC 3629, 4).
std::size_t character_bytes(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xc2 && first <= 0xdf   ? 2
                             : first >= 0xe0 && first <= 0xef ? 3
                             : first >= 0xf0 && first <= 0xf4 ? 4
                                                              : 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xc0) != 0x80) return 0;
  const unsigned second = byte(1);
  const bool overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
  const bool outside = (first == 0xed && second > 0x9f) || (first == 0xf4 && second > 0x8f);
  return overlong || outside ? 0 : length;
}

// What can be shown: at most the cap, whole characters, and a mark where there was something else.
std::string shown(std::string_view text) {
  std::string clean;
  for (std::size_t at = 0; at < text.size() && clean.size() < network_text_bytes_max;) {
    const std::size_t length = character_bytes(text, at);
    const auto first = static_cast<unsigned char>(text[at]);
    const bool control = first < 0x20 || first == 0x7f ||
                         (first == 0xc2 && length == 2 && static_cast<unsigned char>(text[at + 1]) < 0xa0);
    if (length == 0 || control)
      clean += "\xef\xbf\xbd";
    else
      clean += text.substr(at, length);
    at += std::max<std::size_t>(length, 1);
  }
  return clean;
}

// "NAME[2]:value" or "NAME:value".
struct Property {
  std::string_view name, value;
};
Property property_of(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return {};
  std::string_view name = line.substr(0, colon);
  return {name.substr(0, name.find('[')), line.substr(colon + 1)};
}

// "100 (connected)": nm-device-state of NetworkManager's D-Bus interface.
int state_of(std::string_view text) {
  int state = 0;
  std::from_chars(text.data(), text.data() + text.size(), state);
  return state;
}

constexpr int kStateUnmanaged = 10, kStatePrepare = 40, kStateActivated = 100, kStateDeactivating = 110;

void take(NetworkDevice* device, const Property& property) {
  const std::string value = shown(property.value);
  const auto add = [&](std::vector<std::string>* list) {
    if (list->size() < network_addresses_max && !value.empty()) list->push_back(value);
  };
  if (property.name == "GENERAL.TYPE") device->is_wifi = value == "wifi";
  if (property.name == "GENERAL.HWADDR") device->mac = value;
  if (property.name == "GENERAL.STATE") {
    const int state = state_of(value);
    device->is_managed = state > kStateUnmanaged;
    device->is_connected = state == kStateActivated;
    device->is_connecting = state >= kStatePrepare && state < kStateActivated;
    if (state >= kStateDeactivating) device->is_connecting = false;
  }
  if (property.name == "GENERAL.CON-UUID" && is_profile_uuid(value)) {
    device->profile = value;
    device->profile_active = true;
  }
  if (property.name == "WIRED-PROPERTIES.CARRIER") device->has_link = value == "on";
  if (property.name == "IP4.ADDRESS") add(&device->addresses);
  if (property.name == "IP4.GATEWAY") device->gateway = value;
  if (property.name == "IP4.DNS") add(&device->dns);
  // "uuid | name", the best first.
  if (property.name == "CONNECTIONS.AVAILABLE-CONNECTIONS" && device->profile.empty())
    if (const std::string uuid = value.substr(0, value.find(' ')); is_profile_uuid(uuid))
      device->profile = uuid;
}

WifiSecurity security_of(const std::string& text) {
  if (text.find("802.1X") != std::string::npos) return WifiSecurity::login;
  // "OWE" encrypts without a password.
  return text.find("WPA") == std::string::npos && text.find("WEP") == std::string::npos
             ? WifiSecurity::open
             : WifiSecurity::password;
}

}  // namespace

std::vector<std::string> terse_fields(std::string_view line) {
  std::vector<std::string> fields(1);
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size())
      fields.back() += line[++i];
    else if (line[i] == ':')
      fields.emplace_back();
    else
      fields.back() += line[i];
  }
  return fields;
}

void parse_general(std::string_view out, NetworkState* state) {
  const auto lines = lines_of(out);
  const auto fields = lines.empty() ? std::vector<std::string>{} : terse_fields(lines.front());
  if (fields.size() != 3) return;
  constexpr std::pair<std::string_view, Reach> reaches[] = {
      {"none", Reach::none}, {"portal", Reach::portal}, {"limited", Reach::limited}, {"full", Reach::full}};
  for (const auto& [name, reach] : reaches)
    if (fields[1] == name) state->reach = reach;
  state->wifi_on = fields[2] != "disabled";
}

std::vector<NetworkDevice> parse_devices(std::string_view out) {
  std::vector<NetworkDevice> devices;
  bool wanted = false;
  NetworkDevice device;
  const auto keep = [&] {
    if (wanted && is_interface(device.name) && devices.size() < network_devices_max) {
      if (device.is_wifi) device.has_link = device.is_connected;
      devices.push_back(std::move(device));
    }
    device = {};
    wanted = false;
  };
  for (const std::string_view line : lines_of(out)) {
    const Property property = property_of(line);
    if (property.name == "GENERAL.DEVICE") {
      keep();
      device.name = shown(property.value);
    }
    if (property.name == "GENERAL.TYPE") wanted = property.value == "ethernet" || property.value == "wifi";
    take(&device, property);
  }
  keep();
  return devices;
}

std::vector<WifiNetwork> parse_wifi(std::string_view out) {
  std::vector<WifiNetwork> all;
  for (const std::string_view line : lines_of(out)) {
    const auto fields = terse_fields(line);
    if (fields.size() != 5 || !is_bssid(fields[1])) continue;
    WifiNetwork network{shown(fields[2]), fields[1], 0, security_of(fields[4]), fields[0] == "*"};
    if (network.ssid.find_first_not_of(' ') == std::string::npos) continue;
    std::from_chars(fields[3].data(), fields[3].data() + fields[3].size(), network.signal_percent);
    network.signal_percent = std::clamp(network.signal_percent, 0, 100);
    all.push_back(std::move(network));
  }
  std::stable_sort(all.begin(), all.end(), [](const WifiNetwork& a, const WifiNetwork& b) {
    return a.is_joined != b.is_joined ? a.is_joined : a.signal_percent > b.signal_percent;
  });
  std::vector<WifiNetwork> best;
  for (WifiNetwork& network : all) {
    // A stranger's network of the same name but without the lock is another one.
    const bool known = std::any_of(best.begin(), best.end(), [&](const WifiNetwork& each) {
      return each.ssid == network.ssid && each.security == network.security;
    });
    if (!known && best.size() < wifi_networks_max) best.push_back(std::move(network));
  }
  return best;
}

Ipv4Setting parse_ipv4(std::string_view out) {
  Ipv4Setting setting;
  for (const std::string_view line : lines_of(out)) {
    const Property property = property_of(line);
    const std::string value = shown(property.value);
    if (property.name == "ipv4.method") setting.automatic = value != "manual";
    if (property.name == "ipv4.addresses") setting.address = value;
    if (property.name == "ipv4.gateway") setting.gateway = value;
    if (property.name == "ipv4.dns") setting.dns = value;
  }
  return setting;
}

bool is_whole_ipv4(std::string_view out) {
  bool has_method = false;
  for (const std::string_view line : lines_of(out)) {
    const Property property = property_of(line);
    if (shown(property.value) != property.value) return false;
    if (property.name == "ipv4.method") has_method = property.value == "auto" || property.value == "manual";
  }
  return has_method;
}

std::vector<Profile> parse_profiles(std::string_view out) {
  std::vector<Profile> profiles;
  for (const std::string_view line : lines_of(out)) {
    const auto fields = terse_fields(line);
    if (fields.size() == 2 && is_profile_uuid(fields[1])) profiles.push_back({fields[0], fields[1]});
  }
  return profiles;
}

bool is_bssid(std::string_view text) {
  if (text.size() != 17) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (i % 3 == 2 ? text[i] != ':' : std::isxdigit(static_cast<unsigned char>(text[i])) == 0) return false;
  return true;
}

bool is_profile_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : std::isxdigit(static_cast<unsigned char>(text[i])) == 0) return false;
  }
  return true;
}

bool is_interface(std::string_view text) {
  return !text.empty() && text.size() <= kInterfaceBytesMax && text[0] != '-' && text[0] != '.' &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return c < 0x80 && (std::isalnum(c) || c == '-' || c == '_' || c == '.' || c == '@');
         });
}

}  // namespace entre
