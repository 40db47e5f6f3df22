#pragma once
// Port: what staff's programs ask of the machine beside its files: other programs, who may read a file, and
// that time pass.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "platform/result.h"

namespace entre {

// What a pipe takes without waiting (pipe(7)).
inline constexpr std::size_t run_input_bytes_max = 4096;

struct Ran {
  int exit_code = 0;  // 128 + the signal when one ended it
  std::string out;    // of stdout, cut off at the cap
};

struct FileFacts {
  unsigned mode = 0;  // permissions, such as 0640
  std::string owner;  // a user's name, or a number where it has none
  bool is_folder = false;
  bool is_plain = false;  // an ordinary file, or a link to one: no device, pipe or socket
};

class Machine {
 public:
  virtual ~Machine() = default;
  // Runs argv[0], found in PATH, without input, and waits for its end. not_found: there is no such program;
  // unavailable: it ran longer than timeout_ms and was ended.
  virtual Result<Ran> run(const std::vector<std::string>& argv, std::int64_t timeout_ms) = 0;
  // The same with an input of at most run_input_bytes_max, for what nobody else may read in a list of
  // processes.
  virtual Result<Ran> run_with_input(const std::vector<std::string>& argv, const std::string& /*input*/,
                                     std::int64_t /*timeout_ms*/) {
    return Error{ErrorKind::unavailable, argv[0] + ": this machine gives no input"};
  }
  virtual Result<FileFacts> facts(const std::string& path) const = 0;
  // Lets so much time pass.
  virtual void wait_ms(std::int64_t ms) = 0;
};

class SystemMachine : public Machine {
 public:
  Result<Ran> run(const std::vector<std::string>& argv, std::int64_t timeout_ms) override;
  Result<Ran> run_with_input(const std::vector<std::string>& argv, const std::string& input,
                             std::int64_t timeout_ms) override;
  Result<FileFacts> facts(const std::string& path) const override;
  void wait_ms(std::int64_t ms) override;
};

}  // namespace entre
