#include "sync/trust/repository.h"

#include <algorithm>

namespace entre::trust {

namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr const char* spec_version = "1.0.31";

Key public_key(const SigningKey& key) {
  return Key{"ed25519", "ed25519", key.public_hex()};
}

const std::vector<SigningKey>& keys_of(const KeySet& keys, const std::string& role) {
  static const std::vector<SigningKey> none;
  const auto found = keys.keys.find(role);
  return found == keys.keys.end() ? none : found->second;
}

Json json_of(const TargetFile& file) {
  Json json{{"length", file.length}, {"hashes", file.hashes}};
  if (!file.custom.is_null()) json["custom"] = file.custom;
  return json;
}

Json role_json(const std::vector<SigningKey>& keys, int threshold) {
  Json ids = Json::array();
  for (const SigningKey& key : keys) ids.push_back(key_id(public_key(key)));
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
              std::int64_t now_unix_ms, Files& files)
      : folder_(folder + "/metadata"),
        keys_(keys),
        validity_(validity),
        now_unix_ms_(now_unix_ms),
        files_(files) {}

  Result<PublishResult> run(const std::vector<PublishTarget>& targets);

 private:
  Result<void> load_versions();
  Result<void> settle_root();
  Json root_body(const Root* old_root) const;
  Result<std::string> sign_root(const Json& body, std::int64_t version, const Root* old_root) const;
  bool can_sign_all_roles(const Root& root) const;
  Result<void> settle_targets(const std::vector<PublishTarget>& targets);
  Result<SignedFile> settle(const std::string& role, const std::string& file, const Json& body, int days,
                            bool force);
  Result<void> write(PublishResult* result);

  std::string versioned(const std::string& file, std::int64_t version) const {
    return folder_ + "/" + std::to_string(version) + "." + file;
  }
  std::int64_t expires(int days) const { return now_unix_ms_ + days * day_ms; }
  // Two thirds of the validity gone: kiosks warn their staff from there on.
  bool is_aged(std::int64_t expires_unix_ms, int days) const {
    return expires_unix_ms - now_unix_ms_ < days * day_ms / 3;
  }

  std::string folder_;
  const KeySet& keys_;
  const Validity validity_;
  const std::int64_t now_unix_ms_;
  Files& files_;

  Root root_;
  std::map<std::string, std::int64_t> versions_;  // of the release that is there, by file
  std::map<std::string, SignedFile> settled_;     // by file, root.json included
  Snapshot snapshot_;                             // that is there
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

std::string sign(const Json& signed_part, const std::vector<const SigningKey*>& keys) {
  const std::string canonical = canonical_json(signed_part);
  Json signatures = Json::array();
  std::set<std::string> done;
  for (const SigningKey* key : keys) {
    const std::string id = key_id(public_key(*key));
    if (done.insert(id).second) signatures.push_back(Json{{"keyid", id}, {"sig", key->sign_hex(canonical)}});
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

std::size_t usable_keys(const Root& root, const KeySet& keys, const std::string& role) {
  const auto& ids = root.roles.at(role).key_ids;
  std::size_t count = 0;
  for (const SigningKey& key : keys_of(keys, role))
    if (std::find(ids.begin(), ids.end(), key_id(public_key(key))) != ids.end()) ++count;
  return count;
}

bool Publication::can_sign_all_roles(const Root& root) const {
  for (const char* role : {"targets", "snapshot", "timestamp"})
    if (usable_keys(root, keys_, role) < static_cast<std::size_t>(root.roles.at(role).threshold))
      return false;
  return true;
}

// Root keys that are elsewhere stay in the root: only keys of the other roles are taken from the set at hand.
Json Publication::root_body(const Root* old_root) const {
  Json keys = Json::object(), roles = Json::object();
  for (const char* role : {"root", "targets", "snapshot", "timestamp"}) {
    const auto& own = keys_of(keys_, role);
    if (old_root != nullptr && usable_keys(*old_root, keys_, role) == own.size()) {
      const Role& kept = old_root->roles.at(role);
      roles[role] = Json{{"keyids", kept.key_ids}, {"threshold", kept.threshold}};
      for (const std::string& id : kept.key_ids)
        if (auto key = old_root->keys.find(id); key != old_root->keys.end()) keys[id] = to_json(key->second);
      continue;
    }
    roles[role] = role_json(own, std::string(role) == "root" ? keys_.root_threshold : 1);
    for (const SigningKey& key : own) keys[key_id(public_key(key))] = to_json(public_key(key));
  }
  Json body{{"consistent_snapshot", true}, {"keys", keys}, {"roles", roles}};
  if (keys_.demo) body["x-entre-demo"] = true;
  return body;
}

// 5.3.4: a root after the first is signed by the old keys and by its own; keys of the set that are in neither
// root are left out by kiosks.
Result<std::string> Publication::sign_root(const Json& body, std::int64_t version,
                                           const Root* old_root) const {
  std::vector<const SigningKey*> signers;
  for (const SigningKey& key : keys_of(keys_, "root")) signers.push_back(&key);
  const std::string bytes =
      sign(with_header(body, "root", version, now_unix_ms_, expires(validity_.root_days)), signers);
  auto envelope = parse_envelope(bytes, root_bytes_max, "root.json");
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
    const bool can_renew = usable_keys(*old_root, keys_, "root") >=
                           static_cast<std::size_t>(old_root->roles.at("root").threshold);
    if (old_root->header.expires_unix_ms <= now_unix_ms_ && !can_renew)
      return Error{ErrorKind::denied, "the root has expired: its keys are needed to renew it"};
    if (can_sign_all_roles(*old_root) && old_root->demo == keys_.demo && !(aged && can_renew)) {
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

// The file that is there when it says the same, is validly signed and not aged (and `force` is not set); else
// its next version.
Result<SignedFile> Publication::settle(const std::string& role, const std::string& file, const Json& body,
                                       int days, bool force) {
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
    if (!result.body_changed && !force && !is_aged(parse_rfc3339(expires_text), days) &&
        verify_signatures(*envelope, root_.keys, root_.roles.at(role), file).ok()) {
      auto bytes = files_.read(path, cap_of(file));
      if (!bytes) return bytes.error();
      result.bytes = *std::move(bytes);
      return result;
    }
  }
  ++result.version;
  result.is_new = true;
  std::vector<const SigningKey*> signers;
  for (const SigningKey& key : keys_of(keys_, role)) signers.push_back(&key);
  result.bytes = sign(with_header(body, role, result.version, now_unix_ms_, expires(days)), signers);
  if (result.bytes.size() > cap_of(file))
    return Error{ErrorKind::too_large, file + ": " + std::to_string(result.bytes.size()) +
                                           " bytes, at most " + std::to_string(cap_of(file))};
  return result;
}

Json bins_json(const std::vector<SigningKey>& targets_keys) {
  Json keys = Json::object(), roles = Json::array();
  for (const SigningKey& key : targets_keys) keys[key_id(public_key(key))] = to_json(public_key(key));
  for (std::size_t bin = 0; bin < bins; ++bin) {
    Json role = role_json(targets_keys, 1);
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
  bool any_new = false;
  Json body{{"targets", top}};
  if (targets.size() >= bins_from_targets) {
    body["delegations"] = bins_json(keys_of(keys_, "targets"));
    for (std::size_t bin = 0; bin < bins; ++bin) {
      const auto found = by_bin.find(bin_name(bin));
      const Json bin_body{{"targets", found == by_bin.end() ? Json::object() : found->second}};
      auto file = settle("targets", bin_name(bin) + ".json", bin_body, validity_.targets_days, false);
      if (!file) return file.error();
      any_new |= file->is_new;
      settled_[bin_name(bin) + ".json"] = *std::move(file);
    }
  }
  auto file = settle("targets", "targets.json", body, validity_.targets_days, any_new);
  if (!file) return file.error();
  settled_["targets.json"] = *std::move(file);
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

Result<PublishResult> Publication::run(const std::vector<PublishTarget>& targets) {
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
  auto snapshot = settle("snapshot", "snapshot.json", Json{{"meta", meta}}, validity_.snapshot_days, false);
  if (!snapshot) return snapshot.error();
  const Json snapshot_meta{{"snapshot.json", meta_json(*snapshot)}};
  settled_["snapshot.json"] = *std::move(snapshot);
  auto timestamp =
      settle("timestamp", "timestamp.json", Json{{"meta", snapshot_meta}}, validity_.timestamp_days, false);
  if (!timestamp) return timestamp.error();
  settled_["timestamp.json"] = *std::move(timestamp);

  result.release = settled_.at("targets.json").version;
  if (auto written = write(&result); !written) return written.error();
  return result;
}

}  // namespace

Result<PublishResult> publish_metadata(const std::string& folder, const std::vector<PublishTarget>& targets,
                                       const KeySet& keys, const Validity& validity, std::int64_t now_unix_ms,
                                       Files& files) {
  return Publication(folder, keys, validity, now_unix_ms, files).run(targets);
}

}  // namespace entre::trust
