#include "platform/sqlite.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

namespace entre {
namespace {

constexpr mode_t kFileMode = 0660;

ErrorKind kind_of(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return ErrorKind::full;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return ErrorKind::corrupt;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return ErrorKind::unavailable;
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_ERROR:
      return ErrorKind::invalid;
    case SQLITE_TOOBIG:
      return ErrorKind::too_large;
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_READONLY:
      return ErrorKind::denied;
    default:
      return ErrorKind::io;
  }
}

Error error_of(sqlite3* db, int code) {
  const char* message = db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code);
  return {kind_of(code), std::string("sqlite: ") + message + " (" + std::to_string(code) + ")"};
}

std::string uri_of(const std::string& path) {
  std::string uri = "file:";
  for (const unsigned char c : path) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       c == '/' || c == '-' || c == '_' || c == '.' || c == '~';
    if (plain) {
      uri += static_cast<char>(c);
    } else {
      uri += '%';
      uri += "0123456789ABCDEF"[c >> 4];
      uri += "0123456789ABCDEF"[c & 15];
    }
  }
  return uri + "?immutable=1";
}

}  // namespace

Statement::Statement(sqlite3* db, sqlite3_stmt* statement) : db_(db), statement_(statement) {}
Statement::Statement(Statement&& other) noexcept
    : db_(other.db_), statement_(std::exchange(other.statement_, nullptr)), bind_code_(other.bind_code_) {}
Statement& Statement::operator=(Statement&& other) noexcept {
  std::swap(db_, other.db_);
  std::swap(statement_, other.statement_);
  std::swap(bind_code_, other.bind_code_);
  return *this;
}
Statement::~Statement() {
  sqlite3_finalize(statement_);
}

Statement& Statement::bound(int code) {
  // A wrong position is a programming error.
  if (code == SQLITE_RANGE || code == SQLITE_MISUSE) std::abort();
  if (code != SQLITE_OK) bind_code_ = code;
  return *this;
}

Statement& Statement::bind(int position, std::int64_t value) {
  return bound(sqlite3_bind_int64(statement_, position, value));
}

Statement& Statement::bind(int position, std::string_view text) {
  const char* data = text.data() != nullptr ? text.data() : "";  // a null pointer would bind NULL
  return bound(sqlite3_bind_text64(statement_, position, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

Statement& Statement::bind_blob(int position, std::string_view bytes) {
  const char* data = bytes.data() != nullptr ? bytes.data() : "";
  return bound(sqlite3_bind_blob64(statement_, position, data, bytes.size(), SQLITE_TRANSIENT));
}

Statement& Statement::bind_null(int position) {
  return bound(sqlite3_bind_null(statement_, position));
}

Result<bool> Statement::step() {
  if (bind_code_ != SQLITE_OK) return error_of(nullptr, bind_code_);
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return error_of(db_, code);
}

Result<void> Statement::run() {
  for (;;) {
    const auto row = step();
    if (row && *row) continue;
    reset();
    if (!row) return row.error();
    return {};
  }
}

void Statement::reset() {
  sqlite3_reset(statement_);  // repeats the last step's error, which has been told
  sqlite3_clear_bindings(statement_);
  bind_code_ = SQLITE_OK;
}

std::int64_t Statement::column_int(int column) const {
  return sqlite3_column_int64(statement_, column);
}
double Statement::column_real(int column) const {
  return sqlite3_column_double(statement_, column);
}

std::string Statement::column_text(int column) const {
  const unsigned char* text = sqlite3_column_text(statement_, column);
  if (text == nullptr) return {};
  return {reinterpret_cast<const char*>(text),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string Statement::column_blob(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

bool Statement::column_is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Database::Database(sqlite3* db) : db_(db) {}
Database::Database(Database&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}
Database& Database::operator=(Database&& other) noexcept {
  std::swap(db_, other.db_);
  return *this;
}
// v2: statements that outlive the database keep it open until they go.
Database::~Database() {
  sqlite3_close_v2(db_);
}

Result<Database> Database::open(const std::string& path, Mode mode, int busy_timeout_ms) {
  const bool immutable = mode == Mode::read_only_immutable;
  int flags = mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  if (immutable) flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
  if (mode == Mode::create) flags |= SQLITE_OPEN_CREATE;
  const std::string name = immutable ? uri_of(path) : path;
  const bool is_new = mode == Mode::create && ::access(path.c_str(), F_OK) != 0;
  sqlite3* db = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &db, flags, nullptr);
  Database database(db);
  if (code != SQLITE_OK) {
    // A missing file and an unreadable one are the same code; only the first is a matter of course.
    const bool missing = code == SQLITE_CANTOPEN && mode != Mode::create && sqlite3_system_errno(db) == 2;
    Error error = error_of(db, code);
    return Error{missing ? ErrorKind::not_found : error.kind, path + ": " + error.message};
  }
  sqlite3_extended_result_codes(db, 1);
  sqlite3_busy_timeout(db, busy_timeout_ms);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  // SQLite opens lazily: only reading the schema shows that it is a database.
  auto ready = database.execute(
      "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA foreign_keys=ON;"
      "SELECT count(*) FROM sqlite_schema;");
  if (!ready) return Error{ready.error().kind, path + ": " + ready.error().message};
  // SQLite gives its log and the log's index the file's own mode.
  if (is_new) static_cast<void>(::chmod(path.c_str(), kFileMode) == 0);
  return database;
}

Result<void> Database::execute(const std::string& sql) {
  const int code = sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return error_of(db_, code);
  return {};
}

Result<Statement> Database::prepare(std::string_view sql) const {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(db_, sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
  if (code != SQLITE_OK) return error_of(db_, code);
  if (statement == nullptr) return Error{ErrorKind::invalid, "sqlite: an empty statement"};
  return Statement(db_, statement);
}

std::int64_t Database::last_insert_id() const {
  return sqlite3_last_insert_rowid(db_);
}
std::int64_t Database::changes() const {
  return sqlite3_changes64(db_);
}

Result<void> Database::check_integrity() const {
  auto statement = prepare("PRAGMA integrity_check(1)");
  if (!statement) return statement.error();
  const auto row = statement->step();
  if (!row) return row.error();
  const std::string verdict = *row ? statement->column_text(0) : "no verdict";
  if (verdict != "ok") return Error{ErrorKind::corrupt, "sqlite: " + verdict};
  return {};
}

Result<std::int64_t> Database::user_version() const {
  auto statement = prepare("PRAGMA user_version");
  if (!statement) return statement.error();
  const auto row = statement->step();
  if (!row) return row.error();
  return statement->column_int(0);
}

bool Database::has_moved() const {
  int moved = 0;
  return sqlite3_file_control(db_, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved != 0;
}

Transaction::Transaction(Database& db) : db_(&db) {}
Transaction::Transaction(Transaction&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}
Transaction::~Transaction() {
  if (db_ == nullptr) return;
  // Some errors (a full disk) have rolled back already, and then this one is refused: it is undone either
  // way.
  (void)db_->execute("ROLLBACK");
}

Result<Transaction> Transaction::begin(Database& db) {
  if (auto begun = db.execute("BEGIN IMMEDIATE"); !begun) return begun.error();
  return Transaction(db);
}

Result<void> Transaction::commit() {
  if (db_ == nullptr) std::abort();
  if (auto done = db_->execute("COMMIT"); !done) return done;
  db_ = nullptr;
  return {};
}

Result<void> migrate(Database& db, const Migration* migrations, int count) {
  const auto version = db.user_version();
  if (!version) return version.error();
  if (*version < 0 || *version > count) {
    return Error{ErrorKind::invalid, "the file has version " + std::to_string(*version) +
                                         ", this program knows up to " + std::to_string(count)};
  }
  for (int next = static_cast<int>(*version); next < count; ++next) {
    auto transaction = Transaction::begin(db);
    if (!transaction) return transaction.error();
    if (auto done = db.execute(migrations[next].sql); !done) return done;
    const std::string mark = "PRAGMA user_version = " + std::to_string(next + 1);
    if (auto done = db.execute(mark); !done) return done;
    if (auto done = transaction->commit(); !done) return done;
  }
  return {};
}

}  // namespace entre
