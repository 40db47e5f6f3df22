#include <doctest/doctest.h>

#include "platform/config/forms.h"
#include "platform/config/table.h"

using namespace entre;

TEST_CASE("a proxy is a host with a scheme that the transfer knows, a login and a port at most") {
  for (const char* proxy :
       {"http://proxy.example:3128", "https://proxy.example", "socks5h://10.0.0.1:1080", "proxy.example:3128",
        "proxy", "http://kiosk:secret@proxy.example:3128/", "http://[2001:db8::1]:3128", "[::1]"}) {
    CAPTURE(proxy);
    CHECK(forms::is_proxy(proxy));
  }
  for (const char* proxy : {"", "::::", "not a proxy", "htp://x", "http://", "http://:3128",
                            "http://x:", "x:0", "x:99999", "x:31a", "http://x/path", "[]", "[::1",
                            "[::1]3128", "[x]:1", "-x", "http://x\ty", "http://å.example"}) {
    CAPTURE(proxy);
    CHECK_FALSE(forms::is_proxy(proxy));
  }
}

TEST_CASE("a language code is two or three letters, and parts behind them") {
  for (const char* code : {"sv", "sv-simple", "smj", "zh-hant", "es-419", "fi-x-a"}) {
    CAPTURE(code);
    CHECK(forms::is_language_code(code));
  }
  for (const char* code : {"", "s", "klingon", "zzzz", "SV", "sv_SE", "sv-", "-sv", "sv--se", "s1",
                           "sv-simplified", "sv simple"}) {
    CAPTURE(code);
    CHECK_FALSE(forms::is_language_code(code));
  }
  CHECK(forms::is_language_list("sv, en,fi"));
  CHECK_FALSE(forms::is_language_list("sv, klingon"));
  CHECK_FALSE(forms::is_language_list("sv,"));
}

TEST_CASE("nobody types a kiosk without an id, and a proxy is taken out by an empty text") {
  const auto id = to_toml(*find_config_key("kiosk.id"), "");
  REQUIRE(!id.ok());
  CHECK(id.error().message.starts_with("kiosk.id: expected a UUID in lower case"));
  CHECK(*to_toml(*find_config_key("sync.proxy"), "") == "\"\"");
}
