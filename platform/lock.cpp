#include "platform/lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace entre {

Result<FileLock> FileLock::acquire(const std::string& path) {
  return lock(path, LOCK_EX | LOCK_NB);
}
Result<FileLock> FileLock::wait_alone(const std::string& path) {
  return lock(path, LOCK_EX);
}
Result<FileLock> FileLock::wait_shared(const std::string& path) {
  return lock(path, LOCK_SH);
}

Result<FileLock> FileLock::lock(const std::string& path, int operation) {
  // The group's too: screen and sync are two users, and lock the same ledger.
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0660);
  if (fd < 0) {
    const int why = errno;
    const bool full = why == ENOSPC || why == EDQUOT, denied = why == EROFS || why == EACCES || why == ELOOP;
    return Error{full     ? ErrorKind::full
                 : denied ? ErrorKind::denied
                          : ErrorKind::io,
                 path + ": " + std::strerror(why)};
  }
  int done = 0;
  do {
    done = ::flock(fd, operation);
  } while (done != 0 && errno == EINTR);
  if (done == 0) return FileLock(fd);
  const int why = errno;
  ::close(fd);
  if (why == EWOULDBLOCK)
    return Error{ErrorKind::unavailable, path + ": held by another process that is at work"};
  return Error{ErrorKind::io, path + ": " + std::strerror(why)};
}

FileLock::FileLock(FileLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

FileLock::~FileLock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace entre
