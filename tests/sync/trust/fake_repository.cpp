#include "tests/sync/trust/fake_repository.h"

namespace entre::test {

namespace {

trust::Key public_key(const SigningKey& key) {
  return {"ed25519", "ed25519", key.public_hex()};
}

Json part_of(const std::string& type) {
  return Json{{"_type", type}, {"spec_version", "1.0.31"}, {"version", 1}, {"expires", later}};
}

SigningKey copy_of(const SigningKey& key) {
  return *SigningKey::from_hex(key.seed_hex());
}

}  // namespace

Json meta_of(std::int64_t version, const std::string& bytes, bool with_hashes) {
  Json meta{{"version", version}};
  if (!with_hashes) return meta;
  meta["length"] = bytes.size();
  meta["hashes"] = Json{{"sha256", sha256_hex(bytes)}};
  return meta;
}

FakeRepository::FakeRepository() {
  parts["root"] = part_of("root");
  parts["root"]["consistent_snapshot"] = true;
  parts["root"]["keys"] = Json::object();
  parts["root"]["roles"] = Json::object();
  for (const char* role : {"root", "timestamp", "snapshot", "targets"}) {
    keys[role].push_back(SigningKey::generate(random));
    if (std::string(role) == "root") keys[role].push_back(SigningKey::generate(random));
    write_role(role, static_cast<int>(keys[role].size()));
  }
  parts["targets"] = part_of("targets");
  parts["targets"]["targets"] = Json::object();
  parts["snapshot"] = part_of("snapshot");
  parts["snapshot"]["meta"] = Json::object();
  parts["timestamp"] = part_of("timestamp");
  for (const char* role : {"timestamp", "snapshot", "targets"}) parts[role]["version"] = 0;
  add_target("targets", "a", "content of a");
  add_target("targets", "b", "content of b");
  served["1.root.json"] = sign("root");
  release();
}

std::string FakeRepository::sign(const Json& part, const std::vector<const SigningKey*>& signers) const {
  Json signatures = Json::array();
  for (const SigningKey* key : signers)
    signatures.push_back(
        Json{{"keyid", trust::key_id(public_key(*key))}, {"sig", key->sign_hex(canonical_json(part))}});
  return Json{{"signed", part}, {"signatures", signatures}}.dump();
}

std::string FakeRepository::sign(const std::string& role) const {
  std::vector<const SigningKey*> signers;
  for (const SigningKey& key : keys.at(role)) signers.push_back(&key);
  return sign(parts.at(role), signers);
}

void FakeRepository::write_role(const std::string& role, int threshold) {
  Json ids = Json::array();
  for (const SigningKey& key : keys[role]) {
    const std::string id = trust::key_id(public_key(key));
    ids.push_back(id);
    parts["root"]["keys"][id] = trust::to_json(public_key(key));
  }
  parts["root"]["roles"][role] = Json{{"keyids", ids}, {"threshold", threshold}};
}

void FakeRepository::add_target(const std::string& role, const std::string& target,
                                const std::string& content) {
  parts[role]["targets"][target] =
      Json{{"length", content.size()}, {"hashes", Json{{"sha256", sha256_hex(content)}}}};
}

void FakeRepository::delegate(const std::string& parent, const std::string& role, const std::string& member,
                              const std::vector<std::string>& patterns, bool terminating) {
  if (keys[role].empty()) keys[role].push_back(SigningKey::generate(random));
  const trust::Key key = public_key(keys[role].front());
  Json& delegations = parts[parent]["delegations"];
  delegations["keys"][trust::key_id(key)] = trust::to_json(key);
  delegations["roles"].push_back(Json{{"name", role},
                                      {"keyids", Json::array({trust::key_id(key)})},
                                      {"threshold", 1},
                                      {"terminating", terminating},
                                      {member, patterns}});
  if (parts.count(role) != 0) return;
  parts[role] = part_of("targets");
  parts[role]["version"] = 0;
  parts[role]["targets"] = Json::object();
}

void FakeRepository::put_targets(const std::string& role) {
  const std::int64_t version = parts[role]["version"];
  const std::string bytes = sign(role);
  served[std::to_string(version) + "." + role + ".json"] = bytes;
  parts["snapshot"]["meta"][role + ".json"] = meta_of(version, bytes, with_hashes);
}

void FakeRepository::put_snapshot() {
  const std::int64_t version = parts["snapshot"]["version"];
  const std::string bytes = sign("snapshot");
  served[std::to_string(version) + ".snapshot.json"] = bytes;
  parts["timestamp"]["meta"] = Json{{"snapshot.json", meta_of(version, bytes, with_hashes)}};
}

void FakeRepository::put_timestamp() {
  served["timestamp.json"] = sign("timestamp");
}

void FakeRepository::release() {
  for (auto& [role, part] : parts)
    if (role != "root") part["version"] = part["version"].get<int>() + 1;
  for (const auto& [role, part] : parts)
    if (role != "root" && role != "timestamp" && role != "snapshot") put_targets(role);
  put_snapshot();
  put_timestamp();
}

void FakeRepository::rotate(const std::string& role) {
  if (role == "root")
    for (const SigningKey& key : keys[role]) old_root_keys.push_back(copy_of(key));
  const auto threshold = static_cast<int>(keys[role].size());
  for (SigningKey& key : keys[role]) key = SigningKey::generate(random);
  write_role(role, threshold);
}

void FakeRepository::put_root() {
  parts["root"]["version"] = parts["root"]["version"].get<int>() + 1;
  std::vector<const SigningKey*> signers;
  for (const SigningKey& key : keys["root"]) signers.push_back(&key);
  for (const SigningKey& key : old_root_keys) signers.push_back(&key);
  const int version = parts["root"]["version"];
  served[std::to_string(version) + ".root.json"] = sign(parts["root"], signers);
  old_root_keys.clear();
}

Result<std::string> FakeRepository::fetch(const std::string& file_name, std::uint64_t bytes_max) {
  asked.push_back(file_name);
  if (away || file_name == away_at) return Error{ErrorKind::unavailable, "no answer"};
  const auto found = served.find(file_name);
  if (found == served.end()) return Error{ErrorKind::not_found, file_name};
  if (found->second.size() > bytes_max) return Error{ErrorKind::too_large, file_name};
  return found->second;
}

Result<std::optional<std::string>> FakeRepository::fetch_timestamp(std::uint64_t bytes_max) {
  auto bytes = fetch("timestamp.json", bytes_max);
  if (!bytes) return bytes.error();
  if (not_modified) return std::optional<std::string>();
  return std::optional<std::string>(*std::move(bytes));
}

std::vector<Result<std::string>> FakeRepository::fetch_all(
    const std::vector<std::pair<std::string, std::uint64_t>>& files) {
  std::vector<Result<std::string>> out;
  for (const auto& [name, bytes_max] : files) out.push_back(fetch(name, bytes_max));
  return out;
}

}  // namespace entre::test
