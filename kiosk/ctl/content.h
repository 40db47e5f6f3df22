#pragma once
// kioskctl content: the releases on this kiosk's disk.

#include <cstdint>

#include "kiosk/ctl/tools.h"

namespace entre::ctl {

int list_content(Tools& tools);
// Every document of the release that is shown against its hash, its objects against the signed list, and how
// long the signatures last. attention when anything is wrong.
int verify_content(Tools& tools);
// Shows an older release: this one, or 0 for the newest before the one that is shown. denied below the signed
// floor, and for a file that is damaged. The link is replaced in one step; sync waits for a newer release.
int roll_back(Tools& tools, std::int64_t release);
int undo_rollback(Tools& tools);  // shows the newest again

}  // namespace entre::ctl
