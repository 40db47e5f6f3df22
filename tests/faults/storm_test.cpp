// A thousand kiosks and a server in trouble, on a fake clock: no thundering herd, and all is delivered.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <queue>

#include "sync/client/schedule.h"
#include "tests/faults/campaign.h"
#include "tests/support/fake_random.h"

using namespace entre;
using namespace entre::test;

namespace {

constexpr int kiosks = 1000;
constexpr std::int64_t interval_s = 300, second_ms = 1000, minute_ms = 60'000;
// As kiosk-sync.service has it.
constexpr std::int64_t first_within_ms = 30'000;

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
  explicit Kiosk(std::uint64_t seed) : random(seed), schedule(random, interval_s, 0, first_within_ms) {}
};

// What the rule of sync/client/retry.h leads to (full jitter, 5 s doubling to 30 min, Retry-After and half as
// much again): the expected requests of all kiosks in each second, by convolution. It shares no code with the
// kiosk.
class Theory {
 public:
  Theory(const Storm& storm, std::int64_t end_ms)
      : storm_steps_(std::size_t(storm.length_ms / step_ms)), steps_(std::size_t(end_ms / step_ms)) {
    const double asked_s = double(storm.retry_after_ms.value_or(0)) / 1000;
    // One stream (content, or answers) of one kiosk: chances of an attempt that fails, and of the first that
    // does not, by time.
    Chances attempt(steps_), failed(steps_), healed(steps_);
    attempt[0] = 1;
    attempt = later(attempt, 0, double(first_within_ms) / second_ms);
    for (double ceiling_s = 5, left = 1; left > 1e-6; ceiling_s = std::min(ceiling_s * 2, 1800.0)) {
      for (std::size_t i = 0; i < storm_steps_; ++i) failed[i] += attempt[i];
      for (std::size_t i = storm_steps_; i < steps_; ++i) healed[i] += std::exchange(attempt[i], 0.0);
      left = std::accumulate(attempt.begin(), attempt.end(), 0.0);
      attempt = later(attempt, asked_s, asked_s + std::max(ceiling_s, asked_s / 2));
    }
    // Content is asked for every 300 s, give or take a tenth, and the answers are looked at with it.
    Chances polls(steps_), poll = healed;
    for (double left = 1; left > 1e-6; poll = later(poll, 270, 330)) {
      for (std::size_t i = 0; i < steps_; ++i) polls[i] += poll[i];
      left = std::accumulate(poll.begin(), poll.end(), 0.0);
    }
    for (std::size_t i = 0; i < steps_; ++i)
      per_s_[std::int64_t(i) * step_ms / second_ms] += kiosks * (2 * failed[i] + 2 * polls[i] + healed[i]);
    in_storm_ = 2 * kiosks * std::accumulate(failed.begin(), failed.end(), 0.0);
  }
  double expected(std::int64_t second) const {
    const auto found = per_s_.find(second);
    return found == per_s_.end() ? 0 : found->second;
  }
  double in_storm() const { return in_storm_; }
  // Five standard deviations above what is expected. After the storm requests come in pairs.
  double bound(std::int64_t second) const {
    const double mean = expected(second);
    const bool in_storm = second * second_ms < std::int64_t(storm_steps_) * step_ms;
    return mean + 5 * std::sqrt(in_storm ? mean : 2 * mean) + 10;
  }

 private:
  using Chances = std::vector<double>;
  static constexpr std::int64_t step_ms = 100;
  // Each thing so much later, evenly spread.
  Chances later(const Chances& chances, double from_s, double to_s) const {
    const auto from = std::size_t(from_s * 1000 / step_ms), to = std::size_t(to_s * 1000 / step_ms);
    Chances sums(steps_ + 1), out(steps_);
    std::partial_sum(chances.begin(), chances.end(), sums.begin() + 1);
    const auto sum_before = [&](std::size_t i, std::size_t back) { return i < back ? 0 : sums[i - back]; };
    for (std::size_t i = 0; i < steps_; ++i)
      out[i] = (sum_before(i + 1, from) - sum_before(i + 1, to)) / double(to - from);
    return out;
  }
  std::size_t storm_steps_, steps_;
  std::map<std::int64_t, double> per_s_;
  double in_storm_ = 0;
};

struct Outcome {
  std::map<std::int64_t, std::int64_t> per_s;  // requests
  std::int64_t requests_in_storm = 0;
  std::int64_t last_delivered_ms = 0;
  std::int64_t peak(std::int64_t after_s) const {
    std::int64_t highest = 0;
    for (const auto& [second, count] : per_s)
      if (second >= after_s) highest = std::max(highest, count);
    return highest;
  }
};

std::int64_t end_ms_of(const Storm& storm) {
  return storm.length_ms + 90 * minute_ms;
}

// All are switched on in the same second, as after a power cut in a whole building, with answers waiting.
Outcome run_storm(const Storm& storm, std::uint64_t seed) {
  std::vector<std::unique_ptr<Kiosk>> all;
  using Due = std::pair<std::int64_t, int>;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> queue;
  for (int i = 0; i < kiosks; ++i) {
    all.push_back(std::make_unique<Kiosk>(seed * kiosks + std::uint64_t(i)));
    queue.emplace(all.back()->schedule.wait_ms(0), i);
  }
  Outcome outcome;
  while (queue.top().first < end_ms_of(storm)) {
    const auto [now_ms, index] = queue.top();
    queue.pop();
    Kiosk& kiosk = *all[std::size_t(index)];
    const bool ok = now_ms >= storm.length_ms;
    const bool content = kiosk.schedule.content_is_due(now_ms), upload = kiosk.schedule.upload_is_due(now_ms);
    const auto asked_ms = ok ? std::nullopt : storm.retry_after_ms;
    outcome.per_s[now_ms / second_ms] += content + upload;
    outcome.requests_in_storm += ok ? 0 : content + upload;
    if (upload) kiosk.schedule.upload_done(ok, asked_ms, now_ms);
    if (upload && ok && kiosk.delivered_ms < 0) kiosk.delivered_ms = now_ms;
    if (content) kiosk.schedule.content_done(ok, asked_ms, now_ms);
    queue.emplace(now_ms + std::max<std::int64_t>(1, kiosk.schedule.wait_ms(now_ms)), index);
  }
  for (const auto& kiosk : all) {
    REQUIRE(kiosk->delivered_ms >= 0);
    outcome.last_delivered_ms = std::max(outcome.last_delivered_ms, kiosk->delivered_ms);
  }
  return outcome;
}

double highest_bound(const Theory& theory, const Storm& storm) {
  double highest = 0;
  for (std::int64_t second = 0; second < end_ms_of(storm) / second_ms; ++second)
    highest = std::max(highest, theory.bound(second));
  return highest;
}

void run_storms(std::uint64_t seeds) {
  const Storm storms[] = {{"503 for ten minutes", 10 * minute_ms, std::nullopt},
                          {"503 with Retry-After 120 s for ten minutes", 10 * minute_ms, 120 * second_ms},
                          {"429 with Retry-After 10 s for ten minutes", 10 * minute_ms, 10 * second_ms},
                          {"500 for six hours", 360 * minute_ms, std::nullopt},
                          {"503 with Retry-After 1 h for two hours", 120 * minute_ms, 60 * minute_ms}};
  for (const Storm& storm : storms) {
    CAPTURE(storm.name);
    const Theory theory(storm, end_ms_of(storm));
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      CAPTURE(seed);
      const Outcome outcome = run_storm(storm, seed);
      for (const auto& [second, count] : outcome.per_s)
        if (double(count) > theory.bound(second))
          CHECK_MESSAGE(false, "second ", second, ": ", count, " requests, ", theory.expected(second),
                        " expected");
      // No last attempt, and no hammering.
      CHECK(double(outcome.requests_in_storm) >= theory.in_storm() * 0.95);
      CHECK(double(outcome.requests_in_storm) <= theory.in_storm() * 1.05);
      // A kiosk waits for 30 minutes at most, or for half as long again as it was told.
      CHECK(outcome.last_delivered_ms - storm.length_ms <=
            std::max<std::int64_t>(30 * minute_ms, storm.retry_after_ms.value_or(0) * 3 / 2));
      if (seed == 1)
        report_campaign(
            std::string("storm of 1,000 kiosks: ") + storm.name, 1,
            fmt::format("peak {} requests a second (bound {:.0f}), {} after the first minute, {} a kiosk in "
                        "it, all delivered {} min after it",
                        outcome.peak(0), highest_bound(theory, storm), outcome.peak(60),
                        outcome.requests_in_storm / kiosks,
                        (outcome.last_delivered_ms - storm.length_ms) / minute_ms));
    }
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
