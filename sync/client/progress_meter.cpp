#include "sync/client/progress_meter.h"

#include <algorithm>
#include <cmath>

namespace entre::client {

namespace {

// Closer together than this, what has come says more of the network's packets than of its rate.
constexpr std::int64_t sample_ms = 250;

}  // namespace

void ProgressMeter::begin(const Progress& progress, std::int64_t monotonic_ms) {
  phase_ = progress.phase;
  first_bytes_ = bytes_ = progress.bytes_done;
  first_ms_ = ms_ = monotonic_ms;
  rate_sum_ = weight_ = 0;
}

void ProgressMeter::take(const Progress& progress, std::int64_t monotonic_ms) {
  if (phase_ != progress.phase || progress.bytes_done < bytes_) begin(progress, monotonic_ms);
  left_bytes_ = progress.bytes_total - std::min(progress.bytes_done, progress.bytes_total);
  const std::int64_t passed_ms = monotonic_ms - ms_;
  if (passed_ms < sample_ms) return;
  // Exponential smoothing over uneven steps; the weight takes out that it began at nothing.
  const double kept = std::exp(-static_cast<double>(passed_ms) / memory_ms);
  const double rate = static_cast<double>(progress.bytes_done - bytes_) / static_cast<double>(passed_ms);
  rate_sum_ = kept * rate_sum_ + (1 - kept) * rate;
  weight_ = kept * weight_ + (1 - kept);
  bytes_ = progress.bytes_done;
  ms_ = monotonic_ms;
}

std::optional<std::int64_t> ProgressMeter::left_s() const {
  if (ms_ - first_ms_ < basis_ms || bytes_ <= first_bytes_ || rate_sum_ <= 0) return std::nullopt;
  const double left_seconds = static_cast<double>(left_bytes_) * weight_ / rate_sum_ / 1e3;
  // A day is as good as any longer time; and what is a second but for its last digits is one.
  return static_cast<std::int64_t>(std::ceil(std::min(left_seconds - 0.01, 86'400.0)));
}

}  // namespace entre::client
