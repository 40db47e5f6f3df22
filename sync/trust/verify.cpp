// Signatures and thresholds (4.2, 4.3, 5.3.4).

#include <algorithm>

#include "platform/crypto.h"
#include "sync/trust/metadata.h"

namespace entre::trust {

namespace {

// A key of a type or scheme that is not known verifies nothing (4.2.1: other schemes may be used).
bool verify_one(const Key& key, const std::string& message, const std::string& signature_hex) {
  if (key.scheme == "ed25519" && key.keytype == "ed25519")
    return verify_ed25519(key.public_value, message, signature_hex);
  if (key.scheme == "rsassa-pss-sha256" && key.keytype == "rsa")
    return verify_rsassa_pss_sha256(key.public_value, message, signature_hex);
  if (key.scheme == "rsa-pkcs1v15-sha256" && key.keytype == "rsa")
    return verify_rsa_pkcs1v15_sha256(key.public_value, message, signature_hex);
  // Older tools name the key's type as its scheme (4.2.1).
  if (key.scheme == "ecdsa-sha2-nistp256" && (key.keytype == "ecdsa" || key.keytype == key.scheme))
    return verify_ecdsa_p256_sha256(key.public_value, message, signature_hex);
  return false;
}

}  // namespace

Result<void> verify_signatures(const Envelope& envelope, const std::map<std::string, Key>& keys,
                               const Role& role, const std::string& role_name) {
  const std::set<std::string> allowed(role.key_ids.begin(), role.key_ids.end());
  // By the key itself, not by its id: one key written in two ways has two ids and is one signer.
  std::vector<const std::string*> signers;
  for (const Signature& signature : envelope.signatures) {
    const auto key = keys.find(signature.key_id);
    if (key == keys.end() || allowed.count(signature.key_id) == 0) continue;
    const std::string& public_value = key->second.public_value;
    if (std::any_of(signers.begin(), signers.end(),
                    [&](const std::string* known) { return same_public_key(*known, public_value); }))
      continue;
    if (verify_one(key->second, envelope.canonical, signature.signature_hex))
      signers.push_back(&public_value);
  }
  if (static_cast<int>(signers.size()) >= role.threshold) return {};
  return Error{ErrorKind::denied, role_name + ": " + std::to_string(signers.size()) +
                                      " valid signatures of the " + std::to_string(role.threshold) +
                                      " it needs"};
}

}  // namespace entre::trust
