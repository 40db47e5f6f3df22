#pragma once
// How fast a phase of a sync goes, smoothed, and what that leaves of it. One thread; no clock of its own.

#include <cstdint>
#include <optional>
#include <string>

#include "sync/client/download.h"

namespace entre::client {

class ProgressMeter {
 public:
  // So long a phase has to run before anything is said of its end, and so far back its rate remembers.
  static constexpr std::int64_t basis_ms = 2'000, memory_ms = 10'000;

  // What is known at this moment of a monotonic clock. Another phase, or one that has gone back, begins anew.
  void take(const Progress& progress, std::int64_t monotonic_ms);
  // Seconds until the phase ends, rounded up. nullopt before there is a basis: the phase is too young,
  // nothing has come since it began, or it is not counted in bytes. What was there when it began counts for
  // nothing.
  std::optional<std::int64_t> left_s() const;

 private:
  void begin(const Progress& progress, std::int64_t monotonic_ms);

  std::string phase_;
  std::uint64_t first_bytes_ = 0, bytes_ = 0, left_bytes_ = 0;
  std::int64_t first_ms_ = 0, ms_ = 0;
  double rate_sum_ = 0, weight_ = 0;  // bytes a ms; their quotient is the rate
};

}  // namespace entre::client
