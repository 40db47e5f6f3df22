#include "platform/crypto.h"

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <cstdlib>
#include <cstring>

namespace entre {
namespace {

constexpr std::size_t kEd25519KeyBytes = 32;
constexpr std::size_t kEd25519SignatureBytes = 64;
constexpr int kRsaBitsMin = 2048;

using KeyPtr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using DigestPtr = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* raw(std::string& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

DigestPtr new_digest() {
  DigestPtr context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  if (!context) std::abort();
  return context;
}

KeyPtr private_key(std::string_view seed) {
  KeyPtr key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, raw(seed), seed.size()), EVP_PKEY_free);
  if (!key) std::abort();
  return key;
}

KeyPtr public_key_from_pem(std::string_view pem) {
  std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                BIO_free);
  if (!bio) std::abort();
  return KeyPtr(PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

KeyPtr public_key_from_hex(std::string_view hex) {
  const auto bytes = hex_decode(hex);
  if (!bytes || bytes->size() != kEd25519KeyBytes) return KeyPtr(nullptr, EVP_PKEY_free);
  return KeyPtr(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw(*bytes), bytes->size()),
                EVP_PKEY_free);
}

// A digest signature, `pss` choosing RSA's padding.
bool verify_sha256(EVP_PKEY* key, std::string_view message, std::string_view signature, bool pss) {
  const DigestPtr context = new_digest();
  EVP_PKEY_CTX* options = nullptr;
  if (EVP_DigestVerifyInit(context.get(), &options, EVP_sha256(), nullptr, key) != 1) return false;
  if (pss) {
    if (EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) != 1) return false;
    if (EVP_PKEY_CTX_set_rsa_mgf1_md(options, EVP_sha256()) != 1) return false;
    // Signers differ in the salt's length; it is read from the signature.
    if (EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_AUTO) != 1) return false;
  }
  return EVP_DigestVerify(context.get(), raw(signature), signature.size(), raw(message), message.size()) == 1;
}

bool verify_rsa(std::string_view public_pem, std::string_view message, std::string_view signature_hex,
                bool pss) {
  const auto signature = hex_decode(signature_hex);
  const KeyPtr key = public_key_from_pem(public_pem);
  if (!signature || !key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA) return false;
  if (EVP_PKEY_get_bits(key.get()) < kRsaBitsMin) return false;
  return verify_sha256(key.get(), message, *signature, pss);
}

}  // namespace

struct Sha256::State {
  DigestPtr context = new_digest();
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  if (EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) != 1) std::abort();
}
Sha256::~Sha256() = default;

void Sha256::update(std::string_view bytes) {
  if (EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) != 1) std::abort();
}

std::string Sha256::hex() {
  std::string digest(32, '\0');
  if (EVP_DigestFinal_ex(state_->context.get(), raw(digest), nullptr) != 1) std::abort();
  return hex_encode(digest);
}

std::string sha256_raw(std::string_view bytes) {
  std::string digest(32, '\0');
  if (EVP_Digest(bytes.data(), bytes.size(), raw(digest), nullptr, EVP_sha256(), nullptr) != 1) std::abort();
  return digest;
}

std::string sha512_hex(std::string_view bytes) {
  std::string digest(64, '\0');
  if (EVP_Digest(bytes.data(), bytes.size(), raw(digest), nullptr, EVP_sha512(), nullptr) != 1) std::abort();
  return hex_encode(digest);
}

std::string sha256_hex(std::string_view bytes) {
  return hex_encode(sha256_raw(bytes));
}

std::string hex_encode(std::string_view bytes) {
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const unsigned char byte : bytes) {
    hex += "0123456789abcdef"[byte >> 4];
    hex += "0123456789abcdef"[byte & 15];
  }
  return hex;
}

Result<std::string> hex_decode(std::string_view hex) {
  if (hex.size() % 2 != 0) return Error{ErrorKind::invalid, "hex: an odd number of digits"};
  std::string bytes;
  bytes.reserve(hex.size() / 2);
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = hex_digit(hex[i]), low = hex_digit(hex[i + 1]);
    if (high < 0 || low < 0) {
      return Error{ErrorKind::invalid, "hex: no hex digit at byte " + std::to_string(high < 0 ? i : i + 1)};
    }
    bytes += static_cast<char>(high << 4 | low);
  }
  return bytes;
}

std::string base64_encode(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // EVP_EncodeBlock ends with a NUL
  const int length = EVP_EncodeBlock(raw(text), raw(bytes), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

Result<std::string> base64_decode(std::string_view text) {
  const Error malformed{ErrorKind::invalid, "base64: malformed"};
  if (text.size() % 4 != 0) return malformed;
  if (text.empty()) return std::string();
  std::string bytes(text.size() / 4 * 3, '\0');
  if (EVP_DecodeBlock(raw(bytes), raw(text), static_cast<int>(text.size())) < 0) return malformed;
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  bytes.resize(bytes.size() - padding);
  // OpenSSL skips white space and takes stray bits and padding: only the one canonical form is good.
  if (base64_encode(bytes) != text) return malformed;
  return bytes;
}

SigningKey SigningKey::generate(Random& random) {
  std::string seed(kEd25519KeyBytes, '\0');
  random.fill({raw(seed), seed.size()});
  return SigningKey(std::move(seed));
}

Result<SigningKey> SigningKey::from_hex(std::string_view seed_hex) {
  auto seed = hex_decode(seed_hex);
  if (!seed) return seed.error();
  if (seed->size() != kEd25519KeyBytes) {
    return Error{ErrorKind::invalid, "an Ed25519 seed has 64 hex digits"};
  }
  return SigningKey(std::move(*seed));
}

SigningKey::~SigningKey() {
  OPENSSL_cleanse(seed_.data(), seed_.size());
}

std::string SigningKey::public_hex() const {
  std::string key(kEd25519KeyBytes, '\0');
  std::size_t length = key.size();
  if (EVP_PKEY_get_raw_public_key(private_key(seed_).get(), raw(key), &length) != 1) std::abort();
  return hex_encode(key);
}

std::string SigningKey::seed_hex() const {
  return hex_encode(seed_);
}

std::string SigningKey::sign_hex(std::string_view message) const {
  const KeyPtr key = private_key(seed_);
  const DigestPtr context = new_digest();
  std::string signature(kEd25519SignatureBytes, '\0');
  std::size_t length = signature.size();
  if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1) std::abort();
  if (EVP_DigestSign(context.get(), raw(signature), &length, raw(message), message.size()) != 1) std::abort();
  return hex_encode(signature);
}

bool verify_ed25519(std::string_view public_hex, std::string_view message, std::string_view signature_hex) {
  const auto signature = hex_decode(signature_hex);
  if (!signature || signature->size() != kEd25519SignatureBytes) return false;
  const KeyPtr key = public_key_from_hex(public_hex);
  if (!key) return false;
  const DigestPtr context = new_digest();
  if (EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1) return false;
  return EVP_DigestVerify(context.get(), raw(*signature), signature->size(), raw(message), message.size()) ==
         1;
}

bool verify_rsassa_pss_sha256(std::string_view public_pem, std::string_view message,
                              std::string_view signature_hex) {
  return verify_rsa(public_pem, message, signature_hex, true);
}

bool verify_rsa_pkcs1v15_sha256(std::string_view public_pem, std::string_view message,
                                std::string_view signature_hex) {
  return verify_rsa(public_pem, message, signature_hex, false);
}

bool verify_ecdsa_p256_sha256(std::string_view public_pem, std::string_view message,
                              std::string_view signature_hex) {
  const auto signature = hex_decode(signature_hex);
  const KeyPtr key = public_key_from_pem(public_pem);
  if (!signature || !key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_EC) return false;
  char group[32] = "";
  if (EVP_PKEY_get_group_name(key.get(), group, sizeof group, nullptr) != 1) return false;
  if (std::strcmp(group, "prime256v1") != 0) return false;
  return verify_sha256(key.get(), message, *signature, false);
}

bool same_public_key(std::string_view a, std::string_view b) {
  const auto parse = [](std::string_view text) {
    KeyPtr key = public_key_from_hex(text);
    return key ? std::move(key) : public_key_from_pem(text);
  };
  const KeyPtr one = parse(a), other = parse(b);
  return one && other && EVP_PKEY_eq(one.get(), other.get()) == 1;
}

Result<std::string> scrypt(std::string_view password, std::string_view salt, int log2_n) {
  constexpr std::uint64_t block_size = 8, parallel = 1, memory_bytes_max = std::uint64_t{2} << 30;
  if (log2_n < 1 || log2_n > 20) return Error{ErrorKind::invalid, "scrypt: N out of range"};
  std::string key(32, '\0');
  const int done =
      EVP_PBE_scrypt(password.data(), password.size(), reinterpret_cast<const unsigned char*>(salt.data()),
                     salt.size(), std::uint64_t{1} << log2_n, block_size, parallel, memory_bytes_max,
                     reinterpret_cast<unsigned char*>(key.data()), key.size());
  if (done != 1) return Error{ErrorKind::io, "scrypt: no memory for it"};
  return key;
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace entre
