#pragma once
// The thread of a staff visit: begun when staff knock, ended when they leave. It waits for requests.

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "kiosk/staff/desk.h"
#include "kiosk/visit/queue.h"

namespace entre::staff {

class StaffThread {
 public:
  static constexpr std::size_t requests_max = 16;
  // wake is called from the thread after each reply and at its end. All that desk names outlives this.
  StaffThread(Desk desk, std::function<void()> wake);
  ~StaffThread();
  // False when it does not keep up, or has been closed: the request has not been taken.
  bool ask(visit::StaffRequest request) { return requests_.offer(std::move(request)); }
  std::vector<visit::StaffReply> take_replies() { return replies_.take_all(); }
  // Staff have left: what waits is dropped, and what is being done is done. Never waits.
  void close();
  // It has been closed and its destructor will not wait.
  bool has_ended() const { return ended_; }

 private:
  void run();

  Desk desk_;
  std::function<void()> wake_;
  visit::Queue<visit::StaffRequest> requests_;
  visit::Queue<visit::StaffReply> replies_;
  std::atomic<bool> ended_ = false;
  std::thread thread_;
};

}  // namespace entre::staff
