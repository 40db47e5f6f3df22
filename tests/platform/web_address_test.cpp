#include "platform/web_address.h"

#include <doctest/doctest.h>

#include <string>

using namespace entre;

TEST_CASE("only https, and http that never leaves the machine, keeps what is sent to itself") {
  for (const std::string safe : {"https://hub.example.org", "http://127.0.0.1", "http://127.0.0.1:8080",
                                 "http://[::1]:80/x", "http://localhost/hub"})
    CHECK_MESSAGE(is_confidential(safe), safe);
  for (const std::string open :
       {"", "http://hub.example.org", "http://127.0.0.1.example.org", "http://127.0.0.10",
        "http://localhost.example.org", "http://[::11]", "ftp://127.0.0.1", "file:///srv"})
    CHECK_FALSE_MESSAGE(is_confidential(open), open);
  // Who stands before an @ is a login, not the host.
  CHECK_FALSE(is_confidential("http://127.0.0.1@hub.example.org"));
}
