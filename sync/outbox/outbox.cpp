#include "sync/outbox/outbox.h"

#include <utility>

#include "platform/json.h"
#include "platform/log.h"
#include "sync/outbox/rows.h"
#include "sync/wire/wire.h"

namespace entre::outbox {

namespace {

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

void fill(DraftRow* row, const Answer& answer) {
  row->page = answer.page;
  row->language = answer.language;
  row->release = answer.release;
  row->useful = answer.useful;
  row->reasons = Json(answer.reasons).dump();
  row->comment = answer.comment;
  row->test = answer.test;
}

// not_found once it is final.
Result<DraftRow> find_draft(const Database& db, std::int64_t id) {
  auto select = db.prepare("SELECT * FROM draft WHERE id=?1");
  if (!select) return select.error();
  auto row = select->bind(1, id).step();
  if (!row) return row.error();
  if (!*row) return Error{ErrorKind::not_found, "the answer is final"};
  return read_draft(*select);
}

Result<void> remove_draft(Database& db, std::int64_t id) {
  auto remove = db.prepare("DELETE FROM draft WHERE id=?1");
  if (!remove) return remove.error();
  if (auto removed = remove->bind(1, id).run(); !removed) return removed;
  if (db.changes() == 0) return Error{ErrorKind::not_found, "the answer is final"};
  return {};
}

// Never one that was used before: who still holds it must not undo another's answer.
Result<std::int64_t> next_draft_id(const Database& db) {
  auto select = db.prepare(
      "SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name='draft'), 0),"
      " coalesce((SELECT max(id) FROM draft), 0)) + 1");
  if (!select) return select.error();
  auto row = select->step();
  if (!row) return row.error();
  return select->column_int(0);
}

}  // namespace

Outbox::Outbox(LedgerFile file, std::string path, std::string kiosk_id, Files& files, Clock& clock,
               Random& random)
    : db_(std::move(file.db)),
      path_(std::move(path)),
      kiosk_id_(std::move(kiosk_id)),
      files_(&files),
      clock_(&clock),
      random_(&random),
      epoch_(std::move(file.epoch)) {}

Result<void> Outbox::reopen(bool distrusted) {
  const auto turn = FileLock::wait_alone(lock_of(path_));
  if (!turn) return turn.error();
  // The other side may have been quicker: then the damage was in a file that is gone.
  auto opened = open_ledger(path_, distrusted && !db_.has_moved(), *files_, *clock_, *random_);
  if (!opened) return Error{opened.error().kind, path_ + ": " + opened.error().message};
  db_ = std::move(opened->db);
  epoch_ = std::move(opened->epoch);
  return {};
}

Result<Outbox::Opened> Outbox::open(const std::string& path, const std::string& kiosk_id, Files& files,
                                    Clock& clock, Random& random) {
  wire::FeedbackEvent probe = event_of({"page", "sv", 0, true, {}, "", false});
  probe.sequence = 1;
  probe.kiosk_id = kiosk_id;
  probe.epoch = "0";
  if (!wire::check_event(probe)) {
    return Error{ErrorKind::invalid, "kiosk id '" + kiosk_id + "': expected a UUID (kiosk.id in kiosk.toml)"};
  }
  const auto turn = FileLock::wait_alone(lock_of(path));
  if (!turn) return turn.error();
  auto opened = open_ledger(path, false, files, clock, random);
  if (!opened) return Error{opened.error().kind, path + ": " + opened.error().message};
  Opened result;
  result.set_aside = opened->set_aside;
  result.salvaged = opened->salvaged;
  result.outbox.reset(new Outbox(*std::move(opened), path, kiosk_id, files, clock, random));
  return result;
}

Result<std::int64_t> Outbox::add_draft(const Answer& answer) {
  if (auto checked = check(answer); !checked) return checked.error();
  return guarded([&] { return insert_draft(answer); });
}

Result<std::int64_t> Outbox::insert_draft(const Answer& answer) {
  auto transaction = Transaction::begin(db_);
  if (!transaction) return transaction.error();
  const auto id = next_draft_id(db_);
  if (!id) return id;
  DraftRow row;
  fill(&row, answer);
  row.id = *id;
  row.unix_ms = clock_->unix_ms();
  row.boot_id = clock_->boot_id();
  row.clock_trusted = clock_->trusted();
  if (auto inserted = insert(db_, row); !inserted) return inserted.error();
  if (auto committed = transaction->commit(); !committed) return committed.error();
  return row.id;
}

Result<void> Outbox::change_draft(std::int64_t draft, const Answer& answer) {
  if (auto checked = check(answer); !checked) return checked;
  bool had_words = false;
  auto changed = guarded([&] { return update_draft(draft, answer, &had_words); });
  if (changed && had_words) empty_log();
  return changed;
}

// The rows are overwritten as they go (secure_delete); their bytes are still in the log. While another
// process reads the ledger it stays for the next time: what is undone must not wait for that.
void Outbox::empty_log() {
  if (auto emptied = db_.execute("PRAGMA wal_checkpoint(TRUNCATE)"); !emptied)
    log_warning("the ledger's log could not be emptied: " + emptied.error().message);
}

Result<void> Outbox::update_draft(std::int64_t draft, const Answer& answer, bool* had_words) {
  auto transaction = Transaction::begin(db_);
  if (!transaction) return transaction.error();
  auto row = find_draft(db_, draft);
  if (!row) return row.error();
  *had_words = !row->comment.empty();
  fill(&*row, answer);
  if (auto removed = remove_draft(db_, draft); !removed) return removed;
  if (auto inserted = insert(db_, *row); !inserted) return inserted;
  return transaction->commit();
}

Result<void> Outbox::undo_draft(std::int64_t draft) {
  bool had_words = false;
  auto undone = guarded([&]() -> Result<void> {
    const auto row = find_draft(db_, draft);
    if (!row) return row.error();
    had_words = !row->comment.empty();
    return remove_draft(db_, draft);
  });
  if (undone && had_words) empty_log();
  return undone;
}

Result<void> Outbox::finish_in_transaction(std::int64_t id) {
  auto draft = find_draft(db_, id);
  if (!draft) return draft.error();
  auto head = read_head(db_);
  if (!head) return head.error();
  wire::FeedbackEvent event = event_of({draft->page,
                                        draft->language,
                                        draft->release,
                                        draft->useful != 0,
                                        {},
                                        draft->comment,
                                        draft->test != 0});
  auto reasons = parse_json(draft->reasons, JsonCaps{});
  if (!reasons || !reasons->is_array()) return Error{ErrorKind::corrupt, "a draft's reasons are damaged"};
  for (const Json& reason : *reasons) {
    if (reason.is_string()) event.reasons.push_back(reason.get<std::string>());
  }
  event.unix_ms = draft->unix_ms;
  event.clock_trusted = draft->clock_trusted != 0;
  event.sequence = head->next_sequence;
  event.kiosk_id = kiosk_id_;
  event.epoch = epoch_;
  const EventRow row{epoch_, event.sequence, wire::encode_event(event), event.unix_ms, draft->boot_id};
  if (auto added = insert(db_, row); !added) return added;
  if (auto removed = remove_draft(db_, id); !removed) return removed;
  return set_next_sequence(db_, epoch_, event.sequence + 1);
}

Result<void> Outbox::add_usage(const wire::Usage& usage, std::int64_t hour_unix_ms) {
  return guarded([&] { return insert_usage(usage, hour_unix_ms); });
}

Result<void> Outbox::insert_usage(const wire::Usage& usage, std::int64_t hour_unix_ms) {
  auto transaction = Transaction::begin(db_);
  if (!transaction) return transaction.error();
  const auto head = read_head(db_);
  if (!head) return head.error();
  wire::UsageEvent event{head->next_sequence, kiosk_id_, epoch_, hour_unix_ms, usage, clock_->trusted()};
  std::string encoded = wire::encode_event(event);
  for (wire::Usage::Counts* dispensable : {&event.usage.words, &event.usage.pages}) {
    if (encoded.size() <= wire::event_bytes_max) break;
    dispensable->clear();
    encoded = wire::encode_event(event);
  }
  if (auto checked = wire::check_event(event); !checked) return checked;
  const EventRow row{epoch_, event.sequence, std::move(encoded), hour_unix_ms, ""};
  if (auto added = insert(db_, row); !added) return added;
  if (auto counted = set_next_sequence(db_, epoch_, event.sequence + 1); !counted) return counted;
  return transaction->commit();
}

Result<void> Outbox::finish_draft(std::int64_t draft) {
  return guarded([&]() -> Result<void> {
    auto transaction = Transaction::begin(db_);
    if (!transaction) return transaction.error();
    if (auto finished = finish_in_transaction(draft); !finished) return finished;
    return transaction->commit();
  });
}

Result<std::vector<std::int64_t>> Outbox::drafts() {
  std::vector<std::int64_t> ids;
  auto select = db_.prepare("SELECT id FROM draft ORDER BY id");
  if (!select) return select.error();
  auto row = select->step();
  for (; row && *row; row = select->step()) ids.push_back(select->column_int(0));
  if (!row) return row.error();
  return ids;
}

Result<int> Outbox::finish_all_drafts() {
  return guarded([&]() -> Result<int> {
    auto transaction = Transaction::begin(db_);
    if (!transaction) return transaction.error();
    const auto ids = drafts();
    if (!ids) return ids.error();
    for (const std::int64_t draft : *ids)
      if (auto finished = finish_in_transaction(draft); !finished) return finished.error();
    if (auto committed = transaction->commit(); !committed) return committed.error();
    return int(ids->size());
  });
}

}  // namespace entre::outbox
