// The real NetworkManager on a card of its own, and the real nmcli before a radio that is played.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "platform/system/network.h"
#include "tests/support/process.h"
#include "tests/support/temp_folder.h"

#include <doctest/doctest.h>

using namespace entre;
using namespace entre::test;

namespace {

constexpr int start_timeout_ms = 60'000;
const std::string folder = std::string(ENTRE_SOURCE_DIR) + "/tests/platform/system/";

// What the lab's bus is asked of, by programs of this machine.
class LabMachine : public SystemMachine {
 public:
  // user: who asks; empty: the test's own.
  explicit LabMachine(std::string bus, std::string user = "")
      : bus_("DBUS_SYSTEM_BUS_ADDRESS=unix:path=" + std::move(bus)), user_(std::move(user)) {}
  Result<Ran> run(const std::vector<std::string>& argv, std::int64_t timeout_ms) override {
    return SystemMachine::run(there(argv), timeout_ms);
  }
  Result<Ran> run_with_input(const std::vector<std::string>& argv, const std::string& input,
                             std::int64_t timeout_ms) override {
    return SystemMachine::run_with_input(there(argv), input, timeout_ms);
  }

 private:
  std::vector<std::string> there(std::vector<std::string> argv) const {
    argv.insert(argv.begin() + 1, bus_);  // behind env
    if (user_.empty()) return argv;
    std::vector<std::string> as = {"setpriv", "--reuid", user_, "--regid", "65534", "--clear-groups"};
    as.insert(as.end(), argv.begin(), argv.end());
    return as;
  }
  std::string bus_, user_;
};

bool has(const std::string& what) {
  return run({"sh", "-c", what + " > /dev/null 2>&1"}).exit_code == 0;
}

// Empty: the lab can be made. Else what is missing.
std::string missing(const std::vector<std::string>& needs) {
  for (const std::string& need : needs)
    if (!has(need)) return need;
  return "";
}

bool skipped(const std::vector<std::string>& needs) {
  const std::string what = missing(needs);
  if (!what.empty()) MESSAGE("SKIPPED, not tested: this machine cannot do: ", what);
  return !what.empty();
}

const std::vector<std::string>& needs_of_house() {
  static const std::vector<std::string> all = {"unshare --net --mount mount -t sysfs -o ro none /sys",
                                               "command -v NetworkManager",
                                               "command -v nmcli",
                                               "command -v dnsmasq",
                                               "command -v dbus-daemon",
                                               "command -v ip",
                                               "command -v setpriv"};
  return all;
}

struct House {
  TempFolder folder;
  Process process{{"unshare", "--net", "--mount", "sh", ::folder + "network_lab", folder.path()}};
  LabMachine machine{folder.file("bus")};
  Network network{machine};

  House() {
    const auto ready = process.wait_line("ready", start_timeout_ms);
    REQUIRE_MESSAGE(ready, log());
  }
  std::string log() const {
    std::ostringstream all;
    for (const char* name : {"nm.log", "bus.log", "dnsmasq.log"})
      all << std::ifstream(folder.file(name)).rdbuf() << "\n";
    return all.str();
  }
  void does(const std::string& line) {
    std::ofstream(folder.file("do")) << line << std::endl;
    REQUIRE(process.wait_line("did " + line, start_timeout_ms));
  }
  NetworkDevice card() {
    const auto state = network.look();
    REQUIRE(state.ok());
    for (const NetworkDevice& each : state->devices)
      if (each.name == "eth7") return each;
    FAIL("no card: ", log());
    return {};
  }
  NetworkChange set(const Ipv4Setting& setting) {
    const auto changed = network.set_ipv4(card(), setting);
    REQUIRE(changed.ok());
    return *changed;
  }
};

}  // namespace

TEST_CASE(
    "the real NetworkManager: an address by DHCP, a fixed one, a taken one that goes back, and DHCP again") {
  if (skipped(needs_of_house())) return;
  House house;
  const NetworkDevice given = house.card();
  CHECK(given.is_connected);
  CHECK(given.has_link);
  CHECK(given.gateway == "10.77.0.1");
  CHECK(given.dns == std::vector<std::string>{"10.77.0.1"});
  CHECK(is_bssid(given.mac));
  REQUIRE(given.addresses.size() == 1);
  CHECK(given.addresses[0].rfind("10.77.0.1", 0) == 0);
  CHECK(house.network.setting(given)->automatic);

  // The screen's service may open no internet socket, and neither may what it starts.
  const auto confined =
      run({program("no_inet"), "/usr/bin/env", "LC_ALL=C.UTF-8", "nmcli", "device", "show", "eth7"},
          start_timeout_ms, {"DBUS_SYSTEM_BUS_ADDRESS=unix:path=" + house.folder.file("bus")});
  CHECK(confined.exit_code == 0);
  CHECK(confined.out.find("10.77.0.1") != std::string::npos);

  const Ipv4Setting fixed{false, "10.77.0.9/24", "10.77.0.1", "10.77.0.1,10.77.0.2"};
  CHECK(house.set(fixed) == NetworkChange::done);
  CHECK(house.card().addresses == std::vector<std::string>{"10.77.0.9/24"});
  CHECK(*house.network.setting(house.card()) == fixed);

  // The house's own machine answers that it has this one.
  CHECK(house.set({false, "10.77.0.50/24", "10.77.0.1", ""}) == NetworkChange::taken_back);
  CHECK(house.card().is_connected);
  CHECK(house.card().addresses == std::vector<std::string>{"10.77.0.9/24"});
  CHECK(*house.network.setting(house.card()) == fixed);

  CHECK(house.set({}) == NetworkChange::done);
  CHECK(house.card().addresses == given.addresses);
  CHECK(*house.network.setting(house.card()) == Ipv4Setting{});

  // Without a cable nothing comes up, and what was set stays.
  house.does("ip link set house down");
  CHECK(house.set(fixed) != NetworkChange::done);
  CHECK_FALSE(house.card().has_link);
  CHECK(house.network.setting(house.card())->automatic);
}

TEST_CASE("the real polkit lets the kiosk's user set the network by the package's rules, and nobody else") {
  std::vector<std::string> needs = needs_of_house();
  needs.push_back("test -x /usr/lib/polkit-1/polkitd");
  if (skipped(needs)) return;
  House house;
  const NetworkDevice card = house.card();
  const Ipv4Setting fixed{false, "10.77.0.9/24", "10.77.0.1", ""};
  LabMachine somebody(house.folder.file("bus"), "61235");
  CHECK(*Network(somebody).set_ipv4(card, fixed) == NetworkChange::refused);
  CHECK(house.card().addresses == card.addresses);
  LabMachine kiosk(house.folder.file("bus"), "61234");
  CHECK(*Network(kiosk).set_ipv4(card, fixed) == NetworkChange::done);
  CHECK(house.card().addresses == std::vector<std::string>{"10.77.0.9/24"});
  const auto may = kiosk.run({"env", "LC_ALL=C.UTF-8", "nmcli", "-t", "general", "permissions"}, 20'000);
  REQUIRE(may.ok());
  std::istringstream lines(may->out);
  std::vector<std::string> allowed;
  for (std::string line; std::getline(lines, line);)
    if (line.ends_with(":yes")) allowed.push_back(line.substr(0, line.find(':')));
  std::sort(allowed.begin(), allowed.end());
  const std::string name = "org.freedesktop.NetworkManager.";
  CHECK(allowed == std::vector<std::string>{name + "network-control", name + "settings.modify.system",
                                            name + "wifi.scan"});
}

TEST_CASE("the real nmcli: odd names come whole, and a password reaches NetworkManager by the input alone") {
  if (skipped({"command -v nmcli", "command -v dbus-daemon", "/usr/bin/python3 -c 'import dbus, dbusmock'"}))
    return;
  TempFolder home;
  Process lab({"/usr/bin/python3", folder + "wifi_lab", home.path()});
  REQUIRE(lab.wait_line("ready", start_timeout_ms));
  LabMachine machine(home.file("bus"));
  Network network(machine);
  const auto state = network.look();
  REQUIRE(state.ok());
  REQUIRE(state->devices.size() == 1);
  const NetworkDevice radio = state->devices[0];
  CHECK(radio.name == "wlan7");
  CHECK(radio.is_wifi);
  CHECK_FALSE(radio.is_connected);
  const auto heard = network.wifi(radio, false);
  REQUIRE(heard.ok());
  std::vector<std::string> names;
  for (const WifiNetwork& each : *heard) names.push_back(each.ssid);
  CHECK(names == std::vector<std::string>{"a:b\\c", "Kafé ☕🎉", " --help ", "öppet", "login"});
  CHECK((*heard)[3].security == WifiSecurity::open);
  CHECK((*heard)[4].security == WifiSecurity::login);
  // The one that is played gives no address, so it does not come up.
  const auto joined = network.join(radio, (*heard)[1], "s3cret pass:#\\ ");
  REQUIRE(joined.ok());
  CHECK(*joined == NetworkChange::taken_back);
  std::ostringstream asked;
  asked << std::ifstream(home.file("asked")).rdbuf();
  const std::string text = asked.str();
  CHECK(text.find("AddAndActivateConnection") != std::string::npos);
  CHECK_MESSAGE(text.find(R"("psk": "s3cret pass:#\ ")") != std::string::npos, text);
  CHECK(text.find("\"id\": \"Entré 1\"") != std::string::npos);
  CHECK(text.find("AccessPoint/ap1") != std::string::npos);
}
