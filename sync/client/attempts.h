#pragma once
// A sync that the program did not outlive, because it crashed or hung until the service manager ended it, is
// a failed one: the program that is started anew waits before it tries the same again.

#include <cstdint>
#include <string>

#include "platform/files.h"

namespace entre::client {

class Attempts {
 public:
  // file: keeps how many in a row have not ended. Where it cannot be written nothing is counted.
  Attempts(Files& files, std::string file);
  // Counts one as begun. How long to wait before it: 0 when the one before has ended, else as after so many
  // failures without jitter (sync/client/retry.h): 5 s doubling to 30 min.
  std::int64_t begin();
  // It has come to an end, whatever its outcome, or was given up in order.
  void end();

 private:
  Files& files_;
  std::string file_;
  bool is_begun_ = false;
};

}  // namespace entre::client
