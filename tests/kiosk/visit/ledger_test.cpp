#include <doctest/doctest.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <semaphore>

#include "kiosk/visit/ledger_thread.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temp_folder.h"

using namespace entre;
using namespace entre::visit;

namespace {

struct Desk {
  test::TempFolder folder;
  SystemFiles files;
  test::FakeClock clock;
  SystemRandom random;
  LedgerOptions options{folder.file("outbox.db"), "0b0c6a52-7d0e-4a5e-9a51-0d7a1d8a7f11",
                        folder.file("requests")};

  bool upload_asked() {
    const bool there = files.exists(folder.file("requests/upload"));
    (void)files.remove(folder.file("requests/upload"));
    return there;
  }
  outbox::Counts counts() {
    auto opened = outbox::Outbox::open(options.outbox_file, options.kiosk_id, files, clock, random);
    return *opened->outbox->counts();
  }
};

// While it lives, the kernel refuses any byte beyond the first `bytes` of a file, as a full disk does.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    REQUIRE(getrlimit(RLIMIT_FSIZE, &before_) == 0);
    const rlimit limit{bytes, before_.rlim_max};
    REQUIRE(setrlimit(RLIMIT_FSIZE, &limit) == 0);
  }
  ~FullDisk() {
    (void)setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int);
};

outbox::Answer answer() {
  outbox::Answer made;
  made.page = "alpha";
  made.language = "sv";
  made.release = 7;
  return made;
}

}  // namespace

TEST_CASE("a draft is in the ledger when the reply comes, and sync is woken when it is final") {
  Desk desk;
  Ledger ledger(desk.options, desk.files, desk.clock, desk.random);
  ledger.start();
  const auto reply = ledger.handle(SaveDraft{5, answer()});
  REQUIRE(reply.has_value());
  const auto saved = std::get<DraftSaved>(*reply);
  CHECK(saved.ticket == 5);
  CHECK(desk.counts().drafts == 1);
  CHECK_FALSE(desk.upload_asked());
  CHECK_FALSE(ledger.handle(FinishDraft{saved.draft}).has_value());
  CHECK(desk.counts().drafts == 0);
  CHECK(desk.counts().waiting == 1);
  CHECK(desk.upload_asked());
}

TEST_CASE("after a power cut the draft is final at the next start, with the comment that was saved last") {
  Desk desk;
  {
    Ledger ledger(desk.options, desk.files, desk.clock, desk.random);
    const auto saved = std::get<DraftSaved>(*ledger.handle(SaveDraft{1, answer()}));
    outbox::Answer commented = answer();
    commented.comment = "Öppettider? مرحبا";
    ledger.handle(ChangeDraft{2, saved.draft, commented});
  }
  Ledger ledger(desk.options, desk.files, desk.clock, desk.random);
  ledger.start();
  CHECK(desk.counts().drafts == 0);
  auto opened = outbox::Outbox::open(desk.options.outbox_file, desk.options.kiosk_id, desk.files, desk.clock,
                                     desk.random);
  const auto batch = opened->outbox->next_batch();
  REQUIRE((batch.ok() && batch->has_value()));
  const auto events = wire::decode_batch((*batch)->body);
  REQUIRE((events.ok() && events->size() == 1));
  CHECK(events->at(0).event.comment == "Öppettider? مرحبا");
}

TEST_CASE("an undone draft leaves nothing, and a final answer cannot be changed") {
  Desk desk;
  Ledger ledger(desk.options, desk.files, desk.clock, desk.random);
  const auto first = std::get<DraftSaved>(*ledger.handle(SaveDraft{1, answer()}));
  ledger.handle(DropDraft{first.draft});
  CHECK(desk.counts().drafts == 0);
  const auto second = std::get<DraftSaved>(*ledger.handle(SaveDraft{2, answer()}));
  ledger.handle(FinishDraft{second.draft});
  const auto reply = ledger.handle(ChangeDraft{3, second.draft, answer()});
  CHECK(std::get<DraftFailed>(*reply).ticket == 3);
}

TEST_CASE("drafts found at start are made final") {
  Desk desk;
  {
    Ledger ledger(desk.options, desk.files, desk.clock, desk.random);
    ledger.handle(SaveDraft{1, answer()});
  }
  Ledger ledger(desk.options, desk.files, desk.clock, desk.random);
  ledger.start();
  CHECK(desk.counts().waiting == 1);
  CHECK(desk.upload_asked());
}

TEST_CASE("a ledger that cannot be opened says so, and is tried again") {
  Desk desk;
  desk.options.outbox_file = desk.folder.file("missing/outbox.db");
  Ledger ledger(desk.options, desk.files, desk.clock, desk.random);
  ledger.start();
  CHECK(std::holds_alternative<DraftFailed>(*ledger.handle(SaveDraft{1, answer()})));
  CHECK_FALSE(ledger.handle(FinishDraft{1}).has_value());
  REQUIRE(desk.files.make_folders(desk.folder.file("missing")).ok());
  CHECK(std::holds_alternative<DraftSaved>(*ledger.handle(SaveDraft{2, answer()})));
}

TEST_CASE("on a full disk an answer is not saved and says so; those before stay, and the next is saved") {
  Desk desk;
  Ledger ledger(desk.options, desk.files, desk.clock, desk.random);
  ledger.start();
  const auto first = std::get<DraftSaved>(*ledger.handle(SaveDraft{1, answer()}));
  {
    const FullDisk full(1);
    CHECK(std::get<DraftFailed>(*ledger.handle(SaveDraft{2, answer()})).ticket == 2);
  }
  CHECK(desk.counts().drafts == 1);
  ledger.handle(FinishDraft{first.draft});
  CHECK(std::holds_alternative<DraftSaved>(*ledger.handle(SaveDraft{3, answer()})));
  CHECK(desk.counts().waiting == 1);
  CHECK(desk.counts().drafts == 1);
}

TEST_CASE("an answer that no event can carry is refused") {
  Desk desk;
  Ledger ledger(desk.options, desk.files, desk.clock, desk.random);
  outbox::Answer bad = answer();
  bad.page = std::string(500, 'x');
  CHECK(std::holds_alternative<DraftFailed>(*ledger.handle(SaveDraft{1, bad})));
  CHECK(desk.counts().drafts == 0);
}

TEST_CASE("the thread finishes what it was asked before it ends") {
  Desk desk;
  std::counting_semaphore<> woken(0);
  {
    LedgerThread thread(desk.options, desk.files, desk.clock, desk.random, [&] { woken.release(); });
    REQUIRE(thread.ask(SaveDraft{1, answer()}));
    woken.acquire();
    const auto replies = thread.take_replies();
    REQUIRE(replies.size() == 1);
    REQUIRE(thread.ask(FinishDraft{std::get<DraftSaved>(replies[0]).draft}));
  }
  CHECK(desk.counts().waiting == 1);
}

TEST_CASE("what is said of the picture is written whole, also where the ledger cannot be opened") {
  Desk desk;
  desk.options.frame_file = desk.folder.file("frame.json");
  desk.options.outbox_file = desk.folder.file("no/such/folder/outbox.db");
  Ledger ledger(desk.options, desk.files, desk.clock, desk.random);
  CHECK_FALSE(ledger.handle(ReportFrame{"{}"}).has_value());
  CHECK(*desk.files.read(desk.options.frame_file, 100) == "{}");
}
