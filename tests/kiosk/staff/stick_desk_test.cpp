#include "kiosk/staff/stick_desk.h"

#include <doctest/doctest.h>

#include "kiosk/care/answers.h"
#include "sync/outbox/outbox.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_random.h"
#include "tests/support/memory_stick.h"
#include "tests/support/temp_folder.h"

using namespace entre;
using namespace entre::staff;
using namespace entre::test;
using visit::StickFault;
using visit::StickPhase;
using visit::StickSeen;

namespace {

constexpr const char* csv_name = "entre-answers-entren-2024-01-09-130000.csv";

struct World {
  TempFolder folder;
  Paths paths = Paths::with_home(folder.path());
  SystemFiles files;
  FakeClock clock;
  FakeRandom random;
  MemoryStick stick;
  Config::Kiosk kiosk;
  StickDesk desk{paths, files, clock, &stick};

  explicit World(int answers = 3) {
    kiosk.id = "0b0c6a52-7d0e-4a5e-9a51-0d7a1d8a7f11";
    kiosk.name = "Entrén";
    const auto outbox = ledger();
    for (int i = 0; i < answers; ++i) {
      outbox::Answer given;
      given.page = "page-" + std::to_string(i);
      given.language = "sv";
      given.release = 1;
      given.comment = "hemligt";
      REQUIRE(outbox->add_draft(given).ok());
    }
    REQUIRE(outbox->finish_all_drafts().ok());
  }
  std::unique_ptr<outbox::Outbox> ledger() {
    auto opened = outbox::Outbox::open(paths.outbox_file, kiosk.id, files, clock, random);
    REQUIRE(opened.ok());
    return std::move(opened->outbox);
  }
  // All bytes of the ledger, log included.
  std::string ledger_bytes() const {
    std::string all;
    for (const char* suffix : {"", "-wal"})
      if (auto bytes = files.read(paths.outbox_file + suffix, 1u << 24)) all += *bytes;
    return all;
  }
  std::string expected(bool as_json = false) const {
    return care::answer_file(care::read_answers(files, paths).value(), as_json, false).text;
  }
  StickSeen finish() {
    StickSeen seen = desk.go_on();
    for (int steps = 0; is_busy(seen.phase) && steps < 10'000; ++steps) seen = desk.go_on();
    REQUIRE_FALSE(is_busy(seen.phase));
    return seen;
  }
  StickSeen save(bool as_json = false) {
    desk.begin(kiosk, as_json);
    return finish();
  }
};

}  // namespace

TEST_CASE("answers are saved on a stick as kioskctl exports them, checked, and the stick can be pulled out") {
  for (const bool as_json : {false, true}) {
    World world;
    const std::string before = world.ledger_bytes();
    CHECK(world.desk.look().phase == StickPhase::ready);
    const StickSeen seen = world.save(as_json);
    CHECK(seen.phase == StickPhase::done);
    CHECK(seen.answers == 3);
    CHECK_FALSE(world.stick.is_mounted);
    REQUIRE(world.stick.files.size() == 1);
    const auto& [file, text] = *world.stick.files.begin();
    CHECK(file == (as_json ? "entre-answers-entren-2024-01-09-130000.json" : csv_name));
    CHECK(seen.file == file);
    CHECK(text == world.expected(as_json));
    CHECK(text.find("hemligt") == std::string::npos);
    CHECK(world.ledger_bytes() == before);
  }
}

TEST_CASE("while answers are written and checked it is told how far that is, and the file is marked") {
  World world(20'000);
  const std::uint64_t total = world.expected().size();
  REQUIRE(total > 4 * StickDesk::step_bytes);
  CHECK(world.desk.begin(world.kiosk, false).phase == StickPhase::opening);
  CHECK(world.desk.go_on().phase == StickPhase::writing);
  std::uint64_t last = 0;
  for (const StickPhase phase : {StickPhase::writing, StickPhase::checking}) {
    CAPTURE(static_cast<int>(phase));
    int steps = 0;
    StickSeen seen = world.desk.go_on();
    for (; seen.phase == phase; seen = world.desk.go_on(), ++steps) {
      CHECK(seen.bytes_total == total);
      CHECK(seen.bytes_done > last);
      last = seen.bytes_done;
      CHECK(world.stick.files.size() == 1);
      CHECK(world.stick.files.begin()->first == std::string(csv_name) + ".part");
    }
    CHECK(steps >= 4);
    last = 0;
  }
  CHECK(world.finish().phase == StickPhase::done);
}

TEST_CASE("a stick that is pulled out at any step leaves the ledger as it was and no file that looks whole") {
  for (int calls = 0;; ++calls) {
    CAPTURE(calls);
    World world(3'000);
    const std::string before = world.ledger_bytes(), whole = world.expected();
    world.stick.calls_until_pulled = calls;
    const StickSeen seen = world.save();
    CHECK(world.ledger_bytes() == before);
    CHECK_FALSE(world.stick.is_mounted);
    if (seen.phase == StickPhase::done) {
      CHECK(calls > 4);
      break;
    }
    CHECK(seen.phase == StickPhase::failed);
    CHECK(seen.fault == StickFault::gone);
    for (const auto& [file, text] : world.stick.files) CHECK(file == std::string(csv_name) + ".part");
    // Plugged in again, all goes well, and what was not whole is no more.
    world.stick.there = Stick::Seen::ready;
    world.stick.calls_until_pulled = 1'000;
    CHECK(world.save().phase == StickPhase::done);
    CHECK(world.stick.files == std::map<std::string, std::string>{{csv_name, whole}});
  }
}

TEST_CASE("a full, a write-protected, a broken and an unopenable stick are named, and keep nothing") {
  const auto fault = [](const std::function<void(MemoryStick&)>& spoil) {
    World world;
    spoil(world.stick);
    const StickSeen seen = world.save();
    CHECK(seen.phase == StickPhase::failed);
    CHECK(world.stick.files.empty());
    CHECK_FALSE(world.stick.is_mounted);
    return seen.fault;
  };
  CHECK(fault([](MemoryStick& stick) { stick.space_bytes = 0; }) == StickFault::full);
  CHECK(fault([](MemoryStick& stick) { stick.space_bytes = 60'000; }) == StickFault::full);
  CHECK(fault([](MemoryStick& stick) { stick.is_read_only = true; }) == StickFault::read_only);
  CHECK(fault([](MemoryStick& stick) { stick.forgets = true; }) == StickFault::differs);
  CHECK(fault([](MemoryStick& stick) { stick.mounts = false; }) == StickFault::mount);
}

TEST_CASE("a stick that fills up in the middle, whatever it said of its room, gets the room back") {
  World world(3'000);
  struct Liar : MemoryStick {
    Result<std::uint64_t> free_bytes() const override { return 1ull << 40; }
  } liar;
  liar.space_bytes = 1'000;
  StickDesk desk(world.paths, world.files, world.clock, &liar);
  desk.begin(world.kiosk, false);
  StickSeen seen = desk.go_on();
  while (is_busy(seen.phase)) seen = desk.go_on();
  CHECK(seen.fault == StickFault::full);
  CHECK(liar.files.empty());
}

TEST_CASE("what stands on the stick beyond what was written is no true copy") {
  World world;
  world.desk.begin(world.kiosk, false);
  while (world.desk.go_on().phase != StickPhase::checking) {
  }
  world.stick.files.begin()->second += "x";
  CHECK(world.finish().fault == StickFault::differs);
}

TEST_CASE("staff end it at any step: the file goes and the stick is unmounted") {
  for (int steps = 0; steps < 5; ++steps) {
    CAPTURE(steps);
    World world;
    StickSeen seen = world.desk.begin(world.kiosk, false);
    for (int i = 0; i < steps && is_busy(seen.phase); ++i) seen = world.desk.go_on();
    if (!is_busy(seen.phase)) break;
    CHECK(world.desk.leave().phase == StickPhase::cancelled);
    CHECK(world.stick.files.empty());
    CHECK_FALSE(world.stick.is_mounted);
    CHECK(world.desk.go_on().phase == StickPhase::cancelled);
    CHECK(world.save().phase == StickPhase::done);
  }
}

TEST_CASE("a file that is whole on a stick that cannot be unmounted is told of so") {
  World world;
  world.stick.unmounts = false;
  const StickSeen seen = world.save();
  CHECK(seen.fault == StickFault::held);
  CHECK(world.stick.files.at(csv_name) == world.expected());
}

TEST_CASE("without a stick, with a foreign one, or where none can be used, nothing begins") {
  World world;
  world.stick.there = Stick::Seen::none;
  CHECK(world.save().phase == StickPhase::none);
  world.stick.there = Stick::Seen::foreign;
  CHECK(world.save().phase == StickPhase::foreign);
  CHECK(world.stick.mount_count == 0);
  StickDesk nowhere(world.paths, world.files, world.clock, nullptr);
  CHECK(nowhere.look().phase == StickPhase::none);
  CHECK(nowhere.begin(world.kiosk, false).phase == StickPhase::none);
  CHECK(nowhere.go_on().phase == StickPhase::none);
  CHECK(nowhere.leave().phase == StickPhase::none);
}

TEST_CASE("a kiosk without answers, or whose ledger cannot be read, touches no stick") {
  World none(0);
  CHECK(none.save().fault == StickFault::nothing);
  World damaged;
  REQUIRE(damaged.files.write(damaged.paths.outbox_file, "no database at all, but long enough", 0600).ok());
  REQUIRE(damaged.files.remove(damaged.paths.outbox_file + "-wal").ok());
  CHECK(damaged.save().fault == StickFault::ledger);
  for (World* world : {&none, &damaged}) {
    CHECK(world->stick.mount_count == 0);
    CHECK(world->stick.files.empty());
  }
}

TEST_CASE("answers that were delivered while the stick was written are in its file all the same") {
  World world(3'000);
  const std::string whole = world.expected();
  world.desk.begin(world.kiosk, false);
  world.desk.go_on();
  {
    const auto outbox = world.ledger();
    auto batch = outbox->next_batch();
    REQUIRE(batch.ok());
    std::vector<outbox::ItemResult> results;
    for (std::int64_t i = (*batch)->first; i <= (*batch)->last; ++i)
      results.push_back({i, outbox::ItemStatus::stored});
    REQUIRE(outbox->acknowledge(**batch, results, 0).ok());
  }
  CHECK(world.finish().phase == StickPhase::done);
  CHECK(world.stick.files.at(csv_name) == whole);
}
