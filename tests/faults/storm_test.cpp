// A thousand kiosks and a server in trouble, on a fake clock: no thundering herd, and all is delivered.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <queue>

#include "sync/client/schedule.h"
#include "tests/faults/campaign.h"
#include "tests/support/fake_random.h"

using namespace entre;
using namespace entre::test;

namespace {

constexpr int kiosks = 1000;
constexpr std::int64_t interval_s = 300, second_ms = 1000, minute_ms = 60'000;

struct Storm {
  const char* name;
  std::int64_t length_ms;
  std::optional<std::int64_t> retry_after_ms;  // what its refusals say
};

struct Kiosk {
  FakeRandom random;
  client::Schedule schedule;
  bool has_answers = true;
  std::int64_t delivered_ms = -1;
  explicit Kiosk(std::uint64_t seed) : random(seed), schedule(random, interval_s, 0) {}
};

struct Outcome {
  std::int64_t peak_later_per_s = 0;  // once the first minute is over
  std::int64_t peak_per_s = 0;        // of requests, once the first second is over
  std::int64_t requests_in_storm = 0;
  std::int64_t last_delivered_ms = 0;
  double mean_per_s = 0;  // of an hour without a storm
};

// All are switched on in the same second, as after a power cut in a whole building, with answers waiting.
Outcome run_storm(const Storm& storm, std::uint64_t seed) {
  std::vector<std::unique_ptr<Kiosk>> all;
  using Due = std::pair<std::int64_t, int>;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> queue;
  for (int i = 0; i < kiosks; ++i) {
    all.push_back(std::make_unique<Kiosk>(seed * kiosks + std::uint64_t(i)));
    queue.emplace(0, i);
  }
  std::map<std::int64_t, std::int64_t> per_s;
  Outcome outcome;
  const std::int64_t end_ms = storm.length_ms + 90 * minute_ms;
  while (queue.top().first < end_ms) {
    const auto [now_ms, index] = queue.top();
    queue.pop();
    Kiosk& kiosk = *all[std::size_t(index)];
    const bool ok = now_ms >= storm.length_ms;
    const bool content = kiosk.schedule.content_is_due(now_ms), upload = kiosk.schedule.upload_is_due(now_ms);
    const auto asked_ms = ok ? std::nullopt : storm.retry_after_ms;
    per_s[now_ms / second_ms] += content + upload;
    outcome.requests_in_storm += ok ? 0 : content + upload;
    if (upload) kiosk.schedule.upload_done(ok, asked_ms, now_ms);
    if (upload && ok && kiosk.delivered_ms < 0) kiosk.delivered_ms = now_ms;
    if (content) kiosk.schedule.content_done(ok, asked_ms, now_ms);
    queue.emplace(now_ms + std::max<std::int64_t>(1, kiosk.schedule.wait_ms(now_ms)), index);
  }
  for (const auto& [second, count] : per_s) {
    if (second > 0) outcome.peak_per_s = std::max(outcome.peak_per_s, count);
    if (second > 60) outcome.peak_later_per_s = std::max(outcome.peak_later_per_s, count);
  }
  for (const auto& kiosk : all) {
    REQUIRE(kiosk->delivered_ms >= 0);
    outcome.last_delivered_ms = std::max(outcome.last_delivered_ms, kiosk->delivered_ms);
  }
  outcome.mean_per_s = 2.0 * kiosks / double(interval_s);  // content and the look at the ledger
  return outcome;
}

void run_storms(std::uint64_t seeds) {
  const Storm storms[] = {{"503 for ten minutes", 10 * minute_ms, std::nullopt},
                          {"503 with Retry-After 120 s for ten minutes", 10 * minute_ms, 120 * second_ms},
                          {"429 with Retry-After 10 s for ten minutes", 10 * minute_ms, 10 * second_ms},
                          {"500 for six hours", 360 * minute_ms, std::nullopt},
                          {"503 with Retry-After 1 h for two hours", 120 * minute_ms, 60 * minute_ms}};
  for (const Storm& storm : storms)
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      CAPTURE(storm.name);
      const Outcome outcome = run_storm(storm, seed);
      // The first failures are retried within 5 s: two requests of each kiosk over five seconds, and some of
      // the second round. What comes later is spread.
      CHECK(outcome.peak_per_s <= 650);
      CHECK(outcome.peak_later_per_s <= 100);
      // A kiosk waits for 30 minutes at most, or for half as long again as it was told.
      CHECK(outcome.last_delivered_ms - storm.length_ms <=
            std::max<std::int64_t>(30 * minute_ms, storm.retry_after_ms.value_or(0) * 3 / 2));
      // No last attempt, and no hammering: an outage costs each kiosk a handful of requests an hour.
      const double hours = double(storm.length_ms) / double(60 * minute_ms);
      CHECK(double(outcome.requests_in_storm) / kiosks <= 2 * (14 + 4 * hours) + 2.0 * 600 / 5);
      if (seed == 1)
        report_campaign(
            std::string("storm of 1,000 kiosks: ") + storm.name, 1,
            "peak " + std::to_string(outcome.peak_per_s) + " requests a second, " +
                std::to_string(outcome.peak_later_per_s) + " after the first minute, " +
                std::to_string(outcome.requests_in_storm / kiosks) + " a kiosk in it, all delivered " +
                std::to_string((outcome.last_delivered_ms - storm.length_ms) / minute_ms) + " min after it");
    }
}

}  // namespace

TEST_CASE("a thousand kiosks that are refused do not come back as a herd") {
  run_storms(1);
}

TEST_SUITE("long") {
  TEST_CASE("storms, twenty seeds") {
    run_storms(20);
  }
}
