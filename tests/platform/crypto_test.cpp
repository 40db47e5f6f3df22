#include <doctest/doctest.h>

#include "platform/crypto.h"
#include "tests/platform/signature_vectors.h"
#include "tests/support/fake_random.h"

using namespace entre;
using namespace entre::test;

TEST_CASE("SHA-256 gives the digests of FIPS 180-4's examples") {
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  Sha256 pieces;
  pieces.update("abcdbcdecdefdefgefghfghighijhi");
  pieces.update("jkijkljklmklmnlmnomnopnopq");
  CHECK(pieces.hex() == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(hex_encode(sha256_raw("abc")) == sha256_hex("abc"));
}

TEST_CASE("Ed25519 signs and verifies RFC 8032 7.1's vectors") {
  struct Vector {
    const char *seed, *key, *message_hex, *signature;
  };
  const Vector vectors[] = {
      {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
       "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
       "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
       "d25bf5f0595bbe24655141438e7a100b"},
      {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
       "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
       "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
       "387b2eaeb4302aeeb00d291612bb0c00"},
      {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
       "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
       "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
       "4a7c15e9716ed28dc027beceea1ec40a"},
  };
  for (const Vector& vector : vectors) {
    const auto key = SigningKey::from_hex(vector.seed);
    REQUIRE(key.ok());
    const std::string message = *hex_decode(vector.message_hex);
    CHECK(key->public_hex() == vector.key);
    CHECK(key->sign_hex(message) == vector.signature);
    CHECK(verify_ed25519(vector.key, message, vector.signature));
    CHECK_FALSE(verify_ed25519(vector.key, message + "x", vector.signature));
  }
}

TEST_CASE("A malformed Ed25519 key or signature is a wrong one") {
  FakeRandom random;
  const SigningKey key = SigningKey::generate(random);
  const std::string good = key.sign_hex("entre");
  REQUIRE(verify_ed25519(key.public_hex(), "entre", good));
  CHECK_FALSE(verify_ed25519(key.public_hex(), "entre", ""));
  CHECK_FALSE(verify_ed25519(key.public_hex(), "entre", good.substr(2)));
  CHECK_FALSE(verify_ed25519(key.public_hex(), "entre", good + "00"));
  CHECK_FALSE(verify_ed25519(key.public_hex(), "entre", "zz" + good.substr(2)));
  CHECK_FALSE(verify_ed25519("", "entre", good));
  CHECK_FALSE(verify_ed25519(key.public_hex().substr(2), "entre", good));
  CHECK_FALSE(verify_ed25519(std::string(64, '0'), "entre", std::string(128, '0')));
  CHECK_FALSE(SigningKey::from_hex("abcd").ok());
  CHECK_FALSE(SigningKey::from_hex(std::string(64, 'g')).ok());
}

TEST_CASE("RSA-PSS is verified, and not with another padding, message or a short key") {
  CHECK(verify_rsassa_pss_sha256(rsa_key, "entre", rsa_pss_signature));
  CHECK_FALSE(verify_rsassa_pss_sha256(rsa_key, "entrE", rsa_pss_signature));
  CHECK_FALSE(verify_rsassa_pss_sha256(rsa_key, "entre", rsa_pkcs1_signature));
  CHECK_FALSE(verify_rsassa_pss_sha256(weak_rsa_key, "entre", weak_rsa_signature));
  CHECK_FALSE(verify_rsassa_pss_sha256(p256_key, "entre", p256_signature));
  CHECK_FALSE(verify_rsassa_pss_sha256("not a key", "entre", rsa_pss_signature));
  CHECK_FALSE(verify_rsassa_pss_sha256(rsa_key, "entre", "xy"));
}

TEST_CASE("ECDSA is verified on P-256 only") {
  CHECK(verify_ecdsa_p256_sha256(p256_key, "entre", p256_signature));
  CHECK_FALSE(verify_ecdsa_p256_sha256(p256_key, "", p256_signature));
  CHECK_FALSE(verify_ecdsa_p256_sha256(p384_key, "entre", p384_signature));
  CHECK_FALSE(verify_ecdsa_p256_sha256(rsa_key, "entre", rsa_pss_signature));
  CHECK_FALSE(verify_ecdsa_p256_sha256(p256_key, "entre", "30"));
}

TEST_CASE("base64 gives RFC 4648's vectors and takes the canonical form only") {
  const char* pairs[][2] = {{"", ""},
                            {"f", "Zg=="},
                            {"fo", "Zm8="},
                            {"foo", "Zm9v"},
                            {"foob", "Zm9vYg=="},
                            {"fooba", "Zm9vYmE="},
                            {"foobar", "Zm9vYmFy"}};
  for (const auto& [raw, text] : pairs) {
    CHECK(base64_encode(raw) == text);
    REQUIRE(base64_decode(text).ok());
    CHECK(*base64_decode(text) == raw);
  }
  for (const char* bad :
       {"Zg", "Zg=", "Zh==", "Z===", "====", "Zm9v\n", " Zm9v", "Zm9v====", "Zm-_", "Z=9v"}) {
    CAPTURE(bad);
    CHECK_FALSE(base64_decode(bad).ok());
  }
}

TEST_CASE("hex is read in both cases, and odd or foreign digits are refused") {
  CHECK(*hex_decode("00fFAb") == std::string("\x00\xff\xab", 3));
  CHECK_FALSE(hex_decode("abc").ok());
  CHECK_FALSE(hex_decode("0g").ok());
  CHECK_FALSE(hex_decode("0 ").ok());
}

TEST_CASE("texts are compared by all their bytes") {
  CHECK(equal_constant_time("secret", "secret"));
  CHECK_FALSE(equal_constant_time("secret", "secreT"));
  CHECK_FALSE(equal_constant_time("secret", "secre"));
  CHECK(equal_constant_time("", ""));
}

TEST_CASE("SHA-512 gives the digest of FIPS 180-4's example") {
  CHECK(sha512_hex("abc") ==
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
        "454d4423643ce80e2a9ac94fa54ca49f");
}
