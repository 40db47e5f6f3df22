#include "sync/outbox/opening.h"

#include <iterator>
#include <utility>

#include "platform/log.h"
#include "sync/outbox/log_check.h"
#include "sync/outbox/rows.h"
#include "sync/wire/wire.h"

namespace entre::outbox {

namespace {

// Appended, never changed: ledgers in the field are of every age.
constexpr Migration migrations[] = {{R"(
CREATE TABLE ledger(
  one INTEGER PRIMARY KEY CHECK(one = 1),
  epoch TEXT NOT NULL,
  next_sequence INTEGER NOT NULL,
  batch_events INTEGER NOT NULL       -- at most so many in the next batch
) STRICT;
CREATE TABLE draft(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  page TEXT NOT NULL, language TEXT NOT NULL, release INTEGER NOT NULL, useful INTEGER NOT NULL,
  reasons TEXT NOT NULL,              -- JSON array
  comment TEXT NOT NULL, test INTEGER NOT NULL,
  unix_ms INTEGER NOT NULL, boot_id TEXT NOT NULL, clock_trusted INTEGER NOT NULL
) STRICT;
-- Final answers. encoded is what travels, settled once; the exact time and the boot stay here.
CREATE TABLE event(
  sequence INTEGER PRIMARY KEY,
  encoded TEXT NOT NULL, unix_ms INTEGER NOT NULL, boot_id TEXT NOT NULL
) STRICT;
CREATE TABLE batch(
  one INTEGER PRIMARY KEY CHECK(one = 1),
  first INTEGER NOT NULL, last INTEGER NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE TABLE dead_letter(
  sequence INTEGER PRIMARY KEY,
  encoded TEXT NOT NULL, unix_ms INTEGER NOT NULL, boot_id TEXT NOT NULL,
  reason TEXT NOT NULL, dead_unix_ms INTEGER NOT NULL
) STRICT;
)"},
                                    // Answers keep their epoch, since a renewed ledger holds those of the one
                                    // before, and every row has a sum (empty: it is older than sums).
                                    {R"(
ALTER TABLE draft ADD COLUMN sum TEXT NOT NULL DEFAULT '';
CREATE TABLE event_2(
  id INTEGER PRIMARY KEY, epoch TEXT NOT NULL, sequence INTEGER NOT NULL,
  encoded TEXT NOT NULL, unix_ms INTEGER NOT NULL, boot_id TEXT NOT NULL, sum TEXT NOT NULL
) STRICT;
INSERT INTO event_2
  SELECT sequence, (SELECT epoch FROM ledger), sequence, encoded, unix_ms, boot_id, '' FROM event;
CREATE TABLE dead_letter_2(
  id INTEGER PRIMARY KEY, epoch TEXT NOT NULL, sequence INTEGER NOT NULL,
  encoded TEXT NOT NULL, unix_ms INTEGER NOT NULL, boot_id TEXT NOT NULL,
  reason TEXT NOT NULL, dead_unix_ms INTEGER NOT NULL, sum TEXT NOT NULL
) STRICT;
INSERT INTO dead_letter_2
  SELECT sequence, (SELECT epoch FROM ledger), sequence, encoded, unix_ms, boot_id, reason, dead_unix_ms, ''
  FROM dead_letter;
ALTER TABLE ledger ADD COLUMN sum TEXT NOT NULL DEFAULT '';
-- Of one epoch, and of the events from first_id to last_id.
CREATE TABLE batch_2(
  one INTEGER PRIMARY KEY CHECK(one = 1),
  epoch TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
  first_id INTEGER NOT NULL, last_id INTEGER NOT NULL, body TEXT NOT NULL, sum TEXT NOT NULL
) STRICT;
INSERT INTO batch_2 SELECT 1, (SELECT epoch FROM ledger), first, last, first, last, body, '' FROM batch;
DROP TABLE event;
DROP TABLE dead_letter;
DROP TABLE batch;
ALTER TABLE event_2 RENAME TO event;
ALTER TABLE dead_letter_2 RENAME TO dead_letter;
ALTER TABLE batch_2 RENAME TO batch;
)"},
                                    // Several batches are sealed at a time, and the bytes of one follow from
                                    // its answers.
                                    {R"(
CREATE TABLE batch_3(
  first_id INTEGER PRIMARY KEY, last_id INTEGER NOT NULL,
  epoch TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
  body_sum TEXT NOT NULL,             -- empty: it was sealed by a program before this
  sum TEXT NOT NULL
) STRICT;
INSERT INTO batch_3 SELECT first_id, last_id, epoch, first, last, '', '' FROM batch;
DROP TABLE batch;
ALTER TABLE batch_3 RENAME TO batch;
)"}};

constexpr int busy_timeout_ms = 5000;
constexpr std::uint64_t ledger_bytes_max = 2ull << 30;
constexpr const char* parts[] = {"", "-wal", "-shm"};

Result<void> prepare_schema(Database& db, Random& random) {
  if (auto migrated = migrate(db, migrations, int(std::size(migrations))); !migrated) return migrated;
  auto first = db.prepare("INSERT OR IGNORE INTO ledger VALUES(1, ?1, 1, ?2, ?3)");
  if (!first) return first.error();
  const std::string epoch = uuid4(random);
  first->bind(1, epoch).bind(2, std::int64_t(wire::batch_events_max));
  return first->bind(3, sum_of_ledger(epoch, 1)).run();
}

Result<std::string> schema_of(const Database& db) {
  auto select = db.prepare(
      "SELECT group_concat(name || ' ' || sql, ';') FROM (SELECT * FROM sqlite_schema"
      " ORDER BY name)");
  if (!select) return select.error();
  auto row = select->step();
  if (!row) return row.error();
  return select->column_text(0);
}

Result<std::string> newest_schema() {
  auto made = Database::open(":memory:", Database::Mode::create);
  if (!made) return made.error();
  if (auto migrated = migrate(*made, migrations, int(std::size(migrations))); !migrated)
    return migrated.error();
  return schema_of(*made);
}

// SQLite believes a schema that it can read: a flipped bit in a column's name would refuse every answer.
Result<void> check_schema(const Database& db) {
  // Once in a program: all migrations cost more than the rest of an opening.
  static const Result<std::string> expected = newest_schema();
  if (!expected) return expected.error();
  auto found = schema_of(db);
  if (!found) return found.error();
  if (*found != *expected) return Error{ErrorKind::corrupt, "the ledger's schema is damaged"};
  return {};
}

Result<std::string> read_or_empty(Files& files, const std::string& path) {
  auto bytes = files.read(path, ledger_bytes_max);
  if (!bytes && bytes.error().kind == ErrorKind::not_found) return std::string();
  return bytes;
}

// Before SQLite opens it, which would drop what lies behind a damaged frame.
Result<void> check_log(const std::string& path, Files& files) {
  const auto log = read_or_empty(files, path + "-wal");
  if (!log) return log.error();
  if (log->empty()) return {};
  const auto index = read_or_empty(files, path + "-shm");
  if (!index) return index.error();
  if (log_lost_frames(*log, *index)) return Error{ErrorKind::corrupt, "the ledger's log is damaged"};
  return {};
}

Result<LedgerFile> open_sound(const std::string& path, Files& files, Random& random) {
  if (auto sound = check_log(path, files); !sound) return sound.error();
  auto db = Database::open(path, Database::Mode::create, busy_timeout_ms);
  if (!db) return db.error();
  if (auto set = db->execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;");
      !set) {
    return set.error();
  }
  if (auto prepared = prepare_schema(*db, random); !prepared) return prepared.error();
  if (auto sound = db->check_integrity(); !sound) return sound.error();
  if (auto sound = check_schema(*db); !sound) return sound.error();
  if (auto sound = check_sums(*db); !sound) return sound.error();
  auto head = read_head(*db);
  if (!head) return head.error();
  return LedgerFile{std::move(db).value(), std::move(head->epoch), "", 0};
}

// A write version that SQLite does not know makes it take a file for read-only (SQLite's database file
// format, 1.3.2): the ledger's is 1 or 2, so another one is damage.
bool write_version_is_damaged(const std::string& path, const Files& files) {
  constexpr std::size_t place = 18;
  const auto bytes = files.read(path, ledger_bytes_max);
  return bytes && bytes->size() > place && (*bytes)[place] != 1 && (*bytes)[place] != 2;
}

template <class Row>
Result<void> insert_all(Database& db, const std::vector<Row>& rows) {
  for (const Row& row : rows)
    if (auto inserted = insert(db, row); !inserted) return inserted;
  return {};
}

// A whole ledger in one file, without a log, so that one rename puts it in place.
Result<void> write_salvaged(const std::string& path, const Salvaged& salvaged, Random& random) {
  auto db = Database::open(path, Database::Mode::create, busy_timeout_ms);
  if (!db) return db.error();
  if (auto set = db->execute("PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA;"); !set) return set;
  if (auto prepared = prepare_schema(*db, random); !prepared) return prepared;
  auto transaction = Transaction::begin(*db);
  if (!transaction) return transaction.error();
  if (auto drafts = insert_all(*db, salvaged.drafts); !drafts) return drafts;
  if (auto events = insert_all(*db, salvaged.events); !events) return events;
  if (auto dead = insert_all(*db, salvaged.dead); !dead) return dead;
  return transaction->commit();
}

std::string renewed_of(const std::string& path) {
  return path + ".renewed";
}

Result<void> remove_renewed(const std::string& path, Files& files) {
  for (const char* part : {"", "-journal"})
    if (auto removed = files.remove(renewed_of(path) + part); !removed) return removed;
  return {};
}

// The database goes first: from then on the renewed one takes its place, whatever happens, and the log of the
// old one must not be taken for its own.
Result<std::string> put_renewed_in_place(const std::string& path, Files& files, std::int64_t unix_ms) {
  std::string suffix = ".damaged-" + std::to_string(unix_ms);
  while (files.exists(path + suffix) || files.exists(path + suffix + "-wal"))
    suffix = ".damaged-" + std::to_string(++unix_ms);
  for (const char* part : parts) {
    if (!files.exists(path + part)) continue;
    if (auto moved = files.rename(path + part, path + suffix + part); !moved) return moved.error();
  }
  if (auto moved = files.rename(renewed_of(path), path); !moved) return moved.error();
  return path + suffix;
}

Result<LedgerFile> renew(const std::string& path, Files& files, Clock& clock, Random& random) {
  const auto database = read_or_empty(files, path);
  const auto log = read_or_empty(files, path + "-wal");
  if (!database) return database.error();
  if (!log) return log.error();
  const Salvaged salvaged = salvage(*database, *log);
  if (auto removed = remove_renewed(path, files); !removed) return removed.error();
  if (auto written = write_salvaged(renewed_of(path), salvaged, random); !written) return written.error();
  if (auto synced = files.sync(renewed_of(path)); !synced) return synced.error();
  auto aside = put_renewed_in_place(path, files, clock.unix_ms());
  if (!aside) return aside.error();
  log_error("the ledger was damaged: it lies in " + *aside + ", and " + std::to_string(salvaged.rows()) +
            " answers of it are in a new one");
  auto opened = open_sound(path, files, random);
  if (!opened) return opened;
  opened->set_aside = *std::move(aside);
  opened->salvaged = salvaged.rows();
  return opened;
}

}  // namespace

std::string lock_of(const std::string& ledger_path) {
  return ledger_path + ".lock";
}

Result<LedgerFile> open_ledger(const std::string& path, bool distrusted, Files& files, Clock& clock,
                               Random& random) {
  // Left so by a power cut: the old one was set aside, the new one is not yet in its place.
  if (!files.exists(path) && files.exists(renewed_of(path)))
    if (auto done = put_renewed_in_place(path, files, clock.unix_ms()); !done) return done.error();
  if (distrusted) return renew(path, files, clock, random);
  auto opened = open_sound(path, files, random);
  if (!opened && opened.error().kind == ErrorKind::denied && write_version_is_damaged(path, files))
    return renew(path, files, clock, random);
  // Damage is looked at twice: a read that failed once is none.
  if (!opened && opened.error().kind == ErrorKind::corrupt) opened = open_sound(path, files, random);
  if (opened || opened.error().kind != ErrorKind::corrupt) return opened;
  return renew(path, files, clock, random);
}

}  // namespace entre::outbox
