#pragma once
// kioskctl support-bundle: logs and state for somebody elsewhere, without secrets and without what visitors
// wrote.

#include <string>

#include "kiosk/ctl/tools.h"

namespace entre::ctl {

// A .tar.zst at `file` (empty: kiosk-support-<date>.tar.zst here), mode 0600, visible once it is whole. Every
// text in it has gone through redact().
int make_support_bundle(Tools& tools, std::string file);

// A tar archive (POSIX ustar) of texts by name.
std::string tar(const std::vector<std::pair<std::string, std::string>>& entries, std::int64_t unix_ms);

}  // namespace entre::ctl
