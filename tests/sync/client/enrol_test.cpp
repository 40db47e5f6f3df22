#include "sync/client/enrol.h"

#include <doctest/doctest.h>

#include "platform/crypto.h"
#include "sync/wire/wire.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_http.h"
#include "tests/support/memory_files.h"

namespace entre::test {

namespace {

using State = wire::Enrolment::State;

// A hub that answers the next request with this.
struct Hub {
  FakeHttp http;
  FakeClock clock;
  HttpResponse next;
  std::string root = "the root";
  Hub() {
    http.handler = [this](const HttpRequest& request) -> Result<HttpResponse> {
      if (request.url == "https://hub.test/v1/repo/metadata/1.root.json") return HttpResponse{200, {}, root};
      return next;
    };
  }
  wire::Enrolment step(wire::Enrolment enrolment, HttpResponse answer) {
    next = std::move(answer);
    return client::next_step(http, clock, std::move(enrolment));
  }
  wire::Enrolment refuse(const wire::Enrolment& enrolment, const char* error) {
    return step(enrolment, {400, {}, wire::encode_error(error)});
  }
};

wire::Enrolment waiting() {
  wire::Enrolment enrolment;
  enrolment.state = State::waiting;
  enrolment.hub_url = "https://hub.test";
  enrolment.device_code = "device";
  enrolment.user_code = "BCDF-GHJK";
  return enrolment;
}

HttpResponse granting(const std::string& root, const std::string& token = "token") {
  return {200, {}, wire::encode_grant({token, "id", "Foyer", "Hus A", sha256_hex(root)})};
}

}  // namespace

TEST_CASE("a kiosk asks with its id and keeps what it is told") {
  Hub hub;
  wire::Enrolment begun;
  begun.hub_url = "https://hub.test/";
  begun.kiosk_id = "an-id";
  const auto asked = hub.step(
      begun,
      {200, {}, wire::encode_authorization({"d", "BCDF-GHJK", "http://h/enrol", "http://h/c", 900, 7})});
  CHECK(asked.state == State::waiting);
  CHECK(asked.user_code == "BCDF-GHJK");
  CHECK(asked.interval_s == 7);
  CHECK(asked.expires_unix_ms == hub.clock.unix_ms() + 900'000);
  CHECK(hub.http.requests.back().url == "https://hub.test/v1/enrol");
  CHECK(hub.http.requests.back().body == "client_id=entre-kiosk&kiosk_id=an-id");
}

TEST_CASE("each error of RFC 8628 3.5 does what it says") {
  Hub hub;
  const auto pending = hub.refuse(waiting(), "authorization_pending");
  CHECK(pending.state == State::waiting);
  CHECK(pending.interval_s == 5);
  CHECK(pending.trouble.empty());
  CHECK(hub.refuse(pending, "slow_down").interval_s == 10);
  CHECK(hub.refuse(waiting(), "access_denied").state == State::denied);
  CHECK(hub.refuse(waiting(), "expired_token").state == State::expired);
  CHECK(hub.refuse(waiting(), "invalid_grant").state == State::expired);
  CHECK(hub.http.requests.back().body.find("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3A"
                                           "device_code") != std::string::npos);
}

TEST_CASE("without an answer, or with one that makes no sense, it asks less and less often and goes on") {
  Hub hub;
  hub.http.away = true;
  auto enrolment = waiting();
  for (const std::int64_t interval_s : {10, 20, 40, 60, 60}) {
    enrolment = client::next_step(hub.http, hub.clock, enrolment);
    CHECK(enrolment.interval_s == interval_s);
    CHECK(enrolment.state == State::waiting);
    CHECK_FALSE(enrolment.trouble.empty());
  }
  hub.http.away = false;
  for (const HttpResponse& odd :
       {HttpResponse{200, {}, "<html>"}, HttpResponse{200, {}, "{}"}, HttpResponse{500, {}, ""},
        HttpResponse{400, {}, "[]"}, HttpResponse{302, {}, ""}, granting(hub.root, "two words"),
        granting("another root")}) {
    const auto after = hub.step(waiting(), odd);
    CHECK(after.state == State::waiting);
    CHECK_FALSE(after.trouble.empty());
    CHECK(after.token.empty());
  }
  CHECK(hub.step(enrolment, granting(hub.root)).trouble.empty());
}

TEST_CASE("a grant is kept with the root that it names, unreadable for others") {
  Hub hub;
  MemoryFiles files;
  REQUIRE(files.write("/e", wire::encode_enrolment(waiting()), 0600).ok());
  hub.next = granting(hub.root);
  REQUIRE(client::take_step(hub.http, files, hub.clock, "/e").ok());
  const auto kept = wire::decode_enrolment(*files.read("/e", 1 << 20));
  REQUIRE(kept.ok());
  CHECK(kept->state == State::granted);
  CHECK(kept->token == "token");
  CHECK(kept->root == hub.root);
  CHECK(kept->place == "Hus A");
  const std::size_t asked = hub.http.requests.size();
  REQUIRE(client::take_step(hub.http, files, hub.clock, "/e").ok());
  CHECK(hub.http.requests.size() == asked);
  REQUIRE(files.write("/e", "{\"version\":2,\"state\":\"waiting\",\"hub_url\":\"x\"}", 0600).ok());
  CHECK_FALSE(client::take_step(hub.http, files, hub.clock, "/e").ok());
}

TEST_CASE("nothing is asked of a hub whose token would travel in clear") {
  Hub hub;
  wire::Enrolment begun;
  begun.hub_url = "http://hub.test";
  const auto refused = hub.step(begun, {200, {}, ""});
  CHECK(refused.trouble == "http://hub.test: the token would travel in clear: expected https://host");
  CHECK(hub.http.requests.empty());
}

}  // namespace entre::test
