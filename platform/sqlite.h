#pragma once
// SQLite3 behind RAII. sqlite3.h is included in sqlite.cpp only. ":memory:" is the twin for tests.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "platform/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace entre {

class Database;

// A prepared statement. Bind by 1-based position, then step until it says false; reset() to use it again.
// What could not be bound (a damaged file may have another text encoding) the next step tells. Texts and
// blobs that column_* return are copies. Used on the thread of its Database only.
class Statement {
 public:
  Statement(Statement&&) noexcept;
  Statement& operator=(Statement&&) noexcept;
  ~Statement();
  Statement& bind(int position, std::int64_t value);
  Statement& bind(int position, std::string_view text);
  Statement& bind_blob(int position, std::string_view bytes);
  Statement& bind_null(int position);
  // True: a row is there. False: done. full, corrupt and io as the kinds say.
  Result<bool> step();
  // Runs a statement that yields no rows to its end, and resets it.
  Result<void> run();
  void reset();
  std::int64_t column_int(int column) const;
  double column_real(int column) const;
  std::string column_text(int column) const;
  std::string column_blob(int column) const;
  bool column_is_null(int column) const;

 private:
  friend class Database;
  Statement(sqlite3* db, sqlite3_stmt* statement);
  Statement& bound(int code);
  sqlite3* db_ = nullptr;
  sqlite3_stmt* statement_ = nullptr;
  int bind_code_ = 0;
};

class Database {
 public:
  // create: a file that is not there yet is made, writable by its group (0660): the ledger is the screen's
  // and sync's, who are two users. read_only: beside others that write. read_only_immutable: of a file that
  // nobody ever changes.
  enum class Mode { read_write, create, read_only, read_only_immutable };
  // Opens a file. busy_timeout_ms is how long a lock is waited for. corrupt when it is no database.
  static Result<Database> open(const std::string& path, Mode mode, int busy_timeout_ms = 5000);
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();
  // One or more statements without parameters and results.
  Result<void> execute(const std::string& sql);
  Result<Statement> prepare(std::string_view sql) const;
  std::int64_t last_insert_id() const;
  std::int64_t changes() const;
  // PRAGMA integrity_check; corrupt with its first complaint.
  Result<void> check_integrity() const;
  Result<std::int64_t> user_version() const;
  // Whether another file, or none, has taken the place of the one that was opened.
  bool has_moved() const;

 private:
  explicit Database(sqlite3* db);
  sqlite3* db_ = nullptr;
};

// BEGIN IMMEDIATE ... COMMIT; rolls back when destroyed without commit().
class Transaction {
 public:
  static Result<Transaction> begin(Database& db);
  Transaction(Transaction&&) noexcept;
  ~Transaction();
  Result<void> commit();

 private:
  explicit Transaction(Database& db);
  Database* db_ = nullptr;
};

// Brings `db` to the last of the migrations, each applied once, in order, in one transaction each;
// user_version counts those applied. invalid when the file is newer than this program.
struct Migration {
  const char* sql;
};
Result<void> migrate(Database& db, const Migration* migrations, int count);

}  // namespace entre
