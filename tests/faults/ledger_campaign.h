#pragma once
// A visitor's and sync's use of the ledger, in one process, on a disk and a network that fail.

#include <memory>
#include <string>

#include "sync/client/upload.h"
#include "tests/faults/disk.h"
#include "tests/faults/oracle.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_http.h"
#include "tests/support/fake_random.h"
#include "tests/support/temp_folder.h"

namespace entre::test {

inline const std::string campaign_kiosk = "0b8f3a52-7c1d-4e0a-9c77-2f1f6f3f1a10";

struct LedgerWorld {
  explicit LedgerWorld(std::uint64_t seed = 1)
      : random(seed), disk(folder.path()), files(disk), oracle(seed) {
    clock.advance_ms(437'003);  // at no quarter of an hour
    http.handler = [this](const HttpRequest& request) { return server.take(request); };
    http.parallel = 3;
  }
  std::string path() const { return folder.file("outbox.db"); }
  Result<void> open();
  // Answers, changes, an undo, a sealed batch, a halving, a rejection, acknowledgements. Ends early when the
  // disk says no; what the screen would have been told is the oracle's.
  void use();
  // An answer from touch to "saved"; false when it could not be.
  bool give(bool finish);
  client::UploadReport upload();
  // What was sent since the last call says nothing of the boot, and no exact time.
  std::string check_sent();
  // Opens what is on the disk after the cut, and sends it all to a server that is well.
  std::string recover_and_heal();

  TempFolder folder;
  FakeClock clock;
  FakeRandom random;
  Disk disk;
  DiskFiles files;
  FakeHttp http;
  AnswerServer server;
  Oracle oracle;
  std::unique_ptr<outbox::Outbox> outbox;
};

}  // namespace entre::test
