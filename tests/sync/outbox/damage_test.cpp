// Damage to the ledger: what is sound goes on, under the names that the server knows.
#include <filesystem>
#include <fstream>

#include "sync/outbox/rows.h"
#include "tests/sync/outbox/ledger.h"

using namespace entre;
using namespace entre::outbox;

namespace {

void overwrite(const std::string& path, std::streamoff at, const std::string& bytes) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(at);
  file << bytes;
}

// Flips a bit of the text where it stands in the file; false where it does not.
bool flip_in(const std::string& path, const std::string& text, std::size_t offset) {
  std::ifstream in(path, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), {});
  const std::size_t at = bytes.find(text);
  if (at == std::string::npos) return false;
  overwrite(path, std::streamoff(at + offset), std::string(1, char(bytes[at + offset] ^ 1)));
  return true;
}

}  // namespace

TEST_CASE("a damaged ledger is set aside with its log, kept, and its sound answers go on under their names") {
  for (const bool header : {true, false}) {
    Ledger ledger;
    ledger.add_final(200);
    const auto draft = *ledger.outbox().add_draft(answer("late"));
    const std::string epoch = ledger.outbox().epoch();
    ledger.close();
    const auto bytes = std::filesystem::file_size(ledger.path());
    REQUIRE(bytes > 8192);
    // The header's damage shows at once; that in the middle of a table only when all pages are read.
    overwrite(ledger.path(), header ? 0 : std::streamoff(bytes - 4096), std::string(2048, '\x5a'));
    ledger.clock.now_unix_ms = 777;
    ledger.reopen();
    CHECK(ledger.set_aside == ledger.path() + ".damaged-777");
    CHECK(std::filesystem::exists(ledger.set_aside));
    CHECK(ledger.outbox().epoch() != epoch);
    CHECK(ledger.outbox().counts()->waiting >= 180);
    CHECK(ledger.outbox().undo_draft(draft).ok());
    const Batch batch = **ledger.outbox().next_batch();
    CHECK(batch.epoch == epoch);
    CHECK(batch.first == 1);
    ledger.reopen();
    CHECK(ledger.set_aside.empty());
  }
}

TEST_CASE("a ledger whose tree is gone still gives up every answer, and a batch is of one epoch") {
  Ledger ledger;
  ledger.add_final(150);
  const std::string old_epoch = ledger.outbox().epoch();
  ledger.close();
  overwrite(ledger.path(), 0, std::string(4096, '\0'));  // the schema
  ledger.reopen();
  REQUIRE_FALSE(ledger.set_aside.empty());
  CHECK(ledger.outbox().counts()->waiting == 150);
  ledger.add_final(2);
  const Batch old_batch = **ledger.outbox().next_batch();
  CHECK(old_batch.epoch == old_epoch);
  CHECK(old_batch.last == 150);
  REQUIRE(ledger.outbox().acknowledge(old_batch, all(old_batch, ItemStatus::duplicate)).ok());
  const Batch batch = **ledger.outbox().next_batch();
  CHECK(batch.epoch == ledger.outbox().epoch());
  CHECK(batch.first == 1);
  CHECK(batch.last == 2);
}

TEST_CASE(
    "a header with a write version that SQLite does not know is damage, not a ledger for reading alone") {
  Ledger ledger;
  ledger.add_final(20);
  ledger.close();
  overwrite(ledger.path(), 18, std::string(1, '\x42'));
  ledger.reopen();
  CHECK_FALSE(ledger.set_aside.empty());
  CHECK(ledger.outbox().counts()->waiting == 20);
  ledger.add_final(1);
}

TEST_CASE("answers that are only in the log of a damaged ledger are salvaged too, and those undone are not") {
  Ledger ledger;
  ledger.reopen();  // the schema is then in the file alone
  REQUIRE(ledger.outbox().add_draft(answer("kept")).ok());
  REQUIRE(ledger.outbox().undo_draft(*ledger.outbox().add_draft(answer("undone"))).ok());
  const std::string copy = ledger.path() + ".copy";
  // As a power cut leaves them: the log is not yet in the file.
  for (const char* part : {"", "-wal"}) std::filesystem::copy(ledger.path() + part, copy + part);
  overwrite(copy, 0, std::string(100, '\x11'));
  auto opened = Outbox::open(copy, kiosk_id, ledger.files, ledger.clock, ledger.random);
  REQUIRE(opened.ok());
  CHECK(opened->salvaged == 1);
  REQUIRE(opened->outbox->finish_all_drafts().ok());
  CHECK(received(*opened->outbox->next_batch())[0].event.page == "kept");
}

TEST_CASE("an answer with a flipped bit never leaves the kiosk, and the others do") {
  Ledger ledger;
  ledger.add_final(2);
  REQUIRE(ledger.outbox().add_draft(answer("damaged")).ok());
  REQUIRE(ledger.outbox().finish_all_drafts().ok());
  ledger.close();
  REQUIRE(flip_in(ledger.path(), "\"damaged\"", 3));
  ledger.reopen();
  CHECK(ledger.set_aside != "");  // SQLite itself sees nothing wrong
  const auto events = received(*ledger.outbox().next_batch());
  REQUIRE(events.size() == 2);
  for (const auto& event : events) CHECK(event.event.page == "page");
}

TEST_CASE("a bit that flips while the ledger is open is met when the answer is to leave") {
  Ledger ledger;
  ledger.add_final(2);
  {
    auto db = Database::open(ledger.path(), Database::Mode::read_write);
    REQUIRE(
        db->execute("UPDATE event SET encoded = replace(encoded, 'page', 'pbge') WHERE sequence = 1").ok());
  }
  CHECK(received(*ledger.outbox().next_batch()).size() == 1);
  CHECK(std::filesystem::exists(ledger.path() + ".damaged-" + std::to_string(ledger.clock.now_unix_ms)));
}

TEST_CASE("a sealed batch with a flipped bit is sealed anew from its answers") {
  Ledger ledger;
  ledger.add_final(3);
  const Batch first = **ledger.outbox().next_batch();
  for (const char* damage : {"UPDATE batch SET last = last + 1", "UPDATE batch SET body_sum = 'x'"}) {
    ledger.close();
    {
      auto db = Database::open(ledger.path(), Database::Mode::read_write);
      REQUIRE(db->execute(damage).ok());
    }
    ledger.reopen();
    CHECK(ledger.set_aside != "");
    const Batch again = **ledger.outbox().next_batch();
    CHECK(again.body == first.body);
    CHECK(again.idempotency_key == first.idempotency_key);
    ++ledger.clock.now_unix_ms;
  }
}

TEST_CASE("a log with a flipped bit is set aside, not cut short unseen, with its index and without") {
  for (const bool with_index : {true, false})
    for (const std::size_t at : {8u, 40u, 60u, 4000u, 12'000u}) {
      CAPTURE(with_index);
      CAPTURE(at);
      Ledger ledger;
      ledger.reopen();  // the schema is then in the file alone
      ledger.add_final(1);
      ledger.add_final(1);
      ledger.add_final(1);
      const std::string copy = ledger.path() + ".copy";
      // As a power cut leaves them: the log is not yet in the file.
      for (const char* part : {"", "-wal", "-shm"})
        if (with_index || part != std::string("-shm"))
          std::filesystem::copy(ledger.path() + part, copy + part);
      REQUIRE(std::filesystem::file_size(copy + "-wal") > 20'000);
      std::ifstream in(copy + "-wal", std::ios::binary);
      in.seekg(std::streamoff(at));
      const char byte = char(in.get() ^ 4);
      overwrite(copy + "-wal", std::streamoff(at), std::string(1, byte));
      auto opened = Outbox::open(copy, kiosk_id, ledger.files, ledger.clock, ledger.random);
      REQUIRE(opened.ok());
      CHECK(opened->set_aside != "");
      CHECK(opened->outbox->counts()->waiting >= 2);
    }
}

TEST_CASE("an answer whose draft a damaged log still shows is not given twice, delivered or not") {
  for (const bool is_delivered : {false, true}) {
    CAPTURE(is_delivered);
    Ledger ledger;
    ledger.reopen();  // the schema is then in the file alone
    REQUIRE(ledger.outbox().add_draft(answer("once")).ok());
    REQUIRE(ledger.outbox().finish_all_drafts().ok());
    if (is_delivered) {
      const Batch batch = **ledger.outbox().next_batch();
      REQUIRE(ledger.outbox().acknowledge(batch, all(batch, ItemStatus::stored)).ok());
    }
    const std::string epoch = ledger.outbox().epoch();
    int damaged = 0;
    const auto log_bytes = std::filesystem::file_size(ledger.path() + "-wal");
    // Each frame in turn is one of nobody's.
    for (std::size_t at = 32, frame = 0; at < log_bytes; at += 24 + 4096, ++frame) {
      CAPTURE(frame);
      const std::string copy = ledger.path() + ".copy" + std::to_string(frame);
      for (const char* part : {"", "-wal", "-shm"}) std::filesystem::copy(ledger.path() + part, copy + part);
      overwrite(copy + "-wal", std::streamoff(at), std::string(24, '\0'));
      auto opened = Outbox::open(copy, kiosk_id, ledger.files, ledger.clock, ledger.random);
      REQUIRE(opened.ok());
      REQUIRE(opened->outbox->finish_all_drafts().ok());
      // As itself: the hub knows its epoch and number.
      if (!is_delivered) CHECK(opened->outbox->counts()->waiting == 1);
      CHECK(opened->outbox->counts()->waiting <= 1);
      if (opened->outbox->counts()->waiting == 1) CHECK((*opened->outbox->next_batch())->epoch == epoch);
      ++damaged;
    }
    CHECK(damaged > 3);
  }
}

TEST_CASE("a frame that names page four billion costs no look at four billion pages") {
  std::string log(32 + 24 + 4096, '\0');
  log.replace(32, 8, std::string("\xff\xff\xff\xff\0\0\0\1", 8));  // the page, and a commit
  CHECK(salvage("", log).rows() == 0);                             // it took minutes
}

TEST_CASE("a log whose last transaction a power cut has torn is no damage") {
  Ledger ledger;
  ledger.reopen();
  ledger.add_final(2);
  const std::string before = ledger.path() + ".before", copy = ledger.path() + ".copy";
  std::filesystem::copy(ledger.path() + "-shm", before);
  const auto log_bytes = std::filesystem::file_size(ledger.path() + "-wal");
  REQUIRE(ledger.outbox().add_draft(answer("late")).ok());
  for (const char* part : {"", "-wal"}) std::filesystem::copy(ledger.path() + part, copy + part);
  std::filesystem::copy(before, copy + "-shm");  // what it was when the cut came, before the sync
  overwrite(copy + "-wal", std::streamoff(log_bytes + 100), std::string(200, '\x5a'));
  auto opened = Outbox::open(copy, kiosk_id, ledger.files, ledger.clock, ledger.random);
  REQUIRE(opened.ok());
  CHECK(opened->set_aside == "");
  CHECK(opened->outbox->counts()->waiting == 2);
  CHECK(opened->outbox->counts()->drafts == 0);
}

TEST_CASE("a screen whose ledger was replaced by sync goes on in the new one") {
  Ledger screen;
  const auto draft = *screen.outbox().add_draft(answer("before"));
  {
    // Sync meets damage that the screen has not met yet.
    auto db = Database::open(screen.path(), Database::Mode::read_write);
    REQUIRE(
        db->execute("UPDATE draft SET page = 'damaged' WHERE 0; INSERT INTO event(epoch, sequence, encoded,"
                    " unix_ms, boot_id, sum) VALUES('e', 9, '{}', 1, '', 'wrong')")
            .ok());
    auto sync = Outbox::open(screen.path(), kiosk_id, screen.files, screen.clock, screen.random);
    CHECK_FALSE((*sync->outbox->next_batch()).has_value());
  }
  REQUIRE(screen.outbox().add_draft(answer("after")).ok());
  CHECK(screen.outbox().change_draft(draft, answer("changed")).ok());
  CHECK(*screen.outbox().finish_all_drafts() == 2);
  screen.reopen();
  CHECK(screen.outbox().counts()->waiting == 2);
}

TEST_CASE("a ledger of the first version keeps its answers, its batch and its dead letters") {
  Ledger ledger(false);
  {
    auto db = Database::open(ledger.path(), Database::Mode::create);
    // As that version wrote it, to the letter.
    REQUIRE(db->execute(R"(
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
      INSERT INTO ledger VALUES(1, 'old-epoch', 6, 256);
      INSERT INTO draft VALUES(4, 'page', 'sv', 3, 1, '[]', '', 0, 5, 'b', 1);
      INSERT INTO event VALUES(3, '{"a":3}', 1, 'b'), (4, '{"a":4}', 1, 'b'), (5, '{"a":5}', 1, 'b');
      INSERT INTO batch VALUES(1, 3, 4, '[{"a":3},{"a":4}]');
      INSERT INTO dead_letter VALUES(2, '{"a":2}', 1, 'b', 'rejected', 9);
      PRAGMA user_version = 1)")
                .ok());
  }
  ledger.reopen();
  CHECK(ledger.outbox().epoch() == "old-epoch");
  CHECK(ledger.outbox().counts()->dead == 1);
  const Batch batch = **ledger.outbox().next_batch();
  CHECK(batch.body == "[{\"a\":3},{\"a\":4}]");
  CHECK(batch.idempotency_key == "old-epoch:3-4");
  REQUIRE(ledger.outbox().acknowledge(batch, all(batch, ItemStatus::stored)).ok());
  REQUIRE(ledger.outbox().finish_draft(4).ok());
  CHECK((**ledger.outbox().next_batch()).last == 6);
}

TEST_CASE("a power cut between setting aside and putting in place is made good") {
  Ledger ledger;
  ledger.add_final(5);
  ledger.close();
  std::filesystem::rename(ledger.path(), ledger.path() + ".renewed");
  std::ofstream(ledger.path() + "-wal") << "the log of the ledger that was set aside";
  ledger.reopen();
  CHECK(ledger.outbox().counts()->waiting == 5);
}
