#pragma once
// The progress of a sync as a file for the staff screen (sync/wire/progress.h). One thread.

#include <cstdint>
#include <string>

#include "platform/clock.h"
#include "platform/files.h"
#include "sync/client/progress_meter.h"

namespace entre::client {

class ProgressFile {
 public:
  // Four a second, and one more for each new phase, of which a sync has five.
  static constexpr std::int64_t interval_ms = 250;

  // files and clock outlive this. status_file: the progress lies beside it.
  ProgressFile(Files& files, const Clock& clock, const std::string& status_file);
  // Replaces the file in one step, not synced: after a power cut nothing is to be known of it. A disk that
  // refuses it stops no sync.
  void take(const Progress& progress);
  // The sync has ended, or one begins: the file goes.
  void clear();

 private:
  Files& files_;
  const Clock& clock_;
  const std::string file_;
  ProgressMeter meter_;
  std::string phase_;
  std::int64_t written_ms_ = 0;
};

}  // namespace entre::client
