#include "sync/wire/enrolment.h"

#include <doctest/doctest.h>

using namespace entre;
using namespace entre::wire;

namespace {

ShownCode a_code() {
  return {"BCDF-GHJK", "https://hub.example.org/enrol", "https://hub.example.org/enrol?code=BCDF-GHJK",
          1'704'801'600'000};
}

}  // namespace

TEST_CASE("a code for the screen comes back as it was written") {
  const auto read = decode_shown_code(encode_shown_code(a_code()));
  REQUIRE(read.ok());
  CHECK(*read == a_code());
  ShownCode without = a_code();
  without.address_with_code.clear();
  CHECK(*decode_shown_code(encode_shown_code(without)) == without);
}

TEST_CASE("what is no code, or leads elsewhere than to a hub, is not shown") {
  for (const char* text : {"", "{}", "[]", "{\"user_code\":\"BCDF-GHJK\"}", "x"})
    CHECK_FALSE_MESSAGE(decode_shown_code(text), text);
  for (const char* user_code : {"", "BCDFGHJK", "bcdf-ghjk", "AEIO-UUUU", "BCDF-GHJKL", "BCDF GHJK"}) {
    ShownCode code = a_code();
    code.user_code = user_code;
    CHECK_FALSE_MESSAGE(decode_shown_code(encode_shown_code(code)), user_code);
  }
  for (const std::string& address :
       {std::string("http://hub.example.org"), std::string("javascript:alert(1)"), std::string("https://a b"),
        "https://" + std::string(300, 'x')}) {
    ShownCode code = a_code();
    code.address = address;
    CHECK_FALSE_MESSAGE(decode_shown_code(encode_shown_code(code)), address);
    code = a_code();
    code.address_with_code = address;
    REQUIRE(decode_shown_code(encode_shown_code(code)).ok());
    CHECK(decode_shown_code(encode_shown_code(code))->address_with_code.empty());
  }
}
