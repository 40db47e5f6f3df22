#pragma once
// What every campaign prints, for docs/reliability.md.

#include <cstdio>
#include <string>

#include "platform/log.h"

namespace entre::test {

inline void report_campaign(const std::string& name, long long count, const std::string& result) {
  std::printf("campaign: %s: %lld, %s\n", name.c_str(), count, result.c_str());
  std::fflush(stdout);
}

// Thousands of faults would fill the log with what is expected.
struct QuietLog {
  QuietLog() { init_log("test_faults", LogLevel::off); }
  ~QuietLog() { init_log("test_faults", LogLevel::info); }
};

}  // namespace entre::test
