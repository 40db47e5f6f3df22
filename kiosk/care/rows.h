#pragma once
// What is known of a kiosk, a line each: the lower part of `kioskctl status` and of the staff screen.

#include <string>
#include <vector>

#include "kiosk/care/health.h"

namespace entre::care {

struct Row {
  std::string id;  // "release"
  Words name;      // empty: it belongs to the row above
  Words value;
};
// In the order in which they are read; what is not known is not there, or said to be unknown.
std::vector<Row> rows(const Facts& facts);

// "2026-03-04 12:30 (3 h sedan)" in the kiosk's zone; 0: never.
Words when(const Facts& facts, std::int64_t unix_ms);

}  // namespace entre::care
