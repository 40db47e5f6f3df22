// Sync's side of the ledger: sealing, acknowledging, halving.

#include <algorithm>
#include <map>
#include <utility>

#include "sync/outbox/outbox.h"
#include "sync/wire/wire.h"

namespace entre::outbox {

namespace {

Batch make_batch(const std::string& epoch, std::int64_t first, std::int64_t last, std::string body) {
  return {epoch, first, last, std::move(body),
          epoch + ":" + std::to_string(first) + "-" + std::to_string(last)};
}

// The sequences of a sealed batch: what is final after sealing has higher ones.
Result<std::vector<std::int64_t>> sequences_of(Database& db, const Batch& batch) {
  auto select = db.prepare("SELECT sequence FROM event WHERE sequence BETWEEN ?1 AND ?2 ORDER BY sequence");
  if (!select) return select.error();
  select->bind(1, batch.first).bind(2, batch.last);
  std::vector<std::int64_t> sequences;
  auto row = select->step();
  for (; row && *row; row = select->step()) sequences.push_back(select->column_int(0));
  if (!row) return row.error();
  return sequences;
}

Result<void> remove_event(Database& db, std::int64_t sequence) {
  auto remove = db.prepare("DELETE FROM event WHERE sequence=?1");
  if (!remove) return remove.error();
  return remove->bind(1, sequence).run();
}

Result<void> bury_event(Database& db, std::int64_t sequence, std::string_view reason, std::int64_t unix_ms) {
  auto copy = db.prepare(
      "INSERT INTO dead_letter SELECT sequence, encoded, unix_ms, boot_id, ?2, ?3 FROM event WHERE "
      "sequence=?1");
  if (!copy) return copy.error();
  if (auto copied = copy->bind(1, sequence).bind(2, reason).bind(3, unix_ms).run(); !copied) return copied;
  return remove_event(db, sequence);
}

Result<void> unseal(Database& db, const Batch& batch) {
  auto remove = db.prepare("DELETE FROM batch WHERE first=?1 AND last=?2");
  if (!remove) return remove.error();
  if (auto removed = remove->bind(1, batch.first).bind(2, batch.last).run(); !removed) return removed;
  if (db.changes() == 0) return Error{ErrorKind::not_found, "the batch is no longer the sealed one"};
  return {};
}

Result<std::int64_t> number(Database& db, std::string_view sql) {
  auto select = db.prepare(sql);
  if (!select) return select.error();
  auto row = select->step();
  if (!row) return row.error();
  return *row ? select->column_int(0) : 0;
}

Result<void> set_batch_events(Database& db, std::int64_t events) {
  auto update = db.prepare("UPDATE ledger SET batch_events=?1 WHERE batch_events<>?1");
  if (!update) return update.error();
  return update->bind(1, events).run();
}

}  // namespace

Result<std::optional<Batch>> Outbox::sealed() {
  auto select = db_.prepare("SELECT first, last, body FROM batch");
  if (!select) return select.error();
  auto row = select->step();
  if (!row) return row.error();
  if (!*row) return std::optional<Batch>();
  return std::optional(
      make_batch(epoch_, select->column_int(0), select->column_int(1), select->column_text(2)));
}

Result<std::optional<Batch>> Outbox::seal() {
  const auto events_max = number(db_, "SELECT batch_events FROM ledger");
  if (!events_max) return events_max.error();
  auto select = db_.prepare("SELECT sequence, encoded FROM event ORDER BY sequence LIMIT ?1");
  if (!select) return select.error();
  select->bind(1, std::clamp<std::int64_t>(*events_max, 1, std::int64_t(wire::batch_events_max)));
  std::vector<std::string> events;
  std::int64_t first = 0, last = 0;
  std::size_t bytes = 2;  // the brackets
  auto row = select->step();
  for (; row && *row; row = select->step()) {
    std::string encoded = select->column_text(1);
    bytes += encoded.size() + 1;
    if (!events.empty() && bytes > wire::batch_bytes_max) break;
    last = select->column_int(0);
    if (events.empty()) first = last;
    events.push_back(std::move(encoded));
  }
  if (!row) return row.error();
  if (events.empty()) return std::optional<Batch>();
  Batch batch = make_batch(epoch_, first, last, wire::encode_batch(events));
  select->reset();
  auto insert = db_.prepare("INSERT INTO batch VALUES(1, ?1, ?2, ?3)");
  if (!insert) return insert.error();
  if (auto stored = insert->bind(1, first).bind(2, last).bind(3, batch.body).run(); !stored)
    return stored.error();
  return std::optional(std::move(batch));
}

Result<std::optional<Batch>> Outbox::next_batch() {
  auto found = sealed();
  if (!found || *found) return found;
  // Looked at before the lock is taken: most rounds of sync find nothing, and should write nothing.
  const auto waiting = number(db_, "SELECT count(*) FROM event");
  if (!waiting) return waiting.error();
  if (*waiting == 0) {
    if (auto reset = set_batch_events(db_, std::int64_t(wire::batch_events_max)); !reset)
      return reset.error();
    return std::optional<Batch>();
  }
  auto transaction = Transaction::begin(db_);
  if (!transaction) return transaction.error();
  found = sealed();
  if (!found || *found) return found;
  auto batch = seal();
  if (!batch) return batch;
  if (auto committed = transaction->commit(); !committed) return committed.error();
  return batch;
}

Result<void> Outbox::acknowledge(const Batch& batch, const std::vector<ItemResult>& results) {
  std::map<std::int64_t, ItemStatus> statuses;
  for (const ItemResult& result : results) statuses[result.sequence] = result.status;
  auto transaction = Transaction::begin(db_);
  if (!transaction) return transaction.error();
  if (auto unsealed = unseal(db_, batch); !unsealed) return unsealed;
  auto sequences = sequences_of(db_, batch);
  if (!sequences) return sequences.error();
  for (const std::int64_t sequence : *sequences) {
    const auto status = statuses.find(sequence);
    if (status == statuses.end()) {
      return Error{ErrorKind::invalid, "the reply says nothing of answer " + std::to_string(sequence)};
    }
    const bool refused = status->second == ItemStatus::rejected || status->second == ItemStatus::conflict;
    const char* reason = status->second == ItemStatus::conflict ? "conflict" : "rejected";
    auto done = refused ? bury_event(db_, sequence, reason, clock_->unix_ms()) : remove_event(db_, sequence);
    if (!done) return done;
  }
  return transaction->commit();
}

Result<void> Outbox::halve(const Batch& batch) {
  auto transaction = Transaction::begin(db_);
  if (!transaction) return transaction.error();
  if (auto unsealed = unseal(db_, batch); !unsealed) return unsealed;
  auto sequences = sequences_of(db_, batch);
  if (!sequences) return sequences.error();
  const auto events = std::int64_t(sequences->size());
  if (events == 1) {
    auto buried = bury_event(db_, sequences->front(), "too_large", clock_->unix_ms());
    if (!buried) return buried;
  }
  if (auto set = set_batch_events(db_, std::max<std::int64_t>(1, events / 2)); !set) return set;
  return transaction->commit();
}

Result<Counts> Outbox::counts() {
  Counts counts;
  for (const auto& [sql, target] : {std::pair{"SELECT count(*) FROM draft", &counts.drafts},
                                    std::pair{"SELECT count(*) FROM event", &counts.waiting},
                                    std::pair{"SELECT count(*) FROM dead_letter", &counts.dead}}) {
    const auto counted = number(db_, sql);
    if (!counted) return counted.error();
    *target = *counted;
  }
  return counts;
}

}  // namespace entre::outbox
