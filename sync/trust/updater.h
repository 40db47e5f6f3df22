#pragma once
// The client workflow of TUF (section 5), over a fetcher port. Metadata reaches the disk only after every
// check on it.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "platform/clock.h"
#include "platform/files.h"
#include "platform/result.h"
#include "sync/trust/metadata.h"

namespace entre::trust {

// Port: where metadata comes from; file names are one segment of a URL, percent-encoded. not_found for a 404
// or 403 (5.3.3); unavailable when there is no answer.
class MetadataFetcher {
 public:
  virtual ~MetadataFetcher() = default;
  virtual Result<std::string> fetch(const std::string& file_name, std::uint64_t bytes_max) = 0;
  // timestamp.json only: nothing (an empty optional) when the server says it is what we have (304).
  virtual Result<std::optional<std::string>> fetch_timestamp(std::uint64_t bytes_max) = 0;
  // Several files, in parallel where the transport can.
  virtual std::vector<Result<std::string>> fetch_all(
      const std::vector<std::pair<std::string, std::uint64_t>>& files) = 0;
};

class TrustedSet;

class Updater {
 public:
  // `folder` holds the trusted metadata under names without versions. pinned_root: the first root, trusted as
  // shipped (5.2); a newer trusted root in the folder goes before it. `now` is fixed for the whole update
  // (5.1).
  static Result<std::unique_ptr<Updater>> create(std::string_view pinned_root, const std::string& folder,
                                                 Files& files, MetadataFetcher& fetcher,
                                                 std::int64_t now_unix_ms);

  // 5.3 to 5.6.6: root, timestamp, snapshot and targets. False: nothing new (5.4.3: the same timestamp).
  // Errors name the role and the rule: denied, invalid and too_large for what a check refused.
  Result<bool> refresh();

  // All targets of the release, delegations resolved (5.6.7: first match wins); call after refresh(). Fetches
  // the delegated roles that the folder does not hold in the version that the snapshot lists.
  Result<std::map<std::string, TargetFile>> all_targets();
  // One target, found by walking the delegations in order (5.6.7); not_found where no role lists it.
  Result<TargetFile> find_target(const std::string& target);

  std::int64_t targets_version() const;  // the release's number; 0 before the first refresh
  bool demo() const;
  bool consistent_snapshot() const;
  std::int64_t root_version() const;
  // Of the trusted metadata, the role that has to be signed anew first; delegated roles count, as far as the
  // folder holds them. Their earliest is kept there beside the timestamp's hash, so that a refresh with
  // nothing new does not read them all.
  Expiry next_expiry();
  std::vector<Expiry> expiries() const;  // as TrustedSet::expiries(): of the roles loaded so far

 private:
  struct State;
  explicit Updater(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;

 public:
  ~Updater();
};

// Puts the delegated roles into `set` that `folder` holds in the version that the snapshot lists. False: not
// all of them.
bool load_stored_delegated(TrustedSet& set, const Files& files, const std::string& folder);

// 5.7.3: length and every hash that is listed (at least one known). denied names the target and what was
// wrong.
Result<void> verify_target(const std::string& target, const TargetFile& file, std::string_view bytes);
// Consistent snapshots (5.7.3): "<sha256>.<name>", the hash before the last part of the path.
std::string target_file_name(const std::string& target, const TargetFile& file);

}  // namespace entre::trust
