#include "platform/watch.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <system_error>

namespace entre {
namespace {

std::int64_t monotonic_ms() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1'000'000;
}

// The names of the events that are ready, each once.
std::vector<std::string> read_names(int fd) {
  std::vector<std::string> names;
  alignas(inotify_event) std::array<char, 16 * 1024> buffer;
  for (;;) {
    const ssize_t count = ::read(fd, buffer.data(), buffer.size());
    if (count <= 0) return names;
    for (ssize_t at = 0; at < count;) {
      const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
      at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
      const std::string name = event->len > 0 ? event->name : "";
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
}

}  // namespace

FolderWatch::FolderWatch() = default;

Result<std::unique_ptr<FolderWatch>> FolderWatch::create(const std::vector<std::string>& folders) {
  const auto error = [](const std::string& what) {
    const int code = errno;
    return Error{code == ENOENT ? ErrorKind::not_found : ErrorKind::io,
                 what + ": " + std::system_category().message(code)};
  };
  std::unique_ptr<FolderWatch> watch(new FolderWatch());
  watch->inotify_fd_ = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  if (watch->inotify_fd_ < 0) return error("inotify");
  watch->wake_fd_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (watch->wake_fd_ < 0) return error("eventfd");
  for (const std::string& folder : folders) {
    const int id = ::inotify_add_watch(watch->inotify_fd_, folder.c_str(),
                                       IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE | IN_ONLYDIR);
    if (id < 0) return error(folder);
  }
  return watch;
}

FolderWatch::~FolderWatch() {
  if (inotify_fd_ >= 0) ::close(inotify_fd_);
  if (wake_fd_ >= 0) ::close(wake_fd_);
}

std::vector<std::string> FolderWatch::wait(std::int64_t timeout_ms) {
  constexpr std::int64_t kPollMaxMs = 3'600'000;
  const std::int64_t deadline = monotonic_ms() + timeout_ms;
  for (;;) {
    const std::int64_t left =
        timeout_ms < 0 ? kPollMaxMs : std::max<std::int64_t>(0, deadline - monotonic_ms());
    pollfd fds[] = {{inotify_fd_, POLLIN, 0}, {wake_fd_, POLLIN, 0}};
    const int ready = ::poll(fds, 2, static_cast<int>(std::min(left, kPollMaxMs)));
    if (ready < 0 && errno != EINTR) std::abort();
    if (ready > 0 && fds[1].revents != 0) {
      std::uint64_t count = 0;
      if (::read(wake_fd_, &count, sizeof count) != sizeof count) continue;
      return {};
    }
    if (ready > 0 && fds[0].revents != 0) {
      if (auto names = read_names(inotify_fd_); !names.empty()) return names;
    }
    if (timeout_ms >= 0 && monotonic_ms() >= deadline) return {};
  }
}

void FolderWatch::wake() {
  const int saved = errno;  // a signal handler must leave it as it was
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t count = ::write(wake_fd_, &one, sizeof one);
  errno = saved;
}

}  // namespace entre
