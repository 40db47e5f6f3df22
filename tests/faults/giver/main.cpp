// Gives answers through the screen's own ledger code, in a process of its own that a test may kill at any
// moment: "saved PAGE" is printed when the screen would have said so, and not before.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "kiosk/visit/ledger_thread.h"
#include "platform/config/config.h"
#include "tests/faults/answers.h"

using namespace entre;

int main(int argc, char** argv) {
  if (argc != 6) return 2;
  const Paths paths = Paths::with_home(argv[1]);
  SystemFiles files;
  SystemClock clock;
  SystemRandom random;
  visit::Ledger ledger({paths.outbox_file, argv[2], paths.requests_folder}, files, clock, random);
  ledger.start();
  const int first = std::atoi(argv[3]), count = std::atoi(argv[4]);
  const auto seed = std::strtoull(argv[5], nullptr, 10);
  for (int i = first; i < first + count; ++i) {
    const outbox::Answer answer = test::varied_answer(seed, i);
    const auto reply = ledger.handle(visit::SaveDraft{std::uint64_t(i), answer});
    if (!reply) return 1;
    const auto* saved = std::get_if<visit::DraftSaved>(&*reply);
    if (saved == nullptr) continue;
    std::printf("saved %s\n", answer.page.c_str());
    std::fflush(stdout);
    if (i % 4 != 0) ledger.handle(visit::FinishDraft{saved->draft});
  }
  return 0;
}
