#pragma once
// The publisher's side of TUF: keys in, signed metadata out.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "platform/clock.h"
#include "platform/files.h"
#include "platform/result.h"
#include "sync/trust/keys.h"
#include "sync/trust/metadata.h"

namespace entre::trust {

inline constexpr std::size_t bins = 256;
inline constexpr std::size_t bins_from_targets = 1000;  // fewer targets stay in targets.json

struct PublishTarget {
  std::string name;
  TargetFile file;
};

// What should be signed anew, is still valid, and stays as it is because its keys are not at hand.
struct Due {
  std::string role;  // whose keys are needed
  std::string file;  // the first to expire, of `files`
  std::size_t files = 0;
  std::int64_t expires_unix_ms = 0;
};

struct PublishResult {
  std::int64_t release = 0;  // version of targets.json
  bool changed = false;      // false: the targets are those of the release that is there
  std::vector<std::string> written;
  std::vector<Due> due;  // at most one a role
};

// Asked with the release's number before anything is written; an error ends the publication.
using AcceptRelease = std::function<Result<void>(std::int64_t release)>;

// What is signed anew although it says the same.
enum class Renew { none, timestamp, snapshot_and_timestamp };

// Writes metadata/ of a release into `folder` (targets/ is the caller's, written before). Versions continue
// from what is there; with the same targets and unexpired signatures nothing is written. The same keys,
// targets, folder and time give the same bytes. Bins (256, by SHA-256 prefix) from bins_from_targets up. A
// role whose keys are not at hand keeps its file while that is valid, and is told in `due`; denied where it
// needs another. When targets.json is signed, so are the bins past a third of their validity: they shall not
// end long before it.
Result<PublishResult> publish_metadata(const std::string& folder, const std::vector<PublishTarget>& targets,
                                       const KeySet& keys, const Validity& validity, std::int64_t now_unix_ms,
                                       Files& files, Renew renew = Renew::none,
                                       const AcceptRelease& accept = {});

// The targets of the release that is in `folder`, unverified: for signing it anew by those who own it.
Result<std::vector<PublishTarget>> read_targets(const std::string& folder, const Files& files);

}  // namespace entre::trust
