#include "sync/publish/minisign.h"

#include <doctest/doctest.h>

#include "platform/crypto.h"

using namespace entre;

TEST_CASE(
    "minisign's legacy signature is TUF's Ed25519 signature behind ten bytes; the prehashed one is refused") {
  const auto file = [](const std::string& algorithm, std::size_t bytes) {
    return "untrusted comment: x\n" +
           base64_encode(algorithm + std::string(8, 'k') + std::string(bytes, '\x2a')) +
           "\ntrusted comment: y\nzzzz\n";
  };
  const auto good = publish::parse_minisign_signature(file("Ed", 64));
  REQUIRE(good.ok());
  CHECK(*good == hex_encode(std::string(64, '\x2a')));
  CHECK(publish::parse_minisign_signature(file("ED", 64)).error().message.find("-S -l") != std::string::npos);
  for (const std::string& text :
       {file("Ed", 63), file("Ed", 65), std::string(), std::string("x\nnot base64\n")})
    CHECK_FALSE(publish::parse_minisign_signature(text).ok());
}
