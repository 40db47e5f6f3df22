#pragma once
// kioskctl config: what the kiosk is told, where each value comes from, and changing one.

#include <string>

#include "kiosk/ctl/tools.h"
#include "platform/config/change.h"

namespace entre::ctl {

int show_config(Tools& tools, bool with_origin);       // every key
int get_config(Tools& tools, const std::string& key);  // one value, as kiosk.toml writes it
int check_config(Tools& tools);                        // every fault; attention when there is one
int document_config_keys(Tools& tools);                // docs/configuration.md

// Writes beside, once the whole configuration with the change in it has no fault, and renames. usage, and
// nothing is changed, when it has one, or when a later file would take the change back.
int change_config(Tools& tools, const ConfigChange& change);

// Asks kiosk-sync to read its configuration anew.
void tell_sync(Tools& tools);

}  // namespace entre::ctl
