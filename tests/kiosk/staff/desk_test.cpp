#include "kiosk/staff/desk.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "kiosk/staff/staff_thread.h"
#include "sync/outbox/outbox.h"
#include "tests/platform/system/scripted_machine.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_random.h"
#include "tests/support/memory_files.h"
#include "tests/support/memory_stick.h"
#include "tests/support/temp_folder.h"

using namespace entre;
using namespace entre::staff;
using namespace entre::test;
using namespace entre::visit;

namespace {

constexpr const char* pin = "482913";

struct Machine : entre::Machine {
  std::vector<std::string> asked;
  Result<Ran> run(const std::vector<std::string>& argv, std::int64_t) override {
    asked.push_back(argv.back());
    return Error{ErrorKind::not_found, argv[0] + ": not here"};
  }
  Result<FileFacts> facts(const std::string&) const override { return FileFacts{}; }
  void wait_ms(std::int64_t) override {}
};

struct World {
  Paths paths = Paths::with_home("/home");
  MemoryFiles files;
  FakeClock clock;
  FakeRandom random;
  Machine machine;
  MemoryStick stick;
  Config running;

  World() {
    REQUIRE(files.make_folders("/home").ok());
    REQUIRE(care::set_pin(pin, care::PinFiles::beside(paths.status_file), files, random).ok());
  }
  Desk desk() { return {paths, files, clock, random, &machine, &stick, running}; }
};

template <class Reply>
Reply ask(Desk& desk, const StaffRequest& request) {
  const auto reply = desk.handle(request);
  REQUIRE(reply);
  REQUIRE(std::holds_alternative<Reply>(*reply));
  return std::get<Reply>(*reply);
}

std::vector<StaffRequest> all_but_the_pins() {
  std::vector<StaffRequest> all = {LookAtKiosk{},   LookAtSettings{}, ChangeSetting{0, "Entrén"},
                                   LookAtNetwork{}, ChangeAddress{},  JoinWifi{},
                                   LookAtStick{},   SaveAnswers{},    GoOnWithStick{},
                                   LeaveStick{}};
  for (const StaffTask task : {StaffTask::sync, StaffTask::roll_back, StaffTask::undo_roll_back,
                               StaffTask::reboot, StaffTask::power_off})
    all.push_back(DoTask{task});
  return all;
}

}  // namespace

TEST_CASE("before the PIN was right the desk tells nothing and does nothing") {
  World world;
  Desk desk = world.desk();
  CHECK_FALSE(ask<PinLooked>(desk, TryPin{"482914"}).is_right);
  for (const StaffRequest& request : all_but_the_pins()) CHECK_FALSE(desk.handle(request));
  CHECK(world.machine.asked.empty());
  CHECK_FALSE(world.files.exists(world.paths.requests_folder + "/sync"));
  CHECK(ask<PinLooked>(desk, TryPin{pin}).is_right);
  for (const StaffRequest& request : all_but_the_pins()) CHECK(desk.handle(request));
  for (const char* verb : {"reboot", "poweroff"})
    CHECK(std::count(world.machine.asked.begin(), world.machine.asked.end(), verb) == 1);
  CHECK(world.files.exists(world.paths.requests_folder + "/sync"));
  // The next staff visit has a desk of its own.
  Desk next = world.desk();
  for (const StaffRequest& request : all_but_the_pins()) CHECK_FALSE(next.handle(request));
}

TEST_CASE("the desk tells how many tries are left, and then how long to wait") {
  World world;
  Desk desk = world.desk();
  CHECK(ask<PinLooked>(desk, LookAtPin{}).state == PinState::asked);
  for (int left = 4; left > 0; --left) {
    const auto looked = ask<PinLooked>(desk, TryPin{"000000"});
    CHECK(looked.state == PinState::wrong);
    CHECK(looked.tries_left == left);
  }
  const auto looked = ask<PinLooked>(desk, TryPin{"000000"});
  CHECK(looked.state == PinState::wait);
  CHECK(looked.wait_ms == care::pin_first_wait_ms);
  Desk next = world.desk();
  CHECK(ask<PinLooked>(next, LookAtPin{}).state == PinState::wait);
  CHECK_FALSE(ask<PinLooked>(next, TryPin{pin}).is_right);
}

TEST_CASE("a kiosk without a PIN, or whose PIN cannot be read, lets nobody in") {
  World world;
  const std::string file = care::PinFiles::beside(world.paths.status_file).pin_file;
  Desk desk = world.desk();
  REQUIRE(world.files.write(file, "{broken", 0600).ok());
  CHECK(ask<PinLooked>(desk, TryPin{pin}).state == PinState::unreadable);
  REQUIRE(world.files.remove(file).ok());
  CHECK(ask<PinLooked>(desk, LookAtPin{}).state == PinState::not_set);
  CHECK(ask<PinLooked>(desk, TryPin{pin}).state == PinState::not_set);
  CHECK(ask<PinLooked>(desk, TryPin{""}).state == PinState::not_set);
}

TEST_CASE(
    "on another network sync is asked for at once, and not where nothing is fetched or nothing was changed") {
  const auto asks = [](const std::string& config, bool works) {
    World world;
    REQUIRE(world.files.write(world.paths.config_file, config, 0644).ok());
    ScriptedMachine machine;
    machine.answers("connection show uuid", {Ran{0, "ipv4.method:auto\n"}});
    machine.answers("device show",
                    {Ran{0,
                         "GENERAL.DEVICE:eth0\nGENERAL.TYPE:ethernet\nGENERAL.STATE:100 (connected)\n"
                         "WIRED-PROPERTIES.CARRIER:on\nIP4.ADDRESS[1]:10.0.0.9/24\n"}});
    if (!works) machine.answers("connection up", {Ran{3, ""}});
    Desk desk(world.paths, world.files, world.clock, world.random, &machine, nullptr, world.running);
    ask<PinLooked>(desk, TryPin{pin});
    ChangeAddress wanted;
    wanted.card.name = "eth0";
    wanted.card.profile = "992225e9-ea61-3a6d-8c18-ec8dbb3b4bdc";
    CHECK(ask<NetworkChanged>(desk, wanted).failed == !works);
    return world.files.exists(world.paths.requests_folder + "/sync");
  };
  CHECK(asks("[sync]\nurl = \"https://hub.example\"\n", true));
  CHECK_FALSE(asks("[sync]\nurl = \"https://hub.example\"\n", false));
  CHECK_FALSE(asks("[kiosk]\nname = \"Hallen\"\n", true));
}

TEST_CASE("shuffled keys are the ten digits, each once") {
  World world;
  Desk desk = world.desk();
  for (int i = 0; i < 20; ++i) {
    auto keys = ask<KeysShuffled>(desk, ShuffleKeys{}).keys;
    std::sort(keys.begin(), keys.end());
    for (int digit = 0; digit < 10; ++digit) CHECK(keys[static_cast<std::size_t>(digit)] == digit);
  }
}

TEST_CASE("a sync that nobody takes up is told after ten minutes, in the language of staff") {
  World world;
  Desk desk = world.desk();
  ask<PinLooked>(desk, TryPin{pin});
  CHECK_FALSE(ask<TaskDone>(desk, DoTask{StaffTask::sync, false}).failed);
  CHECK(ask<KioskLooked>(desk, LookAtKiosk{false}).overview->syncing);
  world.clock.advance_ms(10 * 60'000);
  const auto overview = ask<KioskLooked>(desk, LookAtKiosk{false}).overview;
  CHECK_FALSE(overview->syncing);
  CHECK(overview->sync_failed);
  CHECK(overview->sync_told.find("The fetching did not begin. Press “Restart the computer”") == 0);
  CHECK(ask<KioskLooked>(desk, LookAtKiosk{true}).overview->sync_told.find("Hämtningen kom inte igång.") ==
        0);
}

TEST_CASE("while a sync runs the desk tells how far it is, and of one that says nothing more how long") {
  World world;
  Desk desk = world.desk();
  ask<PinLooked>(desk, TryPin{pin});
  const std::string file = wire::progress_file(world.paths.status_file);
  const auto tell = [&](const wire::SyncProgress& progress) {
    REQUIRE(world.files.write(file, wire::encode_progress(progress)).ok());
  };
  const auto seen = [&] { return ask<KioskLooked>(desk, LookAtKiosk{}).overview->sync; };
  tell({wire::SyncPhase::download, 1, 2, 60, world.clock.monotonic_ms()});
  CHECK_FALSE(seen());  // nobody asked for it
  ask<TaskDone>(desk, DoTask{StaffTask::sync});
  world.clock.advance_ms(4'000);
  REQUIRE(seen());
  CHECK(seen()->phase == wire::SyncPhase::download);
  CHECK(seen()->bytes_done == 1);
  CHECK(seen()->left_s == 56);
  CHECK(seen()->still_s == 0);
  world.clock.advance_ms(10'999);
  CHECK(seen()->still_s == 0);
  world.clock.advance_ms(1);
  CHECK(seen()->still_s == 15);
  CHECK_FALSE(seen()->left_s);
  tell({wire::SyncPhase::download, 1, 2, 3, world.clock.monotonic_ms()});
  world.clock.advance_ms(9'000);
  CHECK(seen()->left_s == 0);
}

TEST_CASE("a progress that is garbage, too long or of another boot is as good as none") {
  World world;
  Desk desk = world.desk();
  ask<PinLooked>(desk, TryPin{pin});
  ask<TaskDone>(desk, DoTask{StaffTask::sync});
  const std::string file = wire::progress_file(world.paths.status_file);
  const std::string of_another_boot =
      wire::encode_progress({wire::SyncPhase::build, 1, 2, 60, world.clock.monotonic_ms() + 1});
  for (const std::string& text : {std::string("{torn"), std::string(1u << 20, '{'), of_another_boot}) {
    REQUIRE(world.files.write(file, text).ok());
    const auto overview = ask<KioskLooked>(desk, LookAtKiosk{}).overview;
    CHECK(overview->syncing);
    CHECK_FALSE(overview->sync);
    CHECK(overview->sync_told == "Hämtar nu, sedan 0 s.");
  }
}

TEST_CASE("a machine that does not know systemctl says so, and nothing is called done") {
  World world;
  Desk desk = world.desk();
  ask<PinLooked>(desk, TryPin{pin});
  const auto done = ask<TaskDone>(desk, DoTask{StaffTask::reboot, true});
  CHECK(done.failed);
  CHECK(done.told == "Det gick inte: systemctl: not here");
  CHECK(ask<TaskDone>(desk, DoTask{StaffTask::roll_back, true}).failed);
}

TEST_CASE("the staff thread wakes for each reply, and once closed it takes nothing and ends by itself") {
  World world;
  std::mutex mutex;
  std::condition_variable woken;
  int wakes = 0;
  StaffThread thread(world.desk(), [&] {
    const std::lock_guard<std::mutex> lock(mutex);
    ++wakes;
    woken.notify_all();
  });
  const auto wait_for = [&](int times) {
    std::unique_lock<std::mutex> lock(mutex);
    woken.wait(lock, [&] { return wakes >= times; });
  };
  REQUIRE(thread.ask(LookAtPin{}));
  wait_for(1);
  CHECK(thread.take_replies().size() == 1);
  CHECK_FALSE(thread.has_ended());
  REQUIRE(thread.ask(LookAtPin{}));
  wait_for(2);
  thread.close();
  CHECK(thread.take_replies().empty());
  CHECK_FALSE(thread.ask(LookAtPin{}));
  wait_for(3);
  CHECK(thread.has_ended());
}

TEST_CASE(
    "staff who leave in the middle of a stick leave it unmounted, and no file on it that is not whole") {
  World world;
  const TempFolder folder;
  SystemFiles files;
  world.paths.outbox_file = folder.file("outbox.db");
  {
    auto opened = outbox::Outbox::open(world.paths.outbox_file, "0b0c6a52-7d0e-4a5e-9a51-0d7a1d8a7f11", files,
                                       world.clock, world.random);
    REQUIRE(opened.ok());
    REQUIRE(opened->outbox->add_draft({"alpha", "sv", 1, true, {}, "", false}).ok());
    REQUIRE(opened->outbox->finish_all_drafts().ok());
  }
  // The ledger is a real file; that it is there, the files in memory are told.
  REQUIRE(world.files.make_folders(folder.path()).ok());
  REQUIRE(world.files.write(world.paths.outbox_file, "").ok());
  {
    Desk desk = world.desk();
    ask<PinLooked>(desk, TryPin{pin});
    CHECK(ask<StickLooked>(desk, SaveAnswers{}).seen.phase == StickPhase::opening);
    CHECK(ask<StickLooked>(desk, GoOnWithStick{}).seen.phase == StickPhase::writing);
    CHECK(world.stick.is_mounted);
    CHECK(world.stick.files.size() == 1);
    StaffThread thread(std::move(desk), [] {});
  }
  CHECK_FALSE(world.stick.is_mounted);
  CHECK(world.stick.files.empty());
}
