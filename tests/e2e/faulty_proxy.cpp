#include "tests/e2e/faulty_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string_view>

#include "tests/support/process.h"

namespace entre::test {
namespace {

constexpr int poll_step_ms = 20;

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

bool send_whole(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

}  // namespace

FaultyProxy::FaultyProxy(int upstream_port) : upstream_port_(upstream_port) {
  listener_ = listen_on_loopback(&port_);
  acceptor_ = std::thread([this] { accept_all(); });
}

FaultyProxy::~FaultyProxy() {
  stopping_ = true;
  release();
  acceptor_.join();
  for (std::thread& thread : threads_) thread.join();
  close(listener_);
}

void FaultyProxy::lose_reply_to(const std::string& text) {
  const std::lock_guard lock(mutex_);
  lose_ = text;
}

void FaultyProxy::hold(const std::string& text) {
  const std::lock_guard lock(mutex_);
  hold_ = text;
  held_ = released_ = false;
}

bool FaultyProxy::wait_held(int timeout_ms) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, std::chrono::milliseconds(timeout_ms), [this] { return held_; });
}

void FaultyProxy::release() {
  const std::lock_guard lock(mutex_);
  hold_.clear();
  released_ = true;
  changed_.notify_all();
}

bool FaultyProxy::takes(std::string* wish, const std::string& request) {
  const std::lock_guard lock(mutex_);
  const std::string first_line = request.substr(0, request.find('\r'));
  if (wish->empty() || first_line.find(*wish) == std::string::npos) return false;
  wish->clear();
  return true;
}

void FaultyProxy::accept_all() {
  while (!stopping_) {
    pollfd waiting{listener_, POLLIN, 0};
    if (poll(&waiting, 1, poll_step_ms) <= 0) continue;
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client >= 0) threads_.emplace_back([this, client] { serve(client); });
  }
}

void FaultyProxy::serve(int client) {
  const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(upstream_port_);
  bool open = connect(server, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  bool lose = false;
  std::string buffer(64 << 10, '\0');
  while (open && !stopping_) {
    pollfd both[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
    if (poll(both, 2, poll_step_ms) <= 0) continue;
    if (both[0].revents != 0) {
      const ssize_t got = recv(client, buffer.data(), buffer.size(), 0);
      if (got <= 0) break;
      const std::string request(buffer, 0, static_cast<std::size_t>(got));
      lose = takes(&lose_, request) || lose;
      if (takes(&hold_, request)) {
        std::unique_lock lock(mutex_);
        held_ = true;
        changed_.notify_all();
        changed_.wait(lock, [this] { return released_; });
      }
      open = send_whole(server, request);
    }
    if (both[1].revents != 0) {
      const ssize_t got = recv(server, buffer.data(), buffer.size(), 0);
      if (got <= 0 || lose) break;
      std::size_t pass = static_cast<std::size_t>(got);
      if (reply_bytes_left_ >= 0) {
        const std::int64_t left = reply_bytes_left_.fetch_sub(got);
        pass = static_cast<std::size_t>(std::clamp<std::int64_t>(left, 0, got));
        open = pass == static_cast<std::size_t>(got);
        reply_bytes_left_ = std::max<std::int64_t>(reply_bytes_left_, 0);
      }
      open = send_whole(client, {buffer.data(), pass}) && open;
    }
  }
  close(client);
  close(server);
}

}  // namespace entre::test
