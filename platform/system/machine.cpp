#include "platform/system/machine.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

#include "platform/process.h"

extern "C" char** environ;

namespace entre {
namespace {

constexpr std::size_t kOutBytesMax = 16u << 20;

Error error_of(int code, const std::string& what) {
  const ErrorKind kind = code == ENOENT   ? ErrorKind::not_found
                         : code == EACCES ? ErrorKind::denied
                                          : ErrorKind::io;
  return {kind, what + ": " + std::system_category().message(code)};
}

// Until the pipe is at its end; false: the time is up.
bool read_all(int fd, std::int64_t timeout_ms, std::string* out) {
  const Stopwatch watch;
  char buffer[4096];
  for (;;) {
    const auto left = timeout_ms - static_cast<std::int64_t>(watch.ms());
    pollfd waiting{fd, POLLIN, 0};
    const int ready = left > 0 ? ::poll(&waiting, 1, static_cast<int>(left)) : 0;
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return false;
    const ssize_t size = ::read(fd, buffer, sizeof buffer);
    if (size <= 0) return true;
    out->append(buffer, std::min(static_cast<std::size_t>(size), kOutBytesMax - out->size()));
  }
}

// input_fd: of the program's input; -1: none. It is closed here.
Result<Ran> run_from(const std::vector<std::string>& argv, int input_fd, std::int64_t timeout_ms) {
  std::vector<char*> pointers;
  for (const std::string& argument : argv) pointers.push_back(const_cast<char*>(argument.c_str()));
  pointers.push_back(nullptr);
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    const Error error = error_of(errno, argv[0]);
    if (input_fd >= 0) ::close(input_fd);
    return error;
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  if (input_fd >= 0)
    posix_spawn_file_actions_adddup2(&actions, input_fd, STDIN_FILENO);
  else
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int spawned = ::posix_spawnp(&child, pointers[0], &actions, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  if (input_fd >= 0) ::close(input_fd);
  Ran ran;
  const bool ended = spawned != 0 || read_all(ends[0], timeout_ms, &ran.out);
  ::close(ends[0]);
  if (spawned != 0) return error_of(spawned, argv[0]);
  if (!ended) ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!ended)
    return Error{ErrorKind::unavailable, argv[0] + ": no answer in " + std::to_string(timeout_ms) + " ms"};
  ran.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return ran;
}

}  // namespace

Result<Ran> SystemMachine::run(const std::vector<std::string>& argv, std::int64_t timeout_ms) {
  return run_from(argv, -1, timeout_ms);
}

Result<Ran> SystemMachine::run_with_input(const std::vector<std::string>& argv, const std::string& input,
                                          std::int64_t timeout_ms) {
  if (input.size() > run_input_bytes_max)
    return Error{ErrorKind::too_large,
                 argv[0] + ": an input of more than " + std::to_string(run_input_bytes_max) + " bytes"};
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return error_of(errno, argv[0]);
  // All of it fits, so that nothing waits for a program that does not read.
  const ssize_t written = ::write(ends[1], input.data(), input.size());
  ::close(ends[1]);
  if (written != static_cast<ssize_t>(input.size())) {
    ::close(ends[0]);
    return Error{ErrorKind::io, argv[0] + ": the input cannot be given"};
  }
  return run_from(argv, ends[0], timeout_ms);
}

Result<FileFacts> SystemMachine::facts(const std::string& path) const {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return error_of(errno, path);
  const passwd* user = ::getpwuid(found.st_uid);
  return FileFacts{found.st_mode & 07777, user != nullptr ? user->pw_name : std::to_string(found.st_uid),
                   S_ISDIR(found.st_mode), S_ISREG(found.st_mode)};
}

void SystemMachine::wait_ms(std::int64_t ms) {
  pause_ms(ms);
}

}  // namespace entre
