#pragma once
// Where the clock gets its time from, and the server that systemd-timesyncd is to ask. Through timedatectl
// and busctl; blocks for some milliseconds.

#include <string>

#include "platform/result.h"
#include "platform/system/machine.h"

namespace entre {

struct TimeSource {
  bool is_known = false;         // the machine could be asked
  bool is_synchronised = false;  // the clock is set from the network
  std::string server;            // that it was set from; empty: not yet, or another program than timesyncd
};

TimeSource look_at_time(Machine& machine);
// From now until timesyncd ends; empty: the ones that the system has. invalid: no host's name; unavailable:
// timesyncd does not run, or may not be asked.
Result<void> set_time_server(Machine& machine, const std::string& server);

}  // namespace entre
