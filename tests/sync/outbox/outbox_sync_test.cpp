#include <doctest/doctest.h>

#include "sync/outbox/outbox.h"
#include "tests/sync/outbox/ledger.h"

using namespace entre;
using namespace entre::outbox;

namespace {

std::vector<std::string> dead_reasons(Ledger& ledger) {
  auto db = Database::open(ledger.path(), Database::Mode::read_write);
  auto select = db->prepare("SELECT reason FROM dead_letter ORDER BY sequence");
  std::vector<std::string> reasons;
  while (*select->step()) reasons.push_back(select->column_text(0));
  return reasons;
}

}  // namespace

TEST_CASE(
    "a sealed batch is the same bytes at every try, whatever is answered meanwhile and after a restart") {
  Ledger ledger;
  ledger.add_final(3);
  const Batch first = **ledger.outbox().next_batch();
  CHECK(first.first == 1);
  CHECK(first.last == 3);
  CHECK(first.idempotency_key == ledger.outbox().epoch() + ":1-3");
  ledger.add_final(2);
  ledger.clock.now_unix_ms += 86'400'000;
  ledger.reopen();
  const Batch second = **ledger.outbox().next_batch();
  CHECK(second.body == first.body);
  CHECK(second.idempotency_key == first.idempotency_key);
  REQUIRE(ledger.outbox().acknowledge(second, all(second, ItemStatus::stored)).ok());
  const Batch third = **ledger.outbox().next_batch();
  CHECK(third.first == 4);
  CHECK(third.last == 5);
}

TEST_CASE("a batch holds at most 256 answers, the oldest first") {
  Ledger ledger;
  ledger.add_final(300);
  const Batch batch = **ledger.outbox().next_batch();
  CHECK(batch.first == 1);
  CHECK(batch.last == 256);
}

TEST_CASE("several batches are sealed at a time, each the same bytes at every try") {
  Ledger ledger;
  ledger.add_final(9);
  REQUIRE(ledger.outbox().halve(**ledger.outbox().next_batch()).ok());  // from here on four at a time
  const auto first = *ledger.outbox().next_batches(2);
  REQUIRE(first.size() == 2);
  CHECK(first[0].idempotency_key == ledger.outbox().epoch() + ":1-4");
  CHECK(first[1].idempotency_key == ledger.outbox().epoch() + ":5-8");
  ledger.add_final(2);
  ledger.reopen();
  const auto again = *ledger.outbox().next_batches(3);
  REQUIRE(again.size() == 3);
  for (std::size_t i = 0; i < 2; ++i) CHECK(again[i].body == first[i].body);
  CHECK(again[2].idempotency_key == ledger.outbox().epoch() + ":9-11");
  CHECK(ledger.outbox().next_batches(1)->size() == 3);  // a seal is never broken unsent
}

TEST_CASE("batches are acknowledged in any order, and the next are sealed in the same step") {
  Ledger ledger;
  ledger.add_final(9);
  REQUIRE(ledger.outbox().halve(**ledger.outbox().next_batch()).ok());
  const auto first = *ledger.outbox().next_batches(2);
  auto fresh = ledger.outbox().acknowledge(first[1], all(first[1], ItemStatus::stored), 2);
  REQUIRE(fresh.ok());
  REQUIRE(fresh->size() == 1);
  CHECK(fresh->front().idempotency_key == ledger.outbox().epoch() + ":9-9");
  CHECK(ledger.outbox().counts()->waiting == 5);
  REQUIRE(ledger.outbox().acknowledge(first[0], all(first[0], ItemStatus::stored), 2)->empty());
  REQUIRE(ledger.outbox().acknowledge(fresh->front(), all(fresh->front(), ItemStatus::stored)).ok());
  CHECK(ledger.outbox().counts()->waiting == 0);
}

TEST_CASE("what a halved batch has let go is sealed before what lies behind, and never with it") {
  Ledger ledger;
  ledger.add_final(9);
  REQUIRE(ledger.outbox().halve(**ledger.outbox().next_batch()).ok());
  const auto first = *ledger.outbox().next_batches(2);
  REQUIRE(ledger.outbox().halve(first[0]).ok());
  const auto batches = *ledger.outbox().next_batches(4);
  std::vector<std::string> ranges;
  for (const Batch& batch : batches) ranges.push_back(batch.idempotency_key.substr(batch.epoch.size()));
  CHECK(ranges == std::vector<std::string>{":5-8", ":1-2", ":3-4", ":9-9"});
}

TEST_CASE("stored and duplicate are deleted, rejected and conflict kept as dead letters") {
  Ledger ledger;
  ledger.add_final(4);
  const Batch batch = **ledger.outbox().next_batch();
  REQUIRE(ledger.outbox()
              .acknowledge(batch, {{1, ItemStatus::stored},
                                   {2, ItemStatus::rejected},
                                   {3, ItemStatus::duplicate},
                                   {4, ItemStatus::conflict}})
              .ok());
  const Counts counts = *ledger.outbox().counts();
  CHECK(counts.waiting == 0);
  CHECK(counts.dead == 2);
  CHECK(dead_reasons(ledger) == std::vector<std::string>{"rejected", "conflict"});
  CHECK_FALSE((*ledger.outbox().next_batch()).has_value());
}

TEST_CASE("a reply that leaves out an answer changes nothing") {
  Ledger ledger;
  ledger.add_final(2);
  const Batch batch = **ledger.outbox().next_batch();
  auto done = ledger.outbox().acknowledge(batch, {{1, ItemStatus::stored}, {9, ItemStatus::stored}});
  REQUIRE_FALSE(done.ok());
  CHECK(done.error().kind == ErrorKind::invalid);
  CHECK(ledger.outbox().counts()->waiting == 2);
  CHECK((*ledger.outbox().next_batch())->body == batch.body);
}

TEST_CASE("a batch that another has acknowledged is not acknowledged again") {
  Ledger ledger;
  ledger.add_final(2);
  const Batch batch = **ledger.outbox().next_batch();
  REQUIRE(ledger.outbox().acknowledge(batch, all(batch, ItemStatus::stored)).ok());
  ledger.add_final(2);
  REQUIRE(ledger.outbox().next_batch().ok());
  auto again = ledger.outbox().acknowledge(batch, all(batch, ItemStatus::stored));
  REQUIRE_FALSE(again.ok());
  CHECK(again.error().kind == ErrorKind::not_found);
  CHECK_FALSE(ledger.outbox().halve(batch).ok());
  CHECK(ledger.outbox().counts()->waiting == 2);
}

TEST_CASE("halving ends in a dead letter for the one answer that is too large, and the others go through") {
  Ledger ledger;
  ledger.add_final(8);
  std::vector<std::int64_t> sizes;
  for (int i = 0; i < 4; ++i) {
    const Batch batch = **ledger.outbox().next_batch();
    sizes.push_back(batch.last - batch.first + 1);
    REQUIRE(ledger.outbox().halve(batch).ok());
  }
  CHECK(sizes == std::vector<std::int64_t>{8, 4, 2, 1});
  CHECK(ledger.outbox().counts()->dead == 1);
  CHECK(dead_reasons(ledger) == std::vector<std::string>{"too_large"});
  std::int64_t delivered = 0;
  for (auto batch = ledger.outbox().next_batch(); batch && *batch; batch = ledger.outbox().next_batch()) {
    delivered += (*batch)->last - (*batch)->first + 1;
    REQUIRE(ledger.outbox().acknowledge(**batch, all(**batch, ItemStatus::stored)).ok());
  }
  CHECK(delivered == 7);
  ledger.add_final(8);
  CHECK((*ledger.outbox().next_batch())->last == 16);  // an empty ledger starts anew with full batches
}

TEST_CASE("answers that wait survive any number of restarts") {
  Ledger ledger;
  for (int i = 0; i < 5; ++i) {
    ledger.add_final(2);
    ledger.reopen();
  }
  CHECK(ledger.outbox().counts()->waiting == 10);
  CHECK(received(*ledger.outbox().next_batch()).size() == 10);
}
