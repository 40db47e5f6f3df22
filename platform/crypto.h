#pragma once
// Hashes and signatures, by OpenSSL (crypto.cpp only).

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "platform/random.h"
#include "platform/result.h"

namespace entre {

// SHA-256 (FIPS 180-4) as 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);
// SHA-256 as 32 raw bytes.
std::string sha256_raw(std::string_view bytes);
// SHA-512 (FIPS 180-4) as 128 lower-case hex digits.
std::string sha512_hex(std::string_view bytes);

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void update(std::string_view bytes);
  std::string hex();  // once, at the end

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string hex_encode(std::string_view bytes);
Result<std::string> hex_decode(std::string_view hex);
// RFC 4648 4, with padding.
std::string base64_encode(std::string_view bytes);
Result<std::string> base64_decode(std::string_view text);

// An Ed25519 private key (RFC 8032), 32-byte seed. The seed is wiped when it is destroyed.
class SigningKey {
 public:
  static SigningKey generate(Random& random);
  // From 64 hex digits of the seed.
  static Result<SigningKey> from_hex(std::string_view seed_hex);
  ~SigningKey();
  SigningKey(SigningKey&&) = default;
  SigningKey& operator=(SigningKey&&) = default;
  std::string public_hex() const;  // 64 hex digits
  std::string seed_hex() const;
  std::string sign_hex(std::string_view message) const;  // 128 hex digits

 private:
  explicit SigningKey(std::string seed) : seed_(std::move(seed)) {}
  std::string seed_;
};

// One function a scheme, false for a wrong signature as for a malformed key or signature.
bool verify_ed25519(std::string_view public_hex, std::string_view message, std::string_view signature_hex);
// public_pem: SubjectPublicKeyInfo. rsassa-pss-sha256 with MGF1-SHA256; at least 2048 bits.
bool verify_rsassa_pss_sha256(std::string_view public_pem, std::string_view message,
                              std::string_view signature_hex);
// rsa-pkcs1v15-sha256 (RFC 8017, 8.2), at least 2048 bits.
bool verify_rsa_pkcs1v15_sha256(std::string_view public_pem, std::string_view message,
                                std::string_view signature_hex);
// ecdsa-sha2-nistp256, DER signature; the key must be on P-256.
bool verify_ecdsa_p256_sha256(std::string_view public_pem, std::string_view message,
                              std::string_view signature_hex);

// True when both texts (a PEM, or the 64 hex digits of an Ed25519 key) are one key, however each is written:
// letters, line breaks and compressed points differ without another key. False where either is none.
bool same_public_key(std::string_view a, std::string_view b);

// scrypt (RFC 7914): 32 raw bytes, with N = 2^log2_n, r = 8, p = 1. It takes 2^log2_n KiB of memory while it
// works. invalid outside log2_n 1 to 20.
Result<std::string> scrypt(std::string_view password, std::string_view salt, int log2_n);

// True when both have the same bytes, in a time that depends on the length only.
bool equal_constant_time(std::string_view a, std::string_view b);

}  // namespace entre
