#pragma once
// The service manager's end of sd_notify(3).

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace entre::test {

class ServiceManager {
 public:
  explicit ServiceManager(const std::string& path) : fd_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    if (::bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) std::abort();
  }
  ~ServiceManager() { ::close(fd_); }
  ServiceManager(const ServiceManager&) = delete;
  ServiceManager& operator=(const ServiceManager&) = delete;
  // All that has been said since the last call.
  std::vector<std::string> heard() {
    std::vector<std::string> messages;
    char buffer[512];
    for (ssize_t size = 0; (size = ::recv(fd_, buffer, sizeof buffer, 0)) > 0;)
      messages.emplace_back(buffer, static_cast<std::size_t>(size));
    return messages;
  }

 private:
  int fd_;
};

}  // namespace entre::test
