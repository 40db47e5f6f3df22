#pragma once
// Making, opening and renewing the ledger's file.

#include <cstddef>
#include <string>

#include "platform/clock.h"
#include "platform/files.h"
#include "platform/random.h"
#include "platform/result.h"
#include "platform/sqlite.h"

namespace entre::outbox {

struct LedgerFile {
  Database db;
  std::string epoch;
  std::string set_aside;     // empty unless a damaged file was moved
  std::size_t salvaged = 0;  // rows that came over from it
};

// Screen and sync share this lock for each use of the ledger; who replaces the file holds it alone, so that
// nothing is written any more to a file that was set aside.
std::string lock_of(const std::string& ledger_path);

// To be called with lock_of(path) held alone. Opens or makes the ledger. One that is damaged, or that is
// `distrusted` because a row's sum was wrong, is replaced: what can be salvaged goes into a new file under
// its old names (epoch and sequence), the old file is kept beside. A power cut in between is made good at the
// next opening.
Result<LedgerFile> open_ledger(const std::string& path, bool distrusted, Files& files, Clock& clock,
                               Random& random);

}  // namespace entre::outbox
