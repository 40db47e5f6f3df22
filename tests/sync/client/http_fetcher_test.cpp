#include "sync/client/http_fetcher.h"

#include <doctest/doctest.h>

#include "tests/support/fake_http.h"
#include "tests/support/memory_files.h"

using namespace entre;

namespace {

// Whether a second fetch is conditional, after a first reply with these times, where the updater has this.
bool asks_conditionally(const std::string& date, const std::string& last_modified,
                        const std::string& trusted = "{}") {
  test::MemoryFiles files;
  test::FakeHttp http;
  std::vector<HttpRequest> seen;
  http.handler = [&](const HttpRequest& request) -> Result<HttpResponse> {
    seen.push_back(request);
    HttpResponse response{200, {{"etag", "\"5f-1d0\""}, {"date", date}}, "{}"};
    if (!last_modified.empty()) response.headers["last-modified"] = last_modified;
    return response;
  };
  client::HttpMetadataFetcher fetcher(http, client::RepositoryUrl::parse("https://hub.test").value(), files,
                                      "/trust");
  REQUIRE(files.make_folders("/trust").ok());
  REQUIRE(fetcher.fetch_timestamp(1000).ok());
  REQUIRE(files.write("/trust/timestamp.json", trusted).ok());
  REQUIRE(fetcher.fetch_timestamp(1000).ok());
  REQUIRE(seen.size() == 2);
  return !seen[1].headers.empty();
}

}  // namespace

TEST_CASE(
    "an ETag counts only when the file was a second old, since two releases in one second may share it") {
  CHECK(asks_conditionally("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:36 GMT"));
  CHECK_FALSE(asks_conditionally("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT"));
  CHECK_FALSE(asks_conditionally("no date", "Sun, 06 Nov 1994 08:49:37 GMT"));
  CHECK(asks_conditionally("Sun, 06 Nov 1994 08:49:37 GMT", ""));
}

TEST_CASE("an ETag is sent only while the bytes that it came with are the trusted timestamp") {
  CHECK(asks_conditionally("", "", "{}"));
  CHECK_FALSE(asks_conditionally("", "", "{\"refused\": \"the one that came\"}"));
}
