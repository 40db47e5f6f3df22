#include <doctest/doctest.h>

#include "sync/wire/wire.h"

using namespace entre;
using namespace entre::wire;

namespace {

UsageEvent sample() {
  UsageEvent event;
  event.sequence = 18;
  event.kiosk_id = "0b8f3a52-7c1d-4e0a-9c77-2f1f6f3f1a10";
  event.epoch = "6c0c2c1e-1111-4222-8333-444455556666";
  event.unix_ms = 1'704'798'000'000;  // 2024-01-09T11:00:00Z
  event.usage.visits = 3;
  event.usage.codes = 2;
  event.usage.searches_without_hit = 1;
  event.usage.pages = {{"our-task", 4}};
  event.usage.languages = {{"sv", 2}, {"ar", 1}};
  event.usage.aids = {{"text", 1}};
  event.usage.words = {{"företagande", 1}};
  event.clock_trusted = false;
  return event;
}

std::string refusal_of(const UsageEvent& event) {
  const auto events = decode_batch("[" + encode_event(event) + "]");
  REQUIRE(events.ok());
  return events->front().refusal;
}

}  // namespace

TEST_CASE("an hour's counts come back as they were sent, among answers") {
  const auto events = decode_batch(encode_batch({encode_event(sample())}));
  REQUIRE(events.ok());
  const ReceivedEvent& received = events->front();
  REQUIRE_MESSAGE(received.ok, received.refusal);
  REQUIRE(received.usage.has_value());
  CHECK(received.usage->usage == sample().usage);
  CHECK(received.usage->unix_ms == sample().unix_ms);
  CHECK_FALSE(received.usage->clock_trusted);
  CHECK(received.event.sequence == 18);
  CHECK(received.event.epoch == sample().epoch);
}

TEST_CASE("counts carry sums and nothing else: the keys are these") {
  const auto json = parse_json(encode_event(sample()), {});
  REQUIRE(json.ok());
  CHECK(json->at("type") == "org.entre.usage.v1");
  std::vector<std::string> keys;
  for (const auto& [key, value] : json->at("data").items()) keys.push_back(key);
  CHECK(keys == std::vector<std::string>{"aids", "clock_trusted", "codes", "languages", "pages",
                                         "searches_without_hit", "visits", "words"});
}

TEST_CASE("counts that no kiosk makes are refused, each with its reason") {
  UsageEvent event = sample();
  event.usage.visits = -1;
  CHECK(refusal_of(event) == "bad_visits");
  event = sample();
  event.usage.pages["../etc"] = 1;
  CHECK(refusal_of(event) == "bad_pages");
  event = sample();
  event.usage.languages["sv"] = 5'000'000'000;
  CHECK(refusal_of(event) == "bad_languages");
  event = sample();
  event.usage.words["two words"] = 1;
  CHECK(refusal_of(event) == "bad_words");
  event = sample();
  for (int i = 0; i < 65; ++i) event.usage.aids["aid" + std::to_string(i)] = 1;
  CHECK(refusal_of(event) == "too_many_names");
  event = sample();
  event.epoch = "";
  CHECK(refusal_of(event) == "bad_source");
}

TEST_CASE("sums take no more names than fit, and go on counting those they have") {
  Usage sum;
  for (int i = 0; i < 70; ++i) {
    Usage one;
    one.pages["page-" + std::to_string(i)] = 1;
    sum += one;
  }
  CHECK(sum.pages.size() == usage_names_max);
  Usage again;
  again.pages["page-0"] = 2;
  sum += again;
  CHECK(sum.pages["page-0"] == 3);
}
