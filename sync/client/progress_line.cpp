#include "sync/client/progress_line.h"

#include <fmt/format.h>

namespace entre::client {

std::string format_bytes(std::uint64_t bytes) {
  if (bytes < 1000) return fmt::format("{} B", bytes);
  if (bytes < 1'000'000) return fmt::format("{:.1f} kB", static_cast<double>(bytes) / 1e3);
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

std::string format_progress(const Progress& progress, std::optional<std::int64_t> left_s) {
  if (progress.objects_total == 0) return progress.phase;
  std::string line = fmt::format("{}  {}/{} objects  {} of {}", progress.phase, progress.objects_done,
                                 progress.objects_total, format_bytes(progress.bytes_done),
                                 format_bytes(progress.bytes_total));
  if (!left_s || progress.bytes_done == progress.bytes_total) return line;
  return line + fmt::format("  {} s left", *left_s);
}

}  // namespace entre::client
