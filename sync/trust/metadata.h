#pragma once
// The Update Framework 1.0.31: metadata as structs, parsed from signed JSON. Section numbers are the
// specification's.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "platform/json.h"
#include "platform/result.h"

namespace entre::trust {

// Caps in bytes.
inline constexpr std::uint64_t root_bytes_max = 512'000;
inline constexpr std::uint64_t timestamp_bytes_max = 16'000;
inline constexpr std::uint64_t snapshot_bytes_max = 2'000'000;
inline constexpr std::uint64_t targets_bytes_max = 5'000'000;
inline constexpr std::uint64_t bin_bytes_max = 1'000'000;
inline constexpr int root_rotations_max = 256;
inline constexpr int delegations_max = 256 + 32;

// 4.2: keytype, scheme, public value; keyid is the SHA-256 of its canonical JSON, with members that nobody
// knows. public_value is empty where a key of an unknown type has none.
struct Key {
  std::string keytype, scheme, public_value;
};
std::string key_id(const Key& key);
Json to_json(const Key& key);

struct Role {
  std::vector<std::string> key_ids;
  int threshold = 1;
};

struct Signature {
  std::string key_id, signature_hex;
};

// The envelope (4.2): the signed part is kept as its canonical bytes, which the signatures cover.
struct Envelope {
  Json signed_part;
  std::string canonical;
  std::vector<Signature> signatures;
};
Result<Envelope> parse_envelope(std::string_view bytes, std::uint64_t bytes_max, const std::string& name);

struct Header {
  std::string type;  // root, timestamp, snapshot, targets
  std::int64_t version = 0;
  std::int64_t expires_unix_ms = 0;
  std::int64_t signed_unix_ms = -1;  // "x-entre-signed", by kiosk-publish; -1: not said
};

// Validity in days, where nothing else is said; a release carried by hand has 180 throughout.
struct Validity {
  int root_days = 365, targets_days = 180, snapshot_days = 30, timestamp_days = 7;
  int days_of(const std::string& type) const;
};
inline constexpr Validity carried_by_hand{180, 180, 180, 180};

// When a role's signatures end, and from when on staff are warned: two thirds of the time from its signing,
// or of the usual validity where the file does not say when it was signed.
struct Expiry {
  std::string role;
  std::int64_t expires_unix_ms = 0, warn_from_unix_ms = 0;
};
Expiry expiry_of(const std::string& role, const Header& header);
bool is_top_level(const std::string& role);  // root, timestamp, snapshot, targets; others are delegated to

struct Root {  // 4.3
  Header header;
  bool consistent_snapshot = true;
  bool demo = false;                // "x-entre-demo": throw-away keys of a first run
  std::map<std::string, Key> keys;  // by key id
  std::map<std::string, Role> roles;
};

struct FileMeta {
  std::int64_t version = 0;
  std::optional<std::uint64_t> length;
  std::map<std::string, std::string> hashes;  // algorithm -> hex
};

struct Timestamp {  // 4.6
  Header header;
  FileMeta snapshot;
};

struct Snapshot {  // 4.4
  Header header;
  std::map<std::string, FileMeta> meta;  // "targets.json", "bin-0a.json"
};

struct TargetFile {
  std::uint64_t length = 0;
  std::map<std::string, std::string> hashes;
  // Null where there is none; {"raw_length": n, "encoding": "zstd"} on compressed documents.
  Json custom;
};

struct DelegatedRole {  // 4.5
  std::string name;
  Role role;
  bool terminating = false;
  std::vector<std::string> paths;
  std::vector<std::string> path_hash_prefixes;
  // 4.5: whether a target's name matches `paths` (shell patterns, "/" not crossed) or its SHA-256 a prefix.
  bool covers(std::string_view target) const;
  bool covers(std::string_view target, std::string_view target_sha256_hex) const;
};

struct Targets {  // 4.5
  Header header;
  std::map<std::string, TargetFile> targets;
  std::map<std::string, Key> delegated_keys;
  std::vector<DelegatedRole> delegated_roles;
};

Result<Root> parse_root(const Envelope& envelope);
Result<Timestamp> parse_timestamp(const Envelope& envelope);
Result<Snapshot> parse_snapshot(const Envelope& envelope);
Result<Targets> parse_targets(const Envelope& envelope, const std::string& name);

// Length and every hash of `bytes` that the signed metadata lists (5.5.2, 5.6.2, 5.7.3): SHA-256 and SHA-512
// are known; a list without either is refused. denied names the file.
Result<void> verify_bytes(const std::string& name, std::optional<std::uint64_t> length,
                          const std::map<std::string, std::string>& hashes, std::string_view bytes);

// 4.3, 5.3.4: at least `threshold` different keys of the role have signed. denied otherwise, naming the role.
Result<void> verify_signatures(const Envelope& envelope, const std::map<std::string, Key>& keys,
                               const Role& role, const std::string& role_name);

}  // namespace entre::trust
