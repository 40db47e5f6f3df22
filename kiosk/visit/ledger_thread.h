#pragma once
// The thread that owns the screen's connection to the ledger: an fsync on cheap flash can outlast a frame.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "kiosk/visit/queue.h"
#include "kiosk/visit/session.h"
#include "platform/clock.h"
#include "platform/files.h"
#include "platform/random.h"

namespace entre::visit {

struct LedgerOptions {
  std::string outbox_file;
  std::string kiosk_id;
  std::string requests_folder;  // `upload` is written there when an answer has become final
  std::string frame_file =
      {};  // what ReportFrame writes, for kiosk-sync; it is the one file that is not the ledger's
};

// What the thread does with each request; also used without a thread in tests. A ledger that cannot be opened
// is tried again at each request, so that a disk made free again is noticed.
class Ledger {
 public:
  Ledger(LedgerOptions options, Files& files, Clock& clock, Random& random);
  // Drafts found at start become final.
  void start();
  // Writes the counts of hours that have passed; all: of the present one too, before the end. What cannot be
  // written is kept and tried again.
  void write_usage(bool all);
  // The reply, where the request has one.
  std::optional<LedgerReply> handle(const LedgerRequest& request);

 private:
  outbox::Outbox* outbox();
  void ask_for_upload();
  LedgerReply reply(std::uint64_t ticket, const Result<std::int64_t>& draft);

  LedgerOptions options_;
  Files& files_;
  Clock& clock_;
  Random& random_;
  std::unique_ptr<outbox::Outbox> outbox_;
  std::map<std::int64_t, wire::Usage> hours_;  // by their beginning, Unix time in ms
};

class LedgerThread {
 public:
  static constexpr std::size_t requests_max = 256;
  // wake is called from the thread after each reply. All references must outlive this.
  LedgerThread(LedgerOptions options, Files& files, Clock& clock, Random& random, std::function<void()> wake);
  // Finishes what has been asked, then ends the thread.
  ~LedgerThread();
  // False when the queue is full: the request has not been taken.
  bool ask(LedgerRequest request) { return requests_.offer(std::move(request)); }
  std::vector<LedgerReply> take_replies() { return replies_.take_all(); }

 private:
  void run();

  Ledger ledger_;
  std::function<void()> wake_;
  Queue<LedgerRequest> requests_;
  Queue<LedgerReply> replies_;
  std::thread thread_;
};

}  // namespace entre::visit
