#pragma once
// What is wrong with a kiosk, as far as the hub can see: for its page and for alarms.

#include <string>
#include <vector>

#include "platform/clock.h"
#include "sync/hub/store.h"

namespace entre::hub {

// A kiosk that is lit and was not heard of for so long, and for three of its intervals, is silent; as is a
// new one that has had its token for so long.
inline constexpr std::int64_t silent_ms = 45 * 60'000;
// So many answers wait, or one for so long, although the kiosk reaches the hub.
inline constexpr std::int64_t backlog_max = 20, backlog_ms = 24 * 3'600'000;
// With less space left content cannot be renewed for long.
inline constexpr std::int64_t disk_free_bytes_min = 500ll << 20;
// The mean of 255 below which a picture without any shape is black; a dark theme's rest is brighter, or has
// shapes.
inline constexpr std::int64_t black_brightness_max = 3;
// A lit screen presents a frame at rest each half minute; its time comes rounded to 15 minutes.
inline constexpr std::int64_t no_frame_ms = 90 * 60'000;
// A screen that is still dark so long after its display hours began does not follow them.
inline constexpr std::int64_t dark_ms = 15 * 60'000;
// No picture has changed for so long although visits were counted in that time.
inline constexpr std::int64_t frozen_ms = 6 * 3'600'000;

struct Finding {
  std::string kiosk_id;
  std::string kind;  // silent, backlog, refused, clock, disk, safe_mode, black, dark, no_frame,
                     // frozen, touch_stuck, expiry
  std::string what;  // Swedish, as the hub's pages, without the kiosk's name
  std::string todo;
};

// In the order of the kiosks. Display hours are taken by the kiosk's own zone, by that of `clock` where it
// tells none that is known here. A kiosk without a token is not judged; one that was never heard
// of is by nothing but that.
std::vector<Finding> judge(const std::vector<Kiosk>& kiosks, const Clock& clock);

// "2024-01-09 13.00", local.
std::string local_minute(std::int64_t unix_ms, const Clock& clock);

}  // namespace entre::hub
