#pragma once
// Waiting for files to change (inotify), for a deadline, or for a stop signal. No polling.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "platform/result.h"

namespace entre {

class FolderWatch {
 public:
  // Watches folders for names created, moved in, or closed after writing.
  static Result<std::unique_ptr<FolderWatch>> create(const std::vector<std::string>& folders);
  ~FolderWatch();
  // The names that changed, after at most timeout_ms (-1: no limit); empty on timeout or wake().
  std::vector<std::string> wait(std::int64_t timeout_ms);
  // Ends a wait() from any thread, and from a signal handler.
  void wake();

 private:
  FolderWatch();
  int inotify_fd_ = -1;
  int wake_fd_ = -1;
};

}  // namespace entre
