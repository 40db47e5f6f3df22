#include "sync/trust/trusted_set.h"

#include <algorithm>

#include "platform/clock.h"
#include "platform/crypto.h"

namespace entre::trust {

namespace {

Error denied(std::string message) {
  return Error{ErrorKind::denied, std::move(message)};
}

std::set<std::string> key_ids(const Root& root, const char* role) {
  const auto& ids = root.roles.at(role).key_ids;
  return {ids.begin(), ids.end()};
}

Result<std::pair<Envelope, Root>> read_root(std::string_view bytes) {
  auto envelope = parse_envelope(bytes, root_bytes_max, "root");
  if (!envelope) return envelope.error();
  auto root = parse_root(*envelope);
  if (!root) return root.error();
  // 5.3.4: by its own keys, whoever else must have signed it.
  auto verified = verify_signatures(*envelope, root->keys, root->roles.at("root"), "root");
  if (!verified) return verified.error();
  return std::pair{*std::move(envelope), *std::move(root)};
}

}  // namespace

Result<TrustedSet> TrustedSet::create(std::string_view root_bytes, std::int64_t now_unix_ms) {
  auto root = read_root(root_bytes);
  if (!root) return root.error();
  return TrustedSet(std::move(root->second), now_unix_ms);
}

Result<void> TrustedSet::check_expiry(const std::string& name, const Header& header) const {
  const std::int64_t signed_unix_ms = std::max(root_.header.signed_unix_ms, stored_signed_unix_ms_);
  if (now_unix_ms_ == any_time || std::max(now_unix_ms_, signed_unix_ms) < header.expires_unix_ms) return {};
  const bool is_clock_behind = now_unix_ms_ < header.expires_unix_ms;
  return denied(name + ": expired at " + rfc3339(header.expires_unix_ms) +
                (is_clock_behind ? ", before what is trusted was signed: the clock is behind" : ""));
}

Result<bool> TrustedSet::update_root(std::string_view bytes) {
  auto next = read_root(bytes);
  if (!next) return next.error();
  auto& [envelope, root] = *next;
  if (auto verified = verify_signatures(envelope, root_.keys, root_.roles.at("root"), "root"); !verified)
    return denied(verified.error().message + ", by the keys of root " + std::to_string(root_.header.version));
  if (root.header.version != root_.header.version + 1)
    return denied("root: version " + std::to_string(root.header.version) + ", expected " +
                  std::to_string(root_.header.version + 1));
  // A threshold alone is no rotation: dropping the versions for it would let older ones come back.
  const bool rotated = key_ids(root_, "timestamp") != key_ids(root, "timestamp") ||
                       key_ids(root_, "snapshot") != key_ids(root, "snapshot");
  root_ = std::move(root);
  return rotated;
}

Result<void> TrustedSet::check_root_expiry() const {
  return check_expiry("root", root_.header);
}

Result<void> TrustedSet::load_timestamp(std::string_view bytes) {
  auto envelope = parse_envelope(bytes, timestamp_bytes_max, "timestamp");
  if (!envelope) return envelope.error();
  auto timestamp = parse_timestamp(*envelope);
  if (!timestamp) return timestamp.error();
  auto verified = verify_signatures(*envelope, root_.keys, root_.roles.at("timestamp"), "timestamp");
  if (!verified) return verified;
  timestamp_ = *std::move(timestamp);
  stored_signed_unix_ms_ = timestamp_->header.signed_unix_ms;
  return {};
}

Result<bool> TrustedSet::update_timestamp(std::string_view bytes) {
  TrustedSet next(root_, now_unix_ms_);
  if (auto loaded = next.load_timestamp(bytes); !loaded) return loaded.error();
  const Timestamp& found = *next.timestamp_;
  if (timestamp_) {
    const Timestamp& known = *timestamp_;
    if (found.header.version < known.header.version)
      return denied("timestamp: version " + std::to_string(found.header.version) +
                    " is older than the trusted " + std::to_string(known.header.version));
    if (found.header.version == known.header.version) return false;
    if (found.snapshot.version < known.snapshot.version)
      return denied("timestamp: its snapshot " + std::to_string(found.snapshot.version) +
                    " is older than the trusted " + std::to_string(known.snapshot.version));
  }
  if (auto fresh = check_expiry("timestamp", found.header); !fresh) return fresh.error();
  timestamp_ = std::move(next.timestamp_);
  return true;
}

Result<void> TrustedSet::check_timestamp_expiry() const {
  if (!timestamp_) return denied("timestamp: none");
  return check_expiry("timestamp", timestamp_->header);
}

Result<void> TrustedSet::load_snapshot(std::string_view bytes) {
  auto envelope = parse_envelope(bytes, snapshot_bytes_max, "snapshot");
  if (!envelope) return envelope.error();
  auto snapshot = parse_snapshot(*envelope);
  if (!snapshot) return snapshot.error();
  auto verified = verify_signatures(*envelope, root_.keys, root_.roles.at("snapshot"), "snapshot");
  if (!verified) return verified;
  snapshot_ = *std::move(snapshot);
  snapshot_bytes_ = bytes;
  return {};
}

bool TrustedSet::snapshot_is_current() const {
  if (!timestamp_ || !snapshot_) return false;
  const FileMeta& meta = timestamp_->snapshot;
  return snapshot_->header.version == meta.version &&
         verify_bytes("snapshot", meta.length, meta.hashes, snapshot_bytes_).ok();
}

Result<void> TrustedSet::check_snapshot_expiry() const {
  if (!snapshot_) return denied("snapshot: none");
  return check_expiry("snapshot", snapshot_->header);
}

// 5.5.5: every targets file that was listed still is, in a version that is no lower.
Result<void> TrustedSet::check_snapshot_rollback(const Snapshot& next) const {
  for (const auto& [name, meta] : snapshot_->meta) {
    const auto found = next.meta.find(name);
    if (found == next.meta.end()) return denied("snapshot: " + name + " is no longer listed");
    if (found->second.version < meta.version)
      return denied("snapshot: " + name + " " + std::to_string(found->second.version) +
                    " is older than the trusted " + std::to_string(meta.version));
  }
  return {};
}

Result<void> TrustedSet::update_snapshot(std::string_view bytes) {
  if (auto fresh = check_timestamp_expiry(); !fresh) return fresh;
  const FileMeta& meta = timestamp_->snapshot;
  if (auto same = verify_bytes("snapshot", meta.length, meta.hashes, bytes); !same) return same;
  TrustedSet next(root_, now_unix_ms_);
  if (auto loaded = next.load_snapshot(bytes); !loaded) return loaded;
  const Header& header = next.snapshot_->header;
  if (header.version != meta.version)
    return denied("snapshot: version " + std::to_string(header.version) + ", the timestamp names " +
                  std::to_string(meta.version));
  if (snapshot_)
    if (auto forward = check_snapshot_rollback(*next.snapshot_); !forward) return forward;
  if (auto fresh = check_expiry("snapshot", header); !fresh) return fresh;
  snapshot_ = std::move(next.snapshot_);
  snapshot_bytes_ = std::move(next.snapshot_bytes_);
  targets_.clear();
  role_sha256_.clear();
  return {};
}

Result<FileMeta> TrustedSet::meta_of(const std::string& role) const {
  if (!snapshot_) return denied("snapshot: none");
  const auto found = snapshot_->meta.find(role + ".json");
  if (found == snapshot_->meta.end()) return denied("snapshot: " + role + ".json is not listed");
  return found->second;
}

Result<void> TrustedSet::store_targets(const std::string& parent, const std::string& role,
                                       std::string_view bytes, std::uint64_t bytes_max,
                                       const std::map<std::string, Key>& keys, const Role& verifier) {
  auto meta = meta_of(role);
  if (!meta) return meta.error();
  if (auto same = verify_bytes(role, meta->length, meta->hashes, bytes); !same) return same;
  auto envelope = parse_envelope(bytes, bytes_max, role);
  if (!envelope) return envelope.error();
  auto targets = parse_targets(*envelope, role);
  if (!targets) return targets.error();
  if (auto verified = verify_signatures(*envelope, keys, verifier, role); !verified) return verified;
  if (targets->header.version != meta->version)
    return denied(role + ": version " + std::to_string(targets->header.version) + ", the snapshot lists " +
                  std::to_string(meta->version));
  if (auto fresh = check_expiry(role, targets->header); !fresh) return fresh;
  // A role that two others delegate to has one content, or its own delegations would be checked by either.
  const auto [known, is_first] = role_sha256_.try_emplace(role, sha256_hex(bytes));
  if (!is_first && known->second != sha256_hex(bytes))
    return denied(role + ": two files of version " + std::to_string(meta->version));
  targets_[{parent, role}] = *std::move(targets);
  return {};
}

Result<void> TrustedSet::update_targets(std::string_view bytes) {
  return store_targets("", "targets", bytes, targets_bytes_max, root_.keys, root_.roles.at("targets"));
}

Result<void> TrustedSet::update_delegated(const std::string& parent, const std::string& role,
                                          std::string_view bytes) {
  for (const auto& [key, delegator] : targets_) {
    if (key.second != parent) continue;
    for (const DelegatedRole& candidate : delegator.delegated_roles)
      if (candidate.name == role)
        return store_targets(parent, role, bytes, bin_bytes_max, delegator.delegated_keys, candidate.role);
  }
  return denied(role + ": " + parent + " does not delegate to it");
}

const Targets* TrustedSet::delegated(const std::string& parent, const std::string& role) const {
  const auto found = targets_.find({parent, role});
  return found == targets_.end() ? nullptr : &found->second;
}

std::set<std::string> TrustedSet::target_names() const {
  std::set<std::string> names;
  for (const auto& [key, targets] : targets_)
    for (const auto& [name, file] : targets.targets) names.insert(name);
  return names;
}

std::vector<Expiry> TrustedSet::expiries() const {
  std::vector<Expiry> all{expiry_of("root", root_.header)};
  if (timestamp_) all.push_back(expiry_of("timestamp", timestamp_->header));
  if (snapshot_) all.push_back(expiry_of("snapshot", snapshot_->header));
  for (const auto& [key, targets] : targets_) all.push_back(expiry_of(key.second, targets.header));
  std::stable_sort(all.begin(), all.end(), [](const Expiry& a, const Expiry& b) {
    return a.warn_from_unix_ms < b.warn_from_unix_ms;
  });
  const auto is_delegated = [](const Expiry& expiry) { return !is_top_level(expiry.role); };
  const auto first = std::find_if(all.begin(), all.end(), is_delegated);
  if (first != all.end()) all.erase(std::remove_if(first + 1, all.end(), is_delegated), all.end());
  return all;
}

}  // namespace entre::trust
