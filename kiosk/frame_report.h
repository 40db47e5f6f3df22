#pragma once
// What the hub is told about the picture: a fingerprint and the brightness of the last real frame, so that a
// black or a frozen screen is seen from afar.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sync/wire/frame.h"

namespace entre::kiosk {

// A picture is looked at no more often.
inline constexpr std::int64_t frame_report_ms = 30'000;

class FrameReport {
 public:
  static constexpr int columns = 32, rows = 18;
  // is_safe_mode: the screen shows less than it has (kiosk/care/safe_mode.h).
  explicit FrameReport(bool is_safe_mode = false) { last_.is_safe_mode = is_safe_mode; }
  // Whether the frame that is about to be presented at this time of the monotonic clock is to be looked at.
  bool is_due(std::int64_t monotonic_ms) const;
  // Whether something touches the panel all the time, as the next text says.
  void tell_touch(bool is_stuck) { last_.touch_is_stuck = is_stuck; }
  // luminance: columns * rows values from the frame, row by row. The frame file's text: of a frame in a visit
  // it says no more than that the picture has changed, since a fingerprint would tell what was looked at.
  std::string take(const std::vector<std::uint8_t>& luminance, bool at_rest, std::int64_t monotonic_ms,
                   std::int64_t unix_ms);
  // The same of a frame that is dark by the display hours: it is no picture, but the screen is alive.
  std::string take_dark(std::int64_t monotonic_ms, std::int64_t unix_ms);

 private:
  std::string tell(std::string seen, std::int64_t monotonic_ms, std::int64_t unix_ms);

  std::optional<std::int64_t> taken_ms_;
  std::string seen_;  // the last picture's fingerprint and brightness, in a visit or not
  wire::FrameFacts last_;
};

// A difference hash of 64 bits: of 8 rows with 9 columns each, whether a field is brighter than the next. As
// 16 hexadecimal digits.
std::string fingerprint_of(const std::vector<std::uint8_t>& luminance);

}  // namespace entre::kiosk
