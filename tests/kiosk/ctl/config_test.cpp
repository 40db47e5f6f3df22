#include "tests/kiosk/ctl/desk.h"

using namespace entre;
using namespace entre::ctl;
using namespace entre::ctl::test;

TEST_CASE("a value that is set is checked with all the rest, written, and shown with where it comes from") {
  Desk desk;
  REQUIRE(desk.run({"config", "set", "screen.ppi", "92.5"}) == done);
  CHECK(desk.says("systemctl restart kiosk"));
  CHECK(desk.read("conf.d/50-kioskctl.toml").ends_with("\n[screen]\nppi = 92.5\n"));
  REQUIRE(desk.run({"config", "get", "screen.ppi"}) == done);
  CHECK(desk.out == "92.5\n");
  REQUIRE(desk.run({"config", "show", "--origin"}) == done);
  CHECK(desk.says("ppi = 92.5  # " + desk.path("conf.d/50-kioskctl.toml") + ":4\n"));
  CHECK(desk.says("name = \"Entrén\"  # " + desk.path("kiosk.toml") + ":3\n"));
  CHECK(desk.says("theme = \"light\"  # built in\n"));
  REQUIRE(desk.run({"config", "unset", "screen.ppi"}) == done);
  REQUIRE(desk.run({"config", "get", "screen.ppi"}) == done);
  CHECK(desk.out == "68.8\n");
}

TEST_CASE("a change that kiosk-sync can take at once is told to it, and others are not") {
  Desk desk;
  REQUIRE(desk.home.files.make_folders(desk.home.paths.requests_folder).ok());
  REQUIRE(desk.run({"config", "set", "kiosk.name", "Torget"}) == done);
  CHECK(!desk.home.files.exists(desk.path("requests/config")));
  REQUIRE(desk.run({"config", "set", "sync.interval_s", "60"}) == done);
  CHECK(desk.says("It takes effect at once."));
  CHECK(desk.home.files.exists(desk.path("requests/config")));
}

TEST_CASE("what is not allowed is refused with the reason and the allowed form, and no file changes") {
  const std::vector<std::pair<std::vector<std::string>, std::string>> refused = {
      {{"screen.ppi", "5000"}, "expected a number from 20 to 400"},
      {{"screen.ppi", "many"}, "expected a number from 20 to 400"},
      {{"screen.theme", "pink"}, "expected one of \"light\", \"dark\""},
      {{"sync.url", "ftp://x"}, "expected https://host, http://host or file:///folder"},
      {{"kiosk.time_zone", ""}, "expected a time zone such as"},
      {{"keys.next", "Tabb"}, "\"Tabb\" is no key"},
      {{"keys.next", "Escape"}, "a key of these is also back's"},
      {{"sync.client_key_file", "/etc/k.pem"}, "belong together"},
      {{"sync.proxy", "::::"}, "expected a proxy such as"},
      {{"sync.proxy", "not a proxy"}, "expected a proxy such as"},
      {{"sync.proxy", "htp://x"}, "expected a proxy such as"},
      {{"sync.proxy", "http://proxy.test:99999"}, "expected a proxy such as"},
      {{"kiosk.language", "klingon"}, "expected a language code such as"},
      {{"kiosk.language", "zzzz"}, "expected a language code such as"},
      {{"kiosk.languages", "sv, klingon"}, "expected language codes such as"},
      {{"kiosk.id", ""}, "expected a UUID"},
      {{"kiosk.id", "kiosk-1"}, "expected a UUID"},
      {{"screen.pip", "92"}, "did you mean screen.ppi?"},
      {{"sync.url", "https://x.example", "--staff"}, "may not stand in the staff screen's file"},
  };
  Desk desk;
  for (const auto& [words, reason] : refused) {
    std::vector<std::string> all = {"config", "set"};
    all.insert(all.end(), words.begin(), words.end());
    CAPTURE(words[0] + " " + words[1]);
    CHECK(desk.run(all) == usage);
    CHECK_MESSAGE(desk.says(reason), desk.err);
    CHECK(desk.out == "");
    CHECK(!desk.home.files.exists(desk.path("conf.d/50-kioskctl.toml")));
    CHECK(!desk.home.files.exists(desk.path("staff.toml")));
  }
}

TEST_CASE("a value that a later file would take back is refused, and says which file") {
  Desk desk;
  REQUIRE(desk.run({"config", "set", "kiosk.name", "Torget", "--staff"}) == done);
  CHECK(desk.read("staff.toml").ends_with("[kiosk]\nname = \"Torget\"\n"));
  CHECK(desk.run({"config", "set", "kiosk.name", "Entré"}) == usage);
  CHECK(desk.says("staff.toml:4 sets it too"));
  CHECK(desk.says("--staff"));
  REQUIRE(desk.run({"config", "get", "kiosk.name"}) == done);
  CHECK(desk.out == "\"Torget\"\n");
}

TEST_CASE("comments and the order of the file stay when a value changes") {
  Desk desk;
  REQUIRE(desk.files.make_folders(desk.path("conf.d")).ok());
  desk.write("conf.d/50-kioskctl.toml",
             "# ours\n[screen]\n# measured by Eva\nppi = 80 # at the desk\ncalm = true\n");
  REQUIRE(desk.run({"config", "set", "screen.ppi", "92"}) == done);
  CHECK(desk.read("conf.d/50-kioskctl.toml") ==
        "# ours\n[screen]\n# measured by Eva\nppi = 92 # at the desk\ncalm = true\n");
}

TEST_CASE(
    "checking names every fault, also in the staff screen's file, and a disk that is full changes nothing") {
  Desk desk;
  CHECK(desk.run({"config", "check"}) == done);
  desk.write("staff.toml", "[screen]\nppi = 1\nzoom = 2\n");
  CHECK(desk.run({"config", "check"}) == attention);
  CHECK(desk.says("staff.toml:2: screen.ppi: expected a number from 20 to 400, found 1\n"));
  CHECK(desk.says("staff.toml:3: screen.zoom: unknown key\n"));
  // Setting another value there must not make the file look mended.
  CHECK(desk.run({"config", "set", "kiosk.name", "x", "--staff"}) == usage);
}

TEST_CASE("a file that may not be written is a failure, and says what to do") {
  Desk desk;
  desk.files.fixed = desk.path("conf.d/50-kioskctl.toml");
  CHECK(desk.run({"config", "set", "screen.ppi", "92"}) == failed);
  CHECK_MESSAGE(desk.says("run it with sudo"), desk.err);
  desk.files.closed = {desk.path("conf.d/")};
  CHECK(desk.run({"config", "set", "screen.ppi", "92"}) == failed);
  CHECK_MESSAGE(desk.says("run it with sudo"), desk.err);
}

TEST_CASE("a proxy's password is not shown") {
  Desk desk;
  REQUIRE(desk.run({"config", "set", "sync.proxy", "http://user:hemligt@proxy.example:3128"}) == done);
  REQUIRE(desk.run({"config", "show"}) == done);
  CHECK(desk.says("proxy = \"http://***@proxy.example:3128\""));
  CHECK(!desk.says("hemligt"));
}

TEST_CASE(
    "the clock hears of another time server at once, and where it cannot, that is said and the value is "
    "kept") {
  Desk desk;
  REQUIRE(desk.run({"config", "set", "kiosk.time_server", "ntp.example.se"}) == done);
  CHECK(desk.says("systemd-timesyncd) could not be reached"));
  CHECK(desk.says("ntp.example.se"));
  desk.machine.answers["busctl --system call"] = {0, ""};
  REQUIRE(desk.run({"config", "set", "kiosk.time_server", "ntp.example.com"}) == done);
  CHECK(desk.says("It takes effect at once."));
  CHECK(desk.machine.asked.back().ends_with("SetRuntimeNTPServers as 1 ntp.example.com"));
  CHECK(desk.run({"config", "set", "kiosk.time_server", "--", "-v"}) == usage);
}
