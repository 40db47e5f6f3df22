#pragma once
// The clock's server, told to the clock's program once it has been changed: by the staff screen and kioskctl.

#include "kiosk/care/words.h"
#include "platform/config/config.h"
#include "platform/files.h"
#include "platform/system/machine.h"

namespace entre::care {

inline constexpr const char* time_server_key = "kiosk.time_server";

// Tells systemd-timesyncd the server that is configured now; empty: it was told. Else why not, and when it
// will be. machine: null: this one cannot be asked. Blocks for some milliseconds.
Words tell_clock(const Files& files, const Paths& paths, Machine* machine);

}  // namespace entre::care
