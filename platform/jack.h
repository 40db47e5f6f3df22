#pragma once
// A headphone jack, as an input device tells of it: Linux evdev (Documentation/input/event-codes.rst, EV_SW),
// SW_HEADPHONE_INSERT. A thread of its own waits on the device.

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "platform/result.h"

namespace entre {

class Jack {
 public:
  // device: /dev/input/eventN. changed is called from the thread when the plug goes in or out. not_found, io:
  // it cannot be read, with what to do.
  static Result<std::unique_ptr<Jack>> open(const std::string& device, std::function<void()> changed);
  ~Jack();
  Jack(const Jack&) = delete;
  Jack& operator=(const Jack&) = delete;
  bool inserted() const { return inserted_; }

 private:
  Jack(int device_fd, int end_fd, std::function<void()> changed);
  void run();
  bool read_events();

  int device_fd_, end_fd_;
  std::function<void()> changed_;
  std::atomic<bool> inserted_ = false;
  std::thread thread_;
};

}  // namespace entre
