#include "sync/client/portal.h"

#include <doctest/doctest.h>

#include "sync/client/http_fetcher.h"
#include "tests/support/fake_http.h"

using namespace entre;
using namespace entre::client;
using namespace entre::test;

namespace {

constexpr const char* url = "http://hub.example/v1/repo/metadata/timestamp.json";

HttpResponse reply(int status, std::map<std::string, std::string> headers = {}) {
  return {status, std::move(headers), "<html>Log in</html>", true};
}

}  // namespace

TEST_CASE("a redirect to another host, a 511 and HTML where metadata was expected are a login page") {
  for (const auto& [response, why] : std::vector<std::pair<HttpResponse, std::string>>{
           {reply(302, {{"location", "http://portal.guest.example/login?u=1"}}),
            "302 to portal.guest.example"},
           {reply(307, {{"location", "//PORTAL/"}}), "307 to portal"},
           {reply(302, {{"location", "https://user@portal:8443"}}), "302 to portal"},
           {reply(511), "511"},
           {reply(200, {{"content-type", "Text/HTML; charset=utf-8"}}), "HTML"}}) {
    const std::string page = page_in_place(url, response);
    CAPTURE(page);
    CHECK(page.find("a login page answers in the server's place (" + why) == 0);
    const auto body = body_of(url, response);
    REQUIRE_FALSE(body.ok());
    CHECK(body.error().kind == ErrorKind::unavailable);
    CHECK(body.error().message.find(page) != std::string::npos);
  }
}

TEST_CASE(
    "what a server itself answers is no login page: documents, redirects to itself, errors with a page") {
  for (const HttpResponse& response :
       {reply(200), reply(200, {{"content-type", "application/json"}}),
        reply(301, {{"location", "https://HUB.example/v1"}}), reply(302, {{"location", "/login"}}),
        reply(302, {{"location", "http://hub.example:8080/"}}), reply(302),
        reply(404, {{"content-type", "text/html"}}), reply(503, {{"content-type", "text/html"}})})
    CHECK(page_in_place(url, response) == "");
  // Behind a certificate that was right it is the server's own, and no network's.
  CHECK(page_in_place("https://hub.example/v1", reply(200, {{"content-type", "text/html"}})) ==
        "a web page answers there (HTML)");
}

TEST_CASE("a stranger's host is told without control characters and not endlessly") {
  const std::string page =
      page_in_place(url, reply(302, {{"location", "http://a\x1b[31m\n" + std::string(10'000, 'b') + "/"}}));
  CHECK(page.size() < 400);
  for (const char c : page) CHECK(c >= 0x20);
}

TEST_CASE("a certificate that is refused is asked after over http once, and a login page there is named") {
  FakeHttp http([](const HttpRequest&) { return reply(302, {{"location", "http://portal/login"}}); });
  const Error refused{ErrorKind::unavailable,
                      "https://hub.example/v1: SSL certificate problem: self-signed certificate"};
  const Error named = with_login_page(http, "https://hub.example:8443/v1/repo", refused);
  CHECK(named.kind == ErrorKind::unavailable);
  CHECK(named.message ==
        refused.message + "; over http a login page answers in the server's place (302 to portal)");
  REQUIRE(http.requests.size() == 1);
  CHECK(http.requests[0].url == "http://hub.example/");
  CHECK(http.requests[0].headers.empty());
  CHECK(http.requests[0].body_bytes_max <= 4096);
}

TEST_CASE(
    "other errors, http itself and a server that redirects to itself ask nothing more or stay as they are") {
  FakeHttp http([](const HttpRequest&) { return reply(301, {{"location", "https://hub.example/"}}); });
  const Error refused{ErrorKind::unavailable, "SSL certificate problem: certificate has expired"};
  CHECK(with_login_page(http, "https://hub.example", refused).message == refused.message);
  CHECK(http.requests.size() == 1);
  const Error other{ErrorKind::unavailable, "Could not resolve host: hub.example"};
  CHECK(with_login_page(http, "https://hub.example", other).message == other.message);
  CHECK(with_login_page(http, "http://hub.example", refused).message == refused.message);
  CHECK(with_login_page(http, "file:///media", refused).message == refused.message);
  CHECK(http.requests.size() == 1);
  http.away = true;
  CHECK(with_login_page(http, "https://hub.example", refused).message == refused.message);
}
