#include "tests/support/process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>

extern char** environ;

namespace entre::test {
namespace {

using SteadyClock = std::chrono::steady_clock;

int left_ms(SteadyClock::time_point deadline) {
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(deadline - SteadyClock::now()).count();
  return left > 0 ? static_cast<int>(left) : 0;
}

std::optional<std::string> line_with(const std::string& text, const std::string& wanted) {
  const std::size_t at = text.find(wanted);
  const std::size_t end = at == std::string::npos ? at : text.find('\n', at);
  if (end == std::string::npos) return std::nullopt;
  const std::size_t begin = text.rfind('\n', at);
  return text.substr(begin == std::string::npos ? 0 : begin + 1,
                     end - (begin == std::string::npos ? 0 : begin + 1));
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

}  // namespace

Process::Process(const std::vector<std::string>& argv, const std::vector<std::string>& environment) {
  int out[2], err[2];
  if (pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0) std::abort();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out[1], 1);
  posix_spawn_file_actions_adddup2(&actions, err[1], 2);
  std::vector<std::string> words = argv, names = environment;
  for (char** entry = environ; *entry != nullptr; ++entry) names.emplace_back(*entry);
  const int failed =
      posix_spawnp(&pid_, argv[0].c_str(), &actions, nullptr, pointers(words).data(), pointers(names).data());
  posix_spawn_file_actions_destroy(&actions);
  close(out[1]);
  close(err[1]);
  out_fd_ = out[0];
  err_fd_ = err[0];
  if (failed != 0) {
    std::fprintf(stderr, "cannot start %s\n", argv[0].c_str());
    std::abort();
  }
}

Process::~Process() {
  if (!ended_) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  if (out_fd_ >= 0) close(out_fd_);
  if (err_fd_ >= 0) close(err_fd_);
}

void Process::signal(int number) const {
  if (!ended_) kill(pid_, number);
}

bool Process::read_some(int timeout_ms) {
  if (out_fd_ < 0 && err_fd_ < 0) return false;
  pollfd both[2] = {{out_fd_, POLLIN, 0}, {err_fd_, POLLIN, 0}};
  if (poll(both, 2, timeout_ms) <= 0) return true;
  char buffer[16 << 10];
  for (int i = 0; i < 2; ++i) {
    if (both[i].revents == 0) continue;
    int& fd = i == 0 ? out_fd_ : err_fd_;
    const ssize_t got = read(fd, buffer, sizeof buffer);
    if (got > 0) {
      (i == 0 ? finished_.out : finished_.err).append(buffer, static_cast<std::size_t>(got));
    } else {
      close(fd);
      fd = -1;
    }
  }
  return true;
}

std::optional<std::string> Process::wait_line(const std::string& text, int timeout_ms) {
  const auto deadline = SteadyClock::now() + std::chrono::milliseconds(timeout_ms);
  while (true) {
    for (const std::string* stream : {&finished_.out, &finished_.err})
      if (auto line = line_with(*stream, text)) return line;
    if (left_ms(deadline) == 0 || !read_some(left_ms(deadline))) return std::nullopt;
  }
}

std::optional<Finished> Process::wait(int timeout_ms) {
  const auto deadline = SteadyClock::now() + std::chrono::milliseconds(timeout_ms);
  while (read_some(left_ms(deadline)))
    if (left_ms(deadline) == 0) return std::nullopt;
  if (!ended_) {
    int status = 0;
    waitpid(pid_, &status, 0);
    ended_ = true;
    finished_.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  return finished_;
}

Finished run(const std::vector<std::string>& argv, int timeout_ms,
             const std::vector<std::string>& environment) {
  Process process(argv, environment);
  std::optional<Finished> finished = process.wait(timeout_ms);
  if (!finished) {
    std::fprintf(stderr, "%s took more than %d ms\n", argv[0].c_str(), timeout_ms);
    std::abort();
  }
  return *finished;
}

int listen_on_loopback(int* port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  if (fd < 0 || bind(fd, reinterpret_cast<sockaddr*>(&address), length) != 0 || listen(fd, 64) != 0 ||
      getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) != 0)
    std::abort();
  *port = ntohs(address.sin_port);
  return fd;
}

int free_port() {
  int port = 0;
  close(listen_on_loopback(&port));
  return port;
}

std::string program(const std::string& name) {
  return std::string(ENTRE_BUILD_DIR) + "/" + name;
}

}  // namespace entre::test
