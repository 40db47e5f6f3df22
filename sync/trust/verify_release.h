#pragma once
// A release in a folder, looked at as a kiosk would: the same updater, every object's length and hash.

#include <string>
#include <vector>

#include "platform/files.h"
#include "platform/result.h"
#include "sync/trust/metadata.h"

namespace entre::trust {

struct VerifiedRelease {
  std::int64_t release = 0, root_version = 0;
  bool demo = false;
  std::map<std::string, TargetFile> targets;
  std::vector<Expiry> expiries;  // of each role, the one to sign anew first in front
};
// `pinned_root`: the root a kiosk would start from. `scratch_folder`: an empty folder for the trusted
// metadata. denied, invalid, too_large and not_found name what is wrong with the release.
Result<VerifiedRelease> verify_release(const std::string& folder, std::string_view pinned_root,
                                       const std::string& scratch_folder, std::int64_t now_unix_ms,
                                       Files& files);

}  // namespace entre::trust
