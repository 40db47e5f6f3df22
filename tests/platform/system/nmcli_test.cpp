#include "platform/system/nmcli.h"

#include <doctest/doctest.h>

using namespace entre;

namespace {

// As nmcli 1.42 writes it of a cable, of what it does not look after, and of a radio.
constexpr const char* devices = R"(GENERAL.DEVICE:eth0
GENERAL.TYPE:ethernet
GENERAL.HWADDR:7A:3A:77:11:9F:B8
GENERAL.STATE:100 (connected)
GENERAL.CONNECTION:Wired: the 1st
GENERAL.CON-UUID:992225e9-ea61-3a6d-8c18-ec8dbb3b4bdc
WIRED-PROPERTIES.CARRIER:on
IP4.ADDRESS[1]:10.0.0.110/24
IP4.ADDRESS[2]:10.0.0.111/24
IP4.GATEWAY:10.0.0.1
IP4.ROUTE[1]:dst = 0.0.0.0/0, nh = 10.0.0.1, mt = 100
IP4.DNS[1]:10.0.0.1
CONNECTIONS.AVAILABLE-CONNECTION-PATHS:/org/freedesktop/NetworkManager/Settings/1
CONNECTIONS.AVAILABLE-CONNECTIONS[1]:992225e9-ea61-3a6d-8c18-ec8dbb3b4bdc | Wired: the 1st

GENERAL.DEVICE:lo
GENERAL.TYPE:loopback
GENERAL.STATE:100 (connected (externally))
IP4.ADDRESS[1]:127.0.0.1/8

GENERAL.DEVICE:eth1
GENERAL.TYPE:ethernet
GENERAL.STATE:70 (connecting (getting IP configuration))
GENERAL.CON-UUID:
WIRED-PROPERTIES.CARRIER:off
CONNECTIONS.AVAILABLE-CONNECTIONS[1]:11112222-ea61-3a6d-8c18-ec8dbb3b4bdc | Other

GENERAL.DEVICE:wlan0
GENERAL.TYPE:wifi
GENERAL.STATE:10 (unmanaged)
)";

}  // namespace

TEST_CASE("cards and radios are read with what staff ask for, and nothing else is") {
  const auto found = parse_devices(devices);
  REQUIRE(found.size() == 3);
  CHECK(found[0].name == "eth0");
  CHECK(found[0].mac == "7A:3A:77:11:9F:B8");
  CHECK(found[0].is_connected);
  CHECK(found[0].has_link);
  CHECK(found[0].profile == "992225e9-ea61-3a6d-8c18-ec8dbb3b4bdc");
  CHECK(found[0].profile_active);
  CHECK(found[0].addresses == std::vector<std::string>{"10.0.0.110/24", "10.0.0.111/24"});
  CHECK(found[0].gateway == "10.0.0.1");
  CHECK(found[0].dns == std::vector<std::string>{"10.0.0.1"});
  CHECK(found[1].is_connecting);
  CHECK_FALSE(found[1].is_connected);
  CHECK_FALSE(found[1].has_link);
  // What could be used is known, and that it is not.
  CHECK(found[1].profile == "11112222-ea61-3a6d-8c18-ec8dbb3b4bdc");
  CHECK_FALSE(found[1].profile_active);
  CHECK(found[2].is_wifi);
  CHECK_FALSE(found[2].is_managed);
}

TEST_CASE("a Wi-Fi's name may hold colons, backslashes, spaces and pictures, and is read as it is") {
  const auto found = parse_wifi(
      " :00\\:23\\:F8\\:7E\\:12\\:B1:a\\:b\\\\c:79:WPA1 WPA2\n"
      "*:00\\:23\\:F8\\:7E\\:12\\:B2:Kafé ☕🎉:20:WPA2\n"
      " :00\\:23\\:F8\\:7E\\:12\\:B3: --help ; $(reboot) :76:\n"
      " :00\\:23\\:F8\\:7E\\:12\\:B4:ent:74:WPA1 WPA2 802.1X\n"
      " :00\\:23\\:F8\\:7E\\:12\\:B5:owe:70:OWE\n");
  REQUIRE(found.size() == 5);
  CHECK(found[0] == WifiNetwork{"Kafé ☕🎉", "00:23:F8:7E:12:B2", 20, WifiSecurity::password, true});
  CHECK(found[1] == WifiNetwork{"a:b\\c", "00:23:F8:7E:12:B1", 79, WifiSecurity::password, false});
  CHECK(found[2].ssid == " --help ; $(reboot) ");
  CHECK(found[2].security == WifiSecurity::open);
  CHECK(found[3].security == WifiSecurity::login);
  CHECK(found[4].security == WifiSecurity::open);
}

TEST_CASE(
    "nameless networks are left out, and of one name the strongest stands for all, its twin without a lock "
    "not") {
  const auto found = parse_wifi(
      " :00\\:00\\:00\\:00\\:00\\:01::90:WPA2\n :00\\:00\\:00\\:00\\:00\\:02:  :90:WPA2\n"
      " :00\\:00\\:00\\:00\\:00\\:03:Hus:40:WPA2\n :00\\:00\\:00\\:00\\:00\\:04:Hus:60:WPA2\n"
      " :00\\:00\\:00\\:00\\:00\\:05:Hus:99:\n");
  REQUIRE(found.size() == 2);
  CHECK(found[0].bssid == "00:00:00:00:00:05");
  CHECK(found[0].security == WifiSecurity::open);
  CHECK(found[1].bssid == "00:00:00:00:00:04");
}

TEST_CASE(
    "a name with line breaks, control characters or broken UTF-8 makes no row of its own and no control") {
  const auto found = parse_wifi(
      " :00\\:00\\:00\\:00\\:00\\:01:evil\n*:not\\:a\\:mac:false:100:\n"
      " :00\\:00\\:00\\:00\\:00\\:02:\x1b[31mred\x7f\xc2\x9b:50:WPA2\n"
      " :00\\:00\\:00\\:00\\:00\\:03:\xff\xc3(\xed\xa0\x80\xf5\x80:50:WPA2\n");
  REQUIRE(found.size() == 2);
  CHECK(found[0].ssid == "\uFFFD[31mred\uFFFD\uFFFD");
  for (const WifiNetwork& network : found)
    for (const char c : network.ssid) CHECK((static_cast<unsigned char>(c) >= 0x20 && c != 0x7f));
  CHECK(found[1].ssid == "\uFFFD\uFFFD(\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD");
}

TEST_CASE("whatever nmcli writes is read to its cap, and garbage is nothing") {
  for (const std::string& garbage :
       {std::string(), std::string("\n\n\n"), std::string(":::::"), std::string("\\"), std::string(5000, ':'),
        std::string(3, '\0'), std::string("GENERAL.DEVICE"),
        std::string("GENERAL.DEVICE:\nGENERAL.TYPE:wifi\n"),
        std::string("GENERAL.DEVICE:--help\nGENERAL.TYPE:ethernet\n"),
        std::string("GENERAL.DEVICE:a;b\nGENERAL.TYPE:ethernet\n")}) {
    CHECK(parse_devices(garbage).empty());
    CHECK(parse_wifi(garbage).empty());
    CHECK(parse_profiles(garbage).empty());
    CHECK(parse_ipv4(garbage) == Ipv4Setting{});
    NetworkState state;
    parse_general(garbage, &state);
    CHECK(state.reach == Reach::unknown);
  }
  std::string many_cards, many_networks;
  for (int i = 0; i < 10'000; ++i) {
    many_cards += "GENERAL.DEVICE:eth" + std::to_string(i) + "\nGENERAL.TYPE:ethernet\n";
    for (int j = 0; j < 50; ++j) many_cards += "IP4.ADDRESS[1]:" + std::string(1000, '1') + "\n";
    many_networks += " :00\\:00\\:00\\:00\\:00\\:01:net" + std::to_string(i) + ":50:WPA2\n";
  }
  std::string short_cards;
  for (int i = 0; i < 1000; ++i)
    short_cards += "GENERAL.DEVICE:eth" + std::to_string(i) + "\nGENERAL.TYPE:ethernet\n";
  CHECK(parse_devices(short_cards).size() == network_devices_max);
  const auto cards = parse_devices(many_cards);
  REQUIRE_FALSE(cards.empty());
  CHECK(cards[0].addresses.size() == network_addresses_max);
  CHECK(cards[0].addresses[0].size() <= network_text_bytes_max);
  CHECK(parse_wifi(many_networks).size() == wifi_networks_max);
}

TEST_CASE("a profile's address and the state of the whole are read") {
  CHECK(parse_ipv4("ipv4.method:manual\nipv4.addresses:10.0.0.9/"
                   "24\nipv4.gateway:10.0.0.1\nipv4.dns:10.0.0.1,10.0.0.2\n") ==
        Ipv4Setting{false, "10.0.0.9/24", "10.0.0.1", "10.0.0.1,10.0.0.2"});
  CHECK(parse_ipv4("ipv4.method:auto\nipv4.addresses:\n").automatic);
  NetworkState state;
  parse_general("connected:portal:disabled\n", &state);
  CHECK(state.reach == Reach::portal);
  CHECK_FALSE(state.wifi_on);
  const auto profiles = parse_profiles("Entré 1:992225e9-ea61-3a6d-8c18-ec8dbb3b4bdc\na\\:b:no-uuid\n");
  REQUIRE(profiles.size() == 1);
  CHECK(profiles[0].name == "Entré 1");
}
