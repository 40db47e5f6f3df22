#pragma once
// A checked site folder to a signed release: REL/targets/ and REL/metadata/ (docs/trust.md).

#include <string>
#include <vector>

#include "platform/files.h"
#include "platform/result.h"
#include "sync/publish/site_folder.h"
#include "sync/trust/repository.h"
#include "sync/trust/verify_release.h"

namespace entre::publish {

struct BuildResult {
  std::int64_t release = 0;
  bool changed = false;     // false: the release that is there says the same
  std::size_t targets = 0;  // documents and pictures in the release
  std::size_t objects_written = 0, objects_removed = 0;
  std::uint64_t bytes_written = 0;  // of objects
  std::size_t metadata_written = 0;
  std::vector<trust::Due> due;
};

// `site` is without errors; invalid where its floor is above the release, which no kiosk would take. Objects
// that are there already are left alone; those that neither this release nor the one before it names are
// removed, so that a kiosk in the middle of a sync still finds its objects. The same site, keys, folder and
// time give the same bytes.
Result<BuildResult> build_release(const SiteFolder& site, const trust::KeySet& keys,
                                  const trust::Validity& validity, const std::string& out_folder,
                                  std::int64_t now_unix_ms, Files& files);

// invalid where the floor that a verified release in `folder` signs is above its number.
Result<void> check_floor(const std::string& folder, const trust::VerifiedRelease& verified,
                         const Files& files);

}  // namespace entre::publish
