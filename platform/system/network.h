#pragma once
// The machine's network through NetworkManager, by its own program nmcli. Blocks, up to a minute where an
// address is awaited: never the frame's thread. Fixed command lines without a shell; what a stranger's radio
// says never stands in one.

#include <string>
#include <vector>

#include "platform/result.h"
#include "platform/system/machine.h"
#include "platform/system/nmcli.h"

namespace entre {

// So long a card may take to have its address, and a radio to join. Before that nothing is called failed.
inline constexpr int fixed_wait_s = 12, automatic_wait_s = 40, join_wait_s = 40;
// Another machine with the same address answers within that time (RFC 5227).
inline constexpr int conflict_wait_ms = 3000;
// WPA's limits (IEEE 802.11, J.4.1); 64 digits are the key itself.
inline constexpr std::size_t wifi_password_min = 8, wifi_password_max = 64;

// How a change ended.
enum class NetworkChange {
  done,
  refused,     // it may not be changed, or could not be put back: nothing has been
  taken_back,  // it did not come up: what was before holds again
  stranded     // it did not come up, and what was before did not either
};

class Network {
 public:
  // machine outlives this.
  explicit Network(Machine& machine) : machine_(machine) {}

  // All cards and radios. not_found: there is no nmcli; unavailable: NetworkManager does not run or does not
  // answer.
  Result<NetworkState> look();
  // What the device's profile says; automatic where it has none.
  Result<Ipv4Setting> setting(const NetworkDevice& device);
  // What the radio hears; rescan: it listens anew first, some seconds.
  Result<std::vector<WifiNetwork>> wifi(const NetworkDevice& device, bool rescan);

  // Tries a setting (normalise() has had it) and keeps it once the card has its address, else puts the one
  // before back. Only what is kept is on disk: a power cut in between leaves the old setting. A fixed address
  // that another machine has already does not come up.
  Result<NetworkChange> set_ipv4(const NetworkDevice& device, const Ipv4Setting& setting);
  // Joins a network by a profile of its own, and takes that away again where it did not come up. password:
  // empty for an open one; nmcli reads it from its input, so that it stands in no list of processes and no
  // log.
  Result<NetworkChange> join(const NetworkDevice& device, const WifiNetwork& network,
                             const std::string& password);

 private:
  using Arguments = std::vector<std::string>;
  Result<Ran> nmcli(const Arguments& arguments, std::int64_t timeout_ms);
  Result<Ran> show_ipv4(const std::string& profile);
  bool done(const Arguments& arguments, std::int64_t timeout_ms);
  bool modify(const std::string& profile, const Ipv4Setting& setting, bool for_a_try);
  bool bring_up(const NetworkDevice& device, const std::string& profile, int wait_s);
  bool has_address(const NetworkDevice& device, const std::string& address);
  std::vector<Profile> profiles();
  std::string profile_for(const NetworkDevice& device, bool* is_new);

  Machine& machine_;
};

// Whether it may be a password of a network of that kind.
bool is_wifi_password(const std::string& text);

}  // namespace entre
