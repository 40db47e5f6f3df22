#pragma once
// The answers on this kiosk as a file for people and programs. The ledger is only read.

#include <cstddef>
#include <string>
#include <vector>

#include "platform/config/config.h"
#include "platform/files.h"
#include "platform/result.h"
#include "sync/outbox/reader.h"

namespace entre::care {

// Those that wait, then those that were refused, hourly counts among them; none where there is no ledger.
// denied and corrupt as they are. Blocks on the disk.
Result<std::vector<outbox::KeptAnswer>> read_answers(const Files& files, const Paths& paths);

struct AnswerFile {
  std::string text;
  std::size_t answers = 0;  // in it; hourly counts are none
};
// CSV (RFC 4180; a cell that a spreadsheet would take for a formula gets an apostrophe before it), or JSON.
// with_text: what visitors wrote in their own words too.
AnswerFile answer_file(const std::vector<outbox::KeptAnswer>& answers, bool as_json, bool with_text);

// "entre-answers-entren-2026-03-04-123456.csv": letters, digits and hyphens alone, which every file system
// takes. name: the kiosk's, or its id where it has none.
std::string answer_file_name(const Config::Kiosk& kiosk, const LocalTime& at, bool as_json);

}  // namespace entre::care
