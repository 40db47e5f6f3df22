#pragma once
// kioskctl enrol: the kiosk asks a hub to take it in, and staff approve it there (RFC 8628).

#include <string>

#include "kiosk/ctl/tools.h"

namespace entre::ctl {

struct Enrol {
  std::string hub_url;     // empty: goes on with what was begun
  std::string folder;      // of a stick with prepared enrolments; empty: none
  std::string name;        // which of the stick's; empty: the first
  bool wait = false;       // until staff have answered
  bool on_screen = false;  // starts the screen, which shows the code
};

// Shows the code and where to type it, on the screen too where that runs and has no content. Once it is
// approved: writes root.json, the token (0640) and in kiosk.toml who the kiosk is and where it syncs, all of
// them checked and written beside before the first is put in its place. What is not finished stands in
// enrolment.json beside the token (0600), so that a lost reply, a closed terminal or a power cut costs
// nothing. failed, and nothing is changed, where the hub has refused, the code is too old or the root is a
// demo's and the kiosk is not; usage for an address or a stick that is none.
int enrol(Tools& tools, const Enrol& how);

// The text as a QR code for a terminal: two modules a line, black on white whatever the terminal's colours
// are (ECMA-48 SGR), with the quiet zone. Empty where no code holds it.
std::string qr_for_terminal(const std::string& text);

}  // namespace entre::ctl
