#pragma once
// How a network card gets its IPv4 address, as staff type it, and what of that may be. No machine is asked.

#include <string>

namespace entre {

inline constexpr int dns_servers_max = 3;

struct Ipv4Setting {
  bool automatic = true;  // DHCP; the rest is empty then
  std::string address;    // "192.168.1.20/24"
  std::string gateway;    // empty: none
  std::string dns;        // by commas; empty: none
  bool operator==(const Ipv4Setting&) const = default;
};

// The first part that may not be what it is.
enum class Ipv4Fault {
  none,
  address,   // no address of a machine
  prefix,    // no length of 8 to 30, nor a mask such as 255.255.255.0
  reserved,  // the network's own address, or the one to all of it
  gateway,   // no address, the machine's own, or outside its network
  dns        // more than dns_servers_max, or one that is no address
};

// Checks a setting and writes it in one form: "10.0.0.5 / 255.255.255.0" becomes "10.0.0.5/24", several DNS
// servers are divided by one comma. What has a fault is left as it was. Automatic: empties the rest.
Ipv4Fault normalise(Ipv4Setting* setting);

}  // namespace entre
