#include "kiosk/frame_report.h"

#include <array>
#include <numeric>

#include <fmt/format.h>

namespace entre::kiosk {
namespace {

constexpr int kHashColumns = 9, kHashRows = 8;

}  // namespace

std::string fingerprint_of(const std::vector<std::uint8_t>& luminance) {
  constexpr int columns = FrameReport::columns, rows = FrameReport::rows;
  // Fields of the hash are means over the points that fall into them.
  std::array<std::uint32_t, kHashColumns * kHashRows> sum{}, count{};
  for (int y = 0; y < rows; ++y)
    for (int x = 0; x < columns; ++x) {
      const auto field =
          static_cast<std::size_t>(y * kHashRows / rows * kHashColumns + x * kHashColumns / columns);
      sum[field] += luminance[static_cast<std::size_t>(y * columns + x)];
      ++count[field];
    }
  std::uint64_t hash = 0;
  for (int y = 0; y < kHashRows; ++y)
    for (int x = 0; x + 1 < kHashColumns; ++x) {
      const auto at = static_cast<std::size_t>(y * kHashColumns + x);
      // Means compared without dividing.
      hash = hash << 1 | (sum[at] * count[at + 1] > sum[at + 1] * count[at] ? 1u : 0u);
    }
  return fmt::format("{:016x}", hash);
}

bool FrameReport::is_due(std::int64_t monotonic_ms) const {
  return !taken_ms_ || monotonic_ms - *taken_ms_ >= frame_report_ms;
}

std::string FrameReport::take(const std::vector<std::uint8_t>& luminance, bool at_rest,
                              std::int64_t monotonic_ms, std::int64_t unix_ms) {
  const std::string fingerprint = fingerprint_of(luminance);
  const auto total = std::accumulate(luminance.begin(), luminance.end(), std::uint64_t{0});
  const auto brightness = static_cast<std::int64_t>(total / luminance.size());
  last_.is_dark = false;
  if (at_rest) {
    last_.fingerprint = fingerprint;
    last_.brightness = brightness;
    last_.unix_ms = unix_ms;
  }
  return tell(fingerprint + std::to_string(brightness), monotonic_ms, unix_ms);
}

std::string FrameReport::take_dark(std::int64_t monotonic_ms, std::int64_t unix_ms) {
  last_.is_dark = true;
  last_.unix_ms = unix_ms;
  return tell("dark", monotonic_ms, unix_ms);
}

std::string FrameReport::tell(std::string seen, std::int64_t monotonic_ms, std::int64_t unix_ms) {
  if (seen != seen_) last_.changed_unix_ms = unix_ms;
  seen_ = std::move(seen);
  taken_ms_ = monotonic_ms;
  return wire::encode_frame(last_);
}

}  // namespace entre::kiosk
