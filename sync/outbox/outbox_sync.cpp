// Sync's side of the ledger: sealing, acknowledging, halving.

#include <algorithm>
#include <map>
#include <utility>

#include "sync/outbox/outbox.h"
#include "sync/outbox/rows.h"
#include "sync/wire/wire.h"

namespace entre::outbox {

namespace {

Batch make_batch(const std::string& epoch, std::int64_t first, std::int64_t last, std::string body) {
  return {epoch, first, last, std::move(body),
          epoch + ":" + std::to_string(first) + "-" + std::to_string(last)};
}

// The events of the sealed batch: what is final after sealing has higher ids. not_found when the batch is not
// the sealed one.
Result<std::vector<StoredEvent>> unseal(Database& db, const Batch& batch) {
  auto range = db.prepare("SELECT * FROM batch WHERE epoch=?1 AND first=?2 AND last=?3");
  if (!range) return range.error();
  auto found = range->bind(1, batch.epoch).bind(2, batch.first).bind(3, batch.last).step();
  if (!found) return found.error();
  if (!*found) return Error{ErrorKind::not_found, "the batch is no longer the sealed one"};
  auto stored = read_batch(*range);
  if (!stored) return stored.error();
  range->reset();
  auto select = db.prepare("SELECT * FROM event WHERE id BETWEEN ?1 AND ?2 ORDER BY id");
  if (!select) return select.error();
  select->bind(1, stored->first_id).bind(2, stored->last_id);
  std::vector<StoredEvent> events;
  auto row = select->step();
  for (; row && *row; row = select->step()) {
    auto event = read_event(*select);
    if (!event) return event.error();
    events.push_back(*std::move(event));
  }
  if (!row) return row.error();
  if (auto removed = db.execute("DELETE FROM batch"); !removed) return removed.error();
  return events;
}

Result<void> remove_event(Database& db, std::int64_t id) {
  auto remove = db.prepare("DELETE FROM event WHERE id=?1");
  if (!remove) return remove.error();
  return remove->bind(1, id).run();
}

Result<void> bury_event(Database& db, const StoredEvent& event, std::string_view reason,
                        std::int64_t unix_ms) {
  if (auto buried = insert(db, DeadRow{event.row, std::string(reason), unix_ms}); !buried) return buried;
  return remove_event(db, event.id);
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
  auto select = db_.prepare("SELECT * FROM batch");
  if (!select) return select.error();
  auto row = select->step();
  if (!row) return row.error();
  if (!*row) return std::optional<Batch>();
  auto batch = read_batch(*select);
  if (!batch) return batch.error();
  return std::optional(make_batch(batch->epoch, batch->first, batch->last, std::move(batch->body)));
}

// From the oldest on, as far as they are of its epoch and within the caps.
Result<std::optional<Batch>> Outbox::seal() {
  const auto events_max = number(db_, "SELECT batch_events FROM ledger");
  if (!events_max) return events_max.error();
  auto select = db_.prepare("SELECT * FROM event ORDER BY id LIMIT ?1");
  if (!select) return select.error();
  select->bind(1, std::clamp<std::int64_t>(*events_max, 1, std::int64_t(wire::batch_events_max)));
  std::vector<std::string> encoded;
  BatchRow batch;
  std::size_t bytes = 2;  // the brackets
  auto row = select->step();
  for (; row && *row; row = select->step()) {
    auto event = read_event(*select);
    if (!event) return event.error();
    bytes += event->row.encoded.size() + 1;
    if (!encoded.empty() && (bytes > wire::batch_bytes_max || event->row.epoch != batch.epoch)) break;
    if (encoded.empty()) {
      batch.epoch = event->row.epoch;
      batch.first = event->row.sequence;
      batch.first_id = event->id;
    }
    batch.last = event->row.sequence;
    batch.last_id = event->id;
    encoded.push_back(std::move(event->row.encoded));
  }
  if (!row) return row.error();
  if (encoded.empty()) return std::optional<Batch>();
  batch.body = wire::encode_batch(encoded);
  select->reset();
  auto insert = db_.prepare("INSERT INTO batch VALUES(1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  if (!insert) return insert.error();
  insert->bind(1, batch.epoch).bind(2, batch.first).bind(3, batch.last).bind(4, batch.first_id);
  insert->bind(5, batch.last_id).bind(6, batch.body).bind(7, sum_of(batch));
  if (auto stored = insert->run(); !stored) return stored.error();
  return std::optional(make_batch(batch.epoch, batch.first, batch.last, std::move(batch.body)));
}

Result<std::optional<Batch>> Outbox::next_batch() {
  return guarded([&] { return find_or_seal(); });
}

Result<std::optional<Batch>> Outbox::find_or_seal() {
  auto found = sealed();
  if (!found || *found) return found;
  // Looked at before the lock is taken: most rounds of sync find nothing, and should write nothing.
  const auto waiting = number(db_, "SELECT EXISTS(SELECT 1 FROM event)");
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
  return guarded([&] { return settle(batch, results); });
}

Result<void> Outbox::settle(const Batch& batch, const std::vector<ItemResult>& results) {
  std::map<std::int64_t, ItemStatus> statuses;
  for (const ItemResult& result : results) statuses[result.sequence] = result.status;
  auto transaction = Transaction::begin(db_);
  if (!transaction) return transaction.error();
  const auto events = unseal(db_, batch);
  if (!events) return events.error();
  for (const StoredEvent& event : *events) {
    const auto status = statuses.find(event.row.sequence);
    if (status == statuses.end()) {
      return Error{ErrorKind::invalid,
                   "the reply says nothing of answer " + std::to_string(event.row.sequence)};
    }
    const bool refused = status->second == ItemStatus::rejected || status->second == ItemStatus::conflict;
    const char* reason = status->second == ItemStatus::conflict ? "conflict" : "rejected";
    auto done = refused ? bury_event(db_, event, reason, clock_->unix_ms()) : remove_event(db_, event.id);
    if (!done) return done;
  }
  return transaction->commit();
}

Result<void> Outbox::halve(const Batch& batch) {
  return guarded([&] { return halve_sealed(batch); });
}

Result<void> Outbox::halve_sealed(const Batch& batch) {
  auto transaction = Transaction::begin(db_);
  if (!transaction) return transaction.error();
  const auto events = unseal(db_, batch);
  if (!events) return events.error();
  const auto count = std::int64_t(events->size());
  if (count == 1) {
    auto buried = bury_event(db_, events->front(), "too_large", clock_->unix_ms());
    if (!buried) return buried;
  }
  if (auto set = set_batch_events(db_, std::max<std::int64_t>(1, count / 2)); !set) return set;
  return transaction->commit();
}

Result<Counts> Outbox::counts() {
  return guarded([&] { return count(); });
}

Result<Counts> Outbox::count() {
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
