#include "sync/client/progress_file.h"

#include <algorithm>

#include "sync/wire/progress.h"

namespace entre::client {

ProgressFile::ProgressFile(Files& files, const Clock& clock, const std::string& status_file)
    : files_(files), clock_(clock), file_(wire::progress_file(status_file)) {}

void ProgressFile::take(const Progress& progress) {
  const auto phase = wire::phase_of(progress.phase);
  if (!phase) return;
  const std::int64_t now_ms = clock_.monotonic_ms();
  meter_.take(progress, now_ms);
  if (phase_ == progress.phase && now_ms - written_ms_ < interval_ms) return;
  phase_ = progress.phase;
  written_ms_ = now_ms;
  const std::string text = wire::encode_progress({*phase, std::min(progress.bytes_done, progress.bytes_total),
                                                  progress.bytes_total, meter_.left_s(), now_ms});
  const std::string beside = file_ + ".new";
  // What cannot be told is only not seen.
  if (files_.write_unsynced(beside, text)) static_cast<void>(files_.rename(beside, file_));
}

void ProgressFile::clear() {
  phase_.clear();
  meter_ = {};
  if (files_.exists(file_)) static_cast<void>(files_.remove(file_));
}

}  // namespace entre::client
