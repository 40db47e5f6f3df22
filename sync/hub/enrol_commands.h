#pragma once
// kiosk-hub enrol: what the page does for one kiosk at a time, and sticks for many.

#include <string>

#include "platform/clock.h"
#include "platform/files.h"
#include "platform/random.h"
#include "platform/result.h"

namespace entre::hub {

inline constexpr int stick_count_max = 500;

// The id of the kiosk that shows the code; see Enrolments::approve.
Result<std::string> approve_enrolment(const std::string& db, const std::string& code, const std::string& name,
                                      const std::string& place, const Clock& clock, Random& random);
Result<void> deny_enrolment(const std::string& db, const std::string& code, const Clock& clock,
                            Random& random);

struct Stick {
  std::string names_file;  // a line a kiosk: name, tab, place
  std::string hub_url, folder;
  int count = 0;  // 0: one a line
  int days = 90;
};
// Writes enrolment-001.json and so on (mode 0600) and returns how many. invalid, before anything is made: an
// address that is none, a name that may be none, fewer names than count, a folder that holds enrolments.
Result<int> write_stick(const std::string& db, const Stick& stick, Files& files, const Clock& clock,
                        Random& random);

}  // namespace entre::hub
