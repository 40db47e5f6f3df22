#include <utility>

#include "platform/clock.h"
#include "sync/hub/store.h"

namespace entre::hub {

namespace {

// Appended, never changed.
constexpr Migration migrations[] = {{R"(
CREATE TABLE kiosk(
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  token_sha256 TEXT UNIQUE,                -- null: no token
  last_seen INTEGER NOT NULL DEFAULT 0,    -- Unix time in ms
  status TEXT NOT NULL DEFAULT ''          -- JSON
) STRICT;
CREATE TABLE feedback(
  kiosk_id TEXT NOT NULL, epoch TEXT NOT NULL, sequence INTEGER NOT NULL,
  body_sha256 TEXT NOT NULL,
  page TEXT NOT NULL, language TEXT NOT NULL, release INTEGER NOT NULL,
  useful INTEGER NOT NULL,                 -- 1 yes, 0 no
  reasons TEXT NOT NULL,                   -- JSON array
  comment TEXT NOT NULL,
  time TEXT NOT NULL,                      -- RFC 3339, to 15 minutes
  received TEXT NOT NULL,                  -- RFC 3339
  clock_trusted INTEGER NOT NULL,
  test INTEGER NOT NULL,                   -- 1: given by a tour
  UNIQUE(kiosk_id, epoch, sequence)
) STRICT;
-- What has ever arrived without a gap: it outlives the rows.
CREATE TABLE ledger(
  kiosk_id TEXT NOT NULL, epoch TEXT NOT NULL, contiguous_through INTEGER NOT NULL,
  PRIMARY KEY(kiosk_id, epoch)
) STRICT;
)"},
                                    {R"(
CREATE TABLE usage(
  kiosk_id TEXT NOT NULL, epoch TEXT NOT NULL, sequence INTEGER NOT NULL,
  body_sha256 TEXT NOT NULL,
  hour TEXT NOT NULL,                      -- RFC 3339, its beginning
  received TEXT NOT NULL,                  -- RFC 3339
  visits INTEGER NOT NULL, codes INTEGER NOT NULL, searches_without_hit INTEGER NOT NULL,
  names TEXT NOT NULL,                     -- JSON: pages, languages, aids, words, each name -> count
  clock_trusted INTEGER NOT NULL,
  UNIQUE(kiosk_id, epoch, sequence)
) STRICT;
CREATE VIEW event AS
  SELECT kiosk_id, epoch, sequence, body_sha256 FROM feedback
  UNION ALL SELECT kiosk_id, epoch, sequence, body_sha256 FROM usage;
)"},
                                    {R"(
-- What was deleted for its age, and when.
CREATE TABLE purge(
  time TEXT NOT NULL,
  answers INTEGER NOT NULL, answers_before TEXT NOT NULL,
  comments INTEGER NOT NULL, comments_before TEXT NOT NULL
) STRICT;
)"},
                                    {R"(
ALTER TABLE purge ADD COLUMN counts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE purge ADD COLUMN counts_before TEXT NOT NULL DEFAULT '';
)"},
                                    {R"(
ALTER TABLE kiosk ADD COLUMN place TEXT NOT NULL DEFAULT '';
-- Kiosks that ask to join, until their token was used once.
CREATE TABLE enrolment(
  device_sha256 TEXT PRIMARY KEY,
  user_sha256 TEXT UNIQUE,                 -- null: prepared on a stick
  expires INTEGER NOT NULL, next_poll INTEGER NOT NULL,  -- Unix time in ms
  interval_s INTEGER NOT NULL,
  state TEXT NOT NULL,                     -- waiting, approved, denied, granted
  kiosk_id TEXT NOT NULL,
  name TEXT NOT NULL DEFAULT '', place TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX enrolment_kiosk ON enrolment(kiosk_id);
)"},
                                    {R"(
-- What is wrong with a kiosk, by what was told of it: new (not yet), told, well (to be told that it ended).
CREATE TABLE alarm(
  outlet TEXT NOT NULL, kiosk_id TEXT NOT NULL, kind TEXT NOT NULL,
  state TEXT NOT NULL,
  since INTEGER NOT NULL,                  -- Unix time in ms
  what TEXT NOT NULL, todo TEXT NOT NULL,
  PRIMARY KEY(outlet, kiosk_id, kind)
) STRICT;
CREATE INDEX usage_visits ON usage(kiosk_id, hour) WHERE visits > 0;
)"},
                                    {R"(
ALTER TABLE kiosk ADD COLUMN token_time INTEGER NOT NULL DEFAULT 0;  -- Unix time in ms; 0: before this was kept
)"}};

constexpr std::pair<const char*, wire::Usage::Counts wire::Usage::*> kinds[] = {
    {"pages", &wire::Usage::pages},
    {"languages", &wire::Usage::languages},
    {"aids", &wire::Usage::aids},
    {"words", &wire::Usage::words}};

Result<std::int64_t> contiguous_before(Database& db, const std::string& kiosk_id, const std::string& epoch) {
  auto select = db.prepare("SELECT contiguous_through FROM ledger WHERE kiosk_id=?1 AND epoch=?2");
  if (!select) return select.error();
  auto row = select->bind(1, kiosk_id).bind(2, epoch).step();
  if (!row) return row.error();
  return *row ? select->column_int(0) : 0;
}

// What each answer of a batch needs, prepared once a batch: preparing costs as much as running.
struct Inserts {
  Statement find, feedback, usage;
  static Result<Inserts> prepare(const Database& db) {
    auto find = db.prepare("SELECT body_sha256 FROM event WHERE kiosk_id=?1 AND epoch=?2 AND sequence=?3");
    if (!find) return find.error();
    auto feedback = db.prepare("INSERT INTO feedback VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14)");
    if (!feedback) return feedback.error();
    auto usage = db.prepare("INSERT INTO usage VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)");
    if (!usage) return usage.error();
    return Inserts{*std::move(find), *std::move(feedback), *std::move(usage)};
  }
};

Result<void> insert(Statement& statement, const Record& record, const std::string& received) {
  const wire::FeedbackEvent& event = record.event;
  statement.bind(1, event.kiosk_id).bind(2, event.epoch).bind(3, event.sequence).bind(4, record.body_sha256);
  statement.bind(5, event.page).bind(6, event.language).bind(7, event.release);
  statement.bind(8, std::int64_t(event.useful)).bind(9, Json(event.reasons).dump()).bind(10, event.comment);
  statement.bind(11, rfc3339(event.unix_ms)).bind(12, received);
  statement.bind(13, std::int64_t(event.clock_trusted)).bind(14, std::int64_t(event.test));
  return statement.run();
}

Result<void> insert_usage(Statement& statement, const Record& record, const std::string& received) {
  const wire::UsageEvent& event = *record.usage;
  Json names = Json::object();
  for (const auto& [key, kind] : kinds) names[key] = event.usage.*kind;
  statement.bind(1, event.kiosk_id).bind(2, event.epoch).bind(3, event.sequence).bind(4, record.body_sha256);
  statement.bind(5, rfc3339(event.unix_ms)).bind(6, received).bind(7, event.usage.visits);
  statement.bind(8, event.usage.codes).bind(9, event.usage.searches_without_hit).bind(10, names.dump());
  return statement.bind(11, std::int64_t(event.clock_trusted)).run();
}

Result<Outcome> add_one(Inserts& inserts, const Record& record, std::int64_t contiguous,
                        const std::string& received) {
  Statement& find = inserts.find;
  find.reset();
  find.bind(1, record.event.kiosk_id).bind(2, record.event.epoch).bind(3, record.event.sequence);
  auto row = find.step();
  if (!row) return row.error();
  if (*row) return find.column_text(0) == record.body_sha256 ? Outcome::duplicate : Outcome::conflict;
  if (record.event.sequence <= contiguous) return Outcome::duplicate;
  auto inserted = record.usage ? insert_usage(inserts.usage, record, received)
                               : insert(inserts.feedback, record, received);
  if (!inserted) return inserted.error();
  return Outcome::stored;
}

// No statement is left in the midst of its rows when the transaction ends.
Result<void> add_all(Database& db, const std::vector<Record>& records, std::int64_t contiguous,
                     const std::string& received, Added* added) {
  auto inserts = Inserts::prepare(db);
  if (!inserts) return inserts.error();
  for (const Record& record : records) {
    auto outcome = add_one(*inserts, record, contiguous, received);
    if (!outcome) return outcome.error();
    added->outcomes.push_back(*outcome);
  }
  return {};
}

// Walks what lies above `through`, which is little: only what has a gap below it.
Result<void> find_gaps(Database& db, const std::string& kiosk_id, const std::string& epoch,
                       std::int64_t through, Added* added) {
  auto select = db.prepare(
      "SELECT sequence FROM event WHERE kiosk_id=?1 AND epoch=?2 AND sequence>?3 ORDER BY sequence");
  if (!select) return select.error();
  select->bind(1, kiosk_id).bind(2, epoch).bind(3, through);
  std::int64_t expected = through + 1;
  auto row = select->step();
  for (; row && *row && added->missing.size() < wire::missing_max; row = select->step()) {
    const std::int64_t sequence = select->column_int(0);
    while (expected < sequence && added->missing.size() < wire::missing_max)
      added->missing.push_back(expected++);
    if (added->missing.empty()) through = sequence;
    expected = sequence + 1;
  }
  if (!row) return row.error();
  added->contiguous_through = through;
  return {};
}

Result<void> keep_contiguous(Database& db, const std::string& kiosk_id, const std::string& epoch,
                             std::int64_t through) {
  auto upsert =
      db.prepare("INSERT INTO ledger VALUES(?1, ?2, ?3) ON CONFLICT DO UPDATE SET contiguous_through=?3");
  if (!upsert) return upsert.error();
  return upsert->bind(1, kiosk_id).bind(2, epoch).bind(3, through).run();
}

// Its device code gives no token any more: the one that it gave was used, or is void.
Result<void> end_enrolment(Database& db, const std::string& kiosk_id, const char* states) {
  auto forget = db.prepare(std::string("DELETE FROM enrolment WHERE kiosk_id=?1 AND state IN ") + states);
  if (!forget) return forget.error();
  return forget->bind(1, kiosk_id).run();
}

Result<void> mark_seen(Database& db, const std::string& kiosk_id, std::int64_t unix_ms) {
  auto update = db.prepare("UPDATE kiosk SET last_seen=?2 WHERE id=?1");
  if (!update) return update.error();
  if (auto done = update->bind(1, kiosk_id).bind(2, unix_ms).run(); !done) return done;
  return end_enrolment(db, kiosk_id, "('granted')");
}

}  // namespace

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::string& path) {
  auto db = Database::open(path, Database::Mode::create);
  if (!db) return db.error();
  if (auto set = db->execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"); !set) return set.error();
  if (auto migrated = migrate(*db, migrations, int(std::size(migrations))); !migrated) {
    return Error{migrated.error().kind, path + ": " + migrated.error().message};
  }
  return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(db).value()));
}

Result<void> SqliteStore::put_kiosk(const std::string& id, const std::string& name,
                                    const std::string& token_sha256, std::int64_t unix_ms) {
  const std::lock_guard lock(mutex_);
  auto upsert = db_.prepare(
      "INSERT INTO kiosk(id, name, token_sha256, token_time) VALUES(?1, ?2, ?3, ?4)"
      " ON CONFLICT(id) DO UPDATE SET name=?2, token_sha256=?3, token_time=?4");
  if (!upsert) return upsert.error();
  upsert->bind(1, id).bind(2, name).bind(3, token_sha256).bind(4, unix_ms);
  if (auto done = upsert->run(); !done) return done;
  return end_enrolment(db_, id, "('granted')");
}

Result<void> SqliteStore::revoke_token(const std::string& id) {
  const std::lock_guard lock(mutex_);
  auto update = db_.prepare("UPDATE kiosk SET token_sha256=NULL WHERE id=?1");
  if (!update) return update.error();
  if (auto done = update->bind(1, id).run(); !done) return done;
  const bool is_known = db_.changes() > 0;
  if (auto ended = end_enrolment(db_, id, "('approved', 'granted')"); !ended) return ended;
  if (!is_known && db_.changes() == 0) return Error{ErrorKind::not_found, "no kiosk has the id " + id};
  return {};
}

Result<std::optional<std::string>> SqliteStore::kiosk_of_token(const std::string& token_sha256) {
  const std::lock_guard lock(mutex_);
  auto select = db_.prepare("SELECT id FROM kiosk WHERE token_sha256=?1");
  if (!select) return select.error();
  auto row = select->bind(1, token_sha256).step();
  if (!row) return row.error();
  if (!*row) return std::optional<std::string>();
  return std::optional(select->column_text(0));
}

Result<Added> SqliteStore::add(const std::string& kiosk_id, const std::string& epoch,
                               const std::vector<Record>& records, std::int64_t received_unix_ms) {
  const std::lock_guard lock(mutex_);
  auto transaction = Transaction::begin(db_);
  if (!transaction) return transaction.error();
  const auto contiguous = contiguous_before(db_, kiosk_id, epoch);
  if (!contiguous) return contiguous.error();
  Added added;
  // An answer is sent when its sheet has closed: the exact time would be the visit's.
  const std::string received = rfc3339(received_unix_ms - received_unix_ms % wire::time_step_ms);
  if (auto stored = add_all(db_, records, *contiguous, received, &added); !stored) return stored.error();
  if (auto found = find_gaps(db_, kiosk_id, epoch, *contiguous, &added); !found) return found.error();
  if (auto kept = keep_contiguous(db_, kiosk_id, epoch, added.contiguous_through); !kept) return kept.error();
  if (auto seen = mark_seen(db_, kiosk_id, received_unix_ms); !seen) return seen.error();
  if (auto committed = transaction->commit(); !committed) return committed.error();
  return added;
}

Result<void> SqliteStore::put_status(const std::string& kiosk_id, const std::string& status,
                                     std::int64_t received_unix_ms) {
  const std::lock_guard lock(mutex_);
  auto update = db_.prepare("UPDATE kiosk SET status=?2, last_seen=?3 WHERE id=?1");
  if (!update) return update.error();
  if (auto done = update->bind(1, kiosk_id).bind(2, status).bind(3, received_unix_ms).run(); !done)
    return done;
  return end_enrolment(db_, kiosk_id, "('granted')");
}

Result<std::vector<PageCount>> SqliteStore::page_counts() {
  const std::lock_guard lock(mutex_);
  auto select = db_.prepare(
      "SELECT page, language, sum(useful AND NOT test), sum(NOT useful AND NOT test), sum(test)"
      " FROM feedback GROUP BY page, language ORDER BY page, language");
  if (!select) return select.error();
  std::vector<PageCount> counts;
  auto row = select->step();
  for (; row && *row; row = select->step()) {
    counts.push_back({select->column_text(0), select->column_text(1), select->column_int(2),
                      select->column_int(3), select->column_int(4)});
  }
  if (!row) return row.error();
  return counts;
}

Result<wire::Usage> SqliteStore::usage() {
  const std::lock_guard lock(mutex_);
  wire::Usage sum;
  auto select = db_.prepare("SELECT total(visits), total(codes), total(searches_without_hit) FROM usage");
  if (!select) return select.error();
  auto row = select->step();
  if (!row) return row.error();
  sum.visits = select->column_int(0);
  sum.codes = select->column_int(1);
  sum.searches_without_hit = select->column_int(2);
  for (const auto& [key, kind] : kinds) {
    auto names = db_.prepare("SELECT key, total(value) FROM usage, json_each(names, ?1) GROUP BY key");
    if (!names) return names.error();
    names->bind(1, std::string("$.") + key);
    auto name = names->step();
    for (; name && *name; name = names->step()) (sum.*kind)[names->column_text(0)] = names->column_int(1);
    if (!name) return name.error();
  }
  return sum;
}

Result<std::vector<Kiosk>> SqliteStore::kiosks() {
  const std::lock_guard lock(mutex_);
  auto select = db_.prepare(
      "SELECT id, name, last_seen, status, place, token_sha256 IS NOT NULL,"
      " (SELECT max(hour) FROM usage WHERE kiosk_id=kiosk.id AND visits>0), token_time FROM kiosk"
      " ORDER BY name, id");
  if (!select) return select.error();
  std::vector<Kiosk> kiosks;
  auto row = select->step();
  for (; row && *row; row = select->step()) {
    Kiosk kiosk{select->column_text(0), select->column_text(1), select->column_int(2),
                select->column_text(3)};
    kiosk.place = select->column_text(4);
    kiosk.has_token = select->column_int(5) != 0;
    if (!select->column_is_null(6)) kiosk.last_visits_unix_ms = parse_rfc3339(select->column_text(6));
    kiosk.token_unix_ms = select->column_int(7);
    kiosks.push_back(std::move(kiosk));
  }
  if (!row) return row.error();
  return kiosks;
}

Result<void> SqliteStore::ping() {
  const std::lock_guard lock(mutex_);
  auto select = db_.prepare("SELECT count(*) FROM kiosk");
  if (!select) return select.error();
  auto row = select->step();
  if (!row) return row.error();
  return {};
}

}  // namespace entre::hub
