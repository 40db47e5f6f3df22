// A clock that is ten years off, or is set in the middle of a sync.
#include <doctest/doctest.h>

#include "tests/faults/campaign.h"
#include "tests/faults/oracle.h"
#include "tests/sync/client/release_server.h"

using namespace entre;
using namespace entre::test;

namespace {

constexpr std::int64_t year_ms = 365ll * 86'400'000;

struct ClockWorld {
  ClockWorld() {
    server.publish(FakeClock());
    home = std::make_unique<Home>(server);
    REQUIRE(home->files.write(home->paths.token_file, "token", 0600).ok());
    server.on_post = [this](const HttpRequest& request) { return answers.take(request); };
    REQUIRE(home->sync().exit_code() == client::ExitCode::ok);
    give();
  }
  void give() {
    auto opened = outbox::Outbox::open(home->paths.outbox_file, home->config.kiosk.id, home->files,
                                       home->clock, home->random);
    REQUIRE(opened.ok());
    const auto answer = oracle.next();
    REQUIRE(opened->outbox->finish_draft(*opened->outbox->add_draft(answer)).ok());
    oracle.saved(answer);
  }
  std::string check() {
    const std::string sent = Oracle::check_sent(home->http.requests, {home->clock.boot_id()});
    return sent.empty() ? oracle.check_healed(answers, home->paths.outbox_file) : sent;
  }
  ReleaseServer server;
  std::unique_ptr<Home> home;
  AnswerServer answers;
  Oracle oracle;
};

// Refused or not, the answers go and what is shown stays; with the right time all is as it was.
void years_off(FakeRandom& random, bool ahead) {
  ClockWorld world;
  const std::int64_t right_ms = world.home->clock.now_unix_ms;
  const std::int64_t off_ms = 10 * year_ms - std::int64_t(uniform(random, std::uint64_t(year_ms)));
  world.server.set_page("one", "second text");
  world.server.publish(FakeClock());
  world.home->clock.now_unix_ms += ahead ? off_ms : -off_ms;
  const auto outcome = world.home->sync();
  CHECK(outcome.exit_code() == (ahead ? client::ExitCode::refused : client::ExitCode::ok));
  CHECK(world.home->page_text("one") == (ahead ? "first text" : "second text"));
  CHECK(world.check() == "");
  world.home->clock.now_unix_ms = right_ms;
  CHECK(world.home->sync().exit_code() == client::ExitCode::ok);
  CHECK(world.home->page_text("one") == "second text");
}

// The time is fixed for one sync (TUF 5.1): a step between two requests changes nothing.
void stepped(FakeRandom& random) {
  ClockWorld world;
  world.server.set_page("one", "second text");
  world.server.publish(FakeClock());
  const std::uint64_t at = uniform(random, 6);
  const std::int64_t step_ms = std::int64_t(uniform(random, std::uint64_t(20 * year_ms))) - 10 * year_ms;
  std::uint64_t requests = 0;
  world.home->http.handler = [&](const HttpRequest& request) {
    if (requests++ == at) world.home->clock.now_unix_ms += step_ms;
    return world.server.answer(request);
  };
  CHECK(world.home->sync().exit_code() == client::ExitCode::ok);
  CHECK(requests > at);
  CHECK(world.home->page_text("one") == "second text");
  CHECK(world.check() == "");
}

void run_clocks(int count) {
  FakeRandom random(3);
  for (int i = 0; i < count; ++i) {
    CAPTURE(i);
    if (i % 2 == 0)
      stepped(random);
    else
      years_off(random, i % 4 == 1);
  }
  report_campaign("clock ten years off, or stepped in mid-sync", count,
                  "content whole, every answer delivered");
}

}  // namespace

TEST_CASE("a clock that is years off or is set in mid-sync stops no answer and takes no content away") {
  QuietLog quiet;
  run_clocks(50);
}

TEST_SUITE("long") {
  TEST_CASE("clocks, five hundred") {
    QuietLog quiet;
    run_clocks(500);
  }
}
