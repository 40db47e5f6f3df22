#include "sync/trust/repository.h"

#include <algorithm>

namespace entre::trust {

namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr const char* spec_version = "1.0.31";

Key public_key(const RoleKey& key) {
  return Key{"ed25519", "ed25519", key.public_hex};
}

Json json_of(const TargetFile& file) {
  Json json{{"length", file.length}, {"hashes", file.hashes}};
  if (!file.custom.is_null()) json["custom"] = file.custom;
  return json;
}

Json role_json(const std::vector<RoleKey>& keys, int threshold) {
  Json ids = Json::array();
  for (const RoleKey& key : keys) ids.push_back(key_id(public_key(key)));
  return Json{{"keyids", ids}, {"threshold", threshold}};
}

std::string bin_name(std::size_t bin) {
  constexpr const char* digits = "0123456789abcdef";
  return std::string("bin-") + digits[bin / 16] + digits[bin % 16];
}

// One signed file: the one that is there, or its next version.
struct SignedFile {
  std::string bytes;
  std::int64_t version = 0;
  bool is_new = false;        // signed anew
  bool body_changed = false;  // and not for its age alone
};

// One publication into one folder.
class Publication {
 public:
  Publication(const std::string& folder, const KeySet& keys, const Validity& validity,
              std::int64_t now_unix_ms, Files& files, Renew renew)
      : folder_(folder + "/metadata"),
        keys_(keys),
        validity_(validity),
        now_unix_ms_(now_unix_ms),
        files_(files),
        renew_(renew) {}

  Result<PublishResult> run(const std::vector<PublishTarget>& targets, const AcceptRelease& accept);

 private:
  Result<void> load_versions();
  Result<void> settle_root();
  Json root_body(const Root* old_root) const;
  Result<std::string> sign_root(const Json& body, std::int64_t version, const Root* old_root) const;
  bool is_as_listed(const Root& root) const;
  Result<void> settle_targets(const std::vector<PublishTarget>& targets);
  Result<std::string> signed_by_role(const Json& signed_part, const std::string& role,
                                     const std::string& file) const;
  Result<SignedFile> settle(const std::string& role, const std::string& file, const Json& body, int days,
                            bool force, int aged_thirds = 2);
  Result<void> write(PublishResult* result);

  std::string versioned(const std::string& file, std::int64_t version) const {
    return folder_ + "/" + std::to_string(version) + "." + file;
  }
  std::int64_t expires(int days) const { return now_unix_ms_ + days * day_ms; }
  // From two thirds of the validity on kiosks warn their staff.
  bool is_aged(std::int64_t expires_unix_ms, int days, int thirds = 2) const {
    return expires_unix_ms - now_unix_ms_ < days * day_ms * (3 - thirds) / 3;
  }
  void note_due(const std::string& role, const std::string& file, std::int64_t expires_unix_ms);

  std::string folder_;
  const KeySet& keys_;
  const Validity validity_;
  const std::int64_t now_unix_ms_;
  Files& files_;
  const Renew renew_;

  Root root_;
  std::map<std::string, std::int64_t> versions_;  // of the release that is there, by file
  std::map<std::string, SignedFile> settled_;     // by file, root.json included
  Snapshot snapshot_;                             // that is there
  std::map<std::string, Due> due_;                // by role
};

Json with_header(Json body, const std::string& type, std::int64_t version, std::int64_t now_unix_ms,
                 std::int64_t expires_unix_ms) {
  body["_type"] = type;
  body["spec_version"] = spec_version;
  body["version"] = version;
  body["expires"] = rfc3339(expires_unix_ms);
  body["x-entre-signed"] = rfc3339(now_unix_ms);
  return body;
}

// Without what differs from version to version.
Json body_of(Json signed_part) {
  for (const char* key : {"_type", "spec_version", "version", "expires", "x-entre-signed"})
    signed_part.erase(key);
  return signed_part;
}

// By those of the keys that are at hand.
Result<std::string> sign(const Json& signed_part, const KeySet& set,
                         const std::vector<const RoleKey*>& keys) {
  const std::string canonical = canonical_json(signed_part);
  Json signatures = Json::array();
  std::set<std::string> done;
  for (const RoleKey* key : keys) {
    const std::string id = key_id(public_key(*key));
    if (!set.is_at_hand(*key) || !done.insert(id).second) continue;
    auto signature = set.sign_hex(*key, canonical);
    if (!signature) return signature.error();
    signatures.push_back(Json{{"keyid", id}, {"sig", *signature}});
  }
  return Json{{"signed", signed_part}, {"signatures", signatures}}.dump() + "\n";
}

std::uint64_t cap_of(const std::string& file) {
  if (file == "root.json") return root_bytes_max;
  if (file == "timestamp.json") return timestamp_bytes_max;
  if (file == "snapshot.json") return snapshot_bytes_max;
  return file == "targets.json" ? targets_bytes_max : bin_bytes_max;
}

Result<Envelope> read_envelope(const Files& files, const std::string& path, const std::string& file) {
  auto bytes = files.read(path, cap_of(file));
  if (!bytes) return bytes.error();
  return parse_envelope(*bytes, cap_of(file), path);
}

// Versions must never go back, so what is there has to be readable.
Result<void> Publication::load_versions() {
  for (const std::string& name : files_.list(folder_)) {
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos || dot > 12 || name.substr(dot) != ".root.json") continue;
    if (name.find_first_not_of("0123456789") != dot) continue;
    versions_["root.json"] = std::max<std::int64_t>(versions_["root.json"], std::stoll(name.substr(0, dot)));
  }
  const std::string timestamp_path = folder_ + "/timestamp.json";
  if (!files_.exists(timestamp_path)) return {};
  auto envelope = read_envelope(files_, timestamp_path, "timestamp.json");
  if (!envelope) return envelope.error();
  auto timestamp = parse_timestamp(*envelope);
  if (!timestamp) return timestamp.error();
  versions_["timestamp.json"] = timestamp->header.version;
  versions_["snapshot.json"] = timestamp->snapshot.version;
  auto snapshot_envelope =
      read_envelope(files_, versioned("snapshot.json", timestamp->snapshot.version), "snapshot.json");
  if (!snapshot_envelope) return snapshot_envelope.error();
  auto snapshot = parse_snapshot(*snapshot_envelope);
  if (!snapshot) return snapshot.error();
  snapshot_ = *std::move(snapshot);
  for (const auto& [file, meta] : snapshot_.meta) versions_[file] = meta.version;
  return {};
}

std::set<std::string> ids_of(const std::vector<RoleKey>& keys) {
  std::set<std::string> ids;
  for (const RoleKey& key : keys) ids.insert(key_id(public_key(key)));
  return ids;
}

// How many of a role's signers are at hand, for the role as a root has it.
std::size_t usable_keys(const Role& role, const KeySet& set, const std::vector<RoleKey>& keys) {
  const std::set<std::string> ids(role.key_ids.begin(), role.key_ids.end());
  std::size_t count = 0;
  for (const RoleKey& key : keys)
    if (set.is_at_hand(key) && ids.count(key_id(public_key(key))) != 0) ++count;
  return count;
}

bool Publication::is_as_listed(const Root& root) const {
  if (root.demo != keys_.demo) return false;
  for (const auto& [name, role] : root.roles)
    if (!keys_.of(name).empty() &&
        (ids_of(keys_.of(name)) != std::set<std::string>(role.key_ids.begin(), role.key_ids.end()) ||
         keys_.threshold(name) != role.threshold))
      return false;
  return true;
}

// A role of which the set lists nothing stays as it is.
Json Publication::root_body(const Root* old_root) const {
  Json keys = Json::object(), roles = Json::object();
  for (const char* role : {"root", "targets", "snapshot", "timestamp"}) {
    const auto& listed = keys_.of(role);
    roles[role] = role_json(listed, keys_.threshold(role));
    for (const RoleKey& key : listed) keys[key_id(public_key(key))] = to_json(public_key(key));
    if (!listed.empty() || old_root == nullptr) continue;
    const Role& kept = old_root->roles.at(role);
    roles[role] = Json{{"keyids", kept.key_ids}, {"threshold", kept.threshold}};
    for (const std::string& id : kept.key_ids)
      if (auto key = old_root->keys.find(id); key != old_root->keys.end()) keys[id] = to_json(key->second);
  }
  Json body{{"consistent_snapshot", true}, {"keys", keys}, {"roles", roles}};
  if (keys_.demo) body["x-entre-demo"] = true;
  return body;
}

// 5.3.4: a root after the first is signed by the old keys and by its own; keys of the set that are in neither
// root are left out by kiosks.
Result<std::string> Publication::sign_root(const Json& body, std::int64_t version,
                                           const Root* old_root) const {
  std::vector<const RoleKey*> signers;
  for (const RoleKey& key : keys_.of("root")) signers.push_back(&key);
  if (old_root != nullptr) {
    const auto& ids = old_root->roles.at("root").key_ids;
    for (const RoleKey& key : keys_.retired_root)
      if (std::find(ids.begin(), ids.end(), key_id(public_key(key))) != ids.end()) signers.push_back(&key);
  }
  auto bytes =
      sign(with_header(body, "root", version, now_unix_ms_, expires(validity_.root_days)), keys_, signers);
  if (!bytes) return bytes.error();
  auto envelope = parse_envelope(*bytes, root_bytes_max, "root.json");
  if (!envelope) return envelope.error();
  auto root = parse_root(*envelope);
  if (!root) return root.error();
  auto verified = verify_signatures(*envelope, root->keys, root->roles.at("root"), "root");
  if (verified && old_root != nullptr)
    verified = verify_signatures(*envelope, old_root->keys, old_root->roles.at("root"), "root");
  if (!verified)
    return Error{ErrorKind::denied, verified.error().message +
                                        ": the release's root needs other keys; use those, or build into an "
                                        "empty folder"};
  return bytes;
}

Result<void> Publication::settle_root() {
  const std::int64_t version = versions_["root.json"];
  std::optional<Root> old_root;
  if (version > 0) {
    auto envelope = read_envelope(files_, versioned("root.json", version), "root.json");
    if (!envelope) return envelope.error();
    auto parsed = parse_root(*envelope);
    if (!parsed) return parsed.error();
    old_root = *std::move(parsed);
    const bool aged = is_aged(old_root->header.expires_unix_ms, validity_.root_days);
    const Role& signers = old_root->roles.at("root");
    const bool can_renew =
        usable_keys(signers, keys_, keys_.of("root")) >= static_cast<std::size_t>(signers.threshold);
    if (old_root->header.expires_unix_ms <= now_unix_ms_ && !can_renew)
      return Error{ErrorKind::denied, "the root expired at " + rfc3339(old_root->header.expires_unix_ms) +
                                          ": its keys are needed to renew it"};
    if (is_as_listed(*old_root) && !(aged && can_renew)) {
      if (aged) note_due("root", "root.json", old_root->header.expires_unix_ms);
      root_ = *std::move(old_root);
      return {};
    }
  }
  const Json body = root_body(old_root ? &*old_root : nullptr);
  auto bytes = sign_root(body, version + 1, old_root ? &*old_root : nullptr);
  if (!bytes) return bytes.error();
  auto parsed = parse_root(*parse_envelope(*bytes, root_bytes_max, "root.json"));
  if (!parsed) return parsed.error();
  root_ = *std::move(parsed);
  settled_["root.json"] = SignedFile{*std::move(bytes), version + 1, true, true};
  return {};
}

// Signed by the role's keys; denied where too few of them are at hand.
Result<std::string> Publication::signed_by_role(const Json& signed_part, const std::string& role,
                                                const std::string& file) const {
  std::vector<const RoleKey*> signers;
  for (const RoleKey& key : keys_.of(role)) signers.push_back(&key);
  auto bytes = sign(signed_part, keys_, signers);
  if (!bytes) return bytes.error();
  auto envelope = parse_envelope(*bytes, 2 * cap_of(file), file);
  if (!envelope) return envelope.error();
  auto verified = verify_signatures(*envelope, root_.keys, root_.roles.at(role), file);
  if (!verified)
    return Error{ErrorKind::denied, verified.error().message + ": the keys of " + role + " are needed here"};
  return bytes;
}

void Publication::note_due(const std::string& role, const std::string& file, std::int64_t expires_unix_ms) {
  Due& due = due_[role];
  if (due.files++ > 0 && due.expires_unix_ms <= expires_unix_ms) return;
  due.role = role;
  due.file = file;
  due.expires_unix_ms = expires_unix_ms;
}

// The file that is there when it says the same, is validly signed and not aged (and `force` is not set); else
// its next version.
Result<SignedFile> Publication::settle(const std::string& role, const std::string& file, const Json& body,
                                       int days, bool force, int aged_thirds) {
  SignedFile result;
  const auto known = versions_.find(file);
  result.version = known == versions_.end() ? 0 : known->second;
  result.body_changed = true;
  if (result.version > 0) {
    const std::string path = role == "timestamp" ? folder_ + "/" + file : versioned(file, result.version);
    auto envelope = read_envelope(files_, path, file);
    if (!envelope) return envelope.error();
    auto expires_text = envelope->signed_part.value("expires", "");
    result.body_changed = body_of(envelope->signed_part) != body;
    const Role& signers = root_.roles.at(role);
    const std::int64_t expires_unix_ms = parse_rfc3339(expires_text);
    const bool is_whole =
        !result.body_changed && verify_signatures(*envelope, root_.keys, signers, file).ok();
    const bool can_sign =
        usable_keys(signers, keys_, keys_.of(role)) >= static_cast<std::size_t>(signers.threshold);
    const bool must_stay = !can_sign && !force && expires_unix_ms > now_unix_ms_;
    if (!can_sign && expires_unix_ms <= now_unix_ms_)
      return Error{ErrorKind::denied, file + ": expired at " + rfc3339(expires_unix_ms) + ": the keys of " +
                                          role + " are needed here"};
    if (is_whole && (must_stay || (!force && !is_aged(expires_unix_ms, days, aged_thirds)))) {
      if (is_aged(expires_unix_ms, days)) note_due(role, file, expires_unix_ms);
      auto bytes = files_.read(path, cap_of(file));
      if (!bytes) return bytes.error();
      result.bytes = *std::move(bytes);
      return result;
    }
  }
  ++result.version;
  result.is_new = true;
  auto bytes =
      signed_by_role(with_header(body, role, result.version, now_unix_ms_, expires(days)), role, file);
  if (!bytes) return bytes.error();
  result.bytes = *std::move(bytes);
  if (result.bytes.size() > cap_of(file))
    return Error{ErrorKind::too_large, file + ": " + std::to_string(result.bytes.size()) +
                                           " bytes, at most " + std::to_string(cap_of(file))};
  return result;
}

Json bins_json(const std::vector<RoleKey>& targets_keys, int threshold) {
  Json keys = Json::object(), roles = Json::array();
  for (const RoleKey& key : targets_keys) keys[key_id(public_key(key))] = to_json(public_key(key));
  for (std::size_t bin = 0; bin < bins; ++bin) {
    Json role = role_json(targets_keys, threshold);
    role["name"] = bin_name(bin);
    role["terminating"] = false;
    role["path_hash_prefixes"] = Json::array({bin_name(bin).substr(4)});
    roles.push_back(role);
  }
  return Json{{"keys", keys}, {"roles", roles}};
}

// targets.json takes a new version whenever any bin changes: it is the release's number.
Result<void> Publication::settle_targets(const std::vector<PublishTarget>& targets) {
  Json top = Json::object();
  std::map<std::string, Json> by_bin;
  for (const PublishTarget& target : targets) {
    Json* into = &top;
    if (targets.size() >= bins_from_targets) into = &by_bin["bin-" + sha256_hex(target.name).substr(0, 2)];
    if (into->contains(target.name))
      return Error{ErrorKind::invalid, target.name + ": the same target twice"};
    (*into)[target.name] = json_of(target.file);
  }
  const bool has_bins = targets.size() >= bins_from_targets;
  const auto settle_bins = [&](int aged_thirds) -> Result<bool> {
    bool any_new = false;
    for (std::size_t bin = 0; has_bins && bin < bins; ++bin) {
      const std::string name = bin_name(bin) + ".json";
      if (settled_.contains(name) && settled_.at(name).is_new) continue;
      const auto found = by_bin.find(bin_name(bin));
      const Json bin_body{{"targets", found == by_bin.end() ? Json::object() : found->second}};
      auto file = settle("targets", name, bin_body, validity_.targets_days, false, aged_thirds);
      if (!file) return file.error();
      any_new |= file->is_new;
      settled_[name] = *std::move(file);
    }
    return any_new;
  };
  Json body{{"targets", top}};
  if (has_bins) body["delegations"] = bins_json(keys_.of("targets"), keys_.threshold("targets"));
  auto any_new = settle_bins(2);
  if (!any_new) return any_new.error();
  auto file = settle("targets", "targets.json", body, validity_.targets_days, *any_new);
  if (!file) return file.error();
  const bool is_new = file->is_new;
  settled_["targets.json"] = *std::move(file);
  if (!is_new) return {};
  if (auto renewed = settle_bins(1); !renewed) return renewed.error();
  return {};
}

Json meta_json(const SignedFile& file) {
  return Json{{"version", file.version},
              {"length", file.bytes.size()},
              {"hashes", Json{{"sha256", sha256_hex(file.bytes)}}}};
}

// timestamp.json last: until it is there, kiosks see the release before.
Result<void> Publication::write(PublishResult* result) {
  if (auto made = files_.make_folders(folder_); !made) return made.error();
  const auto put = [&](const std::string& file) -> Result<void> {
    const SignedFile& signed_file = settled_.at(file);
    if (!signed_file.is_new) return {};
    const std::string path =
        file == "timestamp.json" ? folder_ + "/" + file : versioned(file, signed_file.version);
    if (auto written = files_.write(path, signed_file.bytes, 0644); !written) return written.error();
    result->written.push_back(path.substr(folder_.size() + 1));
    return {};
  };
  for (const auto& [file, signed_file] : settled_)
    if (file != "snapshot.json" && file != "timestamp.json")
      if (auto done = put(file); !done) return done.error();
  if (auto done = put("snapshot.json"); !done) return done.error();
  return put("timestamp.json");
}

Result<PublishResult> Publication::run(const std::vector<PublishTarget>& targets,
                                       const AcceptRelease& accept) {
  if (auto loaded = load_versions(); !loaded) return loaded.error();
  if (auto root = settle_root(); !root) return root.error();
  if (auto done = settle_targets(targets); !done) return done.error();

  Json meta = Json::object();
  PublishResult result;
  for (const auto& [file, signed_file] : settled_) {
    if (file == "root.json") continue;
    meta[file] = meta_json(signed_file);
    result.changed |= signed_file.body_changed;
  }
  // 5.5.5: a file once listed stays listed, or kiosks refuse the snapshot; bins outlive a shrunken release.
  for (const auto& [file, old_meta] : snapshot_.meta)
    if (!meta.contains(file)) {
      meta[file] = Json{{"version", old_meta.version}};
      if (old_meta.length) meta[file]["length"] = *old_meta.length;
      if (!old_meta.hashes.empty()) meta[file]["hashes"] = old_meta.hashes;
    }
  auto snapshot = settle("snapshot", "snapshot.json", Json{{"meta", meta}}, validity_.snapshot_days,
                         renew_ == Renew::snapshot_and_timestamp);
  if (!snapshot) return snapshot.error();
  const Json snapshot_meta{{"snapshot.json", meta_json(*snapshot)}};
  settled_["snapshot.json"] = *std::move(snapshot);
  auto timestamp = settle("timestamp", "timestamp.json", Json{{"meta", snapshot_meta}},
                          validity_.timestamp_days, renew_ != Renew::none);
  if (!timestamp) return timestamp.error();
  settled_["timestamp.json"] = *std::move(timestamp);

  for (const auto& [role, due] : due_) result.due.push_back(due);
  result.release = settled_.at("targets.json").version;
  if (accept)
    if (auto accepted = accept(result.release); !accepted) return accepted.error();
  if (auto written = write(&result); !written) return written.error();
  return result;
}

}  // namespace

Result<PublishResult> publish_metadata(const std::string& folder, const std::vector<PublishTarget>& targets,
                                       const KeySet& keys, const Validity& validity, std::int64_t now_unix_ms,
                                       Files& files, Renew renew, const AcceptRelease& accept) {
  return Publication(folder, keys, validity, now_unix_ms, files, renew).run(targets, accept);
}

Result<std::vector<PublishTarget>> read_targets(const std::string& folder, const Files& files) {
  const std::string metadata = folder + "/metadata/";
  auto timestamp_file = read_envelope(files, metadata + "timestamp.json", "timestamp.json");
  if (!timestamp_file) return timestamp_file.error();
  auto timestamp = parse_timestamp(*timestamp_file);
  if (!timestamp) return timestamp.error();
  auto snapshot_file = read_envelope(
      files, metadata + std::to_string(timestamp->snapshot.version) + ".snapshot.json", "snapshot.json");
  if (!snapshot_file) return snapshot_file.error();
  auto snapshot = parse_snapshot(*snapshot_file);
  if (!snapshot) return snapshot.error();
  std::vector<PublishTarget> result;
  // Bins that a smaller release no longer delegates to stay in the snapshot.
  bool has_bins = false;
  for (const bool is_bin_turn : {false, true}) {
    for (const auto& [file, meta] : snapshot->meta) {
      if ((file != "targets.json") != is_bin_turn || (is_bin_turn && !has_bins)) continue;
      auto envelope = read_envelope(files, metadata + std::to_string(meta.version) + "." + file, file);
      if (!envelope) return envelope.error();
      auto targets = parse_targets(*envelope, file);
      if (!targets) return targets.error();
      has_bins |= !targets->delegated_roles.empty();
      for (const auto& [name, target] : targets->targets) result.push_back({name, target});
    }
  }
  return result;
}

}  // namespace entre::trust
