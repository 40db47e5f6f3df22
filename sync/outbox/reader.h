#pragma once
// A look into the ledger beside those who write it: nothing is changed, made or mended. For staff's programs.

#include <cstdint>
#include <string>
#include <vector>

#include "platform/result.h"
#include "platform/sqlite.h"
#include "sync/outbox/outbox.h"
#include "sync/wire/wire.h"

namespace entre::outbox {

// An answer that waits, or one that the hub has refused.
struct KeptAnswer {
  std::string epoch;
  std::int64_t sequence = 0;
  std::int64_t unix_ms = 0;  // when it was given
  bool is_usage = false;     // an hour's counts; `event` then has no page
  wire::FeedbackEvent event;
  std::string refusal;  // why the hub refused it; empty: it waits
};

class LedgerReader {
 public:
  // not_found where there is no ledger; denied and corrupt as they are.
  static Result<LedgerReader> open(const std::string& path);
  Result<Counts> counts() const;
  // When the oldest answer that waits was given; 0: none waits.
  Result<std::int64_t> oldest_unix_ms() const;
  // Those that wait, then those that were refused, the oldest first. corrupt when a row's sum is wrong.
  Result<std::vector<KeptAnswer>> answers() const;

 private:
  explicit LedgerReader(Database db) : db_(std::move(db)) {}
  Result<std::int64_t> number(const char* sql) const;
  Database db_;
};

}  // namespace entre::outbox
