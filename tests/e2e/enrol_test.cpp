// From an empty home to a first sync with the real kioskctl, kiosk-sync and kiosk-hub.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <regex>

#include "tests/e2e/faulty_proxy.h"
#include "tests/e2e/world.h"

using namespace entre;
using namespace entre::test;

namespace {

// kioskctl on a home of its own, with kiosk-sync where it finds it.
Finished kioskctl(const World& world, std::vector<std::string> words) {
  const std::string sync = program("kiosk-sync");
  std::vector<std::string> argv{program("kioskctl"), "--home", world.path("new")};
  argv.insert(argv.end(), words.begin(), words.end());
  return run(argv, 60'000, {"PATH=" + sync.substr(0, sync.rfind('/')) + ":" + std::getenv("PATH"), "LANG=C"});
}

std::string code_in(const std::string& text) {
  std::smatch found;
  REQUIRE_MESSAGE(std::regex_search(text, found, std::regex("[B-Z]{4}-[B-Z]{4}")), text);
  return found[0];
}

Finished kiosk_hub(const std::vector<std::string>& words) {
  std::vector<std::string> argv{program("kiosk-hub"), "enrol"};
  argv.insert(argv.end(), words.begin(), words.end());
  return run(argv);
}

}  // namespace

TEST_CASE("a new kiosk is enrolled by its code, though a reply is lost, and syncs for the first time") {
  World world;
  std::filesystem::create_directories(world.path("new"));
  FaultyProxy network(world.hub_port());
  const Finished asked = kioskctl(world, {"enrol", "--hub", network.url()});
  REQUIRE_MESSAGE(asked.exit_code == 0, asked.out, asked.err);
  CHECK(asked.out.find(network.url() + "/enrol") != std::string::npos);
  const std::string db = world.path("hub.db");
  const Finished approved = kiosk_hub({"approve", "--db", db, code_in(asked.out), "--name", "Biblioteket"});
  REQUIRE_MESSAGE(approved.exit_code == 0, approved.err);
  network.lose_reply_to("POST /v1/token");
  const Finished lost = kioskctl(world, {"enrol"});
  CHECK(lost.exit_code == 1);
  CHECK_FALSE(std::filesystem::exists(world.path("new/token")));
  const Finished got = kioskctl(world, {"enrol", "--wait"});
  REQUIRE_MESSAGE(got.exit_code == 0, got.out, got.err);
  CHECK(world.read("new/kiosk.toml").find(approved.out.substr(0, 36)) != std::string::npos);
  const Finished synced = run({program("kiosk-sync"), "--home", world.path("new"), "--once"});
  CHECK_MESSAGE(synced.exit_code == 0, synced.err);
  CHECK(std::filesystem::exists(world.path("new/content/current")));
  CHECK(world.hub_rows("SELECT name FROM kiosk WHERE last_seen > 0") ==
        std::vector<std::string>{"Biblioteket"});
  CHECK(world.hub_rows("SELECT count(*) FROM enrolment") == std::vector<std::string>{"0"});
}

TEST_CASE("a stick enrols a kiosk without anybody at the hub") {
  World world;
  std::filesystem::create_directories(world.path("new"));
  world.overwrite("names", "Foajén\tHus A\n");
  const Finished stick =
      kiosk_hub({"stick", "--db", world.path("hub.db"), "--names", world.path("names"), "--hub",
                 fmt::format("http://127.0.0.1:{}", world.hub_port()), "--out", world.path("stick")});
  REQUIRE_MESSAGE(stick.exit_code == 0, stick.err);
  const Finished got = kioskctl(world, {"enrol", "--from", world.path("stick")});
  REQUIRE_MESSAGE(got.exit_code == 0, got.out, got.err);
  CHECK(run({program("kiosk-sync"), "--home", world.path("new"), "--once"}).exit_code == 0);
  CHECK(world.hub_rows("SELECT place FROM kiosk WHERE name = 'Foajén'") == std::vector<std::string>{"Hus A"});
  CHECK(kioskctl(world, {"enrol", "--from", world.path("stick")}).exit_code == 2);
}
