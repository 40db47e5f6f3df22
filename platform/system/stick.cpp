#include "platform/system/stick.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

namespace entre {
namespace {

// Slow sticks, and whatever they still have to write.
constexpr std::int64_t kSystemdTimeoutMs = 60'000;
constexpr std::size_t kReadBytesMax = 1u << 20;

Error error_of(int code, const std::string& what) {
  ErrorKind kind = ErrorKind::io;
  if (code == ENOENT || code == ENOTDIR) kind = ErrorKind::not_found;
  if (code == EACCES || code == EPERM || code == EROFS) kind = ErrorKind::denied;
  if (code == ENOSPC || code == EDQUOT || code == EFBIG) kind = ErrorKind::full;
  return {kind, what + ": " + std::system_category().message(code)};
}

bool is_there(const std::string& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0;
}

}  // namespace

SystemStick::SystemStick(Machine& machine, StickPlace place) : machine_(machine), place_(std::move(place)) {}

SystemStick::~SystemStick() {
  close_file();
}

void SystemStick::close_file() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

Stick::Seen SystemStick::look() const {
  if (is_there(place_.device)) return Seen::ready;
  return is_there(place_.foreign_device) ? Seen::foreign : Seen::none;
}

Result<void> SystemStick::ask_systemd(const char* verb) {
  const auto ran = machine_.run({"systemctl", verb, "--no-ask-password", place_.unit}, kSystemdTimeoutMs);
  if (!ran) return ran.error();
  if (ran->exit_code == 0) return {};
  return Error{ErrorKind::unavailable, std::string("systemctl ") + verb + " " + place_.unit + " ended with " +
                                           std::to_string(ran->exit_code)};
}

Result<void> SystemStick::mount() {
  return ask_systemd("start");
}

Result<void> SystemStick::unmount() {
  close_file();
  return ask_systemd("stop");
}

Result<std::uint64_t> SystemStick::free_bytes() const {
  struct statvfs found {};
  if (::statvfs(place_.folder.c_str(), &found) != 0) return error_of(errno, place_.folder);
  return std::uint64_t{found.f_bavail} * found.f_frsize;
}

Result<void> SystemStick::begin(const std::string& name) {
  close_file();
  fd_ = ::open(path(name).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd_ < 0) return error_of(errno, name);
  return sync_folder();
}

Result<void> SystemStick::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return error_of(errno, "the stick");
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  if (::fsync(fd_) != 0) return error_of(errno, "the stick");
  return {};
}

Result<std::string> SystemStick::read_back(const std::string& name, std::uint64_t offset,
                                           std::size_t bytes_max) {
  const int fd = ::open(path(name).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return error_of(errno, name);
  // What the kernel still has in memory would be compared with itself. All of it is synced, so it can go.
  static_cast<void>(::posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED));
  std::string bytes(std::min(bytes_max, kReadBytesMax), '\0');
  std::size_t size = 0;
  ssize_t count = 1;
  while (size < bytes.size() && count != 0) {
    count = ::pread(fd, bytes.data() + size, bytes.size() - size, static_cast<off_t>(offset + size));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) break;
    size += static_cast<std::size_t>(count);
  }
  const int failure = errno;
  ::close(fd);
  if (count < 0) return error_of(failure, name);
  bytes.resize(size);
  return bytes;
}

Result<void> SystemStick::rename(const std::string& from, const std::string& to) {
  close_file();
  if (::rename(path(from).c_str(), path(to).c_str()) != 0) return error_of(errno, to);
  return sync_folder();
}

Result<void> SystemStick::remove(const std::string& name) {
  close_file();
  if (::unlink(path(name).c_str()) != 0 && errno != ENOENT) return error_of(errno, name);
  return sync_folder();
}

Result<void> SystemStick::sync_folder() {
  const int fd = ::open(place_.folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return error_of(errno, place_.folder);
  const bool synced = ::fsync(fd) == 0;
  const int failure = errno;
  ::close(fd);
  if (!synced) return error_of(failure, place_.folder);
  return {};
}

}  // namespace entre
