#pragma once
// kioskctl doctor: a table of checks, each with what is wrong and how to mend it.

#include <string>
#include <vector>

#include "kiosk/care/health.h"
#include "kiosk/ctl/tools.h"

namespace entre::ctl {

struct Diagnosis {
  enum class State { well, note, fault, unknown };
  State state = State::well;
  care::Words what, fix;  // fix: empty where there is nothing to be done
};
using Diagnoses = std::vector<Diagnosis>;

// What the checks look at, read once.
struct Patient {
  const Files& files;
  Machine& machine;
  const Clock& clock;
  const Paths& paths;
  care::Facts facts;
};

struct Check {
  const char* id;
  care::Words title;
  Diagnoses (*look)(Patient& patient);  // empty: well, and nothing to tell
};
// doctor_machine.cpp, doctor_network.cpp, doctor_kiosk.cpp.
std::vector<Check> machine_checks();
std::vector<Check> network_checks();
std::vector<Check> kiosk_checks();

Diagnosis fault(care::Words what, care::Words fix);
Diagnosis note(care::Words what, care::Words fix = {});
Diagnosis unknown(care::Words what);

// attention when any check finds a fault.
int run_doctor(Tools& tools, bool as_json);

}  // namespace entre::ctl
