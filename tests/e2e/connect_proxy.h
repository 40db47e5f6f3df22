#pragma once
// A forward proxy on loopback that knows CONNECT alone (RFC 9110 9.3.6), and keeps what it was asked for.

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace entre::test {

class ConnectProxy {
 public:
  ConnectProxy();
  ~ConnectProxy();
  ConnectProxy(const ConnectProxy&) = delete;
  ConnectProxy& operator=(const ConnectProxy&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  // From now on it answers 403 and connects to nobody.
  std::atomic<bool> refuses{false};
  // "CONNECT 127.0.0.1:443 HTTP/1.1": the first line of each connection since the last call.
  std::vector<std::string> take_asked();

 private:
  void accept_all();
  void serve(int client);
  int answer(int client);  // the tunnel's other end; -1 for none
  int listener_ = -1, port_ = 0;
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::vector<std::string> asked_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace entre::test
