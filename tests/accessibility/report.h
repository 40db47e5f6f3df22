#pragma once
// The conformance report: report.html for people, report.json in the manner of OpenACR 0.1.0, pictures beside
// them.

#include <string>
#include <vector>

#include "catalogue.h"
#include "observed.h"
#include "tally.h"

namespace entre::conformance {

enum class Verdict { holds, broken, waits };  // waits: not checked yet
const char* name(Verdict verdict);

struct Picture {
  std::string screen, settings, file;   // file: beside the report
  std::vector<std::string> transcript;  // a line a node: role, label, state
};

struct Report {
  const Catalogue& catalogue;
  const Tally& tally;
  std::vector<Picture> pictures;
  std::size_t combinations = 0, frames = 0;
  bool all_combinations = false;
  std::string date;  // YYYY-MM-DD

  Verdict verdict(int rule) const;
  // OpenACR's term: supports, partially-supports, not-applicable, not-evaluated; and why.
  std::string level(const Criterion& criterion) const;
  std::string notes(const Criterion& criterion) const;
};

std::vector<std::string> transcript_of(const Observed& frame);
std::string to_html(const Report& report);
std::string to_openacr(const Report& report);
// A Markdown table of rules and verdicts, as the README has it.
std::string to_summary(const Report& report);

}  // namespace entre::conformance
