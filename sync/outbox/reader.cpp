#include "sync/outbox/reader.h"

#include "sync/outbox/rows.h"

namespace entre::outbox {
namespace {

Result<KeptAnswer> decode(const EventRow& row, std::string refusal) {
  KeptAnswer answer;
  answer.epoch = row.epoch;
  answer.sequence = row.sequence;
  answer.unix_ms = row.unix_ms;
  answer.refusal = std::move(refusal);
  auto events = wire::decode_batch("[" + row.encoded + "]");
  if (!events) return events.error();
  if (events->size() != 1 || !events->front().ok) return answer;
  answer.is_usage = events->front().usage.has_value();
  answer.event = std::move(events->front().event);
  return answer;
}

// read_event's columns are those of the table; a dead letter has its reason behind them.
Result<void> add_waiting(const Database& db, std::vector<KeptAnswer>* answers) {
  auto select = db.prepare("SELECT * FROM event ORDER BY id");
  if (!select) return select.error();
  auto row = select->step();
  for (; row && *row; row = select->step()) {
    auto event = read_event(*select);
    if (!event) return event.error();
    auto answer = decode(event->row, "");
    if (!answer) return answer.error();
    answers->push_back(*std::move(answer));
  }
  return row ? Result<void>() : row.error();
}

Result<void> add_refused(const Database& db, std::vector<KeptAnswer>* answers) {
  auto select = db.prepare("SELECT epoch, sequence, encoded, unix_ms, reason FROM dead_letter ORDER BY id");
  if (!select) return select.error();
  auto row = select->step();
  for (; row && *row; row = select->step()) {
    EventRow event;
    event.epoch = select->column_text(0);
    event.sequence = select->column_int(1);
    event.encoded = select->column_text(2);
    event.unix_ms = select->column_int(3);
    auto answer = decode(event, select->column_text(4));
    if (!answer) return answer.error();
    answers->push_back(*std::move(answer));
  }
  return row ? Result<void>() : row.error();
}

}  // namespace

Result<LedgerReader> LedgerReader::open(const std::string& path) {
  constexpr int busy_timeout_ms = 2000;
  auto db = Database::open(path, Database::Mode::read_only, busy_timeout_ms);
  if (!db) return db.error();
  LedgerReader reader(*std::move(db));
  if (auto head = read_head(reader.db_); !head)
    return Error{head.error().kind, path + ": no ledger, or damaged: " + head.error().message};
  return reader;
}

Result<std::int64_t> LedgerReader::number(const char* sql) const {
  auto select = db_.prepare(sql);
  if (!select) return select.error();
  auto row = select->step();
  if (!row) return row.error();
  return *row ? select->column_int(0) : 0;
}

Result<Counts> LedgerReader::counts() const {
  const auto drafts = number("SELECT count(*) FROM draft");
  const auto waiting = number("SELECT count(*) FROM event");
  const auto dead = number("SELECT count(*) FROM dead_letter");
  for (const auto* count : {&drafts, &waiting, &dead})
    if (!*count) return count->error();
  return Counts{*drafts, *waiting, *dead};
}

Result<std::int64_t> LedgerReader::oldest_unix_ms() const {
  return number("SELECT coalesce(min(unix_ms), 0) FROM event");
}

Result<std::vector<KeptAnswer>> LedgerReader::answers() const {
  std::vector<KeptAnswer> answers;
  if (auto added = add_waiting(db_, &answers); !added) return added.error();
  if (auto added = add_refused(db_, &answers); !added) return added.error();
  return answers;
}

}  // namespace entre::outbox
