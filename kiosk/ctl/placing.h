#pragma once
// What setup and enrol share: kiosk.toml edited key by key, files that take their places together, and
// services that begin anew with them.

#include <string>
#include <vector>

#include "kiosk/ctl/tools.h"

namespace entre::ctl {

// A key of kiosk.toml as a person types it; empty takes its line out.
struct KioskValue {
  const char* key;
  std::string typed;
  bool may_be_covered = false;  // by a later file: staff may call the kiosk what they like on its own screen
};
struct KioskToml {
  std::string text;
  Config config;  // the whole, with the text in it
};
// kiosk.toml with these values, all else in it and all comments as they were; where there is none it begins
// with `head`. Changes nothing. invalid: the whole configuration would have these faults. denied: a later
// file lies over a value.
Result<KioskToml> plan_kiosk_toml(const Tools& tools, const char* head,
                                  const std::vector<KioskValue>& values);

struct Placed {
  std::string file, bytes;
  unsigned mode = 0644;
};
// All beside first: only then does anything take its place. Where one cannot, those before it are put back.
Result<void> put_in_place(Tools& tools, const std::vector<Placed>& all);

// Restarts kiosk-sync and the screen, which take who the kiosk is at their start alone; says what to type
// where that fails. Nothing for a home that is not the machine's own.
void restart_services(Tools& tools);

}  // namespace entre::ctl
