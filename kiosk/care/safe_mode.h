#pragma once
// After repeated crashes the screen shows less, so that it shows something: first the release before, then
// the neutral screen. Starts are counted in a folder that a restart keeps and a reboot empties.

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "platform/config/config.h"
#include "platform/files.h"

namespace entre::care {

// Crashes in a row, from the first of which safe mode begins, and from which nothing is shown any more.
inline constexpr int crashes_for_release_before = 3, crashes_for_neutral = 6;
// A screen that has shown frames for so long has not crashed, whatever becomes of it later.
inline constexpr std::int64_t stood_ms = 10 * 60'000;

// What staff are told of; beside the status (Paths::safe_mode_file) while it lasts.
struct SafeMode {
  int crashes = 0;
  std::set<std::int64_t> avoided;  // releases that are not shown
};
// nullopt: there is none, or the file cannot be read.
std::optional<SafeMode> read_safe_mode(const Files& files, const Paths& paths);

// UI thread only. Files are read and written at the start, and once when it has stood.
class Starts {
 public:
  // runtime_folder: systemd's RUNTIME_DIRECTORY, kept over restarts (RuntimeDirectoryPreserve=restart).
  // Empty: nobody restarts the program, so nothing is counted and there is no safe mode. files outlives this.
  Starts(std::string runtime_folder, Paths paths, Files& files);
  // Counts this start. Which releases are not to be shown: none, unless those before it have crashed.
  std::set<std::int64_t> begin();
  // A frame has been presented at this time of the monotonic clock.
  void alive(std::int64_t monotonic_ms);
  // The program ends because it was asked to, or says why it cannot go on: no crash.
  void ended();

 private:
  std::string file() const { return runtime_folder_ + "/starts"; }
  int crashes() const;
  void write(int crashes);

  std::string runtime_folder_;
  Paths paths_;
  Files& files_;
  std::optional<std::int64_t> first_frame_ms_;
  bool stood_ = false;
};

}  // namespace entre::care
