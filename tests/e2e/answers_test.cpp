// Answers from the screen to the hub: once each, in order, whatever the network does.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "platform/clock.h"
#include "platform/random.h"
#include "sync/outbox/outbox.h"
#include "tests/e2e/faulty_proxy.h"
#include "tests/e2e/world.h"

using namespace entre;
using namespace entre::test;

namespace {

void give_answers(const World& world, int count) {
  SystemFiles files;
  SystemClock clock;
  SystemRandom random;
  auto opened = outbox::Outbox::open(world.home() + "/outbox.db", World::kiosk_id, files, clock, random);
  REQUIRE(opened.ok());
  for (int i = 0; i < count; ++i) {
    outbox::Answer answer;
    answer.page = "our-task";
    answer.language = "sv";
    answer.release = 1;
    answer.useful = i % 3 != 0;
    if (!answer.useful) answer.reasons = {"hard_to_read"};
    const auto draft = opened->outbox->add_draft(answer);
    REQUIRE(draft.ok());
    REQUIRE(opened->outbox->finish_draft(draft.value()).ok());
  }
}

}  // namespace

TEST_CASE(
    "200 answers given offline arrive once each and in order, though the first acknowledgement is lost") {
  World world;
  world.stop_hub();
  give_answers(world, 200);
  CHECK(world.sync().exit_code == 1);  // content came, the hub is away: answers wait
  world.start_hub();
  FaultyProxy proxy(world.hub_port());
  world.configure(fmt::format("http://127.0.0.1:{}", world.http_port()), proxy.url());

  proxy.lose_reply_to("POST /v1/feedback");
  CHECK(world.sync().exit_code == 1);
  REQUIRE(world.hub_rows("SELECT count(*) FROM feedback").at(0) ==
          "200");  // stored, and the kiosk does not know
  const Finished healed = world.sync();
  CHECK_MESSAGE(healed.exit_code == 0, healed.err);

  const auto sequences = world.hub_rows("SELECT sequence FROM feedback ORDER BY rowid");
  REQUIRE(sequences.size() == 200);
  for (int i = 0; i < 200; ++i) CHECK(sequences[static_cast<std::size_t>(i)] == std::to_string(i + 1));
  CHECK(world.hub_rows("SELECT count(DISTINCT epoch) FROM feedback").at(0) == "1");
  CHECK(world.hub_rows("SELECT count(*) FROM feedback WHERE useful = 0").at(0) == "67");

  SystemFiles files;
  SystemClock clock;
  SystemRandom random;
  auto left = outbox::Outbox::open(world.home() + "/outbox.db", World::kiosk_id, files, clock, random);
  REQUIRE(left.ok());
  CHECK(left->outbox->counts()->waiting == 0);
}

TEST_CASE("the tour's answer travels to the hub and is counted apart as a test") {
  World world;
  REQUIRE(world.sync().exit_code == 0);
  const Finished toured = world.tour();
  REQUIRE_MESSAGE(toured.exit_code == 0, toured.err);
  REQUIRE(world.sync().exit_code == 0);
  const auto answers =
      world.hub_rows("SELECT page || ' ' || useful || ' ' || test || ' ' || reasons FROM feedback");
  REQUIRE(answers.size() == 1);
  CHECK(answers[0].find(" 0 1 ") != std::string::npos);
}

TEST_CASE("a damaged ledger is set aside, kept and reported, and answers go on under a new epoch") {
  World world;
  give_answers(world, 3);
  REQUIRE(world.sync().exit_code == 0);
  world.overwrite("home/outbox.db", std::string(8192, 'x'));
  give_answers(world, 2);
  REQUIRE(world.sync().exit_code == 0);
  CHECK(world.hub_rows("SELECT count(*) FROM feedback").at(0) == "5");
  CHECK(world.hub_rows("SELECT count(DISTINCT epoch) FROM feedback").at(0) == "2");
  SystemFiles files;
  const auto names = files.list(world.home());
  CHECK(std::any_of(names.begin(), names.end(),
                    [](const std::string& name) { return name.find("outbox.db.damaged-") == 0; }));
}
