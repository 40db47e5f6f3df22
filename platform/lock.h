#pragma once
// A lock between processes (flock(2)): one holds it alone, or several share it.

#include <string>

#include "platform/result.h"

namespace entre {

class FileLock {
 public:
  // Makes the file where there is none and locks it; unavailable when another process holds it, denied where
  // a link lies in its place. Ends with the object, or with the process however that ends; the file stays.
  static Result<FileLock> acquire(const std::string& path);
  // The same, but waits for its turn: alone, or beside others that share.
  static Result<FileLock> wait_alone(const std::string& path);
  static Result<FileLock> wait_shared(const std::string& path);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

 private:
  static Result<FileLock> lock(const std::string& path, int operation);
  explicit FileLock(int fd) : fd_(fd) {}
  int fd_ = -1;
};

}  // namespace entre
