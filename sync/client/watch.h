#pragma once
// kiosk-sync --watch: syncs when it is time and when the screen or staff ask, until it is stopped.

#include <functional>
#include <string>
#include <vector>

#include "platform/clock.h"
#include "platform/files.h"
#include "platform/random.h"
#include "sync/client/attempts.h"
#include "sync/client/schedule.h"
#include "sync/client/sync.h"

namespace entre::client {

class WatchLoop {
 public:
  // wait: returns after at most so many ms, sooner when a name appears in the requests folder or is_stopped()
  // turns true.
  using Wait = std::function<void(std::int64_t timeout_ms)>;
  // `schedule`: its first sync may have been put off. attempts: ended with the first sync.
  WatchLoop(Sync& sync, Sync::Ports ports, std::string requests_folder, Schedule schedule, Wait wait,
            IsStopped is_stopped, Attempts* attempts = nullptr);
  // Until it is stopped; true: until it was asked to read its configuration anew.
  bool run();

 private:
  // Requests are removed before they are handled: one that is made meanwhile is a new one.
  void take_requests();
  void do_what_is_due();

  Sync& sync_;
  Sync::Ports ports_;
  std::string requests_folder_;
  Wait wait_;
  IsStopped is_stopped_;
  Schedule schedule_;
  Attempts* attempts_;
  bool config_changed_ = false;
};

}  // namespace entre::client
