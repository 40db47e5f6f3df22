#pragma once
// kioskctl setup: from box to a kiosk that knows who it is and where its content comes from.

#include <optional>
#include <string>

#include "kiosk/ctl/tools.h"

namespace entre::ctl {

struct Setup {
  // As typed; nothing: asked for at a terminal, else left as it is or built in.
  std::optional<std::string> name, service_contact, language, time_zone, url, hub_url, diagonal_in, size_px,
      lower_edge_mm;
  std::string id;                     // empty: the one there is, else a new one
  std::string root_file, token_file;  // copied to their places; empty: left as they are
  bool again = false;                 // changes the kiosk.toml that is there
};

// Asks for what was not given where somebody is there to answer, in their language; every answer is checked
// when it is given, and asked for again when it is not allowed. Edits kiosk.toml by key, so that what was not
// asked for stays, and puts it, root and token in their places together; then screen and sync begin anew.
// failed, and nothing is changed, where a kiosk is set up and `again` was not asked for, and where the
// configuration has a fault.
int set_up(Tools& tools, const Setup& given);

}  // namespace entre::ctl
