// What the network page says of each state a network can be in, and what comes of an address or a password.
#include "kiosk/staff/network_desk.h"

#include "kiosk/staff/settings_desk.h"
#include "kiosk/visit/settings.h"
#include "tests/platform/system/scripted_machine.h"
#include "tests/support/fake_clock.h"
#include "tests/support/memory_files.h"

using namespace entre;
using namespace entre::staff;
using namespace entre::test;
using namespace entre::visit;

namespace {

constexpr const char* cable = R"(GENERAL.DEVICE:eth0
GENERAL.TYPE:ethernet
GENERAL.HWADDR:7A:3A:77:11:9F:B8
GENERAL.STATE:100 (connected)
GENERAL.CON-UUID:992225e9-ea61-3a6d-8c18-ec8dbb3b4bdc
WIRED-PROPERTIES.CARRIER:on
IP4.ADDRESS[1]:10.0.0.110/24
IP4.GATEWAY:10.0.0.1
IP4.DNS[1]:10.0.0.1
)";
constexpr const char* radio = "\nGENERAL.DEVICE:wlan0\nGENERAL.TYPE:wifi\nGENERAL.STATE:30 (disconnected)\n";

std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

struct World {
  Paths paths = Paths::with_home("/home");
  MemoryFiles files;
  ScriptedMachine machine;

  World() {
    REQUIRE(files.make_folders("/home").ok());
    configure("[sync]\nurl = \"https://hub.example\"\n");
    machine.answers("general status", {Ran{0, "connected:full:enabled\n"}});
    machine.answers("device show", {Ran{0, cable}});
    machine.answers("connection show uuid", {Ran{0, "ipv4.method:auto\n"}});
    machine.answers("NTPSynchronized", {Ran{0, "yes\n"}});
    machine.answers("show-timesync", {Ran{0, "ntp.example.se\n"}});
  }
  void configure(const std::string& text) { REQUIRE(files.write(paths.config_file, text, 0644).ok()); }
  void met(const std::string& error) {
    wire::KioskStatus status;
    status.last_error = error;
    REQUIRE(files.write(paths.status_file, wire::encode_status(status), 0644).ok());
  }
  NetworkDesk desk() { return {paths, files, &machine}; }
  std::shared_ptr<const StaffNetwork> look(care::Language language = care::Language::english) {
    return desk().look(language, false);
  }
  std::string row(const std::string& id) {
    const auto network = look();
    for (const StaffRow& each : network->rows)
      if (each.id == id) return each.value;
    return "";
  }
};

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE(
    "a network that works says so, with its card, its address, who gave it, and where the clock gets its "
    "time") {
  World world;
  const auto network = world.look(care::Language::swedish);
  CHECK(network->is_well);
  CHECK(network->what == "Nätet fungerar");
  CHECK(network->todo == "");
  CHECK(network->can_set_address);
  CHECK_FALSE(network->has_wifi);
  CHECK(world.row("card") == "Cable (eth0)");
  CHECK(world.row("address") == "10.0.0.110/24");
  CHECK(world.row("method") == "By the network (DHCP)");
  CHECK(world.row("gateway") == "10.0.0.1");
  CHECK(world.row("dns") == "10.0.0.1");
  CHECK(world.row("mac") == "7A:3A:77:11:9F:B8");
  CHECK(world.row("proxy") == "None");
  CHECK(world.row("time") == "Set from ntp.example.se");
}

TEST_CASE(
    "each thing that can be wrong is named in plain words, and never without what to do, in both languages") {
  struct Wrong {
    const char *what, *todo;
    std::function<void(World&)> plant;
  };
  const std::vector<Wrong> all = {
      {"NetworkManager is missing", "Call whoever looks after",
       [](World& w) {
         w.machine.answers("general status", {Ran{127, ""}});
       }},
      {"NetworkManager does not answer", "“Back”",
       [](World& w) {
         w.machine.answers("general status", {Ran{8, ""}});
       }},
      {"NetworkManager does not answer", "“Restart the computer”",
       [](World& w) {
         w.machine.answers("general status", {Error{ErrorKind::unavailable, "hangs"}});
       }},
      {"no network card", "driver",
       [](World& w) {
         w.machine.answers("device show", {Ran{0, "garbage\n"}});
       }},
      {"does not look after the network card", "own files",
       [](World& w) {
         w.machine.answers("device show", {Ran{0, with(cable, "100 (connected)", "10 (unmanaged)")}});
       }},
      {"No network cable", "Plug in the cable",
       [](World& w) {
         w.machine.answers(
             "device show",
             {Ran{0, with(with(cable, "CARRIER:on", "CARRIER:off"), "100 (connected)", "20 (unavailable)")}});
       }},
      {"Waits for an address", "fixed one",
       [](World& w) {
         w.machine.answers("device show", {Ran{0, with(cable, "100 (connected)", "70 (connecting)")}});
       }},
      {"there is no address", "automatic address",
       [](World& w) {
         w.machine.answers("device show", {Ran{0, with(cable, "IP4.ADDRESS[1]:10.0.0.110/24\n", "")}});
       }},
      {"login page in the server's place", "let the screen through",
       [](World& w) {
         w.machine.answers("general status", {Ran{0, "connected:portal:enabled\n"}});
       }},
      {"login page in the server's place", "let the screen through",
       [](World& w) { w.met("https://hub.example: a login page answers in the server's place (511)"); }},
      {"opens the traffic", "exempt the screen",
       [](World& w) {
         w.met("https://hub.example: SSL certificate problem: self-signed certificate in certificate chain");
       }},
      {"cannot find the server by its name", "name server",
       [](World& w) { w.met("https://hub.example: Could not resolve host: hub.example"); }},
      {"no further than the house", "gateway", [](World& w) {
         w.machine.answers("general status", {Ran{0, "connected:limited:enabled\n"}});
       }}};
  for (const Wrong& wrong : all) {
    CAPTURE(std::string(wrong.what));
    World world;
    wrong.plant(world);
    const auto english = world.look(), swedish = world.look(care::Language::swedish);
    CHECK_FALSE(english->is_well);
    CHECK_MESSAGE(says(english->what, wrong.what), english->what);
    CHECK_MESSAGE(says(english->todo, wrong.todo), english->todo);
    CHECK(swedish->what != english->what);
    CHECK_FALSE(swedish->todo.empty());
    for (const char* command : {"apt-get", "systemctl", "journalctl", "kioskctl", "nmcli", "/etc"})
      CHECK_FALSE(says(english->todo + swedish->todo, command));
  }
}

TEST_CASE(
    "a machine that cannot be asked, and a kiosk that is carried its content, are told of without a fault of "
    "the network") {
  World world;
  const NetworkDesk nobody(world.paths, world.files, nullptr);
  CHECK(says(nobody.look(care::Language::english, true)->todo, "Call whoever"));
  CHECK(nobody.change({}).failed);
  world.configure("[sync]\nurl = \"file:///media/usb\"\n");
  world.met("https://hub.example: Connection refused");
  CHECK(world.look()->is_well);
}

TEST_CASE("Wi-Fis are told with their strength and lock, and one with a personal login cannot be touched") {
  World world;
  world.machine.answers("device show", {Ran{0, std::string(cable) + radio}});
  world.machine.answers(
      "wifi list",
      {Ran{0,
           " :00\\:00\\:00\\:00\\:00\\:01:Hus\\: 1:80:WPA2\n :00\\:00\\:00\\:00\\:00\\:02:Gäst:40:\n"
           " :00\\:00\\:00\\:00\\:00\\:03:eduroam:10:WPA2 802.1X\n"}});
  const auto network = world.look();
  CHECK(network->has_wifi);
  REQUIRE(network->wifi.size() == 3);
  CHECK(network->wifi[0].network.ssid == "Hus: 1");
  CHECK(network->wifi[0].told == "strong signal, password");
  CHECK(network->wifi[1].told == "fair signal, open");
  CHECK(says(network->wifi[2].told, "ask IT"));
  CHECK_FALSE(network->wifi[2].can_join);
}

TEST_CASE(
    "an address that may not be is refused with what is allowed, and nothing is asked of the machine for "
    "it") {
  World world;
  for (const Ipv4Setting& wrong :
       {Ipv4Setting{false, "10.0.0", "", ""}, Ipv4Setting{false, "10.0.0.5", "", ""},
        Ipv4Setting{false, "10.0.0.0/24", "", ""}, Ipv4Setting{false, "10.0.0.5/24", "10.9.0.1", ""},
        Ipv4Setting{false, "10.0.0.5/24", "", "dns"}}) {
    const NetworkChanged changed = world.desk().change({world.look()->card, wrong, false});
    CHECK(changed.failed);
    CHECK_FALSE(changed.told.empty());
    CHECK(changed.network != nullptr);
  }
  CHECK_FALSE(world.machine.was_asked("connection modify"));
  CHECK_FALSE(world.machine.was_asked("connection up"));
}

TEST_CASE(
    "how an address ended is told: it holds, it did not come up, it is not allowed, or nothing came up") {
  const auto told = [](const std::function<void(World&)>& plant, const Ipv4Setting& setting) {
    World world;
    plant(world);
    return world.desk().change({world.look()->card, setting, false}).told;
  };
  const Ipv4Setting fixed{false, "10.0.0.110/24", "10.0.0.1", ""};
  CHECK(told([](World&) {}, fixed) == "The fixed address holds.");
  CHECK(told([](World&) {}, {}) == "The network has given an address.");
  CHECK(says(told(
                 [](World& w) {
                   w.machine.answers("connection up", {Ran{3, ""}, Ran{}});
                 },
                 fixed),
             "another computer may have it, or the cable is loose. Nothing is changed."));
  CHECK(says(told(
                 [](World& w) {
                   w.machine.answers("connection up", {Ran{3, ""}});
                 },
                 fixed),
             "What was before did not come up either"));
  CHECK(says(told(
                 [](World& w) {
                   w.machine.answers("connection modify", {Ran{1, ""}});
                 },
                 fixed),
             "the computer does not allow it"));
  CHECK(says(told(
                 [](World& w) {
                   w.machine.answers("connection show uuid", {Ran{8, ""}});
                 },
                 fixed),
             "NetworkManager does not answer"));
}

TEST_CASE(
    "a password that can be none is refused before anything is tried, and one that is wrong is told so") {
  World world;
  NetworkDevice device;
  device.name = "wlan0";
  device.is_wifi = true;
  const WifiNetwork house{"Hus", "00:00:00:00:00:01", 80, WifiSecurity::password, false};
  CHECK(says(world.desk().join({device, house, "kort", false}).told, "8 to 63"));
  CHECK(world.machine.inputs.empty());
  world.machine.answers("wifi connect", {Ran{4, ""}});
  CHECK(says(world.desk().join({device, house, "wrongwrong", true}).told, "lösenordet kan vara fel"));
  CHECK(world.machine.inputs.size() == 1);
}

TEST_CASE("a proxy's name and password are not for the page") {
  World world;
  world.configure(
      "[sync]\nurl = \"https://hub.example\"\nproxy = \"http://kiosk:s3cret@proxy.example:3128\"\n");
  CHECK(world.row("proxy") == "http://proxy.example:3128");
  CHECK(without_login("a:b@proxy:1") == "proxy:1");
  CHECK(without_login("http://proxy:1") == "http://proxy:1");
}
