#pragma once
// How the sync that runs gets on, as kiosk-sync's progress.json tells it. Reads one small file.

#include <optional>

#include "kiosk/visit/staff.h"
#include "platform/clock.h"
#include "platform/config/config.h"
#include "platform/files.h"

namespace entre::staff {

// After so long without a word of it a sync is no longer called one that goes on.
inline constexpr std::int64_t sync_still_ms = 15'000;

// nullopt: no sync tells of itself: none runs, or its file cannot be read, is none, or is of another boot.
std::optional<visit::SyncSeen> look_at_sync(const Files& files, const Clock& clock, const Paths& paths);

}  // namespace entre::staff
