// The power is cut at every write, sync, creation, renaming and removal, of the ledger and of the content.
#include <doctest/doctest.h>

#include "platform/log.h"
#include "sync/content/content_file.h"
#include "tests/faults/campaign.h"
#include "tests/faults/ledger_campaign.h"
#include "tests/sync/client/release_server.h"

using namespace entre;
using namespace entre::test;

namespace {

// Cuts of one kind are one pattern; torn ones differ by their seed.
struct Pattern {
  Cut cut;
  std::uint64_t seed;
};

std::vector<Pattern> patterns(int torn) {
  std::vector<Pattern> all{{Cut::drop, 0}, {Cut::keep, 0}};
  for (int i = 0; i < torn; ++i) all.push_back({Cut::torn, std::uint64_t(i) + 1});
  return all;
}

void cut_ledger_everywhere(int torn) {
  int points = 0, cuts = 0;
  for (int n = 1;; ++n) {
    LedgerWorld world;
    world.disk.fail_change(n, DiskFault::power_off, true);
    world.use();
    if (!world.disk.met()) break;
    ++points;
    world.outbox.reset();
    const AnswerServer server = world.server;
    const Oracle oracle = world.oracle;
    std::vector<DiskImage> images;
    for (const Pattern& pattern : patterns(torn))
      images.push_back(world.disk.after(pattern.cut, pattern.seed * 1000 + std::uint64_t(n)));
    for (std::size_t i = 0; i < images.size(); ++i, ++cuts) {
      world.disk.install(images[i]);
      world.server = server;
      world.oracle = oracle;
      const std::string wrong = world.recover_and_heal();
      CHECK_MESSAGE(wrong == "", "cut at change ", n, ", pattern ", i, ": ", wrong);
      world.outbox.reset();
    }
  }
  CHECK(points > 100);
  report_campaign("power cut, ledger", cuts, std::to_string(points) + " points");
}

// A kiosk that syncs from release 1 to release 2, whose floor is 1 or 2.
struct ContentWorld {
  explicit ContentWorld(std::int64_t floor) {
    server.publish(FakeClock());
    home = std::make_unique<Home>(server);
    REQUIRE(home->sync().exit_code() == client::ExitCode::ok);
    server.set_page("one", "second text");
    server.set_floor(floor);
    server.publish(FakeClock());
  }
  client::SyncOutcome sync(Files& files) {
    auto made =
        client::Sync::create(home->config, home->paths, {home->http, files, home->clock, home->random},
                             {[](const client::Progress&) {}, [] { return false; }});
    REQUIRE(made.ok());
    return (*made)->run();
  }
  ReleaseServer server;
  std::unique_ptr<Home> home;
};

// What a screen would show: "", or what is wrong with it.
std::string check_shown(Home& home, Files& files, std::int64_t floor_shown) {
  auto shown = content::open_newest(files, home.paths.content_folder);
  if (!shown) return "nothing can be shown: " + shown.error().message;
  if ((*shown)->release() < floor_shown) return "below the floor";
  auto page = (*shown)->page("one", "sv");
  if (!page) return "the page: " + page.error().message;
  const std::string expected = (*shown)->release() == 1 ? "first text" : "second text";
  return content::plain_text(page->blocks) == expected ? "" : "another text";
}

void cut_content_everywhere(std::int64_t floor, int torn) {
  ContentWorld world(floor);
  int points = 0, cuts = 0;
  Disk disk(world.home->folder.path());
  DiskFiles files(disk);
  const DiskImage before = disk.now();
  for (int n = 1;; ++n) {
    disk.install(before);
    disk.fail_change(n, DiskFault::power_off, true);
    static_cast<void>(world.sync(files));
    if (!disk.met()) break;
    ++points;
    std::vector<DiskImage> images;
    for (const Pattern& pattern : patterns(torn))
      images.push_back(disk.after(pattern.cut, pattern.seed * 1000 + std::uint64_t(n)));
    for (std::size_t i = 0; i < images.size(); ++i, ++cuts) {
      CAPTURE(n);
      CAPTURE(i);
      disk.install(images[i]);
      CHECK(check_shown(*world.home, files, 1) == "");
      const auto healed = world.sync(files);
      CHECK_MESSAGE(healed.exit_code() == client::ExitCode::ok,
                    (healed.content && !*healed.content ? healed.content->error().message : ""));
      CHECK(check_shown(*world.home, files, 2) == "");
      CHECK(world.home->current() == "content-2.db");
      // What the floor forbids is gone, and nothing half-built is left.
      std::vector<std::string> expected{"content-2.db", "current", "floor.json", "staging"};
      if (floor < 2) expected.insert(expected.begin(), "content-1.db");
      CHECK(files.list(world.home->paths.content_folder) == expected);
    }
  }
  CHECK(points > 30);
  report_campaign("power cut, content, floor " + std::to_string(floor), cuts,
                  std::to_string(points) + " points");
}

}  // namespace

TEST_CASE("no power cut loses, doubles or changes an answer") {
  QuietLog quiet;
  cut_ledger_everywhere(1);
}

TEST_CASE("no power cut leaves a screen without signed content, whatever the floor") {
  QuietLog quiet;
  for (const std::int64_t floor : {1, 2}) cut_content_everywhere(floor, 1);
}

TEST_SUITE("long") {
  TEST_CASE("power cuts, ten patterns a point") {
    QuietLog quiet;
    cut_ledger_everywhere(8);
    for (const std::int64_t floor : {1, 2}) cut_content_everywhere(floor, 8);
  }
}
