#pragma once
// A lock between processes (flock(2)): only one of a kind works in a home at a time.

#include <string>

#include "platform/result.h"

namespace entre {

class FileLock {
 public:
  // Makes the file where there is none and locks it; unavailable when another process holds it. Ends with the
  // object, or with the process however that ends; the file stays.
  static Result<FileLock> acquire(const std::string& path);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

 private:
  explicit FileLock(int fd) : fd_(fd) {}
  int fd_ = -1;
};

}  // namespace entre
