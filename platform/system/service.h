#pragma once
// Tells the service manager how this program does (sd_notify(3)): datagrams to the socket that it names.
// Where it names none, nothing is said.

#include <cstdint>
#include <string>

namespace entre {

class Service {
 public:
  // The values of NOTIFY_SOCKET and WATCHDOG_USEC, null where they are not set. A socket's name that begins
  // with @ is abstract (unix(7)).
  Service(const char* notify_socket, const char* watchdog_usec);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  // How long the manager waits for a sign of life before it ends and restarts the program; 0: for ever.
  std::int64_t watchdog_ms() const { return watchdog_ms_; }
  // Something was really done at this time of the monotonic clock. The first time it says READY=1; later
  // WATCHDOG=1, no more than once in a second.
  void alive(std::int64_t now_ms);
  // One line for `systemctl status`.
  void say(const std::string& line);

 private:
  void send(const std::string& message);

  int fd_ = -1;
  std::string address_;
  std::int64_t watchdog_ms_ = 0;
  bool ready_ = false;
  std::int64_t said_ms_ = 0;
};

}  // namespace entre
