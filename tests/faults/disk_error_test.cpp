// A full disk, an I/O error or a failing sync at each call; a file system that has become read-only; reads
// that fail. Afterwards the disk is well again, as when a person has made room.
#include <doctest/doctest.h>

#include "sync/content/content_file.h"
#include "tests/faults/campaign.h"
#include "tests/faults/ledger_campaign.h"
#include "tests/sync/client/release_server.h"

using namespace entre;
using namespace entre::test;

namespace {

struct Case {
  const char* name;
  DiskFault fault;
  bool stays;
};
constexpr Case cases[] = {{"full disk", DiskFault::full, true},
                          {"full disk, once", DiskFault::full, false},
                          {"I/O error", DiskFault::io, true},
                          {"I/O error, once", DiskFault::io, false},
                          {"failing sync", DiskFault::sync_failed, true},
                          {"failing sync, once", DiskFault::sync_failed, false},
                          {"read-only", DiskFault::read_only, true}};

// After the fault the driver goes on with the same open ledger: what fails is told, what works must hold.
void fail_ledger_everywhere(const Case& fault) {
  int calls = 0;
  for (int n = 1;; ++n, ++calls) {
    LedgerWorld world;
    world.disk.fail_change(n, fault.fault, fault.stays);
    world.use();
    if (!world.disk.met()) {
      // Syncs alone can fail: other calls of the same number passed.
      if (fault.fault != DiskFault::sync_failed || world.disk.changes() < n) break;
      continue;
    }
    if (world.outbox) static_cast<void>(world.give(false));
    // The power goes too, before anything else is written: a sync that failed kept nothing.
    const DiskImage left = world.disk.after(n % 2 == 0 ? Cut::drop : Cut::torn, std::uint64_t(n));
    if (n % 3 == 0) {
      world.outbox.reset();
      world.disk.install(left);
    }
    world.disk.heal();
    const std::string wrong = world.recover_and_heal();
    CHECK_MESSAGE(wrong == "", fault.name, " at change ", n, ": ", wrong);
    world.outbox.reset();
  }
  CHECK(calls > 100);
  report_campaign(std::string(fault.name) + ", ledger", calls, "every call");
}

void fail_content_everywhere(const Case& fault) {
  ReleaseServer server;
  server.publish(FakeClock());
  Home home(server);
  REQUIRE(home.sync().exit_code() == client::ExitCode::ok);
  server.set_page("one", "second text");
  server.publish(FakeClock());
  Disk disk(home.folder.path());
  DiskFiles files(disk);
  const DiskImage before = disk.now();
  const auto sync = [&] {
    auto made = client::Sync::create(home.config, home.paths, {home.http, files, home.clock, home.random},
                                     {[](const client::Progress&) {}, [] { return false; }});
    return (*made)->run();
  };
  const auto text = [&]() -> std::string {
    auto shown = content::open_newest(files, home.paths.content_folder);
    if (!shown) return shown.error().message;
    auto page = (*shown)->page("one", "sv");
    return page ? content::plain_text(page->blocks) : page.error().message;
  };
  int calls = 0;
  for (int n = 1;; ++n, ++calls) {
    CAPTURE(fault.name);
    CAPTURE(n);
    disk.install(before);
    disk.fail_change(n, fault.fault, fault.stays);
    static_cast<void>(sync());
    if (!disk.met() && disk.changes() < n) break;
    disk.heal();
    const std::string shown = text();
    CHECK((shown == "first text" || shown == "second text"));
    CHECK(sync().exit_code() == client::ExitCode::ok);
    CHECK(text() == "second text");
  }
  CHECK(calls > 30);
  report_campaign(std::string(fault.name) + ", content", calls, "every call");
}

}  // namespace

TEST_CASE("a full disk, an I/O error or a failing sync at any call loses no answer that was thanked for") {
  QuietLog quiet;
  for (const Case& fault : cases) fail_ledger_everywhere(fault);
}

TEST_CASE("a full disk, an I/O error or a failing sync at any call of a sync leaves what is shown whole") {
  QuietLog quiet;
  for (const Case& fault : cases)
    if (fault.stays) fail_content_everywhere(fault);
}

TEST_CASE("a read that fails anywhere loses nothing, and is not taken for damage") {
  QuietLog quiet;
  int calls = 0;
  for (int n = 1;; ++n, ++calls) {
    LedgerWorld world;
    world.use();
    world.outbox.reset();
    world.disk.fail_read(n);
    static_cast<void>(world.open().ok());
    if (world.outbox) static_cast<void>(world.outbox->counts().ok());
    if (!world.disk.met()) break;
    world.disk.heal();
    const std::string wrong = world.recover_and_heal();
    CHECK_MESSAGE(wrong == "", "at read ", n, ": ", wrong);
    for (const auto& [path, file] : world.disk.now()) CHECK(path.find(".damaged") == std::string::npos);
    world.outbox.reset();
  }
  CHECK(calls >= 10);
  report_campaign("failing read, ledger", calls, "every call");
}
