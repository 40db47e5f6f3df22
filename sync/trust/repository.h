#pragma once
// The publisher's side of TUF: keys in, signed metadata out.

#include <map>
#include <string>
#include <vector>

#include "platform/clock.h"
#include "platform/crypto.h"
#include "platform/files.h"
#include "platform/result.h"
#include "sync/trust/metadata.h"

namespace entre::trust {

inline constexpr std::size_t bins = 256;
inline constexpr std::size_t bins_from_targets = 1000;  // fewer targets stay in targets.json

// Private keys by role: root, targets, snapshot, timestamp.
struct KeySet {
  bool demo = false;
  int root_threshold = 1;
  std::map<std::string, std::vector<SigningKey>> keys;
};
// One folder: <role>-<n>.key (the seed in hex, mode 0600) and keys.json (public parts, threshold, demo).
KeySet generate_keys(Random& random, bool demo);  // root 2 of 3, the others one key each
Result<void> save_keys(const KeySet& keys, const std::string& folder, Files& files);
Result<KeySet> load_keys(const std::string& folder, Files& files);

struct PublishTarget {
  std::string name;
  TargetFile file;
};

struct PublishResult {
  std::int64_t release = 0;  // version of targets.json
  bool changed = false;      // false: the targets are those of the release that is there
  std::vector<std::string> written;
};

// Writes metadata/ of a release into `folder` (targets/ is the caller's, written before). Versions continue
// from what is there; with the same targets and unexpired signatures nothing is written. The same keys,
// targets, folder and time give the same bytes. Bins (256, by SHA-256 prefix) from bins_from_targets up.
Result<PublishResult> publish_metadata(const std::string& folder, const std::vector<PublishTarget>& targets,
                                       const KeySet& keys, const Validity& validity, std::int64_t now_unix_ms,
                                       Files& files);

}  // namespace entre::trust
