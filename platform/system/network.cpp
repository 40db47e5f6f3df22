#include "platform/system/network.h"

#include <algorithm>
#include <cctype>

#include "platform/log.h"

namespace entre {
namespace {

constexpr std::int64_t kAnswerTimeoutMs = 10'000, kScanTimeoutMs = 25'000, kGraceMs = 5'000;
// Of env(1) for a program that is not there, and nmcli's own (nmcli(1), EXIT STATUS).
constexpr int kNotThere = 127, kNotRunning = 8;
constexpr const char* kOwnProfile = "Entré ";

// C.UTF-8 is English, and keeps names that are not: in the plain C locale nmcli writes '?' for them.
std::vector<std::string> command(const std::vector<std::string>& arguments) {
  std::vector<std::string> argv = {"env", "LC_ALL=C.UTF-8", "nmcli", "-t", "-e", "yes"};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  return argv;
}

Result<Ran> judged(Result<Ran> ran) {
  if (!ran) return ran.error();
  if (ran->exit_code == kNotThere) return Error{ErrorKind::not_found, "nmcli: there is no such program"};
  if (ran->exit_code == kNotRunning)
    return Error{ErrorKind::unavailable, "nmcli: NetworkManager is not running"};
  return ran;
}

std::int64_t ms_for(int wait_s) {
  return wait_s * std::int64_t{1000} + kGraceMs;
}

}  // namespace

Result<Ran> Network::nmcli(const Arguments& arguments, std::int64_t timeout_ms) {
  return judged(machine_.run(command(arguments), timeout_ms));
}

bool Network::done(const Arguments& arguments, std::int64_t timeout_ms) {
  const auto ran = nmcli(arguments, timeout_ms);
  return ran && ran->exit_code == 0;
}

Result<NetworkState> Network::look() {
  NetworkState state;
  const auto general = nmcli({"-f", "STATE,CONNECTIVITY,WIFI", "general", "status"}, kAnswerTimeoutMs);
  if (!general) return general.error();
  if (general->exit_code != 0)
    return Error{ErrorKind::unavailable, "nmcli ended with " + std::to_string(general->exit_code)};
  parse_general(general->out, &state);
  const auto devices =
      nmcli({"-f", "GENERAL,WIRED-PROPERTIES,IP4,CONNECTIONS", "device", "show"}, kAnswerTimeoutMs);
  if (!devices) return devices.error();
  state.devices = parse_devices(devices->out);
  return state;
}

Result<Ran> Network::show_ipv4(const std::string& profile) {
  return nmcli(
      {"-f", "ipv4.method,ipv4.addresses,ipv4.gateway,ipv4.dns", "connection", "show", "uuid", profile},
      kAnswerTimeoutMs);
}

Result<Ipv4Setting> Network::setting(const NetworkDevice& device) {
  if (!is_profile_uuid(device.profile)) return Ipv4Setting{};
  const auto ran = show_ipv4(device.profile);
  if (!ran) return ran.error();
  return parse_ipv4(ran->out);
}

Result<std::vector<WifiNetwork>> Network::wifi(const NetworkDevice& device, bool rescan) {
  const auto ran = nmcli({"-f", "IN-USE,BSSID,SSID,SIGNAL,SECURITY", "device", "wifi", "list", "ifname",
                          device.name, "--rescan", rescan ? "yes" : "no"},
                         rescan ? kScanTimeoutMs : kAnswerTimeoutMs);
  if (!ran) return ran.error();
  return parse_wifi(ran->out);
}

// for_a_try: in memory alone, so that a power cut finds the profile on disk as it was.
bool Network::modify(const std::string& profile, const Ipv4Setting& setting, bool for_a_try) {
  Arguments arguments = {"connection", "modify"};
  if (for_a_try) arguments.push_back("--temporary");
  const bool fixed = !setting.automatic;
  const Arguments rest = {
      "uuid",           profile,         "ipv4.method",      fixed ? "manual" : "auto",
      "ipv4.addresses", setting.address, "ipv4.gateway",     setting.gateway,
      "ipv4.dns",       setting.dns,     "ipv4.dad-timeout", fixed ? std::to_string(conflict_wait_ms) : "-1"};
  arguments.insert(arguments.end(), rest.begin(), rest.end());
  return done(arguments, kAnswerTimeoutMs);
}

bool Network::bring_up(const NetworkDevice& device, const std::string& profile, int wait_s) {
  return done({"-w", std::to_string(wait_s), "connection", "up", "uuid", profile, "ifname", device.name},
              ms_for(wait_s));
}

// Up may also mean that there is IPv6 alone, or that the cable was pulled a moment ago. address: empty for
// any.
bool Network::has_address(const NetworkDevice& device, const std::string& address) {
  const auto state = look();
  if (!state) return false;
  for (const NetworkDevice& each : state->devices)
    if (each.name == device.name && each.is_connected && each.has_link)
      return address.empty()
                 ? !each.addresses.empty()
                 : std::find(each.addresses.begin(), each.addresses.end(), address) != each.addresses.end();
  return false;
}

std::vector<Profile> Network::profiles() {
  const auto ran = nmcli({"-f", "NAME,UUID", "connection", "show"}, kAnswerTimeoutMs);
  return ran && ran->exit_code == 0 ? parse_profiles(ran->out) : std::vector<Profile>{};
}

// Empty: there is none and none could be made.
std::string Network::profile_for(const NetworkDevice& device, bool* is_new) {
  *is_new = false;
  if (is_profile_uuid(device.profile)) return device.profile;
  const std::string name = kOwnProfile + device.name;
  *is_new =
      done({"connection", "add", "save", "no", "type", "ethernet", "ifname", device.name, "con-name", name},
           kAnswerTimeoutMs);
  if (*is_new)
    for (const Profile& profile : profiles())
      if (profile.name == name) return profile.uuid;
  return "";
}

Result<NetworkChange> Network::set_ipv4(const NetworkDevice& device, const Ipv4Setting& setting) {
  if (!is_interface(device.name)) return Error{ErrorKind::invalid, "no such network card"};
  Ipv4Setting before;
  if (is_profile_uuid(device.profile)) {
    const auto ran = show_ipv4(device.profile);
    if (!ran) return ran.error();
    if (ran->exit_code != 0 || !is_whole_ipv4(ran->out)) return NetworkChange::refused;
    before = parse_ipv4(ran->out);
  }
  bool is_new = false;
  const std::string profile = profile_for(device, &is_new);
  if (profile.empty()) return NetworkChange::refused;
  const auto take_away = [&] { done({"connection", "delete", "uuid", profile}, kAnswerTimeoutMs); };
  if (!modify(profile, setting, true)) {
    if (is_new) take_away();
    return NetworkChange::refused;
  }
  log_info("staff try " + std::string(setting.automatic ? "an automatic address" : "a fixed address") +
           " on " + device.name);
  const int wait_s = setting.automatic ? automatic_wait_s : fixed_wait_s;
  if (bring_up(device, profile, wait_s) && has_address(device, setting.address) &&
      modify(profile, setting, false))
    return NetworkChange::done;
  if (is_new) {
    take_away();
    return NetworkChange::taken_back;
  }
  // What had not come up before need not now.
  const bool restored = modify(profile, before, false);
  const bool up = bring_up(device, profile, before.automatic ? automatic_wait_s : fixed_wait_s);
  log_warning("the address did not come up on " + device.name + ", the one before is put back");
  return restored && (up || !device.is_connected) ? NetworkChange::taken_back : NetworkChange::stranded;
}

Result<NetworkChange> Network::join(const NetworkDevice& device, const WifiNetwork& network,
                                    const std::string& password) {
  if (!is_interface(device.name) || !is_bssid(network.bssid) || network.security == WifiSecurity::login)
    return Error{ErrorKind::invalid, "no such network"};
  if (network.security == WifiSecurity::password && !is_wifi_password(password))
    return Error{ErrorKind::invalid, "no such password"};
  const std::vector<Profile> known = profiles();
  std::string name;
  for (int n = 1; name.empty(); ++n) {
    const std::string free = kOwnProfile + std::to_string(n);
    if (std::none_of(known.begin(), known.end(), [&](const Profile& each) { return each.name == free; }))
      name = free;
  }
  // By its address and not by its name, which may be anything; a profile of a new name is a new profile.
  Arguments arguments = {"-w",      std::to_string(join_wait_s),
                         "device",  "wifi",
                         "connect", network.bssid,
                         "ifname",  device.name,
                         "name",    name};
  const bool asks = network.security == WifiSecurity::password;
  if (asks) arguments.insert(arguments.begin(), "--ask");
  log_info("staff join a Wi-Fi on " + device.name);
  const auto ran =
      judged(asks ? machine_.run_with_input(command(arguments), password + "\n", ms_for(join_wait_s))
                  : machine_.run(command(arguments), ms_for(join_wait_s)));
  const bool joined = ran && ran->exit_code == 0 && has_address(device, "");
  if (!ran && ran.error().kind == ErrorKind::not_found) return ran.error();
  // The ones before are not needed any more; what an administrator made has other names.
  for (const Profile& profile : profiles()) {
    const bool is_this = profile.name == name;
    const bool was_ours = std::any_of(known.begin(), known.end(), [&](const Profile& each) {
      return each.uuid == profile.uuid && each.name.rfind(kOwnProfile, 0) == 0 &&
             each.name != kOwnProfile + device.name;
    });
    if (joined ? was_ours : is_this) done({"connection", "delete", "uuid", profile.uuid}, kAnswerTimeoutMs);
  }
  if (joined) return NetworkChange::done;
  log_warning("the Wi-Fi was not joined on " + device.name);
  if (!device.profile_active) return NetworkChange::taken_back;
  return bring_up(device, device.profile, join_wait_s) ? NetworkChange::taken_back : NetworkChange::stranded;
}

bool is_wifi_password(const std::string& text) {
  if (text.size() < wifi_password_min || text.size() > wifi_password_max) return false;
  const bool printable =
      std::all_of(text.begin(), text.end(), [](unsigned char c) { return c >= 0x20 && c < 0x7f; });
  const bool digits =
      std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isxdigit(c) != 0; });
  return printable && (text.size() < wifi_password_max || digits);
}

}  // namespace entre
