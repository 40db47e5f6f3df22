#pragma once
// kioskctl update: a newer package from a USB stick, and the one before back if no real frame follows.

#include <cstdint>
#include <string>

#include "kiosk/ctl/tools.h"
#include "platform/hours.h"

namespace entre::ctl {

struct UpdateFrom {
  std::string folder;  // of a stick (platform/package-stick); empty: the partition that is labelled ENTRE
  bool now = false;    // outside its window too, and a version that has failed before
};

// What an update takes at most, when it is taken back too: no screen is dark for it when visitors come.
inline constexpr std::int64_t update_takes_ms = 20 * 60'000;

// Whether an update may begin at this moment: the screen is dark, and stays so for update_takes_ms. A kiosk
// that is not dark for so long in the next seven days has from 02:00 to 04:00 by the wall clock.
bool in_update_window(const DisplayHours& hours, const Clock& clock, std::int64_t unix_ms);

// Progress in lines on stdout. As root. done: updated, or there is nothing to do (no stick, nothing newer,
// not the time); failed: the stick could not be used, nothing was changed; attention: the new package failed,
// and the kept one was put back.
int update(Tools& tools, const UpdateFrom& from);

}  // namespace entre::ctl
