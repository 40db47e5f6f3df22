#pragma once
// The trusted set of TUF 1.0.31, section 5: metadata enters it only after every check, in the order root,
// timestamp, snapshot, targets, delegated. No files, no network: bytes in, errors out.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "platform/result.h"
#include "sync/trust/metadata.h"

namespace entre::trust {

// As `now`: nothing has expired, whatever the time.
inline constexpr std::int64_t any_time = -1;

// The time by which expiry is judged never lies before what the publisher has signed: the "x-entre-signed" of
// the trusted root and of the timestamp from load_timestamp(). A fetched timestamp does not count, or one
// signature with a wrong time would at once condemn the release it belongs to.
class TrustedSet {
 public:
  // The pinned root (5.2), or a root that was stored after its checks: must be signed by its own keys.
  static Result<TrustedSet> create(std::string_view root_bytes, std::int64_t now_unix_ms);

  // 5.3.4 to 5.3.7: version n+1, signed by this root and by its own keys. True: the keys of timestamp
  // or snapshot are others now, so their stored metadata must go (5.3.11).
  Result<bool> update_root(std::string_view bytes);
  Result<void> check_root_expiry() const;  // 5.3.10: once, after the chain

  // Metadata that was stored once: signatures are checked again, the time is not (it may only serve to
  // compare versions with).
  Result<void> load_timestamp(std::string_view bytes);
  Result<void> load_snapshot(std::string_view bytes);

  // 5.4.2 to 5.4.4. False: the version that is there already, and nothing changes.
  Result<bool> update_timestamp(std::string_view bytes);
  Result<void> check_timestamp_expiry() const;
  // 5.5.2 to 5.5.6.
  Result<void> update_snapshot(std::string_view bytes);
  // Whether the loaded snapshot is the one that the timestamp names; then its expiry decides.
  bool snapshot_is_current() const;
  Result<void> check_snapshot_expiry() const;
  // 5.6.2 to 5.6.5, for stored as for fetched bytes.
  Result<void> update_targets(std::string_view bytes);
  // 5.6.7.1: `role` as `parent` delegates it, with the keys and the threshold that `parent` gives.
  Result<void> update_delegated(const std::string& parent, const std::string& role, std::string_view bytes);

  const Root& root() const { return root_; }
  const Timestamp* timestamp() const { return timestamp_ ? &*timestamp_ : nullptr; }
  const Snapshot* snapshot() const { return snapshot_ ? &*snapshot_ : nullptr; }
  const Targets* targets() const { return delegated("", "targets"); }
  // Null until it has been verified for this parent ("" for targets itself).
  const Targets* delegated(const std::string& parent, const std::string& role) const;
  std::set<std::string> target_names() const;  // that any verified role lists
  // What the snapshot says of a role's file; denied where it does not list it.
  Result<FileMeta> meta_of(const std::string& role) const;
  // Of each role, the one to sign anew first in front; of the delegated ones, which may be 256 bins, the
  // first alone.
  std::vector<Expiry> expiries() const;

 private:
  TrustedSet(Root root, std::int64_t now_unix_ms) : root_(std::move(root)), now_unix_ms_(now_unix_ms) {}
  Result<void> check_expiry(const std::string& name, const Header& header) const;
  Result<void> check_snapshot_rollback(const Snapshot& next) const;
  Result<void> store_targets(const std::string& parent, const std::string& role, std::string_view bytes,
                             std::uint64_t bytes_max, const std::map<std::string, Key>& keys,
                             const Role& verifier);

  Root root_;
  std::int64_t now_unix_ms_;
  std::int64_t stored_signed_unix_ms_ = -1;  // of the timestamp that was loaded
  std::optional<Timestamp> timestamp_;
  std::optional<Snapshot> snapshot_;
  std::string snapshot_bytes_;
  std::map<std::pair<std::string, std::string>, Targets> targets_;  // by parent and role
  std::map<std::string, std::string> role_sha256_;                  // of the bytes in targets_
};

}  // namespace entre::trust
