#include "sync/trust/metadata.h"

#include <fnmatch.h>

#include "platform/crypto.h"
#include "sync/trust/updater.h"

namespace entre::trust {

Json to_json(const Key& key) {
  return Json{
      {"keytype", key.keytype}, {"scheme", key.scheme}, {"keyval", Json{{"public", key.public_value}}}};
}

std::string key_id(const Key& key) {
  return sha256_hex(canonical_json(to_json(key)));
}

namespace {

bool starts_with_any(std::string_view text, const std::vector<std::string>& prefixes) {
  for (const std::string& prefix : prefixes)
    if (text.substr(0, prefix.size()) == prefix) return true;
  return false;
}

}  // namespace

bool DelegatedRole::covers(std::string_view target) const {
  return covers(target, path_hash_prefixes.empty() ? std::string() : sha256_hex(target));
}

bool DelegatedRole::covers(std::string_view target, std::string_view target_sha256_hex) const {
  const std::string name(target);
  for (const std::string& pattern : paths)
    if (fnmatch(pattern.c_str(), name.c_str(), FNM_PATHNAME | FNM_NOESCAPE) == 0) return true;
  return starts_with_any(target_sha256_hex, path_hash_prefixes);
}

int Validity::days_of(const std::string& type) const {
  if (type == "root") return root_days;
  if (type == "snapshot") return snapshot_days;
  return type == "timestamp" ? timestamp_days : targets_days;
}

bool is_top_level(const std::string& role) {
  return role == "root" || role == "timestamp" || role == "snapshot" || role == "targets";
}

Expiry expiry_of(const std::string& role, const Header& header) {
  constexpr std::int64_t day_ms = 86'400'000;
  std::int64_t whole_ms = Validity{}.days_of(header.type) * day_ms;
  if (header.signed_unix_ms >= 0 && header.signed_unix_ms < header.expires_unix_ms)
    whole_ms = header.expires_unix_ms - header.signed_unix_ms;
  return {role, header.expires_unix_ms, header.expires_unix_ms - whole_ms / 3};
}

Result<void> verify_bytes(const std::string& name, std::optional<std::uint64_t> length,
                          const std::map<std::string, std::string>& hashes, std::string_view bytes) {
  if (length && *length != bytes.size())
    return Error{ErrorKind::denied, name + ": " + std::to_string(bytes.size()) +
                                        " bytes, the signed length is " + std::to_string(*length)};
  bool any_known = hashes.empty();
  for (const auto& [algorithm, digest] : hashes) {
    if (algorithm != "sha256" && algorithm != "sha512") continue;
    any_known = true;
    const bool is_short = algorithm == "sha256";
    if ((is_short ? sha256_hex(bytes) : sha512_hex(bytes)) != digest)
      return Error{ErrorKind::denied,
                   name + ": its " + (is_short ? "SHA-256" : "SHA-512") + " is not the signed one"};
  }
  if (!any_known)
    return Error{ErrorKind::denied, name + ": neither SHA-256 nor SHA-512 among its signed hashes"};
  return {};
}

Result<void> verify_target(const std::string& target, const TargetFile& file, std::string_view bytes) {
  if (file.hashes.empty()) return Error{ErrorKind::denied, target + ": no signed hash"};
  return verify_bytes(target, file.length, file.hashes, bytes);
}

std::string target_file_name(const std::string& target, const TargetFile& file) {
  auto hash = file.hashes.find("sha256");
  if (hash == file.hashes.end()) hash = file.hashes.find("sha512");
  if (hash == file.hashes.end()) return target;
  const std::size_t slash = target.rfind('/');
  if (slash == std::string::npos) return hash->second + "." + target;
  return target.substr(0, slash + 1) + hash->second + "." + target.substr(slash + 1);
}

}  // namespace entre::trust
