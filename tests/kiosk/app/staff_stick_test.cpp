// Staff save answers on a stick, by real touches on the real app.
#include "staff_worker.h"

using namespace entre;
using namespace entre::kiosk;
using namespace entre::kiosk::test;

namespace {

struct Foyer {
  Home home;
  std::unique_ptr<Worker> worker;

  explicit Foyer(int answers = 2) {
    auto opened = outbox::Outbox::open(home.options.paths.outbox_file, home.options.config.kiosk.id,
                                       home.shelf.files, home.clock, home.random);
    REQUIRE(opened.ok());
    for (int i = 0; i < answers; ++i) {
      outbox::Answer given;
      given.page = "alpha";
      given.language = "sv";
      given.release = 1;
      REQUIRE(opened->outbox->add_draft(given).ok());
    }
    REQUIRE(opened->outbox->finish_all_drafts().ok());
    opened->outbox.reset();
    worker = std::make_unique<Worker>(home);
    worker->enter();
    worker->touch("staff.stick");
    REQUIRE(worker->screen() == "staff stick");
  }
  std::string told() const { return worker->node("staff.stick_told").label; }
};

}  // namespace

TEST_CASE("staff plug a stick in, touch Save, and read that they can pull it out") {
  Foyer foyer;
  Worker& worker = *foyer.worker;
  CHECK(foyer.told() == "Sätt i en USB-sticka.");
  CHECK_FALSE(worker.node("staff.stick_csv").enabled);
  worker.stick.there = Stick::Seen::ready;
  worker.wait_s(1);
  CHECK(foyer.told() == "Stickan hittades. Välj hur svaren ska sparas.");
  worker.touch("staff.stick_csv");
  CHECK(foyer.told() == "Klart: 2 svar är sparade och kontrollerade. Du kan dra ut stickan.");
  REQUIRE(worker.stick.files.size() == 1);
  const std::string file = worker.stick.files.begin()->first;
  CHECK(worker.node("staff.stick_file").label == "Filen heter " + file);
  CHECK(file.ends_with(".csv"));
  CHECK_FALSE(worker.stick.is_mounted);
  CHECK(foyer.home.counts().waiting == 2);
  worker.touch("staff.stick_again");
  CHECK(foyer.told() == "Stickan hittades. Välj hur svaren ska sparas.");
  worker.touch("staff.back");
  CHECK(worker.screen() == "staff overview");
}

TEST_CASE("a stick pulled out in the middle keeps a file marked as not whole, and the kiosk its answers") {
  Foyer foyer;
  Worker& worker = *foyer.worker;
  worker.stick.there = Stick::Seen::ready;
  worker.wait_s(1);
  worker.stick.calls_until_pulled = 3;  // opened, begun, written
  worker.touch("staff.stick_json");
  CHECK(foyer.told().starts_with("Stickan drogs ut för tidigt."));
  REQUIRE(worker.stick.files.size() == 1);
  CHECK(worker.stick.files.begin()->first.ends_with(".json.part"));
  CHECK(foyer.home.counts().waiting == 2);
}

TEST_CASE("each thing that can be wrong with a stick says what to do") {
  const auto told = [](const std::function<void(entre::test::MemoryStick&)>& spoil) {
    Foyer foyer;
    foyer.worker->stick.there = Stick::Seen::ready;
    spoil(foyer.worker->stick);
    foyer.worker->wait_s(1);
    if (foyer.worker->node("staff.stick_csv").enabled) foyer.worker->touch("staff.stick_csv");
    return foyer.told();
  };
  using entre::test::MemoryStick;
  CHECK(told([](MemoryStick& stick) { stick.there = Stick::Seen::foreign; }).find("FAT eller exFAT") !=
        std::string::npos);
  CHECK(told([](MemoryStick& stick) { stick.space_bytes = 10; }).starts_with("Stickan är full."));
  CHECK(told([](MemoryStick& stick) { stick.is_read_only = true; }).starts_with("Stickan är skrivskyddad."));
  CHECK(told([](MemoryStick& stick) { stick.forgets = true; }).find("ta en annan") != std::string::npos);
  CHECK(told([](MemoryStick& stick) { stick.mounts = false; }).find("sätt i den igen") != std::string::npos);
}

TEST_CASE("a kiosk without answers says that there is nothing to save") {
  Foyer foyer(0);
  foyer.worker->stick.there = Stick::Seen::ready;
  foyer.worker->wait_s(1);
  foyer.worker->touch("staff.stick_csv");
  CHECK(foyer.told().starts_with("Inga svar väntar"));
}
