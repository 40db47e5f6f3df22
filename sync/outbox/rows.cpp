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

std::string sum_of_batch(std::string_view epoch, std::int64_t first, std::int64_t last,
                         std::string_view body) {
  return (Summed("batch") << epoch << first << last << body).sum();
}

EventRow read_event(const Statement& row, int column) {
  return {row.column_text(column), row.column_int(column + 1), row.column_text(column + 2),
          row.column_int(column + 3), row.column_text(column + 4)};
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
