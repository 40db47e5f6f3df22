#include "sync/outbox/outbox.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "sync/wire/wire.h"
#include "tests/sync/outbox/ledger.h"

using namespace entre;
using namespace entre::outbox;

TEST_CASE("a draft can be changed and undone until it is final") {
  Ledger ledger;
  auto& outbox = ledger.outbox();
  auto first = outbox.add_draft(answer("a"));
  auto second = outbox.add_draft(answer("b"));
  REQUIRE(first.ok());
  REQUIRE(second.ok());
  CHECK(*first != *second);
  Answer changed = answer("a");
  changed.reasons = {"hard_to_read"};
  CHECK(outbox.change_draft(*first, changed).ok());
  CHECK(outbox.undo_draft(*second).ok());
  CHECK(outbox.counts()->drafts == 1);
  CHECK(outbox.finish_draft(*first).ok());
  CHECK(outbox.counts()->drafts == 0);
  CHECK(outbox.counts()->waiting == 1);
  for (const auto& late : {outbox.change_draft(*first, changed), outbox.undo_draft(*first),
                           outbox.finish_draft(*first), outbox.undo_draft(*second)}) {
    REQUIRE_FALSE(late.ok());
    CHECK(late.error().kind == ErrorKind::not_found);
  }
  auto events = received(*outbox.next_batch());
  REQUIRE(events.size() == 1);
  CHECK(events[0].event.reasons == changed.reasons);
}

TEST_CASE("words that a visitor takes back are in no byte of the ledger or its log") {
  Ledger ledger;
  auto& outbox = ledger.outbox();
  const auto bytes = [&] {
    std::string all;
    for (const char* end : {"", "-wal", "-shm"}) {
      std::ifstream file(ledger.path() + end, std::ios::binary);
      all.append(std::istreambuf_iterator<char>(file), {});
    }
    return all;
  };
  Answer words = answer("a");
  words.comment = "hemligheten ett";
  const auto draft = outbox.add_draft(words);
  REQUIRE(draft.ok());
  REQUIRE(bytes().find("hemligheten ett") != std::string::npos);
  words.comment = "hemligheten två";
  REQUIRE(outbox.change_draft(*draft, words).ok());
  CHECK(bytes().find("hemligheten ett") == std::string::npos);
  REQUIRE(outbox.undo_draft(*draft).ok());
  CHECK(bytes().find("hemligheten") == std::string::npos);
  CHECK(outbox.add_draft(answer("b")).ok());
}

TEST_CASE("a draft is never sent") {
  Ledger ledger;
  REQUIRE(ledger.outbox().add_draft(answer("a")).ok());
  auto batch = ledger.outbox().next_batch();
  REQUIRE(batch.ok());
  CHECK_FALSE(batch->has_value());
}

TEST_CASE("sequence numbers go from 1 in the order of becoming final, and undoing leaves no gap") {
  Ledger ledger;
  auto& outbox = ledger.outbox();
  const auto a = *outbox.add_draft(answer("a"));
  const auto b = *outbox.add_draft(answer("b"));
  const auto c = *outbox.add_draft(answer("c"));
  REQUIRE(outbox.finish_draft(c).ok());
  REQUIRE(outbox.undo_draft(b).ok());
  REQUIRE(outbox.finish_draft(a).ok());
  auto events = received(*outbox.next_batch());
  REQUIRE(events.size() == 2);
  CHECK(events[0].event.page == "c");
  CHECK(events[0].event.sequence == 1);
  CHECK(events[1].event.page == "a");
  CHECK(events[1].event.sequence == 2);
}

TEST_CASE("drafts found at start become final, in their order, and all that survives a restart") {
  Ledger ledger;
  for (const char* page : {"a", "b", "c"}) REQUIRE(ledger.outbox().add_draft(answer(page)).ok());
  const std::string epoch = ledger.outbox().epoch();
  ledger.reopen();
  CHECK(ledger.outbox().epoch() == epoch);
  CHECK(ledger.set_aside.empty());
  auto finished = ledger.outbox().finish_all_drafts();
  REQUIRE(finished.ok());
  CHECK(*finished == 3);
  CHECK(*ledger.outbox().finish_all_drafts() == 0);
  ledger.reopen();
  auto events = received(*ledger.outbox().next_batch());
  REQUIRE(events.size() == 3);
  CHECK(events[0].event.page == "a");
  CHECK(events[2].event.page == "c");
}

TEST_CASE("a number is not used again after its answer was acknowledged and the program restarted") {
  Ledger ledger;
  ledger.add_final(3);
  const Batch batch = **ledger.outbox().next_batch();
  REQUIRE(ledger.outbox().acknowledge(batch, all(batch, ItemStatus::stored)).ok());
  ledger.reopen();
  ledger.add_final(1);
  CHECK((*ledger.outbox().next_batch())->first == 4);
}

TEST_CASE("what leaves says when only to 15 minutes, and whether the clock could be trusted") {
  Ledger ledger;
  ledger.clock.now_unix_ms = 1'704'801'599'999;
  ledger.clock.is_trusted = false;
  ledger.add_final(1);
  auto events = received(*ledger.outbox().next_batch());
  CHECK(events[0].event.unix_ms == 1'704'800'700'000);
  CHECK_FALSE(events[0].event.clock_trusted);
  CHECK(events[0].canonical.find("boot") == std::string::npos);
  CHECK(events[0].event.kiosk_id == kiosk_id);
  CHECK(events[0].event.epoch == ledger.outbox().epoch());
}

TEST_CASE("the exact time and the boot stay in the ledger with the row") {
  Ledger ledger;
  ledger.clock.now_unix_ms = 1'704'801'599'999;
  ledger.add_final(1);
  auto db = Database::open(ledger.path(), Database::Mode::read_write);
  auto row = db->prepare("SELECT unix_ms, boot_id FROM event");
  REQUIRE(*row->step());
  CHECK(row->column_int(0) == 1'704'801'599'999);
  CHECK(row->column_text(1) == ledger.clock.boot);
}

TEST_CASE("an answer past the caps is refused at once and stored nowhere") {
  Ledger ledger;
  auto refusal = [&](const Answer& bad) {
    auto added = ledger.outbox().add_draft(bad);
    REQUIRE_FALSE(added.ok());
    CHECK(added.error().kind == ErrorKind::invalid);
    return added.error().message;
  };
  Answer bad = answer("a");
  bad.reasons.assign(9, "r");
  CHECK(refusal(bad) == "too_many_reasons");
  bad.reasons = {std::string(65, 'r')};
  CHECK(refusal(bad) == "bad_reasons");
  bad = answer("a");
  bad.comment = std::string(501, 'x');
  CHECK(refusal(bad) == "comment_too_long");
  bad.comment = "\xff";
  CHECK(refusal(bad) == "bad_comment");
  CHECK(refusal(answer("")) == "bad_page");
  CHECK(ledger.outbox().counts()->drafts == 0);
  const auto draft = *ledger.outbox().add_draft(answer("a"));
  CHECK_FALSE(ledger.outbox().change_draft(draft, bad).ok());
}

TEST_CASE("the largest answer there can be fits an event, and a batch of them its cap") {
  Ledger ledger;
  Answer large = answer(std::string(64, 'p'));
  large.reasons.assign(8, std::string(64, 'r'));
  for (int i = 0; i < 500; ++i) large.comment += "\x01";  // six bytes each in JSON
  for (int i = 0; i < 100; ++i) REQUIRE(ledger.outbox().add_draft(large).ok());
  REQUIRE(ledger.outbox().finish_all_drafts().ok());
  const Batch batch = **ledger.outbox().next_batch();
  CHECK(batch.body.size() <= wire::batch_bytes_max);
  CHECK(batch.last < 100);
  CHECK(batch.last > 30);
  for (const auto& event : received(batch)) CHECK(event.ok);
}

TEST_CASE("screen and sync use the ledger at once without losing or doubling an answer") {
  Ledger ledger;
  const int answers = 60;
  int sent = 0;
  std::thread screen([&] {
    test::FakeClock clock;
    SystemFiles files;
    CountingRandom random;
    auto mine = Outbox::open(ledger.path(), kiosk_id, files, clock, random);
    for (int i = 0; mine && i < answers; ++i) {
      auto draft = mine->outbox->add_draft(answer("a"));
      if (!draft || !mine->outbox->finish_draft(*draft)) break;
    }
  });
  std::int64_t last = 0;
  bool done = false;
  while (!done) {
    done = last == answers;
    auto batch = ledger.outbox().next_batch();
    if (!batch) break;
    if (!*batch) continue;
    CHECK((*batch)->first == last + 1);
    last = (*batch)->last;
    sent += int(received(**batch).size());
    if (!ledger.outbox().acknowledge(**batch, all(**batch, ItemStatus::stored))) break;
  }
  screen.join();
  CHECK(sent == answers);
  CHECK(ledger.outbox().counts()->waiting == 0);
}

TEST_CASE("two that make the ledger at the same moment get the same epoch") {
  for (int round = 0; round < 10; ++round) {
    Ledger ledger(false);
    std::string epochs[2];
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i) {
      threads.emplace_back([&, i] {
        test::FakeClock clock;
        SystemFiles files;
        SystemRandom random;
        auto opened = Outbox::open(ledger.path(), kiosk_id, files, clock, random);
        epochs[i] = opened ? opened->outbox->epoch() : opened.error().message;
      });
    }
    for (auto& thread : threads) thread.join();
    CHECK(epochs[0] == epochs[1]);
    CHECK(epochs[0].size() == 36);
  }
}

TEST_CASE("damage twice in the same moment overwrites nothing") {
  Ledger ledger;
  for (const char* expected : {".damaged-5", ".damaged-6"}) {
    ledger.close();
    std::ofstream(ledger.path(), std::ios::binary)
        << "this is no database, and long enough to be taken for one....";
    ledger.clock.now_unix_ms = 5;
    ledger.reopen();
    CHECK(ledger.set_aside == ledger.path() + expected);
  }
  CHECK(std::filesystem::exists(ledger.path() + ".damaged-5"));
  CHECK(std::filesystem::exists(ledger.path() + ".damaged-6"));
}

TEST_CASE("a ledger of a newer program is neither opened nor set aside") {
  Ledger ledger;
  ledger.close();
  REQUIRE(
      Database::open(ledger.path(), Database::Mode::read_write)->execute("PRAGMA user_version = 99").ok());
  auto opened = Outbox::open(ledger.path(), kiosk_id, ledger.files, ledger.clock, ledger.random);
  REQUIRE_FALSE(opened.ok());
  CHECK(opened.error().kind == ErrorKind::invalid);
  CHECK(std::filesystem::exists(ledger.path()));
}

TEST_CASE("a kiosk id that cannot stand in a source is refused, as is a folder that is not there") {
  Ledger ledger;
  CHECK_FALSE(Outbox::open(ledger.path(), "a:b", ledger.files, ledger.clock, ledger.random).ok());
  CHECK_FALSE(Outbox::open(ledger.path(), "", ledger.files, ledger.clock, ledger.random).ok());
  CHECK_FALSE(
      Outbox::open(ledger.path() + "/x/y.db", kiosk_id, ledger.files, ledger.clock, ledger.random).ok());
}

TEST_CASE("the ledger is in WAL and every commit is synced") {
  Ledger ledger;
  ledger.add_final(1);
  auto db = Database::open(ledger.path(), Database::Mode::read_write);
  auto mode = db->prepare("PRAGMA journal_mode");
  REQUIRE(*mode->step());
  CHECK(mode->column_text(0) == "wal");
}
