// kioskctl setup, as it is typed.
#include "tests/kiosk/ctl/desk.h"

using namespace entre;
using namespace entre::ctl;
using namespace entre::ctl::test;

TEST_CASE("setup by options writes a kiosk.toml that is right, once") {
  Desk desk;
  CHECK(desk.run({"setup", "--name", "Torget"}) == failed);
  CHECK(desk.says("--again"));
  // As the package brings it: comments alone.
  desk.write("kiosk.toml", "# kioskctl setup writes this file\n");
  REQUIRE_MESSAGE(desk.run({"setup", "--name", "Torget \"A\"", "--url", "https://hub.example", "--diagonal",
                            "32", "--pixels", "3840x2160"}) == done,
                  desk.err);
  CHECK(desk.run({"config", "check"}) == done);
  const auto config = load_config(desk.home.files, desk.home.paths);
  REQUIRE(config.ok());
  CHECK(config->kiosk.name == "Torget \"A\"");
  CHECK(config->screen.ppi == doctest::Approx(137.7));
  CHECK(config->kiosk.id.size() == 36);
  // Again: what is not given stays, the id above all.
  REQUIRE(desk.run({"setup", "--again", "--url", "https://other.example"}) == done);
  const auto again = load_config(desk.home.files, desk.home.paths);
  CHECK(again->kiosk.id == config->kiosk.id);
  CHECK(again->kiosk.name == "Torget \"A\"");
  CHECK(again->sync.url == "https://other.example");
}

TEST_CASE("setup that is refused changes nothing: a wrong value, a root that is none, a token of two lines") {
  Desk desk;
  const std::string before = desk.read("kiosk.toml"), token = desk.read("token"),
                    root = desk.read("root.json");
  desk.write("two-lines", "one\ntwo\n");
  for (const std::vector<std::string>& bad : {std::vector<std::string>{"--url", "hub.example"},
                                              {"--diagonal", "0"},
                                              {"--diagonal", "32", "--pixels", "wide"},
                                              {"--pixels", "wide"},
                                              {"--pixels", "3840x2160"},
                                              {"--time-zone", "Europe/Orebro"},
                                              {"--id", "kiosk-1"},
                                              {"--root", desk.path("token")},
                                              {"--token-file", desk.path("two-lines")},
                                              {"--root", "/nowhere"}}) {
    std::vector<std::string> words = {"setup", "--again"};
    words.insert(words.end(), bad.begin(), bad.end());
    CAPTURE(bad[0] + " " + bad[1]);
    CHECK(desk.run(words) != done);
    CHECK(!desk.err.empty());
    CHECK(desk.read("kiosk.toml") == before);
    CHECK(desk.read("token") == token);
    CHECK(desk.read("root.json") == root);
  }
}

TEST_CASE(
    "setup asks a person in their language, proposes what is there, and asks again for what is not allowed") {
  Desk desk;
  desk.language = care::Language::swedish;
  REQUIRE_MESSAGE(desk.run({"setup", "--again"},
                           "\nFru Andersson, vaktmästeriet\n\n\nhub.example\nhttps://hub.example\n\n\n43\n",
                           true) == done,
                  desk.err);
  CHECK(desk.err.find("Vad kallar ni kiosken (till exempel Entrén) [Entrén]: ") != std::string::npos);
  CHECK(desk.err.find("expected https://host") != std::string::npos);
  const auto config = load_config(desk.home.files, desk.home.paths);
  REQUIRE(config.ok());
  CHECK(config->kiosk.name == "Entrén");
  CHECK(config->kiosk.service_contact == "Fru Andersson, vaktmästeriet");
  CHECK(config->sync.url == "https://hub.example");
  CHECK(config->screen.ppi == doctest::Approx(51.2));
}

TEST_CASE("setup again changes what it is given: every other key and every comment stays") {
  Desk desk;
  const std::string before =
      "# Ours since 2024\n[kiosk]\nid = \"0b8f3a52-7c1d-4e0a-9c77-2f1f6f3f1a10\"\nname = \"Entrén\" # Eva's\n"
      "place = \"Hus A\"\nlanguages = \"sv, fi\"\n\n[display]\nmonday = \"08:00-17:00\"\n\n"
      "[sync]\nurl = \"https://hub.test\"\nca_file = \"/etc/kiosk/ca.pem\"\n"
      "proxy = \"http://proxy.test:3128\"\n\n[feedback]\ncomment = true\n";
  desk.write("kiosk.toml", before);
  REQUIRE(desk.run({"setup", "--again"}) == done);
  CHECK(desk.read("kiosk.toml") == before);
  REQUIRE(desk.run({"setup", "--again", "--url", "https://new.test"}) == done);
  std::string after = before;
  after.replace(after.find("hub.test"), 8, "new.test");
  CHECK(desk.read("kiosk.toml") == after);
  // At a terminal, Enter for every question.
  REQUIRE(desk.run({"setup", "--again"}, "\n\n\n\n\n\n\n\n", true) == done);
  CHECK(desk.read("kiosk.toml") == after);
}

TEST_CASE("setup over a configuration with a fault names it, and changes nothing") {
  Desk desk;
  const std::string before = desk.read("kiosk.toml") + "[screen]\nppi = 5000\n";
  desk.write("kiosk.toml", before);
  CHECK(desk.run({"setup", "--again", "--name", "Torget"}) == failed);
  CHECK_MESSAGE(desk.says("kiosk.toml:7: screen.ppi: expected a number from 20 to 400"), desk.err);
  CHECK(desk.read("kiosk.toml") == before);
  desk.write("kiosk.toml", "[kiosk\n");
  CHECK(desk.run({"setup", "--again", "--name", "Torget", "--url", "https://hub.test"}) == failed);
  CHECK(desk.read("kiosk.toml") == "[kiosk\n");
}

TEST_CASE("setup refuses a value that a later file would take back") {
  Desk desk;
  REQUIRE(desk.run({"config", "set", "kiosk.name", "Torget", "--staff"}) == done);
  const std::string before = desk.read("kiosk.toml");
  CHECK(desk.run({"setup", "--again", "--name", "Biblioteket"}) == usage);
  CHECK_MESSAGE(desk.says("staff.toml:4: kiosk.name lies over"), desk.err);
  CHECK(desk.read("kiosk.toml") == before);
}

TEST_CASE("setup that cannot write kiosk.toml leaves root and token as they were, and nothing beside them") {
  Desk desk;
  const std::string token = desk.read("token"), root = desk.read("root.json");
  entre::test::ReleaseServer other(7);
  other.publish(desk.home.clock);
  desk.write("new-root", other.root());
  desk.write("new-token", "other-token\n");
  const auto names = desk.home.files.list(desk.home.folder.path());
  for (const char* fixed : {"kiosk.toml", "kiosk.toml.new"}) {
    CAPTURE(fixed);
    desk.files.fixed = desk.path(fixed);
    CHECK(desk.run({"setup", "--again", "--root", desk.path("new-root"), "--token-file",
                    desk.path("new-token")}) == failed);
    CHECK(desk.read("token") == token);
    CHECK(desk.read("root.json") == root);
    CHECK(desk.home.files.list(desk.home.folder.path()) == names);
  }
  desk.files.fixed.clear();
  CHECK(desk.run({"setup", "--again", "--root", desk.path("new-root"), "--token-file",
                  desk.path("new-token")}) == done);
  CHECK(desk.read("token") == "other-token\n");
  CHECK(desk.read("root.json") == other.root());
}

TEST_CASE("after setup of the machine's own kiosk screen and sync begin anew, or what to type is said") {
  Desk desk;
  desk.home.paths = Paths{};
  const std::string restart = "systemctl restart kiosk-sync kiosk";
  REQUIRE(desk.run({"setup", "--url", "https://hub.test"}) == done);
  CHECK(desk.machine.asked == std::vector<std::string>{restart});
  CHECK(desk.err == "Restart: " + restart + "\n");
  desk.machine.answers[restart] = {0, ""};
  desk.language = care::Language::swedish;
  REQUIRE(desk.run({"setup", "--again", "--name", "Torget"}) == done);
  CHECK(desk.machine.asked.size() == 2);
  CHECK(desk.err.empty());
}

TEST_CASE("setup that cannot ask for an address names the option, and writes nothing") {
  Desk desk;
  desk.write("kiosk.toml", "# none yet\n");
  CHECK(desk.run({"setup", "--name", "Torget"}) == usage);
  CHECK_MESSAGE(desk.says("--url"), desk.err);
  CHECK(desk.read("kiosk.toml") == "# none yet\n");
  // A kiosk that never syncs is wanted in so many words.
  CHECK(desk.run({"setup", "--name", "Torget", "--url", ""}) == done);
}

TEST_CASE("setup takes a panel's pixels with its diagonal alone") {
  Desk desk;
  CHECK(desk.run({"setup", "--again", "--pixels", "3840x2160"}) == usage);
  CHECK_MESSAGE(desk.says("--diagonal"), desk.err);
  CHECK(desk.run({"setup", "--again", "--pixels", "foo"}) == usage);
  CHECK_MESSAGE(desk.says("1920x1080"), desk.err);
}
