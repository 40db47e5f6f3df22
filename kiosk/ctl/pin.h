#pragma once
// kioskctl set-pin.

#include "kiosk/ctl/tools.h"

namespace entre::ctl {

// At a terminal asks twice, unseen; else takes the first line of stdin. usage for a PIN that may not be one.
int set_staff_pin(Tools& tools);

}  // namespace entre::ctl
