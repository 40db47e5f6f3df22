#include "sync/client/progress_line.h"

#include <fmt/format.h>

namespace entre::client {

std::string format_bytes(std::uint64_t bytes) {
  if (bytes < 1000) return fmt::format("{} B", bytes);
  if (bytes < 1'000'000) return fmt::format("{:.1f} kB", static_cast<double>(bytes) / 1e3);
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

std::string format_progress(const Progress& progress, std::int64_t elapsed_ms) {
  if (progress.objects_total == 0) return progress.phase;
  std::string line = fmt::format("{}  {}/{} objects  {} of {}", progress.phase, progress.objects_done,
                                 progress.objects_total, format_bytes(progress.bytes_done),
                                 format_bytes(progress.bytes_total));
  const std::uint64_t left = progress.bytes_total - progress.bytes_done;
  if (progress.bytes_done == 0 || left == 0 || elapsed_ms <= 0) return line;
  const double seconds = static_cast<double>(elapsed_ms) / 1e3 * static_cast<double>(left) /
                         static_cast<double>(progress.bytes_done);
  return line + fmt::format("  {:.0f} s left", seconds + 0.5);
}

}  // namespace entre::client
