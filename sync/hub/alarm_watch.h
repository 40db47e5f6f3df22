#pragma once
// The hub's look at its kiosks each minute, on a thread of its own, and who is told.

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "platform/clock.h"
#include "platform/files.h"
#include "platform/random.h"
#include "sync/hub/alarms.h"

namespace entre::hub {

struct AlarmOptions {
  std::string webhook_url;      // empty: none
  std::string smtp_url;         // smtp:// or smtps://; empty: no mail
  std::string smtp_login_file;  // one line, user:password; empty: none
  std::string mail_from;
  std::vector<std::string> mail_to;
  bool any() const { return !webhook_url.empty() || !smtp_url.empty(); }
};
// invalid says what is missing or none.
Result<void> check_alarms(const AlarmOptions& options);

class AlarmWatch {
 public:
  static Result<std::unique_ptr<AlarmWatch>> start(const AlarmOptions& options, const std::string& db,
                                                   Store& store, const Files& files, const Clock& clock,
                                                   Random& random);
  // Ends the thread; a message that is under way is waited for.
  ~AlarmWatch();

 private:
  struct Way;
  AlarmWatch(Store& store, const Clock& clock);
  void run();
  void turn();

  Store& store_;
  const Clock& clock_;
  std::vector<std::unique_ptr<Way>> ways_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace entre::hub
