#include "tests/faults/raw_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>

#include "tests/support/process.h"

namespace entre::test {

namespace {

constexpr int poll_step_ms = 20;

// A connection, plain or over TLS.
class Stream {
 public:
  Stream(int fd, SSL_CTX* tls) : fd_(fd) {
    if (tls == nullptr) return;
    ssl_ = SSL_new(tls);
    SSL_set_fd(ssl_, fd);
    ok_ = SSL_accept(ssl_) == 1;
  }
  ~Stream() {
    if (ssl_ != nullptr) SSL_free(ssl_);
    close(fd_);
  }
  bool ok() const { return ok_; }
  ssize_t receive(char* to, std::size_t count) {
    return ssl_ != nullptr ? SSL_read(ssl_, to, int(count)) : recv(fd_, to, count, 0);
  }
  bool send_all(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ssl_ != nullptr ? SSL_write(ssl_, bytes.data(), int(bytes.size()))
                                           : send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(std::size_t(sent));
    }
    return true;
  }

 private:
  int fd_;
  SSL* ssl_ = nullptr;
  bool ok_ = true;
};

}  // namespace

RawServer::RawServer(Handler handler, ssl_ctx_st* tls) : handler_(std::move(handler)), tls_(tls) {
  // A client that hangs up is what these tests are about; OpenSSL writes without MSG_NOSIGNAL.
  std::signal(SIGPIPE, SIG_IGN);
  listener_ = listen_on_loopback(&port_);
  acceptor_ = std::thread([this] { accept_all(); });
}

RawServer::~RawServer() {
  stopping_ = true;
  acceptor_.join();
  for (std::thread& thread : threads_) thread.join();
  close(listener_);
}

void RawServer::accept_all() {
  while (!stopping_) {
    pollfd waiting{listener_, POLLIN, 0};
    if (poll(&waiting, 1, poll_step_ms) <= 0) continue;
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    ++connections_;
    threads_.emplace_back([this, client] { serve(client); });
  }
}

void RawServer::serve(int client) {
  if (hang_up_after >= 0) {
    std::string some(std::size_t(hang_up_after) + 1, '\0');
    recv(client, some.data(), std::size_t(hang_up_after), MSG_WAITALL);
    close(client);
    return;
  }
  Stream stream(client, tls_);
  std::string head;
  char buffer[4096];
  while (stream.ok() && !stopping_) {
    pollfd waiting{client, POLLIN, 0};
    if (poll(&waiting, 1, poll_step_ms) <= 0) continue;
    const ssize_t got = stream.receive(buffer, sizeof buffer);
    if (got <= 0) return;
    head.append(buffer, std::size_t(got));
    if (head.find("\r\n\r\n") == std::string::npos) continue;
    const RawReply reply = handler_(head);
    head.clear();
    std::string_view bytes = reply.bytes;
    if (reply.cut_after >= 0) bytes = bytes.substr(0, std::size_t(reply.cut_after));
    if (reply.pause_ms_per_byte > 0) {
      for (const char byte : bytes) {
        if (stopping_ || !stream.send_all({&byte, 1})) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(reply.pause_ms_per_byte));
      }
    } else if (!stream.send_all(bytes)) {
      return;
    }
    while (reply.is_endless && !stopping_)
      if (!stream.send_all(std::string(64 << 10, 'e'))) return;
    if (reply.cut_after >= 0) return;
  }
}

}  // namespace entre::test
