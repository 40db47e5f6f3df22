#pragma once
// The hub on a socket, by cpp-httplib (server.cpp only).

#include <memory>
#include <string>

#include "platform/result.h"
#include "sync/hub/hub.h"

namespace entre::hub {

struct ServerOptions {
  std::string host = "127.0.0.1";
  int port = 8180;            // 0: a free one
  std::string tls_cert_file;  // PEM, with the chain; empty: no TLS
  std::string tls_key_file;
};

class Server {
 public:
  // Listens already when it returns. io: the address cannot be had; invalid: certificate or key unusable.
  static Result<std::unique_ptr<Server>> create(Hub& hub, const ServerOptions& options);
  ~Server();
  int port() const;
  // Answers until stop(); open requests are finished first.
  void run();
  // From any thread, also before run().
  void stop();

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace entre::hub
