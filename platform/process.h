#pragma once
// What the machine knows about this process, and a stopwatch for measuring it.

#include <cstdint>

namespace entre {

// Milliseconds since the kernel started this process, to a clock tick (10 ms); 0 where /proc does not say.
std::int64_t process_age_ms();

// Names the calling thread for ps and top; the kernel keeps 15 letters.
void name_thread(const char* name);

// For a program of few threads that starts fast and stays small: one heap for all of them, grown in larger
// steps. A heap for each thread is grown by a page at a time, a system call each.
void tune_heap();
// Gives back to the system what the heap has free between what is in use: some milliseconds.
void trim_heap();

// Lets so much time pass on the calling thread; no screen's.
void pause_ms(std::int64_t ms);

// Time that has passed, for the trace only: nothing that is shown or stored depends on it.
class Stopwatch {
 public:
  Stopwatch();
  double ms() const;  // since it was made or restarted
  void restart();

 private:
  std::int64_t start_ns_;
};

}  // namespace entre
