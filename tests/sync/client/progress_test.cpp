#include "sync/wire/progress.h"
#include "sync/client/progress_file.h"
#include "sync/client/progress_line.h"
#include "tests/sync/client/release_server.h"

namespace entre::test {

using client::Progress;
using client::ProgressFile;
using client::ProgressMeter;

namespace {

constexpr const char* status_file = "/home/status.json";

struct World {
  MemoryFiles files;
  FakeClock clock;
  ProgressFile file{files, clock, status_file};
  World() { REQUIRE(files.make_folders("/home").ok()); }
  std::optional<wire::SyncProgress> told() const {
    const auto text = files.read(wire::progress_file(status_file), wire::progress_bytes_max);
    if (!text) return std::nullopt;
    return wire::decode_progress(*text).value();
  }
};

// A download at an even rate, told ten times a second.
void download(ProgressMeter& meter, std::uint64_t from, std::uint64_t to, std::uint64_t total,
              std::int64_t* now_ms, std::int64_t takes_ms) {
  for (std::int64_t passed_ms = 0; passed_ms <= takes_ms; passed_ms += 100) {
    const auto done =
        from + (to - from) * static_cast<std::uint64_t>(passed_ms) / static_cast<std::uint64_t>(takes_ms);
    meter.take({"download", 0, 1, done, total}, *now_ms + passed_ms);
  }
  *now_ms += takes_ms;
}

}  // namespace

TEST_CASE("no time left is named before two seconds have been measured, nor where nothing has come") {
  ProgressMeter meter;
  std::int64_t now_ms = 5'000;
  CHECK_FALSE(meter.left_s());
  download(meter, 0, 1'900'000, 10'000'000, &now_ms, 1'900);
  CHECK_FALSE(meter.left_s());
  download(meter, 1'900'000, 2'400'000, 10'000'000, &now_ms, 500);
  CHECK(meter.left_s() == 8);
  ProgressMeter still;
  for (std::int64_t at_ms = 0; at_ms < 60'000; at_ms += 1'000) still.take({"download", 0, 1, 0, 100}, at_ms);
  CHECK_FALSE(still.left_s());
  for (std::int64_t at_ms = 0; at_ms < 60'000; at_ms += 1'000) still.take({"upload", 0, 0, 0, 0}, at_ms);
  CHECK_FALSE(still.left_s());
}

TEST_CASE("what an earlier sync had fetched counts for nothing in the rate") {
  ProgressMeter meter;
  std::int64_t now_ms = 0;
  // 8 MB were there; 0.1 MB a second come.
  download(meter, 8'000'000, 8'400'000, 10'000'000, &now_ms, 4'000);
  CHECK(meter.left_s() == 16);
}

TEST_CASE("a rate that changes is followed within seconds, and no burst upsets it") {
  ProgressMeter meter;
  std::int64_t now_ms = 0;
  download(meter, 0, 10'000'000, 100'000'000, &now_ms, 10'000);
  CHECK(meter.left_s() == 90);
  download(meter, 10'000'000, 11'000'000, 100'000'000, &now_ms, 250);  // four times as fast, for a moment
  CHECK(meter.left_s().value() > 75);
  download(meter, 11'000'000, 13'000'000, 100'000'000, &now_ms, 20'000);  // a tenth
  CHECK(meter.left_s().value() > 300);
  CHECK(meter.left_s().value() < 900);
}

TEST_CASE("each phase is measured anew, and so is one that begins again") {
  ProgressMeter meter;
  std::int64_t now_ms = 0;
  download(meter, 0, 5'000'000, 10'000'000, &now_ms, 5'000);
  REQUIRE(meter.left_s());
  meter.take({"build", 0, 1, 100, 10'000}, now_ms);
  CHECK_FALSE(meter.left_s());
  download(meter, 0, 5'000'000, 10'000'000, &now_ms, 5'000);
  REQUIRE(meter.left_s());
  meter.take({"download", 0, 1, 1, 10'000'000}, now_ms);
  CHECK_FALSE(meter.left_s());
}

TEST_CASE("a trickle leaves a day at most") {
  ProgressMeter meter;
  std::int64_t now_ms = 0;
  download(meter, 0, 40, 1ull << 50, &now_ms, 4'000);
  CHECK(meter.left_s() == 86'400);
}

TEST_CASE("the progress file is replaced four times a second at most, and at once for a new phase") {
  World world;
  int written = 0;
  for (int ms = 0; ms < 10'000; ++ms, world.clock.advance_ms(1)) {
    const int before = world.files.changes();
    world.file.take({"download", 0, 1, static_cast<std::uint64_t>(ms), 10'000});
    written += world.files.changes() > before;
  }
  CHECK(written == 40);
  CHECK(world.told()->bytes_done == 9'750);
  CHECK(world.told()->bytes_total == 10'000);
  CHECK(world.told()->left_s == 1);
  world.file.take({"build", 0, 1, 0, 500});
  CHECK(world.told()->phase == wire::SyncPhase::build);
  CHECK(world.told()->monotonic_ms == world.clock.monotonic_ms());
  CHECK_FALSE(world.told()->left_s);
}

TEST_CASE("the file is never seen half written, and goes when the sync has ended") {
  World world;
  world.file.take({"download", 0, 1, 1, 10});
  CHECK(world.files.list("/home") == std::vector<std::string>{"progress.json"});
  world.file.clear();
  CHECK(world.files.list("/home").empty());
  // The next sync's first word is not held back by the last one's.
  world.file.take({"download", 0, 1, 2, 10});
  CHECK(world.told()->bytes_done == 2);
}

TEST_CASE("a disk that takes no progress stops nothing") {
  World world;
  world.files.fail_change(1, ErrorKind::full);
  world.file.take({"download", 0, 1, 1, 10});
  world.file.clear();
  CHECK_FALSE(world.told());
  world.files.heal();
  world.file.take({"download", 0, 1, 2, 10});
  CHECK(world.told()->bytes_done == 2);
}

TEST_CASE("while a sync runs its phases stand beside the status, and afterwards nothing does") {
  ReleaseServer server;
  FakeClock clock;
  server.publish(clock);
  Home home(server);
  const std::string file = wire::progress_file(home.paths.status_file);
  REQUIRE(home.files.write(file, "what a power cut left", 0644).ok());
  std::vector<wire::SyncPhase> seen;
  const client::Sync::Ports ports{home.http, home.files, home.clock, home.random};
  auto sync = client::Sync::create(home.config, home.paths, ports,
                                   {[&](const Progress&) {
                                      const auto text = home.files.read(file, wire::progress_bytes_max);
                                      REQUIRE(text.ok());
                                      const auto phase = wire::decode_progress(*text).value().phase;
                                      if (seen.empty() || seen.back() != phase) seen.push_back(phase);
                                    },
                                    [] { return false; }});
  REQUIRE(sync.ok());
  (*sync)->run();
  using enum wire::SyncPhase;
  CHECK(seen == std::vector<wire::SyncPhase>{refresh, download, build, status});
  CHECK_FALSE(home.files.exists(file));
}

TEST_CASE("a download is told as its bytes arrive, not by whole objects alone, and never goes back") {
  ReleaseServer server;
  FakeClock clock;
  server.publish(clock);
  Home home(server);
  std::vector<Progress> told;
  const client::Sync::Ports ports{home.http, home.files, home.clock, home.random};
  auto sync = client::Sync::create(home.config, home.paths, ports,
                                   {[&](const Progress& progress) {
                                      if (progress.phase == std::string("download")) told.push_back(progress);
                                    },
                                    [] { return false; }});
  REQUIRE(sync.ok());
  (*sync)->run();
  REQUIRE(told.size() > 2);
  bool between_objects = false;
  for (std::size_t i = 1; i < told.size(); ++i) {
    CHECK(told[i].bytes_done >= told[i - 1].bytes_done);
    CHECK(told[i].bytes_done <= told[i].bytes_total);
    between_objects |=
        told[i].bytes_done > told[i - 1].bytes_done && told[i].objects_done == told[i - 1].objects_done;
  }
  CHECK(between_objects);
  CHECK(told.back().bytes_done == told.back().bytes_total);
}

TEST_CASE("progress names objects, bytes and the time left") {
  Progress progress{"download", 12, 40, 1'200'000, 3'600'000};
  CHECK(client::format_progress(progress, 10) == "download  12/40 objects  1.2 MB of 3.6 MB  10 s left");
  CHECK(client::format_progress(progress, std::nullopt) == "download  12/40 objects  1.2 MB of 3.6 MB");
  progress.bytes_done = progress.bytes_total;
  CHECK(client::format_progress(progress, 0) == "download  12/40 objects  3.6 MB of 3.6 MB");
  CHECK(client::format_progress({"refresh", 0, 0, 0, 0}, 10) == "refresh");
}

}  // namespace entre::test
