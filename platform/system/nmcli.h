#pragma once
// What nmcli(1) says in its terse form (-t -e yes, LC_ALL=C.UTF-8), read. Each function takes whatever bytes
// come: what is malformed or past a cap is left out, and texts come without control characters and as UTF-8.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "platform/system/ipv4.h"

namespace entre {

inline constexpr std::size_t nmcli_bytes_max = 256u << 10, nmcli_lines_max = 4096;
inline constexpr std::size_t network_devices_max = 16, network_addresses_max = 8, wifi_networks_max = 64;
inline constexpr std::size_t network_text_bytes_max = 256;

// NetworkManager's own judgement of how far the network reaches.
enum class Reach { unknown, none, portal, limited, full };

struct NetworkDevice {
  std::string name;  // "eth0"
  bool is_wifi = false;
  std::string mac;
  bool is_managed = true;              // NetworkManager may set it
  bool is_connected = false;           // has its address
  bool is_connecting = false;          // waits for one
  bool has_link = false;               // a cable with something at its other end; of Wi-Fi: connected
  std::string profile;                 // the uuid of the one that is active or could be; empty: none
  bool profile_active = false;         // it is in use
  std::vector<std::string> addresses;  // IPv4 with their prefix
  std::string gateway;                 // empty: none
  std::vector<std::string> dns;
};

struct NetworkState {
  Reach reach = Reach::unknown;
  bool wifi_on = true;                 // nobody has switched the radio off
  std::vector<NetworkDevice> devices;  // cards and radios only
};

enum class WifiSecurity { open, password, login };  // login: a name and a password or certificate (802.1X)
struct WifiNetwork {
  std::string ssid, bssid;
  int signal_percent = 0;
  WifiSecurity security = WifiSecurity::open;
  bool is_joined = false;
  bool operator==(const WifiNetwork&) const = default;
};

// The fields of one line: divided at ':', where '\:' and '\\' stand for the characters themselves.
std::vector<std::string> terse_fields(std::string_view line);
// "-f STATE,CONNECTIVITY,WIFI general status".
void parse_general(std::string_view out, NetworkState* state);
// "-f GENERAL,WIRED-PROPERTIES,IP4,CONNECTIONS device show": a block of "NAME:value" a device.
std::vector<NetworkDevice> parse_devices(std::string_view out);
// "-f IN-USE,BSSID,SSID,SIGNAL,SECURITY device wifi list": of each name the strongest or the joined one; the
// joined first, then by strength. Nameless ones are left out.
std::vector<WifiNetwork> parse_wifi(std::string_view out);
// "-f ipv4.method,ipv4.addresses,ipv4.gateway,ipv4.dns connection show".
Ipv4Setting parse_ipv4(std::string_view out);
// Of the same: what was read is all of it, so that it can be put back. Not so of other methods ("shared"),
// nor of values past a cap.
bool is_whole_ipv4(std::string_view out);
// The uuids of "-f NAME,UUID,TYPE connection show" whose profile is so named.
struct Profile {
  std::string name, uuid;
};
std::vector<Profile> parse_profiles(std::string_view out);

// A MAC address as nmcli writes it, and a profile's uuid: what may stand in a command line.
bool is_bssid(std::string_view text);
bool is_profile_uuid(std::string_view text);
// An interface's name as the kernel allows it, and that no program takes for an option.
bool is_interface(std::string_view text);

}  // namespace entre
