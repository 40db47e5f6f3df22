// Signed JSON to the structs of metadata.h: section 4 of the specification. Everything here is still
// unverified input.

#include "platform/clock.h"
#include "platform/crypto.h"
#include "sync/trust/metadata.h"

namespace entre::trust {

namespace {

constexpr std::int64_t version_max = 1'000'000'000'000;
constexpr std::int64_t bytes_max = std::int64_t{1} << 40;
constexpr std::size_t keys_max = 1024;

Error invalid(std::string message) {
  return Error{ErrorKind::invalid, std::move(message)};
}

// Canonical JSON has integers only (4.2.2).
bool has_float(const Json& json) {
  if (json.is_number_float()) return true;
  if (json.is_structured())
    for (const Json& item : json)
      if (has_float(item)) return true;
  return false;
}

bool is_hex(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

Result<std::vector<std::string>> strings(const JsonObject& object, const char* key, std::size_t items_max) {
  auto array = object.array(key, items_max);
  if (!array) return array.error();
  std::vector<std::string> out;
  for (const Json& item : **array) {
    if (!item.is_string()) return invalid(object.where() + "." + key + ": expected strings");
    out.push_back(item.get<std::string>());
  }
  return out;
}

// 4.3: _type, spec_version (major 1), version, expires.
Result<Header> parse_header(const JsonObject& object, const std::string& type) {
  Header header;
  auto found = object.string("_type");
  if (!found) return found.error();
  if (*found != type)
    return invalid(object.where() + "._type: expected \"" + type + "\", found \"" + *found + "\"");
  header.type = type;
  auto spec = object.string("spec_version");
  if (!spec) return spec.error();
  if (*spec != "1.0" && spec->rfind("1.", 0) != 0)
    return invalid(object.where() + ".spec_version: " + *spec + ", this program reads 1.x");
  auto version = object.integer("version", 1, version_max);
  if (!version) return version.error();
  header.version = *version;
  auto expires = object.string("expires");
  if (!expires) return expires.error();
  header.expires_unix_ms = parse_rfc3339(*expires);
  if (header.expires_unix_ms < 0)
    return invalid(object.where() + ".expires: expected YYYY-MM-DDTHH:MM:SSZ, found \"" + *expires + "\"");
  auto signed_at = object.string_or("x-entre-signed", "");
  if (!signed_at) return signed_at.error();
  header.signed_unix_ms = signed_at->empty() ? -1 : parse_rfc3339(*signed_at);
  return header;
}

Result<std::map<std::string, Key>> parse_keys(const JsonObject& object) {
  auto found = object.object("keys");
  if (!found) return found.error();
  if ((*found)->size() > keys_max) return invalid(object.where() + ".keys: too many");
  std::map<std::string, Key> keys;
  for (const auto& [id, value] : (*found)->items()) {
    auto entry = JsonObject::of(value, object.where() + ".keys." + id);
    if (!entry) return entry.error();
    auto keytype = entry->string("keytype");
    if (!keytype) return keytype.error();
    auto scheme = entry->string("scheme");
    if (!scheme) return scheme.error();
    auto keyval = entry->object("keyval");
    if (!keyval) return keyval.error();
    auto values = JsonObject::of(**keyval, entry->where() + ".keyval");
    if (!values) return values.error();
    auto public_value = values->string_or("public", "");
    if (!public_value) return public_value.error();
    // The id is a name and no more (TAP 12): 4.3 has clients calculate it, yet repositories add members to a
    // key and keep its id. Signers are counted by their keys (verify.cpp), and a name is here once.
    keys[id] = Key{*keytype, *scheme, *public_value};
  }
  return keys;
}

Result<Role> parse_role(const JsonObject& object) {
  auto ids = strings(object, "keyids", keys_max);
  if (!ids) return ids.error();
  auto threshold = object.integer("threshold", 1, static_cast<std::int64_t>(keys_max));
  if (!threshold) return threshold.error();
  return Role{*std::move(ids), static_cast<int>(*threshold)};
}

Result<std::map<std::string, std::string>> parse_hashes(const JsonObject& object) {
  auto found = object.object("hashes");
  if (!found) return found.error();
  if ((*found)->empty()) return invalid(object.where() + ".hashes: empty");
  std::map<std::string, std::string> hashes;
  for (const auto& [algorithm, value] : (*found)->items()) {
    if (!value.is_string() || !is_hex(value.get<std::string>()))
      return invalid(object.where() + ".hashes." + algorithm + ": expected lower-case hex digits");
    hashes[algorithm] = value.get<std::string>();
  }
  if (auto sha256 = hashes.find("sha256"); sha256 != hashes.end() && sha256->second.size() != 64)
    return invalid(object.where() + ".hashes.sha256: expected 64 digits");
  return hashes;
}

// 4.4, 4.6: version, and optionally length and hashes.
Result<FileMeta> parse_file_meta(const Json& json, const std::string& where) {
  auto object = JsonObject::of(json, where);
  if (!object) return object.error();
  FileMeta meta;
  auto version = object->integer("version", 1, version_max);
  if (!version) return version.error();
  meta.version = *version;
  if (object->has("length")) {
    auto length = object->integer("length", 0, bytes_max);
    if (!length) return length.error();
    meta.length = static_cast<std::uint64_t>(*length);
  }
  if (object->has("hashes")) {
    auto hashes = parse_hashes(*object);
    if (!hashes) return hashes.error();
    meta.hashes = *std::move(hashes);
  }
  return meta;
}

Result<TargetFile> parse_target(const Json& json, const std::string& where) {
  auto object = JsonObject::of(json, where);
  if (!object) return object.error();
  TargetFile file;
  auto length = object->integer("length", 0, bytes_max);
  if (!length) return length.error();
  file.length = static_cast<std::uint64_t>(*length);
  auto hashes = parse_hashes(*object);
  if (!hashes) return hashes.error();
  file.hashes = *std::move(hashes);
  if (object->has("custom")) file.custom = json["custom"];
  return file;
}

bool is_top_level(const std::string& name) {
  return name == "root" || name == "timestamp" || name == "snapshot" || name == "targets";
}

Result<DelegatedRole> parse_delegated_role(const Json& json, const std::string& where) {
  auto object = JsonObject::of(json, where);
  if (!object) return object.error();
  DelegatedRole role;
  auto name = object->string("name");
  if (!name) return name.error();
  // A delegated "root" would overwrite the trusted root on disk.
  if (name->empty() || is_top_level(*name))
    return invalid(where + ".name: \"" + *name + "\" cannot be delegated");
  role.name = *std::move(name);
  auto keys = parse_role(*object);
  if (!keys) return keys.error();
  role.role = *std::move(keys);
  auto terminating = object->boolean("terminating");
  if (!terminating) return terminating.error();
  role.terminating = *terminating;
  const bool by_path = object->has("paths");
  if (by_path == object->has("path_hash_prefixes"))
    return invalid(where + ": expected either paths or path_hash_prefixes");
  auto patterns = strings(*object, by_path ? "paths" : "path_hash_prefixes", 65'536);
  if (!patterns) return patterns.error();
  (by_path ? role.paths : role.path_hash_prefixes) = *std::move(patterns);
  return role;
}

Result<void> parse_delegations(const Json& json, const std::string& where, Targets* targets) {
  auto object = JsonObject::of(json, where);
  if (!object) return object.error();
  auto keys = parse_keys(*object);
  if (!keys) return keys.error();
  targets->delegated_keys = *std::move(keys);
  auto roles = object->array("roles", delegations_max);
  if (!roles) return roles.error();
  std::set<std::string> names;
  for (const Json& item : **roles) {
    auto role = parse_delegated_role(item, where + ".roles[" + std::to_string(names.size()) + "]");
    if (!role) return role.error();
    if (!names.insert(role->name).second)
      return invalid(where + ".roles: \"" + role->name + "\" is there twice");
    targets->delegated_roles.push_back(*std::move(role));
  }
  return {};
}

}  // namespace

Result<Envelope> parse_envelope(std::string_view bytes, std::uint64_t size_max, const std::string& name) {
  JsonCaps caps;
  caps.bytes_max = size_max;
  auto json = parse_json(bytes, caps);
  if (!json) return Error{json.error().kind, name + ": " + json.error().message};
  auto object = JsonObject::of(*json, name);
  if (!object) return object.error();
  auto signed_part = object->object("signed");
  if (!signed_part) return signed_part.error();
  if (has_float(**signed_part)) return invalid(name + ".signed: a number that is no integer");
  auto signatures = object->array("signatures", keys_max);
  if (!signatures) return signatures.error();
  Envelope envelope;
  std::set<std::string> ids;
  for (const Json& item : **signatures) {
    auto entry = JsonObject::of(item, name + ".signatures");
    if (!entry) return entry.error();
    auto id = entry->string("keyid");
    if (!id) return id.error();
    auto signature = entry->string("sig");
    if (!signature) return signature.error();
    // 4.2: "The KEYID must be unique in the signatures array."
    if (!ids.insert(*id).second) return invalid(name + ".signatures: key " + *id + " is there twice");
    envelope.signatures.push_back({*std::move(id), *std::move(signature)});
  }
  envelope.signed_part = **signed_part;
  envelope.canonical = canonical_json(envelope.signed_part);
  return envelope;
}

Result<Root> parse_root(const Envelope& envelope) {
  auto object = JsonObject::of(envelope.signed_part, "root");
  if (!object) return object.error();
  Root root;
  auto header = parse_header(*object, "root");
  if (!header) return header.error();
  root.header = *std::move(header);
  auto consistent = object->boolean_or("consistent_snapshot", false);
  if (!consistent) return consistent.error();
  root.consistent_snapshot = *consistent;
  auto demo = object->boolean_or("x-entre-demo", false);
  if (!demo) return demo.error();
  root.demo = *demo;
  auto keys = parse_keys(*object);
  if (!keys) return keys.error();
  root.keys = *std::move(keys);
  auto roles = object->object("roles");
  if (!roles) return roles.error();
  for (const char* name : {"root", "timestamp", "snapshot", "targets"}) {
    if (!(*roles)->contains(name)) return invalid(std::string("root.roles.") + name + ": missing");
    auto entry = JsonObject::of((**roles)[name], std::string("root.roles.") + name);
    if (!entry) return entry.error();
    auto role = parse_role(*entry);
    if (!role) return role.error();
    root.roles[name] = *std::move(role);
  }
  return root;
}

Result<Timestamp> parse_timestamp(const Envelope& envelope) {
  auto object = JsonObject::of(envelope.signed_part, "timestamp");
  if (!object) return object.error();
  Timestamp timestamp;
  auto header = parse_header(*object, "timestamp");
  if (!header) return header.error();
  timestamp.header = *std::move(header);
  auto meta = object->object("meta");
  if (!meta) return meta.error();
  if (!(*meta)->contains("snapshot.json")) return invalid("timestamp.meta: no snapshot.json");
  auto snapshot = parse_file_meta((**meta)["snapshot.json"], "timestamp.meta.snapshot.json");
  if (!snapshot) return snapshot.error();
  timestamp.snapshot = *std::move(snapshot);
  return timestamp;
}

Result<Snapshot> parse_snapshot(const Envelope& envelope) {
  auto object = JsonObject::of(envelope.signed_part, "snapshot");
  if (!object) return object.error();
  Snapshot snapshot;
  auto header = parse_header(*object, "snapshot");
  if (!header) return header.error();
  snapshot.header = *std::move(header);
  auto meta = object->object("meta");
  if (!meta) return meta.error();
  for (const auto& [name, value] : (*meta)->items()) {
    auto file = parse_file_meta(value, "snapshot.meta." + name);
    if (!file) return file.error();
    snapshot.meta[name] = *std::move(file);
  }
  return snapshot;
}

Result<Targets> parse_targets(const Envelope& envelope, const std::string& name) {
  auto object = JsonObject::of(envelope.signed_part, name);
  if (!object) return object.error();
  Targets targets;
  auto header = parse_header(*object, "targets");
  if (!header) return header.error();
  targets.header = *std::move(header);
  auto found = object->object("targets");
  if (!found) return found.error();
  for (const auto& [path, value] : (*found)->items()) {
    auto file = parse_target(value, name + ".targets." + path);
    if (!file) return file.error();
    targets.targets[path] = *std::move(file);
  }
  if (object->has("delegations")) {
    auto delegations =
        parse_delegations(envelope.signed_part["delegations"], name + ".delegations", &targets);
    if (!delegations) return delegations.error();
  }
  return targets;
}

}  // namespace entre::trust
