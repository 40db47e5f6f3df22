#include "tests/e2e/connect_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

#include "tests/support/process.h"

namespace entre::test {
namespace {

constexpr int poll_step_ms = 20;

bool send_whole(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

// The request's head; what follows it waits for the answer.
std::string read_head(int client) {
  std::string head;
  char byte = 0;
  while (!head.ends_with("\r\n\r\n") && head.size() < 4096 && recv(client, &byte, 1, 0) == 1) head += byte;
  return head;
}

// False at the end of either.
bool pass(int from, int to) {
  char buffer[16 << 10];
  const ssize_t got = recv(from, buffer, sizeof buffer, 0);
  return got > 0 && send_whole(to, {buffer, static_cast<std::size_t>(got)});
}

}  // namespace

ConnectProxy::ConnectProxy() {
  listener_ = listen_on_loopback(&port_);
  acceptor_ = std::thread([this] { accept_all(); });
}

ConnectProxy::~ConnectProxy() {
  stopping_ = true;
  acceptor_.join();
  for (std::thread& thread : threads_) thread.join();
  close(listener_);
}

std::vector<std::string> ConnectProxy::take_asked() {
  const std::lock_guard lock(mutex_);
  return std::exchange(asked_, {});
}

void ConnectProxy::accept_all() {
  while (!stopping_) {
    pollfd waiting{listener_, POLLIN, 0};
    if (poll(&waiting, 1, poll_step_ms) <= 0) continue;
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client >= 0) threads_.emplace_back([this, client] { serve(client); });
  }
}

int ConnectProxy::answer(int client) {
  const std::string head = read_head(client);
  const std::string line = head.substr(0, head.find('\r'));
  {
    const std::lock_guard lock(mutex_);
    asked_.push_back(line);
  }
  const std::size_t colon = line.find(':');
  if (refuses || !line.starts_with("CONNECT 127.0.0.1:") || colon == std::string::npos) {
    send_whole(client, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    return -1;
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(line.c_str() + colon + 1)));
  const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(server, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
      send_whole(client, "HTTP/1.1 200 Connected\r\n\r\n"))
    return server;
  close(server);
  return -1;
}

void ConnectProxy::serve(int client) {
  const int server = answer(client);
  for (bool open = server >= 0; open && !stopping_;) {
    pollfd both[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
    if (poll(both, 2, poll_step_ms) <= 0) continue;
    if (both[0].revents != 0) open = pass(client, server);
    if (both[1].revents != 0) open = pass(server, client) && open;
  }
  if (server >= 0) close(server);
  close(client);
}

}  // namespace entre::test
