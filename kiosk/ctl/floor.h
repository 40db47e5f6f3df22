#pragma once
// kioskctl content keep-floor: the signed floor in the machine's firmware too, which a disk image that is put
// back does not take along.

#include "kiosk/ctl/tools.h"
#include "sync/content/floor.h"

namespace entre::ctl {

// What the firmware keeps for the pinned root; zeros where it keeps nothing, or of another root.
content::KeptFloor floor_in_firmware(const Tools& tools);
// Brings disk and firmware to the newer of both; each is written only when it is behind. As root, at each
// start before screen and sync, and when the floor changes (kiosk-floor.service). failed: no firmware that
// keeps variables, or one of the two could not be written; the other still was.
int keep_floor(Tools& tools);

}  // namespace entre::ctl
