#pragma once
// progress.json, beside the status: how the sync that runs gets on. kiosk-sync writes it for the staff
// screen; it never leaves the kiosk.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/result.h"

namespace entre::wire {

inline constexpr std::size_t progress_bytes_max = 1024;

enum class SyncPhase { refresh, download, build, upload, status };
// The phase of that name; nullopt: there is none.
std::optional<SyncPhase> phase_of(std::string_view name);

struct SyncProgress {
  SyncPhase phase = SyncPhase::refresh;
  std::uint64_t bytes_done = 0, bytes_total = 0;  // of the phase; a total of 0: it is not counted in bytes
  std::optional<std::int64_t> left_s;  // of the phase, by its measured rate; nullopt: not known yet
  // When it was so, by the clock that all programs share between two boots (CLOCK_MONOTONIC).
  std::int64_t monotonic_ms = 0;
  bool operator==(const SyncProgress&) const = default;
};

// Where it lies: beside the status.
std::string progress_file(const std::string& status_file);
// One JSON object of at most progress_bytes_max.
std::string encode_progress(const SyncProgress& progress);
// invalid: not such an object, an unknown phase, a number out of range or more done than there is; too_large:
// past the cap.
Result<SyncProgress> decode_progress(std::string_view text);

}  // namespace entre::wire
