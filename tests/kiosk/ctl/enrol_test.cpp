// kioskctl enrol against a hub of the test's, through the very code that kiosk-sync runs.
#include "sync/client/enrol.h"
#include "kiosk/ctl/enrol.h"
#include "platform/crypto.h"
#include "platform/qr.h"
#include "tests/kiosk/ctl/desk.h"

using namespace entre;
using namespace entre::ctl;
using namespace entre::ctl::test;

namespace {

constexpr const char* new_id = "7d8f3a52-7c1d-4e0a-9c77-2f1f6f3f1a11";

struct Applicant : Desk {
  entre::test::ReleaseServer authority{7};
  std::vector<HttpResponse> replies;  // to POSTs, in order; the last again and again
  std::string root;
  entre::test::FakeHttp hub;
  wire::TokenGrant grant{"new-token", new_id, "Biblioteket", "Hus A", ""};

  Applicant() {
    authority.publish(home.clock);
    root = authority.root();
    grant.root_sha256 = sha256_hex(root);
    hub.handler = [this](const HttpRequest& request) -> Result<HttpResponse> {
      if (request.method == "GET") return HttpResponse{200, {}, root};
      const HttpResponse reply = replies.at(0);
      if (replies.size() > 1) replies.erase(replies.begin());
      return reply;
    };
    machine.answers["kiosk-sync"] = {0, ""};
    machine.on_run = [this](const std::vector<std::string>& argv) {
      if (argv[0] == "kiosk-sync") REQUIRE(client::take_step(hub, home.files, home.clock, argv.back()).ok());
    };
    replies = {asked(), pending()};
  }
  static HttpResponse asked() {
    return {200,
            {},
            wire::encode_authorization(
                {"device-secret", "BCDF-GHJK", "https://hub.new/enrol", "https://hub.new/c", 900, 5})};
  }
  static HttpResponse pending() { return {400, {}, wire::encode_error("authorization_pending")}; }
  HttpResponse granted() const { return {200, {}, wire::encode_grant(grant)}; }
  std::string all() const { return read("kiosk.toml") + read("token") + read("root.json"); }
  bool is_pending() const { return home.files.exists(path("enrolment.json")); }
};

}  // namespace

TEST_CASE("enrol shows code and address, waits as the hub says, and writes who the kiosk is") {
  Applicant desk;
  desk.replies = {
      Applicant::asked(), Applicant::pending(), {400, {}, wire::encode_error("slow_down")}, desk.granted()};
  REQUIRE(desk.run({"enrol", "--hub", "https://hub.new/", "--wait"}) == done);
  CHECK(desk.says("BCDF-GHJK"));
  CHECK(desk.says("https://hub.new/enrol"));
  CHECK(desk.says("Biblioteket (Hus A)"));
  CHECK_FALSE(desk.says("device-secret"));
  CHECK_FALSE(desk.says("new-token"));
  CHECK(desk.machine.waited_ms == std::vector<std::int64_t>{5'000, 5'000, 10'000});
  CHECK(desk.read("token") == "new-token\n");
  CHECK(SystemMachine().facts(desk.path("token"))->mode == 0600);
  CHECK(desk.read("root.json") == desk.root);
  const auto config = load_config(desk.home.files, desk.home.paths);
  REQUIRE(config.ok());
  CHECK(config->kiosk.id == new_id);
  CHECK(config->kiosk.name == "Biblioteket");
  CHECK(config->sync.url == "https://hub.new");
  CHECK_FALSE(desk.is_pending());
  CHECK(desk.hub.requests[0].body.find("0b8f3a52-7c1d-4e0a-9c77-2f1f6f3f1a10") != std::string::npos);
}

TEST_CASE("an enrolment that is not approved yet is gone on with, by the same code") {
  Applicant desk;
  const std::string before = desk.all();
  CHECK(desk.run({"enrol", "--hub", "https://hub.new"}) == done);
  CHECK(SystemMachine().facts(desk.path("enrolment.json"))->mode == 0600);
  CHECK(desk.run({"enrol", "--hub", "https://hub.new"}) == done);
  CHECK(desk.says("BCDF-GHJK"));
  CHECK(desk.all() == before);
  desk.replies = {desk.granted()};
  CHECK(desk.run({"enrol", "--wait"}) == done);
  CHECK(desk.read("token") == "new-token\n");
  CHECK(desk.run({"enrol", "--wait"}) == usage);
}

TEST_CASE(
    "the screen gets the code and nothing secret while staff are waited for, and is started where that is "
    "asked") {
  Applicant desk;
  const std::string shown = desk.home.paths.requests_folder + "/" + wire::shown_code_file;
  CHECK(desk.run({"enrol", "--hub", "https://hub.new"}) == done);
  const auto text = desk.home.files.read(shown, wire::shown_code_bytes_max);
  REQUIRE(text.ok());
  CHECK(text->find("device-secret") == std::string::npos);
  const auto code = wire::decode_shown_code(*text);
  REQUIRE(code.ok());
  CHECK(code->user_code == "BCDF-GHJK");
  CHECK(code->address == "https://hub.new/enrol");
  CHECK(code->address_with_code == "https://hub.new/c");
  const auto starts = [&] {
    return std::count(desk.machine.asked.begin(), desk.machine.asked.end(), "systemctl start kiosk");
  };
  CHECK(starts() == 0);
  CHECK(desk.run({"enrol", "--on-screen"}) == done);
  CHECK(starts() == 1);
  desk.replies = {desk.granted()};
  CHECK(desk.run({"enrol", "--wait"}) == done);
  CHECK_FALSE(desk.home.files.exists(shown));
  desk.replies = {Applicant::asked(), {400, {}, wire::encode_error("access_denied")}};
  CHECK(desk.run({"enrol", "--hub", "https://hub.new", "--wait"}) == failed);
  CHECK_FALSE(desk.home.files.exists(shown));
}

TEST_CASE("a refused, expired or faulty enrolment changes nothing") {
  Applicant desk;
  const std::string before = desk.all();
  const auto refused = [&](HttpResponse reply, const char* said) {
    CAPTURE(said);
    desk.replies = {Applicant::asked(), std::move(reply)};
    CHECK(desk.run({"enrol", "--hub", "https://hub.new", "--wait"}) == failed);
    CHECK(desk.says(said));
    CHECK(desk.all() == before);
    static_cast<void>(desk.home.files.remove(desk.path("enrolment.json")));
  };
  refused({400, {}, wire::encode_error("access_denied")}, "said no");
  refused({400, {}, wire::encode_error("expired_token")}, "too old");
  entre::test::ReleaseServer demo(3, true);
  demo.publish(desk.home.clock);
  desk.root = demo.root();
  desk.grant.root_sha256 = sha256_hex(desk.root);
  refused(desk.granted(), "is of a demo");
  desk.root = "{}";
  desk.grant.root_sha256 = sha256_hex(desk.root);
  refused(desk.granted(), "the hub's root");
  desk.root = desk.authority.root();
  desk.grant.root_sha256 = sha256_hex(desk.root);
  desk.grant.kiosk_id = "no uuid";
  refused(desk.granted(), "UUID");
  desk.grant.kiosk_id = new_id;
  REQUIRE(desk.home.files.make_folders(desk.path("conf.d")).ok());
  desk.write("conf.d/10-site.toml", "[sync]\nurl = \"https://cdn.test\"\n");
  refused(desk.granted(), "10-site.toml:2: sync.url");
  CHECK(desk.run({"enrol", "--hub", "hub.new"}) == usage);
  CHECK(desk.run({"enrol"}) == usage);
}

TEST_CASE("what cannot all be written leaves the kiosk as it was, and is gone on with") {
  Applicant desk;
  const std::string before = desk.all();
  desk.replies = {Applicant::asked(), desk.granted()};
  // The last of the three has no room beside its place.
  REQUIRE(desk.home.files.make_folders(desk.path("kiosk.toml.new/in-the-way")).ok());
  CHECK(desk.run({"enrol", "--hub", "https://hub.new", "--wait"}) == failed);
  CHECK(desk.all() == before);
  std::filesystem::remove_all(desk.path("kiosk.toml.new"));
  CHECK(desk.run({"enrol", "--wait"}) == done);
  CHECK(desk.read("token") == "new-token\n");
}

TEST_CASE("a stick gives each kiosk one enrolment, marks it, and keeps no secret of it") {
  Applicant desk;
  REQUIRE(desk.home.files.make_folders(desk.path("stick")).ok());
  for (const std::string name : {"Foajén", "Biblioteket"}) {
    wire::Enrolment prepared;
    prepared.hub_url = "https://hub.new";
    prepared.device_code = "prepared-secret";
    prepared.name = name;
    prepared.expires_unix_ms = desk.home.clock.unix_ms() + 1000;
    desk.write(std::string("stick/enrolment-00") + (name == "Foajén" ? "1" : "2") + ".json",
               wire::encode_enrolment(prepared));
  }
  desk.replies = {desk.granted()};
  CHECK(desk.run({"enrol", "--from", desk.path("stick"), "--name", "Biblioteket"}) == done);
  CHECK(desk.read("token") == "new-token\n");
  CHECK(desk.home.files.list(desk.path("stick")) ==
        std::vector<std::string>{"enrolment-001.json", "enrolment-002.used"});
  CHECK(desk.read("stick/enrolment-002.used") == "Biblioteket 2024-01-09\n");
  CHECK(desk.run({"enrol", "--from", desk.path("stick"), "--name", "Biblioteket"}) == usage);
  // Without the network it is taken all the same, and gone on with later.
  desk.hub.away = true;
  CHECK(desk.run({"enrol", "--from", desk.path("stick")}) == failed);
  CHECK(desk.home.files.list(desk.path("stick")) ==
        std::vector<std::string>{"enrolment-001.used", "enrolment-002.used"});
  desk.hub.away = false;
  CHECK(desk.run({"enrol"}) == done);
  CHECK(desk.run({"enrol", "--from", desk.path("stick")}) == usage);
}

TEST_CASE("a terminal's code has every module where it belongs, and a quiet zone around them") {
  const std::string address = "https://hub.example.org/enrol?code=BCDF-GHJK";
  const QrModules code = *encode_qr(address);
  std::vector<std::vector<bool>> rows;
  std::istringstream lines(qr_for_terminal(address));
  for (std::string line; std::getline(lines, line);) {
    const std::string head = "\033[30;107m", tail = "\033[0m";
    REQUIRE(line.starts_with(head));
    REQUIRE(line.ends_with(tail));
    std::vector<bool> upper, lower;
    for (std::size_t at = head.size(); at < line.size() - tail.size();) {
      const std::size_t bytes = line[at] == ' ' ? 1 : 3;
      const std::string cell = line.substr(at, bytes);
      upper.push_back(cell == "▀" || cell == "█");
      lower.push_back(cell == "▄" || cell == "█");
      at += bytes;
    }
    rows.push_back(upper);
    rows.push_back(lower);
  }
  REQUIRE(rows.size() >= std::size_t(code.width + 2 * qr_quiet_modules));
  for (int y = 0; y < int(rows.size()); ++y)
    for (int x = 0; x < code.width + 2 * qr_quiet_modules; ++x) {
      const int cx = x - qr_quiet_modules, cy = y - qr_quiet_modules;
      const bool inside = cx >= 0 && cy >= 0 && cx < code.width && cy < code.width;
      REQUIRE(rows[std::size_t(y)].at(std::size_t(x)) ==
              (inside && code.dark[std::size_t(cy * code.width + cx)]));
    }
  CHECK(qr_for_terminal(std::string(8000, 'x')).empty());
}
