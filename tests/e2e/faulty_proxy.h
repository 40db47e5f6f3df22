#pragma once
// A TCP proxy on loopback that does to a connection what bad networks do, at a place that the test names.

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace entre::test {

class FaultyProxy {
 public:
  // Forwards 127.0.0.1:port() to 127.0.0.1:upstream_port until it is destroyed.
  explicit FaultyProxy(int upstream_port);
  ~FaultyProxy();
  FaultyProxy(const FaultyProxy&) = delete;
  FaultyProxy& operator=(const FaultyProxy&) = delete;

  int port() const { return port_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  // Every connection is cut after this many bytes of replies, all connections counted together; -1: never.
  void cut_after(std::int64_t reply_bytes) { reply_bytes_left_ = reply_bytes; }
  // The next request whose first line contains `text` reaches the server, and its reply is thrown away, once.
  void lose_reply_to(const std::string& text);
  // The next request whose first line contains `text` is kept back, until release() or the client is gone.
  void hold(const std::string& text);
  // Waits until a request is being held; false after timeout_ms.
  bool wait_held(int timeout_ms);
  void release();

 private:
  void accept_all();
  void serve(int client);
  bool takes(std::string* wish, const std::string& request);

  int listener_ = -1, port_ = 0, upstream_port_;
  std::atomic<bool> stopping_{false};
  std::atomic<std::int64_t> reply_bytes_left_{-1};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string lose_, hold_;
  bool held_ = false, released_ = false;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace entre::test
