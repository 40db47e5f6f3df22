#include "kiosk/staff/sync_seen.h"

#include <algorithm>

namespace entre::staff {

std::optional<visit::SyncSeen> look_at_sync(const Files& files, const Clock& clock, const Paths& paths) {
  const auto text = files.read(wire::progress_file(paths.status_file), wire::progress_bytes_max);
  const auto told = text ? wire::decode_progress(*text) : text.error();
  if (!told) return std::nullopt;
  const std::int64_t age_ms = clock.monotonic_ms() - told->monotonic_ms;
  // That clock begins anew with each boot.
  if (age_ms < 0) return std::nullopt;
  visit::SyncSeen seen{told->phase, told->bytes_done, told->bytes_total, told->left_s, 0};
  if (age_ms >= sync_still_ms) seen.still_s = age_ms / 1000;
  if (seen.still_s > 0) seen.left_s.reset();
  if (seen.left_s) seen.left_s = std::max<std::int64_t>(0, *seen.left_s - age_ms / 1000);
  return seen;
}

}  // namespace entre::staff
