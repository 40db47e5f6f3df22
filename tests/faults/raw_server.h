#pragma once
// A server on loopback that sends exactly the bytes it is told to, in plain or over TLS, and breaks off where
// told.

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

struct ssl_ctx_st;

namespace entre::test {

struct RawReply {
  std::string bytes;            // status line, headers, body
  std::int64_t cut_after = -1;  // so many bytes are sent, then the connection is closed
  bool is_endless = false;      // `bytes` are followed by more of the body until the client has enough
  int pause_ms_per_byte = 0;    // of a slow server
};

class RawServer {
 public:
  using Handler =
      std::function<RawReply(const std::string& request)>;  // the request's head; called on its threads
  // tls: null for plain HTTP; must outlive the server.
  explicit RawServer(Handler handler, ssl_ctx_st* tls = nullptr);
  ~RawServer();
  int port() const { return port_; }
  std::string url() const {
    return (tls_ ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port_);
  }
  int connections() const { return connections_; }
  // The connection is closed after so many bytes from the client, before any reply (in the handshake).
  std::atomic<int> hang_up_after{-1};

 private:
  void accept_all();
  void serve(int client);
  Handler handler_;
  ssl_ctx_st* tls_;
  int listener_ = -1, port_ = 0;
  std::atomic<bool> stopping_{false};
  std::atomic<int> connections_{0};
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace entre::test
