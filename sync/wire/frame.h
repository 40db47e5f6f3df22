#pragma once
// What a kiosk's screen says of its picture: in a file for kiosk-sync, and in the status for the hub.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "platform/json.h"
#include "platform/result.h"

namespace entre::wire {

inline constexpr std::size_t frame_bytes_max = 1024;

struct FrameFacts {
  std::string fingerprint;           // 16 hexadecimal digits, of the last picture at rest; empty: none yet
  std::int64_t brightness = 0;       // its mean, 0 (black) to 255
  std::int64_t unix_ms = 0;          // when it was presented, or a dark frame after it
  std::int64_t changed_unix_ms = 0;  // when any picture last differed from the one before
  bool is_dark = false;              // the screen is dark by its display hours
  bool touch_is_stuck = false;       // something touches the panel all the time
  bool is_safe_mode = false;         // it has crashed again and again, and shows less than it has
  bool operator==(const FrameFacts&) const = default;
};
Json to_json(const FrameFacts& frame);
Result<FrameFacts> frame_of(const Json& json);
std::string encode_frame(const FrameFacts& frame);
Result<FrameFacts> decode_frame(std::string_view text);

}  // namespace entre::wire
