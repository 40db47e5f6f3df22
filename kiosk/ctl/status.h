#pragma once
// kioskctl status: one screen, the verdict first.

#include "kiosk/ctl/tools.h"

namespace entre::ctl {

// done when all is well, attention when staff have to do something. as_json: one object for programs.
int show_status(Tools& tools, bool as_json);

}  // namespace entre::ctl
