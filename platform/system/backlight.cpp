#include "platform/system/backlight.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "platform/log.h"

namespace entre {
namespace {

constexpr std::uint64_t kNumberBytesMax = 64;

}  // namespace

// Of several that belong to one panel the kernel's documentation (ABI/stable/sysfs-class-backlight) prefers
// the firmware's, then the platform's.
std::string Backlight::device() const {
  std::string best;
  int best_rank = 0;
  for (const std::string& name : files_.list(folder_)) {
    const auto type = files_.read(folder_ + "/" + name + "/type", kNumberBytesMax);
    const int rank = !type ? 1 : type->starts_with("firmware") ? 3 : type->starts_with("platform") ? 2 : 1;
    if (rank > best_rank) best = folder_ + "/" + name;
    best_rank = std::max(best_rank, rank);
  }
  return best;
}

bool Backlight::set_percent(int percent) {
  const std::string found = device();
  if (found.empty()) return false;
  std::int64_t most = 0;
  if (const auto text = files_.read(found + "/max_brightness", kNumberBytesMax); text)
    std::from_chars(text->data(), text->data() + text->size(), most);
  if (most <= 0 || most > 1'000'000'000) return false;
  const std::int64_t value = std::max<std::int64_t>(1, most * percent / 100);
  const auto written = files_.write_unsynced(found + "/brightness", std::to_string(value));
  if (!written && !std::exchange(refusal_told_, true))
    log_warning("the panel's brightness cannot be set, the picture is dimmed instead: " +
                written.error().message);
  return written.ok();
}

}  // namespace entre
