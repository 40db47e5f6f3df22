#pragma once
// Real programs, started by a test and ended by their own process id.

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace entre::test {

struct Finished {
  int exit_code = -1;  // 128 + the signal when one ended it
  std::string out, err;
};

class Process {
 public:
  // argv[0] is a path or found in PATH; `environment` ("NAME=value") comes on top of the test's own. Aborts
  // when it cannot start.
  explicit Process(const std::vector<std::string>& argv, const std::vector<std::string>& environment = {});
  // Ends it with SIGKILL where it still runs.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  void signal(int number) const;
  // Reads output until a line of stdout (then of stderr) holds `text`, and returns the line; nothing after
  // timeout_ms or at the end.
  std::optional<std::string> wait_line(const std::string& text, int timeout_ms);
  // Reads output until it ends; nothing when it still runs after timeout_ms.
  std::optional<Finished> wait(int timeout_ms);

 private:
  bool read_some(int timeout_ms);  // false: both pipes are at their end

  pid_t pid_ = -1;
  int out_fd_ = -1, err_fd_ = -1;
  bool ended_ = false;
  Finished finished_;
};

// Runs a program to its end; aborts with its name when that takes more than timeout_ms.
Finished run(const std::vector<std::string>& argv, int timeout_ms = 60'000,
             const std::vector<std::string>& environment = {});

// A socket that listens on a free port of 127.0.0.1; the caller closes it.
int listen_on_loopback(int* port);
// A port of 127.0.0.1 that nobody listens on right now.
int free_port();

// The path of a program of this build, such as "kiosk-sync".
std::string program(const std::string& name);

}  // namespace entre::test
