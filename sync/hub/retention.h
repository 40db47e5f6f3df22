#pragma once
// How long answers are kept, and how they are taken out: `kiosk-hub purge` and `kiosk-hub export`.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/clock.h"
#include "platform/result.h"

namespace entre::hub {

// Whole days by the time an answer, or an hour's counts, were received; nothing: kept for ever.
struct Retention {
  std::optional<std::int64_t> answers_days, comments_days, counts_days;
};

struct Purge {
  std::string time;  // RFC 3339
  std::int64_t answers = 0, comments = 0;
  std::string answers_before, comments_before;  // RFC 3339; empty: none were to go
  std::int64_t counts = 0;                      // kiosks' hours
  std::string counts_before;
};

// Deletes what is older and writes down what it did, in one durable transaction; then the file is written
// anew, so that nothing of it is left on the disk. What was purged and a kiosk sends again stays a
// duplicate.
Result<Purge> purge(const std::string& db, const Retention& retention, const Clock& clock);
// All purges, the oldest first.
Result<std::vector<Purge>> purge_log(const std::string& db);

enum class ExportFormat { csv, json };
// Every answer in the order of its arrival, piece by piece. CSV after RFC 4180 with a header; JSON is one
// array. Columns: kiosk_id, kiosk, page, language, release, useful, reasons, comment, time, received,
// clock_trusted, test.
Result<std::int64_t> export_answers(const std::string& db, ExportFormat format,
                                    const std::function<void(std::string_view)>& write);

}  // namespace entre::hub
