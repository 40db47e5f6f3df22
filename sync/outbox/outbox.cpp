#include "sync/outbox/outbox.h"

#include <utility>

#include "platform/json.h"
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
)"}};

constexpr int open_tries_max = 10;
// Two that both turn a new file to WAL wait for each other to the end, so that end is near.
constexpr int making_busy_timeout_ms = 500;

wire::FeedbackEvent event_of(const Answer& answer) {
  wire::FeedbackEvent event;
  event.page = answer.page;
  event.language = answer.language;
  event.release = answer.release;
  event.useful = answer.useful;
  event.reasons = answer.reasons;
  event.comment = answer.comment;
  event.test = answer.test;
  return event;
}

// An answer that could not be sent must not be accepted: it would only die later, unseen.
Result<void> check(const Answer& answer) {
  wire::FeedbackEvent event = event_of(answer);
  event.sequence = 1;
  event.kiosk_id = event.epoch = "0";
  return wire::check_event(event);
}

Result<void> bind_answer_and_run(Statement& statement, const Answer& answer) {
  statement.bind(1, answer.page).bind(2, answer.language).bind(3, answer.release);
  statement.bind(4, std::int64_t(answer.useful)).bind(5, Json(answer.reasons).dump());
  statement.bind(6, answer.comment).bind(7, std::int64_t(answer.test));
  return statement.run();
}

Result<void> prepare_schema(Database& db, Random& random) {
  if (auto set = db.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;");
      !set) {
    return set;
  }
  if (auto migrated = migrate(db, migrations, int(std::size(migrations))); !migrated) return migrated;
  auto first = db.prepare("INSERT OR IGNORE INTO ledger VALUES(1, ?1, 1, ?2)");
  if (!first) return first.error();
  return first->bind(1, uuid4(random)).bind(2, std::int64_t(wire::batch_events_max)).run();
}

struct OpenedDatabase {
  Database db;
  std::string epoch;
};

Result<OpenedDatabase> open_once(const std::string& path, Random& random) {
  auto db = Database::open(path, Database::Mode::create, making_busy_timeout_ms);
  if (!db) return db.error();
  if (auto prepared = prepare_schema(*db, random); !prepared) return prepared.error();
  if (auto sound = db->check_integrity(); !sound) return sound.error();
  if (auto set = db->execute("PRAGMA busy_timeout=5000"); !set) return set.error();
  auto epoch = db->prepare("SELECT epoch FROM ledger");
  if (!epoch) return epoch.error();
  auto row = epoch->step();
  if (!row) return row.error();
  if (!*row) return Error{ErrorKind::corrupt, "the ledger has lost its epoch"};
  std::string text = epoch->column_text(0);
  return OpenedDatabase{std::move(db).value(), std::move(text)};
}

// Screen and sync may make the ledger at the same moment: the one who loses that race finds it made at the
// next try. Damage too is looked at twice, since the other side may just have set the file aside.
Result<OpenedDatabase> open_patiently(const std::string& path, Random& random) {
  auto opened = open_once(path, random);
  for (int tries = 1; !opened && tries < open_tries_max; ++tries) {
    const ErrorKind kind = opened.error().kind;
    if (kind != ErrorKind::unavailable && kind != ErrorKind::invalid &&
        !(kind == ErrorKind::corrupt && tries == 1)) {
      break;
    }
    opened = open_once(path, random);
  }
  return opened;
}

// The database goes first: SQLite itself drops the log of a database that is not there.
Result<std::string> set_aside(const std::string& path, Files& files, std::int64_t unix_ms) {
  std::string suffix = ".damaged-" + std::to_string(unix_ms);
  while (files.exists(path + suffix)) suffix = ".damaged-" + std::to_string(++unix_ms);
  for (const char* part : {"", "-wal", "-shm"}) {
    if (!files.exists(path + part)) continue;
    if (auto moved = files.rename(path + part, path + suffix + part); !moved) return moved.error();
  }
  return path + suffix;
}

}  // namespace

Outbox::Outbox(Database db, std::string kiosk_id, Clock& clock, std::string epoch)
    : db_(std::move(db)), kiosk_id_(std::move(kiosk_id)), clock_(&clock), epoch_(std::move(epoch)) {}

Result<Outbox::Opened> Outbox::open(const std::string& path, const std::string& kiosk_id, Files& files,
                                    Clock& clock, Random& random) {
  wire::FeedbackEvent probe = event_of({"page", "sv", 0, true, {}, "", false});
  probe.sequence = 1;
  probe.kiosk_id = kiosk_id;
  probe.epoch = "0";
  if (!wire::check_event(probe)) {
    return Error{ErrorKind::invalid, "kiosk id '" + kiosk_id + "': expected a UUID (kiosk.id in kiosk.toml)"};
  }
  Opened result;
  auto opened = open_patiently(path, random);
  if (!opened && opened.error().kind == ErrorKind::corrupt) {
    auto moved = set_aside(path, files, clock.unix_ms());
    if (!moved) return moved.error();
    result.set_aside = std::move(moved).value();
    opened = open_patiently(path, random);
  }
  if (!opened) return Error{opened.error().kind, path + ": " + opened.error().message};
  result.outbox.reset(new Outbox(std::move(opened->db), kiosk_id, clock, std::move(opened->epoch)));
  return result;
}

Result<std::int64_t> Outbox::add_draft(const Answer& answer) {
  if (auto checked = check(answer); !checked) return checked.error();
  auto insert = db_.prepare(
      "INSERT INTO draft(page, language, release, useful, reasons, comment, test, unix_ms, boot_id, "
      "clock_trusted)"
      " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
  if (!insert) return insert.error();
  insert->bind(8, clock_->unix_ms()).bind(9, clock_->boot_id()).bind(10, std::int64_t(clock_->trusted()));
  if (auto added = bind_answer_and_run(*insert, answer); !added) return added.error();
  return db_.last_insert_id();
}

Result<void> Outbox::change_draft(std::int64_t draft, const Answer& answer) {
  if (auto checked = check(answer); !checked) return checked;
  auto update = db_.prepare(
      "UPDATE draft SET page=?1, language=?2, release=?3, useful=?4, reasons=?5, comment=?6, test=?7 WHERE "
      "id=?8");
  if (!update) return update.error();
  update->bind(8, draft);
  if (auto changed = bind_answer_and_run(*update, answer); !changed) return changed;
  if (db_.changes() == 0) return Error{ErrorKind::not_found, "the answer is final"};
  return {};
}

Result<void> Outbox::undo_draft(std::int64_t draft) {
  auto remove = db_.prepare("DELETE FROM draft WHERE id=?1");
  if (!remove) return remove.error();
  if (auto removed = remove->bind(1, draft).run(); !removed) return removed;
  if (db_.changes() == 0) return Error{ErrorKind::not_found, "the answer is final"};
  return {};
}

Result<void> Outbox::finish_in_transaction(std::int64_t draft) {
  auto select = db_.prepare(
      "SELECT page, language, release, useful, reasons, comment, test, unix_ms, boot_id, clock_trusted,"
      " (SELECT next_sequence FROM ledger) FROM draft WHERE id=?1");
  if (!select) return select.error();
  auto row = select->bind(1, draft).step();
  if (!row) return row.error();
  if (!*row) return Error{ErrorKind::not_found, "the answer is final"};
  wire::FeedbackEvent event = event_of({select->column_text(0),
                                        select->column_text(1),
                                        select->column_int(2),
                                        select->column_int(3) != 0,
                                        {},
                                        select->column_text(5),
                                        select->column_int(6) != 0});
  auto reasons = parse_json(select->column_text(4), JsonCaps{});
  if (!reasons || !reasons->is_array()) return Error{ErrorKind::corrupt, "a draft's reasons are damaged"};
  for (const Json& reason : *reasons) {
    if (reason.is_string()) event.reasons.push_back(reason.get<std::string>());
  }
  event.unix_ms = select->column_int(7);
  event.clock_trusted = select->column_int(9) != 0;
  event.sequence = select->column_int(10);
  event.kiosk_id = kiosk_id_;
  event.epoch = epoch_;
  auto insert = db_.prepare("INSERT INTO event VALUES(?1, ?2, ?3, ?4)");
  if (!insert) return insert.error();
  insert->bind(1, event.sequence).bind(2, wire::encode_event(event)).bind(3, event.unix_ms);
  if (auto added = insert->bind(4, select->column_text(8)).run(); !added) return added;
  select->reset();
  auto remove = db_.prepare("DELETE FROM draft WHERE id=?1");
  if (!remove) return remove.error();
  if (auto removed = remove->bind(1, draft).run(); !removed) return removed;
  return db_.execute("UPDATE ledger SET next_sequence = next_sequence + 1");
}

Result<void> Outbox::add_usage(const wire::Usage& usage, std::int64_t hour_unix_ms) {
  auto transaction = Transaction::begin(db_);
  if (!transaction) return transaction.error();
  auto select = db_.prepare("SELECT next_sequence FROM ledger");
  if (!select) return select.error();
  auto row = select->step();
  if (!row) return row.error();
  if (!*row) return Error{ErrorKind::corrupt, "the ledger has lost its sequence"};
  wire::UsageEvent event{select->column_int(0), kiosk_id_, epoch_, hour_unix_ms, usage, clock_->trusted()};
  select->reset();
  std::string encoded = wire::encode_event(event);
  for (wire::Usage::Counts* dispensable : {&event.usage.words, &event.usage.pages}) {
    if (encoded.size() <= wire::event_bytes_max) break;
    dispensable->clear();
    encoded = wire::encode_event(event);
  }
  if (auto checked = wire::check_event(event); !checked) return checked;
  auto insert = db_.prepare("INSERT INTO event VALUES(?1, ?2, ?3, '')");
  if (!insert) return insert.error();
  if (auto added = insert->bind(1, event.sequence).bind(2, encoded).bind(3, hour_unix_ms).run(); !added)
    return added;
  if (auto counted = db_.execute("UPDATE ledger SET next_sequence = next_sequence + 1"); !counted)
    return counted;
  return transaction->commit();
}

Result<void> Outbox::finish_draft(std::int64_t draft) {
  auto transaction = Transaction::begin(db_);
  if (!transaction) return transaction.error();
  if (auto finished = finish_in_transaction(draft); !finished) return finished;
  return transaction->commit();
}

Result<int> Outbox::finish_all_drafts() {
  auto transaction = Transaction::begin(db_);
  if (!transaction) return transaction.error();
  std::vector<std::int64_t> drafts;
  {
    auto select = db_.prepare("SELECT id FROM draft ORDER BY id");
    if (!select) return select.error();
    auto row = select->step();
    for (; row && *row; row = select->step()) drafts.push_back(select->column_int(0));
    if (!row) return row.error();
  }
  for (const std::int64_t draft : drafts) {
    if (auto finished = finish_in_transaction(draft); !finished) return finished.error();
  }
  if (auto committed = transaction->commit(); !committed) return committed.error();
  return int(drafts.size());
}

}  // namespace entre::outbox
