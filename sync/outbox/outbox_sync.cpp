// Sync's side of the ledger: sealing, acknowledging, halving.

#include <algorithm>
#include <limits>
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

// Of the ids first to last, as far as the batch's caps and one epoch reach.
Result<std::vector<StoredEvent>> read_events(const Database& db, std::int64_t first_id, std::int64_t last_id,
                                             std::int64_t events_max) {
  auto select = db.prepare("SELECT * FROM event WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3");
  if (!select) return select.error();
  select->bind(1, first_id).bind(2, last_id).bind(3, events_max);
  std::vector<StoredEvent> events;
  std::size_t bytes = 2;  // the brackets
  auto row = select->step();
  for (; row && *row; row = select->step()) {
    auto event = read_event(*select);
    if (!event) return event.error();
    bytes += event->row.encoded.size() + 1;
    const bool fits = bytes <= wire::batch_bytes_max;
    if (!events.empty() && (!fits || event->row.epoch != events.front().row.epoch)) break;
    events.push_back(*std::move(event));
  }
  if (!row) return row.error();
  return events;
}

std::string body_of(std::vector<StoredEvent>& events) {
  std::vector<std::string> encoded;
  for (StoredEvent& event : events) encoded.push_back(std::move(event.row.encoded));
  return wire::encode_batch(encoded);
}

// In the order of their events.
Result<std::vector<BatchRow>> read_seals(const Database& db) {
  auto select = db.prepare("SELECT * FROM batch ORDER BY first_id");
  if (!select) return select.error();
  std::vector<BatchRow> seals;
  auto row = select->step();
  for (; row && *row; row = select->step()) {
    auto seal = read_batch(*select);
    if (!seal) return seal.error();
    seals.push_back(*std::move(seal));
  }
  if (!row) return row.error();
  return seals;
}

// The very bytes that were sealed.
Result<Batch> batch_of(const Database& db, const BatchRow& seal) {
  auto events = read_events(db, seal.first_id, seal.last_id, std::int64_t(wire::batch_events_max));
  if (!events) return events.error();
  const bool whole = !events->empty() && events->back().id == seal.last_id;
  std::string body = body_of(*events);
  if (!whole || (!seal.body_sum.empty() && sum_of_body(body) != seal.body_sum))
    return Error{ErrorKind::corrupt, "the answers of a sealed batch are damaged"};
  return make_batch(seal.epoch, seal.first, seal.last, std::move(body));
}

Result<void> insert(Database& db, const BatchRow& seal) {
  auto statement = db.prepare("INSERT INTO batch VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  if (!statement) return statement.error();
  statement->bind(1, seal.first_id).bind(2, seal.last_id).bind(3, seal.epoch).bind(4, seal.first);
  return statement->bind(5, seal.last).bind(6, seal.body_sum).bind(7, sum_of(seal)).run();
}

// Breaks the seal and gives its events. not_found when the batch is none of the sealed.
Result<std::vector<StoredEvent>> unseal(Database& db, const Batch& batch) {
  auto seals = read_seals(db);
  if (!seals) return seals.error();
  const auto seal = std::find_if(seals->begin(), seals->end(), [&](const BatchRow& one) {
    return one.epoch == batch.epoch && one.first == batch.first && one.last == batch.last;
  });
  if (seal == seals->end()) return Error{ErrorKind::not_found, "the batch is no longer sealed"};
  auto remove = db.prepare("DELETE FROM batch WHERE first_id=?1");
  if (!remove) return remove.error();
  if (auto removed = remove->bind(1, seal->first_id).run(); !removed) return removed.error();
  return read_events(db, seal->first_id, seal->last_id, std::int64_t(wire::batch_events_max));
}

Result<void> remove_events(Database& db, std::int64_t first_id, std::int64_t last_id) {
  auto remove = db.prepare("DELETE FROM event WHERE id BETWEEN ?1 AND ?2");
  if (!remove) return remove.error();
  return remove->bind(1, first_id).bind(2, last_id).run();
}

Result<void> bury_event(Database& db, const StoredEvent& event, std::string_view reason,
                        std::int64_t unix_ms) {
  if (auto buried = insert(db, DeadRow{event.row, std::string(reason), unix_ms}); !buried) return buried;
  return remove_events(db, event.id, event.id);
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

// The oldest that no batch holds, up to the next one that is sealed.
Result<std::optional<Batch>> Outbox::seal_next(std::int64_t events_max) {
  const auto seals = read_seals(db_);
  if (!seals) return seals.error();
  std::int64_t from_id = 0;
  for (std::size_t i = 0; i <= seals->size(); ++i) {
    const bool is_last = i == seals->size();
    const std::int64_t to_id = is_last ? std::numeric_limits<std::int64_t>::max() : (*seals)[i].first_id - 1;
    auto events = read_events(db_, from_id, to_id, events_max);
    if (!events) return events.error();
    if (!events->empty()) {
      const StoredEvent &first = events->front(), &last = events->back();
      BatchRow seal{first.id, last.id, first.row.epoch, first.row.sequence, last.row.sequence, ""};
      std::string body = body_of(*events);
      seal.body_sum = sum_of_body(body);
      if (auto sealed = insert(db_, seal); !sealed) return sealed.error();
      return std::optional(make_batch(seal.epoch, seal.first, seal.last, std::move(body)));
    }
    if (!is_last) from_id = (*seals)[i].last_id + 1;
  }
  return std::optional<Batch>();
}

Result<std::vector<Batch>> Outbox::seal(std::size_t sealed_max) {
  std::vector<Batch> fresh;
  const auto sealed = number(db_, "SELECT count(*) FROM batch");
  if (!sealed) return sealed.error();
  const auto events_max = number(db_, "SELECT batch_events FROM ledger");
  if (!events_max) return events_max.error();
  const auto within = std::clamp<std::int64_t>(*events_max, 1, std::int64_t(wire::batch_events_max));
  while (std::size_t(*sealed) + fresh.size() < sealed_max) {
    auto batch = seal_next(within);
    if (!batch) return batch.error();
    if (!*batch) break;
    fresh.push_back(**std::move(batch));
  }
  return fresh;
}

Result<std::vector<Batch>> Outbox::next_batches(std::size_t sealed_max) {
  return guarded([&] { return find_and_seal(sealed_max); });
}

Result<std::optional<Batch>> Outbox::next_batch() {
  auto batches = next_batches(1);
  if (!batches) return batches.error();
  if (batches->empty()) return std::optional<Batch>();
  return std::optional(std::move(batches->front()));
}

Result<std::vector<Batch>> Outbox::find_and_seal(std::size_t sealed_max) {
  // Looked at before the lock is taken: most rounds of sync find nothing, and should write nothing.
  const auto waiting = number(db_, "SELECT EXISTS(SELECT 1 FROM event)");
  if (!waiting) return waiting.error();
  if (*waiting == 0) {
    if (auto reset = set_batch_events(db_, std::int64_t(wire::batch_events_max)); !reset)
      return reset.error();
    return std::vector<Batch>();
  }
  auto transaction = Transaction::begin(db_);
  if (!transaction) return transaction.error();
  std::vector<Batch> batches;
  const auto seals = read_seals(db_);
  if (!seals) return seals.error();
  for (const BatchRow& seal : *seals) {
    auto batch = batch_of(db_, seal);
    if (!batch) return batch.error();
    batches.push_back(*std::move(batch));
  }
  auto fresh = seal(sealed_max);
  if (!fresh) return fresh.error();
  batches.insert(batches.end(), fresh->begin(), fresh->end());
  if (!fresh->empty())
    if (auto committed = transaction->commit(); !committed) return committed.error();
  return batches;
}

Result<std::vector<Batch>> Outbox::acknowledge(const std::vector<Answered>& answered,
                                               std::size_t sealed_max) {
  return guarded([&]() -> Result<std::vector<Batch>> {
    auto transaction = Transaction::begin(db_);
    if (!transaction) return transaction.error();
    for (const Answered& one : answered)
      if (auto settled = settle(one); !settled) return settled.error();
    auto fresh = seal(sealed_max);
    if (!fresh) return fresh.error();
    if (auto committed = transaction->commit(); !committed) return committed.error();
    return fresh;
  });
}

Result<void> Outbox::settle(const Answered& answered) {
  std::map<std::int64_t, ItemStatus> statuses;
  for (const ItemResult& result : answered.results) statuses[result.sequence] = result.status;
  const auto events = unseal(db_, answered.batch);
  if (!events) return events.error();
  for (const StoredEvent& event : *events) {
    const auto status = statuses.find(event.row.sequence);
    if (status == statuses.end()) {
      return Error{ErrorKind::invalid,
                   "the reply says nothing of answer " + std::to_string(event.row.sequence)};
    }
    const bool refused = status->second == ItemStatus::rejected || status->second == ItemStatus::conflict;
    if (!refused) continue;
    const char* reason = status->second == ItemStatus::conflict ? "conflict" : "rejected";
    if (auto buried = bury_event(db_, event, reason, clock_->unix_ms()); !buried) return buried;
  }
  if (events->empty()) return {};
  return remove_events(db_, events->front().id, events->back().id);
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
  for (const auto& [sql, target] :
       {std::pair{"SELECT count(*) FROM draft", &counts.drafts},
        std::pair{"SELECT count(*) FROM event", &counts.waiting},
        std::pair{"SELECT count(*) FROM dead_letter", &counts.dead},
        std::pair{"SELECT coalesce((SELECT unix_ms FROM event ORDER BY id LIMIT 1), 0)",
                  &counts.oldest_waiting_unix_ms}}) {
    const auto counted = number(db_, sql);
    if (!counted) return counted.error();
    *target = *counted;
  }
  return counts;
}

}  // namespace entre::outbox
