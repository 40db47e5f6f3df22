#pragma once
// The panel's own brightness, where the kernel has it as a file (/sys/class/backlight). Through the Files
// port, whose twin is this one's too.

#include <string>

#include "platform/files.h"

namespace entre {

class Backlight {
 public:
  // files outlives this.
  explicit Backlight(Files& files, std::string folder = "/sys/class/backlight")
      : files_(files), folder_(std::move(folder)) {}
  // 1 to 100. False: there is no such device, or it may not be written, which is told to the log once. Never
  // so low that the panel goes out.
  bool set_percent(int percent);

 private:
  std::string device() const;

  Files& files_;
  const std::string folder_;
  bool refusal_told_ = false;
};

}  // namespace entre
