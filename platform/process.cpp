#include "platform/process.h"

#include <malloc.h>
#include <sys/prctl.h>
#include <unistd.h>
#include <chrono>
#include <thread>

#include <ctime>
#include <fstream>
#include <sstream>
#include <string>

namespace entre {
namespace {

std::int64_t now_ns(clockid_t id) {
  timespec now{};
  clock_gettime(id, &now);
  return now.tv_sec * 1'000'000'000ll + now.tv_nsec;
}

}  // namespace

// proc(5): field 22 of /proc/self/stat is the start in clock ticks after boot. The name, field 2, may hold
// spaces and parentheses, so counting begins behind the last one.
std::int64_t process_age_ms() {
  constexpr int kFieldAfterName = 3, kFieldStart = 22;
  std::ifstream file("/proc/self/stat");
  std::string line;
  std::getline(file, line);
  const std::size_t name_end = line.rfind(')');
  if (name_end == std::string::npos) return 0;
  std::istringstream fields(line.substr(name_end + 1));
  std::string skipped;
  for (int field = kFieldAfterName; field < kFieldStart; ++field) fields >> skipped;
  std::int64_t start_ticks = 0;
  if (!(fields >> start_ticks)) return 0;
  return now_ns(CLOCK_BOOTTIME) / 1'000'000 - start_ticks * 1000 / sysconf(_SC_CLK_TCK);
}

void name_thread(const char* name) {
  prctl(PR_SET_NAME, name);
}

void tune_heap() {
  constexpr int kStepBytes = 512 << 10;
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_TOP_PAD, kStepBytes);
}

void trim_heap() {
  malloc_trim(0);
}

void pause_ms(std::int64_t ms) {
  std::this_thread::sleep_for(std::chrono::milliseconds(ms));
}

Stopwatch::Stopwatch() : start_ns_(now_ns(CLOCK_MONOTONIC)) {}

double Stopwatch::ms() const {
  return static_cast<double>(now_ns(CLOCK_MONOTONIC) - start_ns_) / 1e6;
}

void Stopwatch::restart() {
  start_ns_ = now_ns(CLOCK_MONOTONIC);
}

}  // namespace entre
