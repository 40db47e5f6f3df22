// Staff set the network by touch: what is asked of the machine, what is seen meanwhile, and what stays.
#include "staff_worker.h"

#include "tests/platform/system/scripted_machine.h"

using namespace entre;
using namespace entre::kiosk;
using namespace entre::kiosk::test;

namespace {

constexpr const char* devices = R"(GENERAL.DEVICE:eth0
GENERAL.TYPE:ethernet
GENERAL.HWADDR:7A:3A:77:11:9F:B8
GENERAL.STATE:100 (connected)
GENERAL.CON-UUID:992225e9-ea61-3a6d-8c18-ec8dbb3b4bdc
WIRED-PROPERTIES.CARRIER:on
IP4.ADDRESS[1]:10.0.0.9/24
IP4.GATEWAY:10.0.0.1

GENERAL.DEVICE:wlan0
GENERAL.TYPE:wifi
GENERAL.STATE:100 (connected)
IP4.ADDRESS[1]:10.0.1.9/24
)";

// A kiosk with a cable and a radio, whose machine answers from a script.
struct Networker : Worker {
  entre::test::ScriptedMachine machine;
  explicit Networker(Home& home) : Worker(home) {
    machine.answers("general status", {Ran{0, "connected:full:enabled\n"}});
    machine.answers("device show", {Ran{0, devices}});
    machine.answers("connection show uuid", {Ran{0, "ipv4.method:auto\n"}});
    machine.answers(
        "wifi list",
        {Ran{0,
             " :00\\:00\\:00\\:00\\:00\\:01:Hus\\: 1:80:WPA2\n :00\\:00\\:00\\:00\\:00\\:02:Gäst:40:\n"
             " :00\\:00\\:00\\:00\\:00\\:03:eduroam:10:WPA2 802.1X\n"}});
    other = &machine;
    start();
    enter();
    touch("staff.network");
  }
  void write(const std::string& text) {
    for (const char c : text)
      touch(c == ' ' ? "staff.setting.key.space" : std::string("staff.setting.key.") + c);
  }
  bool anything_says(const std::string& text) {
    for (const ui::Node& node : app().nodes().nodes())
      if (node.label.find(text) != std::string::npos || node.spoken.find(text) != std::string::npos ||
          node.state.find(text) != std::string::npos)
        return true;
    return false;
  }
};

}  // namespace

TEST_CASE("the network page tells how it is, looks again by itself, and Back leads to the overview") {
  Home home;
  Networker staff(home);
  CHECK(staff.screen() == "staff network");
  CHECK(staff.node("staff.network_what").label == "Nätet fungerar");
  CHECK(staff.find("staff.network_todo") == nullptr);
  CHECK(staff.node("staff.network_address").label == "Adress i nätet. Automatisk (DHCP)");
  // First what is known, then what the radio hears when it has listened.
  CHECK(staff.machine.was_asked("--rescan no"));
  CHECK(staff.machine.was_asked("--rescan yes"));
  staff.machine.answers("general status", {Ran{0, "connected:portal:enabled\n"}});
  staff.wait_s(5);
  CHECK(staff.node("staff.network_what").label.find("inloggningsportal") != std::string::npos);
  CHECK(staff.node("staff.network_todo").label.find("Be nätansvarig") == 0);
  staff.touch("staff.back");
  CHECK(staff.screen() == "staff overview");
}

TEST_CASE("staff type a fixed address, which is tried, and the page says how it ended") {
  Home home;
  Networker staff(home);
  staff.touch("staff.network_address");
  CHECK(staff.node("staff.network_automatic").state == "selected");
  CHECK(staff.find("staff.network_ip") == nullptr);
  staff.touch("staff.network_fixed");
  staff.touch("staff.network_ip");
  // The digits are there at once.
  staff.write("10.0.0.9/24");
  CHECK(staff.node("staff.setting.field").state == "10.0.0.9/24");
  staff.touch("staff.setting.key.go");
  CHECK(staff.node("staff.network_ip").label == "Adress och nätstorlek. 10.0.0.9/24");
  staff.touch("staff.network_gateway");
  staff.write("10.0.0.1");
  // Back from a field is back to the address, and keeps what was typed.
  staff.touch("staff.back");
  CHECK(staff.node("staff.network_gateway").label == "Gateway. 10.0.0.1");
  CHECK_FALSE(staff.machine.was_asked("connection modify"));
  staff.touch("staff.network_try");
  CHECK(staff.told() == "Den fasta adressen gäller.");
  CHECK(staff.machine.was_asked("ipv4.addresses 10.0.0.9/24 ipv4.gateway 10.0.0.1"));
  CHECK(staff.find("staff.network_try") == nullptr);
}

TEST_CASE("an address that may not be, or does not come up, says why in the sheet and keeps what was typed") {
  Home home;
  Networker staff(home);
  staff.touch("staff.network_address");
  staff.touch("staff.network_fixed");
  staff.touch("staff.network_try");
  CHECK(staff.node("staff.refused").label.find("192.168.1.20/24") != std::string::npos);
  CHECK_FALSE(staff.machine.was_asked("connection modify"));
  staff.touch("staff.network_ip");
  staff.write("10.0.0.8/24");
  staff.touch("staff.setting.key.go");
  staff.machine.answers("connection up", {Ran{3, ""}, Ran{}});
  staff.touch("staff.network_try");
  CHECK(staff.node("staff.refused").label.find("Inget är ändrat.") != std::string::npos);
  CHECK(staff.node("staff.network_ip").label == "Adress och nätstorlek. 10.0.0.8/24");
  staff.touch("staff.back");
  CHECK(staff.node("staff.network_address").label == "Adress i nätet. Automatisk (DHCP)");
}

TEST_CASE(
    "a Wi-Fi's password is typed with every sign of ASCII, is dots on the screen, and is in no command") {
  Home home;
  Networker staff(home);
  CHECK_FALSE(staff.node("staff.wifi.3").enabled);
  staff.touch("staff.wifi.1");
  CHECK(staff.node("staff.network_title").label == "Anslut till Hus: 1");
  CHECK_FALSE(staff.node("staff.setting.key.go").enabled);
  staff.write("hemligt");
  staff.touch("staff.setting.key.symbols");
  staff.write("#");
  staff.touch("staff.setting.key.shift");
  staff.touch("staff.setting.key.0");
  CHECK(staff.node("staff.setting.field").state == "••••••••\\");
  CHECK_FALSE(staff.anything_says("hemligt"));
  staff.touch("staff.network_reveal");
  CHECK(staff.node("staff.setting.field").state == "hemligt#\\");
  staff.touch("staff.network_reveal");
  CHECK(staff.node("staff.setting.field").state == "••••••••\\");
  staff.touch("staff.setting.key.go");
  CHECK(staff.told() == "Ansluten till Hus: 1.");
  CHECK(staff.machine.inputs == std::vector<std::string>{"hemligt#\\\n"});
  for (const std::string& line : staff.machine.asked) CHECK(line.find("hemligt") == std::string::npos);
  CHECK_FALSE(staff.anything_says("hemligt"));
}

TEST_CASE("a password that is left, or whose staff have left, is forgotten") {
  Home home;
  Networker staff(home);
  staff.touch("staff.wifi.1");
  staff.write("hemligt");
  staff.touch("staff.back");
  staff.touch("staff.wifi.1");
  CHECK(staff.node("staff.setting.field").state == "");
  staff.write("hemligt");
  staff.touch("staff.close");
  CHECK_FALSE(staff.is_open());
  CHECK_FALSE(staff.app().model().staff.network_edit);
}

TEST_CASE("an open Wi-Fi says what open means before it is joined, and a failure says so there") {
  Home home;
  Networker staff(home);
  staff.touch("staff.wifi.2");
  CHECK(staff.node("staff.network_help").label.find("vem som helst") != std::string::npos);
  CHECK_FALSE(staff.machine.was_asked("wifi connect"));
  staff.machine.answers("wifi connect", {Ran{4, ""}});
  staff.touch("staff.network_try");
  CHECK(staff.node("staff.refused").label.find("Det gick inte att ansluta till Gäst") == 0);
}

TEST_CASE(
    "proxy and time server are settings of the screen's own file, and the clock hears of its server at "
    "once") {
  Home home;
  REQUIRE(home.shelf.files.write(home.options.paths.config_file, "[kiosk]\nname = \"Hallen\"\n", 0644).ok());
  Networker staff(home);
  CHECK(staff.node("staff.setting.sync.proxy").label == "Proxy. Ingen");
  staff.touch("staff.setting.sync.proxy");
  staff.write("http");
  staff.touch("staff.setting.key.symbols");
  staff.write("://10.0.0.1:3128");
  staff.touch("staff.setting.key.go");
  CHECK(staff.screen() == "staff network");
  CHECK(staff.node("staff.setting.sync.proxy").label.find("Proxy. http://10.0.0.1:3128") == 0);
  staff.touch("staff.setting.kiosk.time_server");
  staff.write("ntp");
  staff.touch("staff.setting.key.go");
  CHECK(staff.machine.was_asked("SetRuntimeNTPServers as 1 ntp"));
  const Config config = load_config(home.shelf.files, home.options.paths).value();
  CHECK(config.sync.proxy == "http://10.0.0.1:3128");
  CHECK(config.kiosk.time_server == "ntp");
}

TEST_CASE(
    "without NetworkManager the page says so and what to do, and what is not its own can still be set") {
  Home home;
  Networker staff(home);
  staff.machine.answers("general status", {Ran{127, ""}});
  staff.touch("staff.network_again");
  CHECK(staff.node("staff.network_what").label.find("NetworkManager saknas") != std::string::npos);
  CHECK(staff.node("staff.network_todo").label.find("Ring den som sköter kioskens dator") == 0);
  CHECK(staff.find("staff.network_address") == nullptr);
  CHECK(staff.find("staff.setting.sync.proxy") != nullptr);
}
