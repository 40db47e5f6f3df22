#include "sync/outbox/rows.h"

#include "platform/crypto.h"

namespace entre::outbox {

namespace {

constexpr std::size_t sum_digits = 16;  // against chance, not against an attacker

class Summed {
 public:
  explicit Summed(std::string_view table) { *this << table; }
  Summed& operator<<(std::string_view text) {
    text_ += std::to_string(text.size());
    text_ += ':';
    text_ += text;
    return *this;
  }
  Summed& operator<<(std::int64_t number) { return *this << std::string_view(std::to_string(number)); }
  std::string sum() const { return sha256_hex(text_).substr(0, sum_digits); }

 private:
  std::string text_;
};

}  // namespace

std::string sum_of(const DraftRow& row) {
  return (Summed("draft") << row.id << row.page << row.language << row.release << row.useful << row.reasons
                          << row.comment << row.test << row.unix_ms << row.boot_id << row.clock_trusted)
      .sum();
}

std::string sum_of(const EventRow& row) {
  return (Summed("event") << row.epoch << row.sequence << row.encoded << row.unix_ms << row.boot_id).sum();
}

std::string sum_of(const DeadRow& row) {
  return (Summed("dead_letter") << sum_of(row.event) << row.reason << row.dead_unix_ms).sum();
}

std::string sum_of(const BatchRow& row) {
  return (Summed("batch") << row.first_id << row.last_id << row.epoch << row.first << row.last
                          << row.body_sum)
      .sum();
}

std::string sum_of_body(std::string_view body) {
  return sha256_hex(body).substr(0, sum_digits);
}

std::string sum_of_ledger(std::string_view epoch, std::int64_t next_sequence) {
  return (Summed("ledger") << epoch << next_sequence).sum();
}

namespace {

EventRow event_at(const Statement& row) {
  return {row.column_text(1), row.column_int(2), row.column_text(3), row.column_int(4), row.column_text(5)};
}

// Empty: the row is older than sums.
Result<void> check(const Statement& row, int column, const std::string& expected, const char* what) {
  const std::string sum = row.column_text(column);
  if (sum.empty() || sum == expected) return {};
  return Error{ErrorKind::corrupt, std::string(what) + " is damaged"};
}

Result<void> check_dead(const Statement& row) {
  return check(row, 8, sum_of(DeadRow{event_at(row), row.column_text(6), row.column_int(7)}),
               "a dead letter");
}

}  // namespace

Result<DraftRow> read_draft(const Statement& row) {
  DraftRow draft{row.column_int(0), row.column_text(1), row.column_text(2), row.column_int(3),
                 row.column_int(4), row.column_text(5), row.column_text(6), row.column_int(7),
                 row.column_int(8), row.column_text(9), row.column_int(10)};
  if (auto sound = check(row, 11, sum_of(draft), "a draft"); !sound) return sound.error();
  return draft;
}

Result<StoredEvent> read_event(const Statement& row) {
  StoredEvent event{row.column_int(0), event_at(row)};
  if (auto sound = check(row, 6, sum_of(event.row), "an answer"); !sound) return sound.error();
  return event;
}

Result<BatchRow> read_batch(const Statement& row) {
  BatchRow batch{row.column_int(0), row.column_int(1), row.column_text(2),
                 row.column_int(3), row.column_int(4), row.column_text(5)};
  if (auto sound = check(row, 6, sum_of(batch), "a sealed batch"); !sound) return sound.error();
  return batch;
}

Result<Head> read_head(const Database& db) {
  auto select = db.prepare("SELECT epoch, next_sequence, sum FROM ledger");
  if (!select) return select.error();
  auto row = select->step();
  if (!row) return row.error();
  if (!*row) return Error{ErrorKind::corrupt, "the ledger has lost its epoch"};
  Head head{select->column_text(0), select->column_int(1)};
  if (auto sound = check(*select, 2, sum_of_ledger(head.epoch, head.next_sequence), "the ledger's epoch");
      !sound) {
    return sound.error();
  }
  return head;
}

Result<void> set_next_sequence(Database& db, const std::string& epoch, std::int64_t next_sequence) {
  auto update = db.prepare("UPDATE ledger SET next_sequence=?1, sum=?2");
  if (!update) return update.error();
  return update->bind(1, next_sequence).bind(2, sum_of_ledger(epoch, next_sequence)).run();
}

Result<void> check_sums(const Database& db) {
  const auto each = [&](const char* sql, auto&& read) -> Result<void> {
    auto select = db.prepare(sql);
    if (!select) return select.error();
    auto row = select->step();
    for (; row && *row; row = select->step())
      if (auto sound = read(*select); !sound) return sound.error();
    if (!row) return row.error();
    return {};
  };
  if (auto sound = each("SELECT * FROM draft", read_draft); !sound) return sound;
  if (auto sound = each("SELECT * FROM event", read_event); !sound) return sound;
  if (auto sound = each("SELECT * FROM batch", read_batch); !sound) return sound;
  return each("SELECT * FROM dead_letter", check_dead);
}

Result<void> insert(Database& db, const DraftRow& row) {
  auto statement = db.prepare("INSERT INTO draft VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
  if (!statement) return statement.error();
  statement->bind(1, row.id).bind(2, row.page).bind(3, row.language).bind(4, row.release);
  statement->bind(5, row.useful).bind(6, row.reasons).bind(7, row.comment).bind(8, row.test);
  statement->bind(9, row.unix_ms).bind(10, row.boot_id).bind(11, row.clock_trusted);
  return statement->bind(12, sum_of(row)).run();
}

Result<void> insert(Database& db, const EventRow& row) {
  auto statement = db.prepare(
      "INSERT INTO event(epoch, sequence, encoded, unix_ms, boot_id, sum) VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
  if (!statement) return statement.error();
  statement->bind(1, row.epoch).bind(2, row.sequence).bind(3, row.encoded).bind(4, row.unix_ms);
  return statement->bind(5, row.boot_id).bind(6, sum_of(row)).run();
}

Result<void> insert(Database& db, const DeadRow& row) {
  auto statement = db.prepare(
      "INSERT INTO dead_letter(epoch, sequence, encoded, unix_ms, boot_id, reason, dead_unix_ms, sum)"
      " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
  if (!statement) return statement.error();
  const EventRow& event = row.event;
  statement->bind(1, event.epoch).bind(2, event.sequence).bind(3, event.encoded).bind(4, event.unix_ms);
  statement->bind(5, event.boot_id).bind(6, row.reason).bind(7, row.dead_unix_ms);
  return statement->bind(8, sum_of(row)).run();
}

}  // namespace entre::outbox
