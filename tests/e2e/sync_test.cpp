// The loop of the real programs: publish, serve by nginx, sync.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "platform/watch.h"
#include "tests/e2e/faulty_proxy.h"
#include "tests/e2e/world.h"

using namespace entre;
using namespace entre::test;

namespace {

std::string local_url(int port) {
  return fmt::format("http://127.0.0.1:{}", port);
}

std::vector<std::string> of_targets(const std::vector<std::string>& requests) {
  std::vector<std::string> found;
  std::copy_if(requests.begin(), requests.end(), std::back_inserter(found),
               [](const std::string& line) { return line.find("/v1/repo/targets/") != std::string::npos; });
  return found;
}

// The objects in the release's folder whose names end so, of all releases that were published into it.
std::vector<std::string> objects_of(const World& world, const std::string& ending) {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(world.release() + "/targets"))
    if (entry.path().string().ends_with(ending))
      found.push_back(entry.path().string().substr(world.path("").size()));
  REQUIRE_MESSAGE(!found.empty(), "no object ends in ", ending);
  return found;
}

}  // namespace

TEST_CASE("a first sync brings the whole release, and a second one asks two questions and fetches nothing") {
  World world;
  world.age_timestamp();
  const Finished first = world.sync();
  REQUIRE_MESSAGE(first.exit_code == 0, first.err);
  CHECK(world.current_content() == "content-1.db");
  world.take_requests();

  const Finished second = world.sync();
  CHECK(second.exit_code == 0);
  CHECK(world.take_requests() == std::vector<std::string>{"GET /v1/repo/metadata/2.root.json 404",
                                                          "GET /v1/repo/metadata/timestamp.json 304"});
}

TEST_CASE(
    "a sync that finds the disk full says so, keeps what is shown, and is made good when there is room") {
  World world;
  REQUIRE(world.sync().exit_code == 0);
  world.edit("site/pages/our-task.sv.md", "## Vad vi finansierar", "## Det här finansierar vi");
  world.publish();
  // No file may grow beyond 32 KiB: there is room for the objects, and none for the content file.
  const Finished full =
      run({"/bin/bash", "-c", "trap '' XFSZ; ulimit -f 32; exec \"$0\" --home \"$1\" --once",
           program("kiosk-sync"), world.home()});
  CHECK(full.exit_code == 1);
  CHECK_MESSAGE(full.err.find("content stays as it is: ") != std::string::npos, full.err);
  CHECK(world.current_content() == "content-1.db");
  world.whole_tour();
  CHECK(world.tour_screen("01-") == "home");
  REQUIRE(world.sync().exit_code == 0);
  CHECK(world.current_content() == "content-2.db");
}

TEST_CASE("one page changed costs one object") {
  World world;
  REQUIRE(world.sync().exit_code == 0);
  world.edit("site/pages/our-task.sv.md", "## Vad vi finansierar", "## Det här finansierar vi");
  world.publish();
  world.take_requests();

  REQUIRE(world.sync().exit_code == 0);
  const auto fetched = of_targets(world.take_requests());
  REQUIRE(fetched.size() == 1);
  CHECK(fetched[0].find("our-task.sv.json 200") != std::string::npos);
  CHECK(world.current_content() == "content-2.db");
}

TEST_CASE("the same release comes over HTTPS when its authority is named, and not otherwise") {
  World world;
  const std::string url = fmt::format("https://127.0.0.1:{}", world.https_port());
  world.configure(url, local_url(world.hub_port()));
  CHECK(world.sync().exit_code == 1);
  CHECK(world.current_content().empty());
  world.configure(url, local_url(world.hub_port()), fmt::format("ca_file = \"{}\"", world.path("ca.crt")));
  const Finished synced = world.sync();
  CHECK_MESSAGE(synced.exit_code == 0, synced.err);
  CHECK(world.current_content() == "content-1.db");
}

TEST_CASE("a release in a folder is synced by its file address") {
  World world;
  world.configure("file://" + world.release(), local_url(world.hub_port()));
  const Finished synced = world.sync();
  CHECK_MESSAGE(synced.exit_code == 0, synced.err);
  CHECK(world.current_content() == "content-1.db");
}

TEST_CASE("a network cut in mid-download leaves what was there, and the next sync completes it") {
  World world;
  REQUIRE(world.sync().exit_code == 0);
  for (const char* lang : {"sv", "en", "fi"})
    world.edit(fmt::format("site/pages/our-task.{}.md", lang), "\n+++\n", "\n+++\n\nEtt stycke till.\n");
  world.publish();

  FaultyProxy proxy(world.http_port());
  world.configure(proxy.url(), local_url(world.hub_port()));
  proxy.cut_after(12'000);  // within the metadata or the objects, wherever it falls
  CHECK(world.sync().exit_code == 1);
  CHECK(world.current_content() == "content-1.db");
  proxy.cut_after(-1);
  const Finished healed = world.sync();
  CHECK_MESSAGE(healed.exit_code == 0, healed.err);
  CHECK(world.current_content() == "content-2.db");
}

TEST_CASE("sync killed in any phase is made good by the next sync") {
  World world;
  FaultyProxy content(world.http_port()), hub(world.hub_port());
  world.configure(content.url(), hub.url());
  struct Phase {
    const char* name;
    FaultyProxy* proxy;
    const char* request;
  };
  const Phase phases[] = {{"metadata", &content, "timestamp.json"},
                          {"snapshot", &content, "snapshot.json"},
                          {"download", &content, "/targets/"},
                          {"status", &hub, "/v1/status"}};
  int release = 1;
  for (const Phase& phase : phases) {
    CAPTURE(std::string(phase.name));
    phase.proxy->hold(phase.request);
    {
      Process sync(world.sync_command());
      REQUIRE(phase.proxy->wait_held(20'000));
      sync.signal(SIGKILL);
      const auto ended = sync.wait(10'000);
      REQUIRE(ended);
      CHECK(ended->exit_code == 128 + SIGKILL);
    }
    phase.proxy->release();
    const Finished healed = world.sync();
    CHECK_MESSAGE(healed.exit_code == 0, healed.err);
    CHECK(world.current_content() == fmt::format("content-{}.db", release));
    world.edit("site/pages/our-task.sv.md", "\n+++\n", "\n+++\n\nEtt stycke till.\n");
    world.publish();
    ++release;
  }
}

TEST_CASE(
    "sync killed while the content file is built leaves the old one shown and the next sync completes") {
  World world;
  REQUIRE(world.sync().exit_code == 0);
  world.edit("site/pages/our-task.sv.md", "\n+++\n", "\n+++\n\nEtt stycke till.\n");
  world.publish();
  const auto building = FolderWatch::create({world.home() + "/content"});  // the new file appears there first
  REQUIRE(building.ok());
  {
    Process sync(world.sync_command());
    const auto names = building.value()->wait(20'000);
    REQUIRE_FALSE(names.empty());
    sync.signal(SIGKILL);
    REQUIRE(sync.wait(10'000));
  }
  const std::string shown = world.current_content();
  CHECK((shown == "content-1.db" || shown == "content-2.db"));
  const Finished healed = world.sync();
  CHECK_MESSAGE(healed.exit_code == 0, healed.err);
  CHECK(world.current_content() == "content-2.db");
}

TEST_CASE("a release that was tampered with is refused with the reason, and what is shown stays") {
  World world;
  REQUIRE(world.sync().exit_code == 0);
  world.edit("site/pages/our-task.sv.md", "\n+++\n", "\n+++\n\nEtt stycke till.\n");
  world.publish();
  std::string reason;
  SUBCASE("an object of the right length with other bytes") {
    // Of both releases: which of them is the new one is not in their names.
    for (const std::string& object : objects_of(world, ".our-task.sv.json")) {
      std::string bytes = world.read(object);
      bytes[bytes.size() / 2] ^= 1;
      world.overwrite(object, bytes);
    }
    reason = "our-task.sv.json";
  }
  SUBCASE("an object cut short") {
    for (const std::string& object : objects_of(world, ".our-task.sv.json"))
      world.overwrite(object, world.read(object).substr(0, world.read(object).size() / 2));
    reason = "our-task.sv.json";
  }
  SUBCASE("a timestamp signed by nobody") {
    std::string bytes = world.read("release/metadata/timestamp.json");
    const std::size_t at = bytes.find("\"sig\"");
    REQUIRE(at != std::string::npos);
    const std::size_t digit = bytes.find_first_of("0123456789abcdef", at + 6);
    bytes[digit] = bytes[digit] == '0' ? '1' : '0';
    world.overwrite("release/metadata/timestamp.json", bytes);
    reason = "timestamp";
  }
  SUBCASE("a targets file of another version") {
    std::filesystem::copy_file(world.release() + "/metadata/1.targets.json",
                               world.release() + "/metadata/2.targets.json",
                               std::filesystem::copy_options::overwrite_existing);
    reason = "targets";
  }
  const Finished refused = world.sync();
  CHECK(refused.exit_code == 3);
  CHECK_MESSAGE(refused.err.find(reason) != std::string::npos, refused.err);
  CHECK(world.current_content() == "content-1.db");
}

TEST_CASE("a release carried by hand on a stick passes the same checks, and a changed one is refused") {
  World world;
  const std::string stick = world.path("a stick/entre");
  const Finished packed =
      run({program("kiosk-publish"), "pack", world.release(), "--keys", world.path("keys"), "--out", stick});
  REQUIRE_MESSAGE(packed.exit_code == 0, packed.err);
  world.stop_nginx();
  std::vector<std::string> from = world.sync_command();
  from.insert(from.end(), {"--from", stick});
  const Finished synced = run(from);
  REQUIRE_MESSAGE(synced.exit_code == 0, synced.err);
  CHECK(world.current_content() == "content-1.db");
  // The next stick holds a text that nobody has signed.
  for (const auto& entry : std::filesystem::directory_iterator(stick + "/targets"))
    if (entry.is_regular_file()) std::ofstream(entry.path()) << "content of nobody";
  std::filesystem::remove_all(world.home() + "/content");
  std::filesystem::remove_all(world.home() + "/trust");
  CHECK(run(from).exit_code == 3);
  CHECK(world.current_content().empty());
}
