#include "sync/client/watch.h"

#include "tests/sync/client/release_server.h"

namespace entre::test {

namespace {

// Runs the loop; each wait is one step of the test, and after the last the loop is stopped.
std::vector<std::int64_t> run_watch(Home& home, const std::vector<std::function<void()>>& steps,
                                    std::int64_t first_within_ms = 0, client::Attempts* attempts = nullptr) {
  std::vector<std::int64_t> waits;
  bool stopped = false;
  const client::IsStopped is_stopped = [&] { return stopped; };
  const client::Sync::Ports ports{home.http, home.files, home.clock, home.random};
  auto sync =
      client::Sync::create(home.config, home.paths, ports, {[](const client::Progress&) {}, is_stopped});
  REQUIRE(sync.ok());
  client::WatchLoop loop(
      **sync, ports, home.paths.requests_folder,
      client::Schedule(home.random, 300, home.clock.monotonic_ms(), first_within_ms),
      [&](std::int64_t timeout_ms) {
        waits.push_back(timeout_ms);
        if (waits.size() <= steps.size()) steps[waits.size() - 1]();
        stopped = waits.size() > steps.size();
      },
      is_stopped, attempts);
  loop.run();
  return waits;
}

}  // namespace

TEST_CASE("watching syncs at once, after the interval, and whenever it is asked to") {
  ReleaseServer server;
  FakeClock clock;
  server.publish(clock);
  Home home(server);
  REQUIRE(home.files.make_folders(home.paths.requests_folder).ok());
  const std::string request = home.paths.requests_folder + "/sync";
  std::size_t asked = 0;
  const auto waits = run_watch(home, {[&] {
                                        CHECK(home.current() == "content-1.db");
                                        asked = server.fetched.size();
                                        home.clock.advance_ms(400'000);
                                      },
                                      [&] {
                                        CHECK(server.fetched.size() == asked + 2);
                                        REQUIRE(home.files.write(request, "", 0644).ok());
                                      },
                                      [&] {
                                        CHECK(server.fetched.size() == asked + 4);
                                        CHECK_FALSE(home.files.exists(request));
                                        // A name that is not known is left alone, and woken for in vain.
                                        REQUIRE(home.files.write(request + ".new", "", 0644).ok());
                                      },
                                      [&] { CHECK(server.fetched.size() == asked + 4); }});
  for (const std::int64_t wait_ms : waits) {
    CHECK(wait_ms >= 0);
    CHECK(wait_ms <= 330'000);
  }
}

TEST_CASE(
    "a first sync that is spread comes within its time, and at once when staff ask; then the attempt has "
    "ended") {
  ReleaseServer server;
  FakeClock clock;
  server.publish(clock);
  Home home(server);
  REQUIRE(home.files.make_folders(home.paths.requests_folder).ok());
  const std::string unfinished = home.paths.trust_folder + "/unfinished";
  REQUIRE(home.files.make_folders(home.paths.trust_folder).ok());
  client::Attempts attempts(home.files, unfinished);
  CHECK(attempts.begin() == 0);
  const auto waits =
      run_watch(home,
                {[&] {
                   CHECK(server.fetched.empty());
                   CHECK(home.files.exists(unfinished));
                   REQUIRE(home.files.write(home.paths.requests_folder + "/sync", "", 0644).ok());
                 },
                 [&] {
                   CHECK(home.current() == "content-1.db");
                   CHECK_FALSE(home.files.exists(unfinished));
                 }},
                30'000, &attempts);
  CHECK(waits[0] > 0);
  CHECK(waits[0] <= 30'000);

  Home alone(server);
  const auto all = run_watch(alone, {[&] { alone.clock.advance_ms(30'000); }}, 30'000);
  CHECK(all[0] <= 30'000);
  CHECK(alone.current() == "content-1.db");
}

TEST_CASE("watching tries again with the server away, and stops when it is told to") {
  ReleaseServer server;
  FakeClock clock;
  server.publish(clock);
  Home home(server);
  home.http.away = true;
  const auto waits = run_watch(home, {[&] { home.clock.advance_ms(5'000); },
                                      [&] {
                                        home.http.away = false;
                                        home.clock.advance_ms(10'000);
                                      }});
  CHECK(waits[0] <= 5'000);
  CHECK(waits[1] <= 10'000);
  CHECK(home.current() == "content-1.db");
}

TEST_CASE("watching ends when it is asked to read its configuration anew, and the asking is gone") {
  ReleaseServer server;
  FakeClock clock;
  server.publish(clock);
  Home home(server);
  REQUIRE(home.files.make_folders(home.paths.requests_folder).ok());
  const std::string request = home.paths.requests_folder + "/config";
  const auto waits = run_watch(home, {[&] { REQUIRE(home.files.write(request, "", 0644).ok()); }, [] {}});
  CHECK(waits.size() == 1);
  CHECK_FALSE(home.files.exists(request));
}

}  // namespace entre::test
