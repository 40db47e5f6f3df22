// Faults are planted one at a time into a kiosk that is well; the doctor names each, and nothing else.
#include "kiosk/care/update.h"
#include "tests/kiosk/ctl/desk.h"

using namespace entre;
using namespace entre::ctl;
using namespace entre::ctl::test;

namespace {

constexpr std::int64_t day_ms = 24 * 3'600'000ll;

struct Planted {
  const char* check;  // that has to find it
  const char* what;   // a part of what is wrong
  const char* fix;    // a part of the advice
  std::function<void(Desk&)> plant;
};

void last_error(Desk& desk, const std::string& error) {
  auto status = desk.status();
  status.last_error = error;
  desk.status(status);
}

void unit(Desk& desk, const std::string& name, const std::string& shown) {
  desk.machine.answers["systemctl show " + name + ".service"] = {0, shown};
}

const std::vector<Planted>& plants() {
  static const std::vector<Planted> all = {
      {"display", "no panel is connected", "video cable",
       [](Desk& d) { d.files.plant("/sys/class/drm/card0-HDMI-A-1/status", "disconnected\n"); }},
      {"display", "no display output", "graphics driver",
       [](Desk& d) { std::filesystem::remove_all(d.path("root/sys/class/drm")); }},
      {"touch", "no touch screen", "USB cable",
       [](Desk& d) {
         d.files.plant("/proc/bus/input/devices", "N: Name=\"Mouse\"\nB: EV=17\nB: REL=3\n\n");
       }},
      {"sound", "no sound", "BIOS",
       [](Desk& d) { d.files.plant("/proc/asound/cards", "--- no soundcards ---\n"); }},
      {"disk", "only 100 MiB", "apt-get clean", [](Desk& d) { d.files.space_bytes = 100 << 20; }},
      {"heat", "93 degrees", "fan",
       [](Desk& d) { d.files.plant("/sys/class/thermal/thermal_zone0/temp", "93500\n"); }},
      {"clock", "turned off", "timedatectl set-ntp true",
       [](Desk& d) {
         d.home.clock.is_trusted = false;
         d.machine.answers["timedatectl show"] = {0, "no\n"};
       }},
      {"clock", "no time from the network", "config set kiosk.time_server",
       [](Desk& d) { d.home.clock.is_trusted = false; }},
      {"clock", "clock is behind", "timedatectl set-time",
       [](Desk& d) { d.home.clock.set_unix_ms(d.home.clock.unix_ms() - 2 * 3'600'000); }},
      {"link", "no network cable", "plug in the cable",
       [](Desk& d) { d.files.plant("/sys/class/net/eth0/operstate", "down\n"); }},
      {"reach", "captive portal", "MAC address",
       [](Desk& d) {
         d.machine.answers["nmcli networking"] = {0, "portal\n"};
       }},
      {"reach", "login page in the server's place", "without a login",
       [](Desk& d) {
         last_error(d, "https://hub.test/v1: a login page answers in the server's place (302 to portal)");
       }},
      {"server", "a web page answers", "config get sync.url",
       [](Desk& d) { last_error(d, "https://hub.test/v1: a web page answers there (HTML)"); }},
      {"tls", "opens the traffic", "sync.ca_file FILE",
       [](Desk& d) {
         last_error(
             d, "https://hub.test/v1: SSL certificate problem: self-signed certificate in certificate chain");
       }},
      {"reach", "no connection", "nmcli device show",
       [](Desk& d) {
         d.machine.answers["nmcli networking"] = {0, "none\n"};
       }},
      {"server", "cannot find the server by its name", "name server",
       [](Desk& d) { last_error(d, "https://hub.test/v1: Could not resolve host: hub.test"); }},
      {"server", "nothing answers", "firewall",
       [](Desk& d) {
         last_error(d, "https://hub.test/v1: Failed to connect to hub.test port 80: Connection refused");
       }},
      {"server", "too slow", "same socket",
       [](Desk& d) { last_error(d, "https://hub.test/v1: Connection timed out after 10001 milliseconds"); }},
      {"server", "unknown fault (something new)", "journalctl -u kiosk-sync",
       [](Desk& d) { last_error(d, "something new"); }},
      {"proxy", "proxy does not let", "config get sync.proxy",
       [](Desk& d) {
         last_error(d, "https://hub.test/v1: Received HTTP code 407 from proxy after CONNECT");
       }},
      {"tls", "certificate is not accepted", "timedatectl",
       [](Desk& d) {
         last_error(d, "https://hub.test/v1: SSL certificate problem: certificate has expired");
       }},
      {"tls", "authority's file is not there", "unset sync.ca_file",
       [](Desk& d) { d.write("conf.d/10.toml", "[sync]\nca_file = \"/nowhere.pem\"\n"); }},
      {"login", "does not accept the kiosk's token", "kioskctl enrol",
       [](Desk& d) { last_error(d, "https://hub.test/v1/feedback: the hub answers 401"); }},
      {"configuration", "kiosk.toml:2: screen.ppi: expected a number from 20 to 400", "config check",
       [](Desk& d) {
         d.write("conf.d/10.toml", ""),
             d.write("kiosk.toml",
                     "[screen]\nppi = 5\n[kiosk]\nid = \"0b8f3a52-7c1d-4e0a-9c77-2f1f6f3f1a10\"\n[sync]\nurl "
                     "= \"https://hub.test\"\n");
       }},
      {"configuration", "staff screen's settings are not used", "mend the file",
       [](Desk& d) { d.write("staff.toml", "[sync]\nurl = \"https://elsewhere.test\"\n"); }},
      {"content", "no content to show", "kiosk-sync --from",
       [](Desk& d) { std::filesystem::remove(d.path("content/content-1.db")); }},
      {"content", "content is damaged", "fetched again",
       [](Desk& d) {
         auto db = Database::open(d.path("content/content-1.db"), Database::Mode::read_write);
         REQUIRE(db->execute("UPDATE document SET bytes = 'x' WHERE target LIKE 'pages/two%'").ok());
       }},
      {"signatures", "pinned root is not there", "--root FILE",
       [](Desk& d) { std::filesystem::remove(d.path("root.json")); }},
      {"signatures", "the signature of timestamp ends", "kiosk-publish resign",
       [](Desk& d) {
         d.home.clock.advance_ms(5 * day_ms),
             d.status(d.home.sync().exit_code() == client::ExitCode::ok ? d.status() : d.status());
       }},
      {"signatures", "not as it was signed: pages/one.sv.json", "restart kiosk-sync",
       [](Desk& d) {
         auto db = Database::open(d.path("content/content-1.db"), Database::Mode::read_write);
         REQUIRE(db->execute("UPDATE document SET object_sha256 = 'aa' WHERE target LIKE 'pages/one%'").ok());
       }},
      {"sync", "kiosk-sync has never run", "enable --now kiosk-sync",
       [](Desk& d) { std::filesystem::remove(d.path("status.json")); }},
      {"sync", "no sync has succeeded for 3 days", "systemctl status kiosk-sync",
       [](Desk& d) { d.home.clock.advance_ms(3 * day_ms); }},
      {"answers", "2 answers wait, the oldest for 4 days", "outbox export",
       [](Desk& d) {
         d.answer("one"), d.answer("two");
         d.home.clock.advance_ms(4 * day_ms);
         auto status = d.status();
         status.last_success_unix_ms = d.home.clock.unix_ms();
         d.status(status);
       }},
      {"answers", "answers cannot be read", "systemctl restart kiosk",
       [](Desk& d) { d.write("outbox.db", "no database at all, but long enough"); }},
      {"update", "the update to 1.1 failed and was taken back: no real frame followed", "support-bundle",
       [](Desk& d) {
         care::Update update;
         update.state = care::Update::State::taken_back;
         update.step = care::Update::Step::frames;
         update.from = "1.0";
         update.to = "1.1";
         d.write("update.json", care::encode_update(update));
       }},
      {"kiosk.service", "has failed", "journalctl -u kiosk -n 50",
       [](Desk& d) { unit(d, "kiosk", "LoadState=loaded\nActiveState=failed\nUnitFileState=enabled\n"); }},
      {"kiosk-sync.service", "does not start with the computer", "enable --now kiosk-sync",
       [](Desk& d) {
         unit(d, "kiosk-sync", "LoadState=loaded\nActiveState=inactive\nUnitFileState=disabled\n");
       }},
      {"kiosk-sync.service", "does not run", "systemctl start kiosk-sync",
       [](Desk& d) {
         unit(d, "kiosk-sync", "LoadState=loaded\nActiveState=inactive\nUnitFileState=enabled\n");
       }},
      {"kiosk.service", "not installed", "apt-get install entre-kiosk",
       [](Desk& d) { unit(d, "kiosk", "LoadState=not-found\nActiveState=inactive\nUnitFileState=\n"); }},
      {"token", "has no token", "kioskctl enrol", [](Desk& d) { std::filesystem::remove(d.path("token")); }},
      {"token", "can be read by others (0644)", "chmod 600",
       [](Desk& d) { std::filesystem::permissions(d.path("token"), std::filesystem::perms(0644)); }},
      {"pin", "no staff PIN", "kioskctl set-pin",
       [](Desk& d) { std::filesystem::remove(d.path("pin.json")); }},
      {"pin", "can be read by others (0644)", "change the PIN",
       [](Desk& d) { std::filesystem::permissions(d.path("pin.json"), std::filesystem::perms(0644)); }},
      {"ownership", "belongs to root: the kiosk cannot write it", "chown -R kiosk:",
       [](Desk& d) {
         d.machine.changed[d.home.folder.path()] = {0750, "kiosk", true};
       }},
      {"ownership", "screen and sync cannot both write it", "give it back",
       [](Desk& d) {
         d.machine.changed[d.path("outbox.db")] = {0640, "root", false};
         d.machine.changed[d.path("trust")] = {0750, "root-sync", true};
       }},
      {"ownership", "has the permissions 0777", "chmod u+rwx,o-w",
       [](Desk& d) {
         d.machine.changed[d.home.folder.path()] = {0777, "root", true};
       }},
  };
  return all;
}

}  // namespace

TEST_CASE("a kiosk that is well has no faults, in both languages") {
  Desk desk;
  CHECK_MESSAGE(desk.run({"doctor"}) == done, desk.out);
  CHECK(desk.says("No faults were found."));
  desk.language = care::Language::swedish;
  CHECK(desk.run({"doctor"}) == done);
  CHECK(desk.says("Inga fel hittades."));
}

TEST_CASE("each planted fault is found by the check that is for it, with the advice that mends it") {
  CHECK(plants().size() >= 15);
  for (const Planted& planted : plants()) {
    CAPTURE(std::string(planted.check));
    CAPTURE(std::string(planted.what));
    Desk desk;
    REQUIRE(desk.files.make_folders(desk.path("conf.d")).ok());
    planted.plant(desk);
    CHECK(desk.run({"doctor", "--json"}) == attention);
    const Json report = Json::parse(desk.out);
    bool found = false;
    for (const Json& check : report["checks"])
      found = found || (check["id"] == planted.check && check["state"] == "fault" &&
                        check["what"].get<std::string>().find(planted.what) != std::string::npos &&
                        check["fix"].get<std::string>().find(planted.fix) != std::string::npos);
    CHECK_MESSAGE(found, desk.out);
    desk.language = care::Language::swedish;
    CHECK(desk.run({"doctor"}) == attention);
  }
}

TEST_CASE(
    "a machine without a GPU, without systemd and without NetworkManager is told of, not called faulty") {
  Desk desk;
  desk.files.uproot("/dev/dri/renderD128");
  desk.machine.answers.clear();
  CHECK_MESSAGE(desk.run({"doctor"}) == done, desk.out);
  CHECK(desk.says("drawn in software under X11"));
  CHECK(desk.says("no systemd"));
}

TEST_CASE("a kiosk that is carried its content by hand is not asked about its network") {
  Desk desk;
  desk.write("kiosk.toml",
             "[kiosk]\nid = \"0b8f3a52-7c1d-4e0a-9c77-2f1f6f3f1a10\"\n[sync]\nurl = \"file:///media/usb\"\n");
  desk.files.plant("/sys/class/net/eth0/operstate", "down\n");
  desk.machine.answers["nmcli networking"] = {0, "none\n"};
  CHECK_MESSAGE(desk.run({"doctor"}) == done, desk.out);
}
