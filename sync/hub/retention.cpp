#include "sync/hub/retention.h"

#include "platform/json.h"
#include "sync/hub/store.h"

namespace entre::hub {

namespace {

constexpr std::int64_t day_ms = 86'400'000;

// The store brings the file to its newest form first.
Result<Database> open(const std::string& path) {
  if (auto store = SqliteStore::open(path); !store) return Error{ErrorKind::io, store.error().message};
  auto db = Database::open(path, Database::Mode::read_write);
  if (!db) return db.error();
  if (auto set = db->execute("PRAGMA synchronous=FULL; PRAGMA secure_delete=ON"); !set) return set.error();
  return db;
}

Result<std::int64_t> run_before(Database& db, const char* sql, const std::string& before) {
  if (before.empty()) return std::int64_t{0};
  auto statement = db.prepare(sql);
  if (!statement) return statement.error();
  if (auto done = statement->bind(1, before).run(); !done) return done.error();
  return db.changes();
}

Result<void> note(Database& db, const Purge& purge) {
  auto insert = db.prepare("INSERT INTO purge VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  if (!insert) return insert.error();
  insert->bind(1, purge.time).bind(2, purge.answers).bind(3, purge.answers_before);
  insert->bind(4, purge.comments).bind(5, purge.comments_before);
  return insert->bind(6, purge.counts).bind(7, purge.counts_before).run();
}

// RFC 4180. A cell that a spreadsheet would take for a formula is a visitor's text: it starts with an
// apostrophe.
std::string csv_cell(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos)
    text.insert(0, "'");
  if (text.find_first_of("\",\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

constexpr const char* export_columns[] = {"kiosk_id", "kiosk",    "page",          "language",
                                          "release",  "useful",   "reasons",       "comment",
                                          "time",     "received", "clock_trusted", "test"};

std::string csv_row(const Statement& row) {
  std::string line;
  for (int column = 0; column < int(std::size(export_columns)); ++column)
    line += (column == 0 ? "" : ",") + csv_cell(row.column_text(column));
  return line + "\r\n";
}

std::string json_row(const Statement& row) {
  Json object;
  for (int column = 0; column < int(std::size(export_columns)); ++column) {
    const std::string name = export_columns[column];
    if (name == "release")
      object[name] = row.column_int(column);
    else if (name == "useful" || name == "clock_trusted" || name == "test")
      object[name] = row.column_int(column) != 0;
    else if (name == "reasons")
      object[name] = Json::parse(row.column_text(column), nullptr, false);
    else
      object[name] = row.column_text(column);
  }
  return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Result<Purge> purge(const std::string& path, const Retention& retention, const Clock& clock) {
  auto db = open(path);
  if (!db) return db.error();
  const std::int64_t now_ms = clock.unix_ms();
  const auto before = [&](const std::optional<std::int64_t>& days) {
    return days ? rfc3339(now_ms - *days * day_ms) : std::string();
  };
  Purge done{rfc3339(now_ms),
             0,
             0,
             before(retention.answers_days),
             before(retention.comments_days),
             0,
             before(retention.counts_days)};
  {
    auto transaction = Transaction::begin(*db);
    if (!transaction) return transaction.error();
    auto answers = run_before(*db, "DELETE FROM feedback WHERE received < ?1", done.answers_before);
    if (!answers) return answers.error();
    auto comments = run_before(*db, "UPDATE feedback SET comment='' WHERE comment <> '' AND received < ?1",
                               done.comments_before);
    if (!comments) return comments.error();
    auto counts = run_before(*db, "DELETE FROM usage WHERE received < ?1", done.counts_before);
    if (!counts) return counts.error();
    done.answers = *answers;
    done.comments = *comments;
    done.counts = *counts;
    if (auto noted = note(*db, done); !noted) return noted.error();
    if (auto committed = transaction->commit(); !committed) return committed.error();
  }
  if (auto rewritten = db->execute("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)"); !rewritten)
    return rewritten.error();
  return done;
}

Result<std::vector<Purge>> purge_log(const std::string& path) {
  auto db = open(path);
  if (!db) return db.error();
  auto select = db->prepare(
      "SELECT time, answers, comments, answers_before, comments_before, counts, counts_before FROM purge"
      " ORDER BY rowid");
  if (!select) return select.error();
  std::vector<Purge> log;
  auto row = select->step();
  for (; row && *row; row = select->step())
    log.push_back({select->column_text(0), select->column_int(1), select->column_int(2),
                   select->column_text(3), select->column_text(4), select->column_int(5),
                   select->column_text(6)});
  if (!row) return row.error();
  return log;
}

Result<std::int64_t> export_answers(const std::string& path, ExportFormat format,
                                    const std::function<void(std::string_view)>& write) {
  auto db = open(path);
  if (!db) return db.error();
  auto select = db->prepare(
      "SELECT kiosk_id, coalesce(name, ''), page, language, release, useful, reasons, comment, time, "
      "received,"
      " clock_trusted, test FROM feedback LEFT JOIN kiosk ON kiosk.id = kiosk_id ORDER BY feedback.rowid");
  if (!select) return select.error();
  const bool csv = format == ExportFormat::csv;
  if (csv) {
    std::string header;
    for (const char* column : export_columns) header += (header.empty() ? "" : ",") + std::string(column);
    write(header + "\r\n");
  } else {
    write("[");
  }
  std::int64_t count = 0;
  auto row = select->step();
  for (; row && *row; row = select->step(), ++count)
    write(csv ? csv_row(*select) : (count == 0 ? "\n" : ",\n") + json_row(*select));
  if (!row) return row.error();
  if (!csv) write("\n]\n");
  return count;
}

}  // namespace entre::hub
