#include "platform/system/service.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstring>

namespace entre {
namespace {

constexpr std::int64_t kSignsApartMs = 1000;

}  // namespace

Service::Service(const char* notify_socket, const char* watchdog_usec) {
  const std::string name = notify_socket == nullptr ? "" : notify_socket;
  sockaddr_un address{};
  if (name.size() < 2 || name.size() >= sizeof address.sun_path || (name[0] != '/' && name[0] != '@')) return;
  fd_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, name.data(), name.size());
  if (name[0] == '@') address.sun_path[0] = '\0';
  // An abstract name ends where the address does, a path with a zero.
  const std::size_t length = offsetof(sockaddr_un, sun_path) + name.size() + (name[0] == '@' ? 0 : 1);
  address_.assign(reinterpret_cast<const char*>(&address), length);
  std::int64_t usec = 0;
  if (watchdog_usec != nullptr)
    std::from_chars(watchdog_usec, watchdog_usec + std::strlen(watchdog_usec), usec);
  watchdog_ms_ = std::max<std::int64_t>(usec, 0) / 1000;
}

Service::~Service() {
  if (fd_ >= 0) ::close(fd_);
}

void Service::alive(std::int64_t now_ms) {
  if (ready_ && now_ms - said_ms_ < kSignsApartMs) return;
  send(ready_ ? "WATCHDOG=1" : "READY=1\nWATCHDOG=1");
  ready_ = true;
  said_ms_ = now_ms;
}

void Service::say(const std::string& line) {
  std::string text = line;
  std::replace(text.begin(), text.end(), '\n', ' ');
  send("STATUS=" + text);
}

// A manager that does not take it now will be told again.
void Service::send(const std::string& message) {
  if (fd_ < 0) return;
  static_cast<void>(::sendto(fd_, message.data(), message.size(), MSG_NOSIGNAL,
                             reinterpret_cast<const sockaddr*>(address_.data()),
                             static_cast<socklen_t>(address_.size())));
}

}  // namespace entre
