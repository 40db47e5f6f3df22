#pragma once
// A release for a stick: the same files and checks, with snapshot and timestamp valid for 180 days.

#include <string>

#include "platform/files.h"
#include "platform/result.h"
#include "sync/trust/keys.h"
#include "sync/trust/verify_release.h"

namespace entre::publish {

// Copies the release in `release_folder` into `pack_folder`, signs snapshot and timestamp there for 180 days,
// and then the release's own anew with the usual validity: its versions stay above the pack's, so that a
// kiosk may be fed by either. Returns the pack as a kiosk verifies it.
Result<trust::VerifiedRelease> pack_release(const std::string& release_folder, const std::string& pack_folder,
                                            const trust::KeySet& keys, const std::string& scratch_folder,
                                            std::int64_t now_unix_ms, Files& files);

}  // namespace entre::publish
