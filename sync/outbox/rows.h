#pragma once
// The ledger's rows as they lie on disk, each with a sum of its own: SQLite notices a damaged structure, but
// not a flipped bit in a text.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "platform/result.h"
#include "platform/sqlite.h"

namespace entre::outbox {

// An answer that may still be changed. The sum covers the id: a row is never another's.
struct DraftRow {
  std::int64_t id = 0;
  std::string page, language;
  std::int64_t release = 0, useful = 0;
  std::string reasons, comment;  // reasons: a JSON array
  std::int64_t test = 0, unix_ms = 0;
  std::string boot_id;
  std::int64_t clock_trusted = 0;
};

// A final answer. `encoded` is what travels and names epoch and sequence too.
struct EventRow {
  std::string epoch;
  std::int64_t sequence = 0;
  std::string encoded;
  std::int64_t unix_ms = 0;
  std::string boot_id;
};

struct DeadRow {
  EventRow event;
  std::string reason;
  std::int64_t dead_unix_ms = 0;
};

std::string sum_of(const DraftRow& row);
std::string sum_of(const EventRow& row);
std::string sum_of(const DeadRow& row);
std::string sum_of_ledger(std::string_view epoch, std::int64_t next_sequence);

// A sealed batch: the events with ids from first_id to last_id.
struct BatchRow {
  std::int64_t first_id = 0, last_id = 0;
  std::string epoch;
  std::int64_t first = 0, last = 0;  // sequences
  std::string body_sum;
};
std::string sum_of(const BatchRow& row);
std::string sum_of_body(std::string_view body);

// Each is `corrupt` when its sum is wrong; the columns are those of the table, in their order.
Result<DraftRow> read_draft(const Statement& row);
struct StoredEvent {
  std::int64_t id = 0;
  EventRow row;
};
Result<StoredEvent> read_event(const Statement& row);
Result<BatchRow> read_batch(const Statement& row);
struct Head {
  std::string epoch;
  std::int64_t next_sequence = 0;
};
Result<Head> read_head(const Database& db);
Result<void> set_next_sequence(Database& db, const std::string& epoch, std::int64_t next_sequence);
// Every row of the ledger.
Result<void> check_sums(const Database& db);

// A draft is inserted under its own id where it has one.
Result<void> insert(Database& db, const DraftRow& row);
Result<void> insert(Database& db, const EventRow& row);
Result<void> insert(Database& db, const DeadRow& row);

// What is left of a damaged ledger. Reads the pages themselves, the log's newest before the file's, and keeps
// what is a whole row with a right sum: the tree above the rows is not needed (SQLite's file format, 1.6, 2.1
// and 4.2).
struct Salvaged {
  std::vector<DraftRow> drafts;
  std::vector<EventRow> events;
  std::vector<DeadRow> dead;
  std::size_t rows() const { return drafts.size() + events.size() + dead.size(); }
};
Salvaged salvage(std::string_view database_bytes, std::string_view log_bytes);

}  // namespace entre::outbox
