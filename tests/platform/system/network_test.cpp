// What is asked of nmcli, and what is made of each way in which it can answer or not.
#include "platform/system/network.h"

#include "tests/platform/system/scripted_machine.h"
#include "tests/support/process.h"
#include "tests/support/temp_folder.h"

using namespace entre;
using namespace entre::test;

namespace {

constexpr const char *uuid = "992225e9-ea61-3a6d-8c18-ec8dbb3b4bdc",
                     *other = "11112222-ea61-3a6d-8c18-ec8dbb3b4bdc",
                     *older = "33334444-ea61-3a6d-8c18-ec8dbb3b4bdc";

std::string shown(const std::string& address, bool connected = true) {
  return std::string("GENERAL.DEVICE:eth0\nGENERAL.TYPE:ethernet\nGENERAL.STATE:") +
         (connected ? "100 (connected)" : "70 (connecting)") + "\nGENERAL.CON-UUID:" + uuid +
         "\nWIRED-PROPERTIES.CARRIER:on\nIP4.ADDRESS[1]:" + address + "\n";
}

// As in the seconds before NetworkManager lets go of a card whose cable was pulled.
std::string unplugged() {
  std::string text = shown("10.0.0.9/24");
  return text.replace(text.find("CARRIER:on"), 10, "CARRIER:off");
}

struct World {
  ScriptedMachine machine;
  Network network{machine};
  NetworkDevice card;

  World() {
    card.name = "eth0";
    card.profile = uuid;
    card.profile_active = card.is_connected = true;
    machine.answers("general status", {Ran{0, "connected:full:enabled\n"}});
    machine.answers(
        "connection show uuid",
        {Ran{0,
             "ipv4.method:manual\nipv4.addresses:10.0.0.3/24\nipv4.gateway:10.0.0.1\nipv4.dns:10.0.0.1\n"}});
    machine.answers("device show", {Ran{0, shown("10.0.0.9/24")}});
  }
  NetworkChange set(const Ipv4Setting& setting) {
    const auto changed = network.set_ipv4(card, setting);
    REQUIRE(changed.ok());
    return *changed;
  }
};

const Ipv4Setting fixed{false, "10.0.0.9/24", "10.0.0.1", "10.0.0.1"};
const WifiNetwork odd{"--help; $(reboot) ☕", "00:23:F8:7E:12:B1", 80, WifiSecurity::password, false};

}  // namespace

TEST_CASE("every command is a fixed one: no shell, English, terse, and bounded in time") {
  World world;
  REQUIRE(world.network.look().ok());
  REQUIRE(world.network.wifi(world.card, true).ok());
  CHECK(world.set(fixed) == NetworkChange::done);
  for (std::size_t i = 0; i < world.machine.asked.size(); ++i) {
    CHECK(world.machine.asked[i].rfind("env LC_ALL=C.UTF-8 nmcli -t -e yes ", 0) == 0);
    CHECK(world.machine.timeouts_ms[i] > 0);
    CHECK(world.machine.timeouts_ms[i] <= 60'000);
  }
}

TEST_CASE("without nmcli, without NetworkManager and with one that hangs the error says which") {
  World world;
  world.machine.answers("general status", {Ran{127, ""}});
  CHECK(world.network.look().error().kind == ErrorKind::not_found);
  world.machine.answers("general status", {Ran{8, ""}});
  CHECK(world.network.look().error().kind == ErrorKind::unavailable);
  world.machine.answers("general status", {Ran{1, "garbage"}});
  CHECK(world.network.look().error().kind == ErrorKind::unavailable);
  world.machine.answers("general status", {Error{ErrorKind::unavailable, "no answer in 10000 ms"}});
  CHECK(world.network.look().error().kind == ErrorKind::unavailable);
  CHECK(world.network.set_ipv4(world.card, fixed).ok());
  world.machine.answers("wifi list", {Ran{8, ""}});
  CHECK(world.network.wifi(world.card, false).error().kind == ErrorKind::unavailable);
}

TEST_CASE("an address is tried in memory first, and is on disk only once the card has it") {
  World world;
  CHECK(world.set(fixed) == NetworkChange::done);
  const auto at = [&](const std::string& part) {
    for (std::size_t i = 0; i < world.machine.asked.size(); ++i)
      if (world.machine.asked[i].find(part) != std::string::npos) return i;
    return world.machine.asked.size();
  };
  const std::string what = std::string("uuid ") + uuid +
                           " ipv4.method manual ipv4.addresses 10.0.0.9/24 ipv4.gateway 10.0.0.1 ipv4.dns "
                           "10.0.0.1 ipv4.dad-timeout 3000";
  CHECK(at("modify --temporary " + what) < at("connection up uuid"));
  CHECK(at("connection up uuid") < at("modify " + what));
  CHECK(at("modify " + what) < world.machine.asked.size());
}

TEST_CASE("an address that does not come up is taken back, however it failed, and the old one is written") {
  const std::vector<Result<Ran>> failures = {Ran{3, ""}, Ran{4, ""}, Ran{137, ""},
                                             Error{ErrorKind::unavailable, "hangs"}};
  for (const Result<Ran>& failure : failures) {
    World world;
    world.machine.answers("connection up uuid", {failure, Ran{}});
    CHECK(world.set(fixed) == NetworkChange::taken_back);
    CHECK(world.machine.was_asked(std::string("modify uuid ") + uuid +
                                  " ipv4.method manual ipv4.addresses 10.0.0.3/24"));
    CHECK_FALSE(world.machine.was_asked(std::string("modify uuid ") + uuid +
                                        " ipv4.method manual ipv4.addresses 10.0.0.9/24"));
    CHECK(world.machine.times_asked("connection up uuid") == 2);
  }
}

TEST_CASE("up with another address, or with none, is not up") {
  for (const std::string& answer :
       {shown("10.0.0.8/24"), shown("10.0.0.9/24", false), unplugged(), std::string("garbage")}) {
    World world;
    world.machine.answers("device show", {Ran{0, answer}});
    CHECK(world.set(fixed) == NetworkChange::taken_back);
  }
}

TEST_CASE(
    "where not even the old address comes up it is said, and where nothing was up before it is not asked "
    "for") {
  World world;
  world.machine.answers("connection up uuid", {Ran{4, ""}});
  CHECK(world.set(fixed) == NetworkChange::stranded);
  world.card.is_connected = world.card.profile_active = false;
  CHECK(world.set(fixed) == NetworkChange::taken_back);
}

TEST_CASE("what the machine does not allow changes nothing") {
  World world;
  world.machine.answers("connection modify", {Ran{1, ""}});
  CHECK(world.set(fixed) == NetworkChange::refused);
  CHECK_FALSE(world.machine.was_asked("connection up"));
  world.card.name = "--help";
  CHECK_FALSE(world.network.set_ipv4(world.card, fixed).ok());
}

TEST_CASE("a profile that could not be put back as it was is not changed") {
  for (const std::string& special :
       {std::string("ipv4.method:shared\n"), std::string("ipv4.method:disabled\n"), std::string("garbage"),
        std::string(), "ipv4.method:manual\nipv4.addresses:" + std::string(5000, '1') + "\n"}) {
    World world;
    world.machine.answers("connection show uuid", {Ran{0, special}});
    CHECK(world.set(fixed) == NetworkChange::refused);
    CHECK_FALSE(world.machine.was_asked("connection modify"));
  }
}

TEST_CASE("a card without a profile gets one that is gone again when the address does not come up") {
  World world;
  world.card.profile.clear();
  world.card.is_connected = world.card.profile_active = false;
  world.machine.answers("NAME,UUID connection show", {Ran{0, std::string("Entré eth0:") + uuid + "\n"}});
  world.machine.answers("connection up uuid", {Ran{4, ""}});
  CHECK(world.set(fixed) == NetworkChange::taken_back);
  CHECK(world.machine.was_asked("connection add save no type ethernet ifname eth0"));
  CHECK(world.machine.was_asked(std::string("connection delete uuid ") + uuid));
}

TEST_CASE("a Wi-Fi is joined by its address, and its password is in nmcli's input alone") {
  World world;
  world.machine.answers(
      "NAME,UUID connection show",
      {Ran{0, std::string("Entré 1:") + older + "\nOffice:" + other + "\n"},
       Ran{0, std::string("Entré 1:") + older + "\nOffice:" + other + "\nEntré 2:" + uuid + "\n"}});
  const auto joined = world.network.join(world.card, odd, "s3cret pass:#");
  REQUIRE(joined.ok());
  CHECK(*joined == NetworkChange::done);
  CHECK(
      world.machine.was_asked("--ask -w 40 device wifi connect 00:23:F8:7E:12:B1 ifname eth0 name Entré 2"));
  CHECK(world.machine.inputs == std::vector<std::string>{"s3cret pass:#\n"});
  for (const std::string& line : world.machine.asked) {
    CHECK(line.find("s3cret") == std::string::npos);
    CHECK(line.find("reboot") == std::string::npos);
  }
  // The one before goes, the administrator's stays.
  CHECK(world.machine.was_asked(std::string("connection delete uuid ") + older));
  CHECK_FALSE(world.machine.was_asked(std::string("connection delete uuid ") + other));
  CHECK_FALSE(world.machine.was_asked(std::string("connection delete uuid ") + uuid));
}

TEST_CASE("a Wi-Fi that is not joined leaves no profile behind, and the one before is joined again") {
  World world;
  world.machine.answers("NAME,UUID connection show",
                        {Ran{0, std::string("Office:") + other + "\n"},
                         Ran{0, std::string("Office:") + other + "\nEntré 1:" + older + "\n"}});
  world.machine.answers("wifi connect", {Ran{4, "Password: "}});
  const auto joined = world.network.join(world.card, odd, "12345678");
  REQUIRE(joined.ok());
  CHECK(*joined == NetworkChange::taken_back);
  CHECK(world.machine.was_asked(std::string("connection delete uuid ") + older));
  CHECK(world.machine.was_asked(std::string("connection up uuid ") + uuid));
}

TEST_CASE(
    "an open network is joined without being asked for a password, one with a personal login not at all") {
  World world;
  WifiNetwork network = odd;
  network.security = WifiSecurity::open;
  CHECK(world.network.join(world.card, network, "").ok());
  CHECK(world.machine.inputs.empty());
  network.security = WifiSecurity::login;
  CHECK_FALSE(world.network.join(world.card, network, "12345678").ok());
  network.security = WifiSecurity::password;
  network.bssid = "--help";
  CHECK_FALSE(world.network.join(world.card, network, "12345678").ok());
}

TEST_CASE("a password has eight to sixty-three letters of ASCII, or is the key in sixty-four digits") {
  CHECK(is_wifi_password("12345678"));
  CHECK(is_wifi_password(std::string(63, '~')));
  CHECK(is_wifi_password(std::string(64, 'a')));
  for (const std::string& none :
       {std::string(), std::string("1234567"), std::string(64, 'x'), std::string(65, 'a'),
        std::string("lösenord1"), std::string("1234567\n8"), std::string("1234567\0x", 9)})
    CHECK_FALSE(is_wifi_password(none));
}

TEST_CASE(
    "a real program that hangs is ended at its time, reads its input, and sees no password in its "
    "arguments") {
  TempFolder folder;
  SystemMachine machine;
  const auto hung = machine.run({"sleep", "600"}, 50);
  REQUIRE_FALSE(hung.ok());
  CHECK(hung.error().kind == ErrorKind::unavailable);
  const auto read = machine.run_with_input({"cat"}, "s3cret\n", 20'000);
  REQUIRE(read.ok());
  CHECK(read->out == "s3cret\n");
  // One that reads nothing, and one that is not there.
  CHECK(machine.run_with_input({"true"}, std::string(run_input_bytes_max, 'x'), 20'000).ok());
  CHECK(machine.run_with_input({"true"}, std::string(run_input_bytes_max + 1, 'x'), 20'000).error().kind ==
        ErrorKind::too_large);
  CHECK(machine.run_with_input({"no-such-program-here"}, "x", 20'000).error().kind == ErrorKind::not_found);
  const auto missing = machine.run({"env", "LC_ALL=C.UTF-8", "no-such-program-here"}, 20'000);
  REQUIRE(missing.ok());
  CHECK(missing->exit_code == 127);
}
