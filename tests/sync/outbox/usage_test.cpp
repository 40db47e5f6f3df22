#include <doctest/doctest.h>

#include "tests/sync/outbox/ledger.h"

using namespace entre;
using namespace entre::outbox;

TEST_CASE("an hour's counts travel in the batch of the answers, under the next number") {
  Ledger ledger;
  ledger.add_final(1);
  wire::Usage usage;
  usage.visits = 7;
  REQUIRE(ledger.outbox().add_usage(usage, 3'600'000).ok());
  ledger.add_final(1);
  const auto batch = ledger.outbox().next_batch();
  REQUIRE(batch.ok());
  const auto events = received(*batch);
  REQUIRE(events.size() == 3);
  CHECK_FALSE(events[0].usage.has_value());
  REQUIRE(events[1].usage.has_value());
  CHECK(events[1].usage->sequence == 2);
  CHECK(events[1].usage->usage == usage);
  CHECK(events[1].usage->unix_ms == 3'600'000);
  CHECK(events[2].event.sequence == 3);
  REQUIRE(ledger.outbox().acknowledge(**batch, all(**batch, ItemStatus::stored)).ok());
  CHECK(ledger.outbox().counts()->waiting == 0);
}

TEST_CASE("counts beyond the cap of an event leave out words, then pages, and keep the sums") {
  Ledger ledger;
  wire::Usage usage;
  usage.visits = 7;
  const std::string filling(60, 'x');
  for (int i = 0; i < 64; ++i) usage.words[filling + std::to_string(i)] = 1;
  for (int i = 0; i < 64; ++i) usage.pages[filling + std::to_string(i)] = 1;
  REQUIRE(ledger.outbox().add_usage(usage, 0).ok());
  for (int i = 0; i < 64; ++i) usage.languages[filling + std::to_string(i)] = 1;
  for (int i = 0; i < 64; ++i) usage.aids["a" + std::to_string(i)] = 1;
  REQUIRE(ledger.outbox().add_usage(usage, 0).ok());
  const auto batch = ledger.outbox().next_batch();
  const auto events = received(*batch);
  CHECK(events[0].usage->usage.words.empty());
  CHECK(events[0].usage->usage.pages.size() == 64);
  CHECK(events[1].usage->usage.pages.empty());
  CHECK(events[1].usage->usage.visits == 7);
}
