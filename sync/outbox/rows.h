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
std::string sum_of_batch(std::string_view epoch, std::int64_t first, std::int64_t last,
                         std::string_view body);

// The columns of event, in their order, from `column` on.
EventRow read_event(const Statement& row, int column);
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
