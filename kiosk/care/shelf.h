#pragma once
// The releases on this kiosk's disk, and which of them is shown: for the staff screen and kioskctl.

#include <cstdint>
#include <string>
#include <vector>

#include "kiosk/care/words.h"
#include "platform/config/config.h"
#include "platform/files.h"
#include "platform/result.h"

namespace entre::care {

struct Shelf {
  std::vector<std::int64_t> releases;  // on disk, the newest first
  std::int64_t current = 0;            // what the link names; 0: nothing
  std::int64_t floor = 0;              // the signed one: nothing older may be shown
  std::int64_t held = 0;               // staff went back from this release; 0: they did not

  bool has(std::int64_t release) const;
  // The newest before the one that is shown that may be shown; 0: there is none.
  std::int64_t before_current() const;
};
Shelf look_at_shelf(const Files& files, const Paths& paths);

// Every document of the release's file against its hash.
Result<void> check_release(const Files& files, const Paths& paths, std::int64_t release);
// Why staff may not go back to that release; empty: they may.
Words refuse_rollback(const Shelf& shelf, std::int64_t release);
// Checks the release and shows it: the link is replaced in one step. The screen takes it at its next rest;
// sync waits for one that is newer than `held`. On an error nothing is shown otherwise.
Result<void> show_release(Files& files, const Paths& paths, std::int64_t release, std::int64_t held);
// Takes a rollback back. True: the release that was held is shown again; false: it is not here any more and
// comes with the next sync.
Result<bool> undo_rollback(Files& files, const Paths& paths, const Shelf& shelf);

}  // namespace entre::care
