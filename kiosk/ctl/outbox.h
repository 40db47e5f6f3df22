#pragma once
// kioskctl outbox: the answers on this kiosk. What a visitor wrote in free text is shown when asked for
// alone.

#include <string>

#include "kiosk/ctl/tools.h"

namespace entre::ctl {

int list_outbox(Tools& tools, bool refused_only);

struct Export {
  std::string file;  // empty: stdout
  bool as_json = false;
  bool with_text = false;  // free text too
};
// Answers that wait and that were refused, as CSV (RFC 4180) or JSON; hourly counts are not answers and stay.
// Nothing in the ledger changes. A file is visible once it is whole. failed for what is no plain file.
int export_outbox(Tools& tools, const Export& how);

}  // namespace entre::ctl
