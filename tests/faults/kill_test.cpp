// SIGKILL of the real programs while answers are given, sent and stored, and while content is synced.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <csignal>
#include <sstream>

#include "tests/e2e/world.h"
#include "tests/faults/campaign.h"
#include "tests/faults/oracle.h"
#include "tests/support/fake_random.h"

using namespace entre;
using namespace entre::test;

namespace {

constexpr std::uint64_t kill_within_ms = 30;
constexpr int answers_per_round = 40;

class KillCampaign {
 public:
  explicit KillCampaign(std::uint64_t seed) : seed_(seed), random_(seed), oracle_(seed) {
    REQUIRE(world_.sync().exit_code == 0);
  }

  void round(int number) {
    if (number % 25 == 24) {
      world_.edit("site/pages/our-task.sv.md", "\n+++\n", "\n+++\n\nEtt stycke till.\n");
      world_.publish();
      ++release_;
    }
    const bool kills_hub = number % 10 == 9;
    {
      for (int i = 0; i < answers_per_round; ++i) given_.push_back(oracle_.next());
      Process giver(giver_command(next_, answers_per_round));
      Process sync(world_.sync_command());
      // The giver's lines are its clock: the killing falls after any of them, and a moment later.
      const int line = next_ + int(uniform(random_, answers_per_round));
      if (chance_to_answer()) giver.wait_line(fmt::format("saved page-{}", line), 5'000);
      auto given = giver.wait(int(uniform(random_, kill_within_ms)));
      if (kills_hub) world_.stop_hub();
      sync.signal(SIGKILL);
      if (!given) {
        giver.signal(SIGKILL);
        given = giver.wait(20'000);
      }
      const auto synced = sync.wait(20'000);
      REQUIRE(given);
      REQUIRE(synced);
      killed_ += (given->exit_code == 128 + SIGKILL) + (synced->exit_code == 128 + SIGKILL) + kills_hub;
      note(given->out);
    }
    next_ += answers_per_round;
    if (kills_hub) world_.start_hub();
    const std::string wrong = oracle_.check_kept(stored(), ledger());
    CHECK_MESSAGE(wrong == "", "round ", number, ": ", wrong);
    // What is shown is whole at every moment.
    CHECK(!world_.current_content().empty());
  }

  void heal() {
    // Drafts found at start become final.
    REQUIRE(run(giver_command(0, 0)).exit_code == 0);
    const Finished healed = world_.sync();
    CHECK_MESSAGE(healed.exit_code == 0, healed.err);
    CHECK(world_.current_content() == fmt::format("content-{}.db", release_));
    const std::string wrong = oracle_.check_delivered(stored(), ledger());
    CHECK_MESSAGE(wrong == "", wrong);
    CHECK(bodies_in(ledger(), "dead_letter").empty());
    for (const std::string& row : world_.hub_rows("SELECT time FROM feedback WHERE substr(time, 15) NOT IN"
                                                  " ('00:00Z', '15:00Z', '30:00Z', '45:00Z')"))
      CHECK_MESSAGE(false, "a time finer than 15 minutes: ", row);
  }

  std::size_t told() const { return oracle_.told(); }
  int killed() const { return killed_; }

 private:
  std::string ledger() const { return world_.home() + "/outbox.db"; }
  std::vector<std::string> giver_command(int first, int count) const {
    return {program("give_answers"), world_.home(),         World::kiosk_id,
            std::to_string(first),   std::to_string(count), std::to_string(seed_)};
  }
  // Else the killing falls while the ledger is opened.
  bool chance_to_answer() { return uniform(random_, 4) != 0; }
  void note(const std::string& output) {
    std::istringstream lines(output);
    for (std::string line; std::getline(lines, line);) {
      // A line that the kill cut short was not read by anybody as "saved".
      if (line.starts_with("saved ") && (!lines.eof() || output.ends_with('\n')))
        oracle_.saved(given_.at(std::stoul(line.substr(11)) - 1));
    }
  }
  Oracle::Bodies stored() const {
    return world_.hub_rows(std::string("SELECT ") + body_sql + " FROM feedback");
  }

  std::uint64_t seed_;
  FakeRandom random_;
  World world_;
  Oracle oracle_;
  std::vector<outbox::Answer> given_;  // the n-th on page-n
  int next_ = 1, release_ = 1, killed_ = 0;
};

// Campaigns of a seed and a world each: what a round looks at does not grow with all that came before.
void kill_programs(int kills, int kills_per_world) {
  int killed = 0, rounds = 0;
  std::size_t told = 0;
  for (std::uint64_t seed = 1; killed < kills; ++seed) {
    CAPTURE(seed);
    KillCampaign campaign(seed);
    int round = 0;
    for (; campaign.killed() < kills_per_world; ++round) {
      REQUIRE(round < 2 * kills_per_world);
      campaign.round(round);
    }
    campaign.heal();
    killed += campaign.killed();
    rounds += round;
    told += campaign.told();
  }
  report_campaign("SIGKILL of the real programs", killed,
                  std::to_string(rounds) + " rounds, " + std::to_string(told) +
                      " answers told as saved, each at the hub once");
}

}  // namespace

TEST_SUITE("kills") {
  TEST_CASE("no program that is killed loses or doubles an answer") {
    kill_programs(200, 200);
  }
}

TEST_SUITE("long") {
  TEST_CASE("kills, ten thousand") {
    kill_programs(10'000, 200);
  }
}
