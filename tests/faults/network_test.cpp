// Downloads that break off, ranges that are wrong, servers that are slow or never end.
#include <doctest/doctest.h>

#include <mutex>

#include "platform/http.h"
#include "tests/faults/campaign.h"
#include "tests/faults/raw_server.h"
#include "tests/support/process.h"
#include "tests/sync/client/release_server.h"

using namespace entre;
using namespace entre::test;

namespace {

constexpr std::size_t raw_bytes = 1 << 20;

// A PNG's header (PNG 11.2.1) and noise: nothing but the header is looked at before it is shown.
std::string picture() {
  std::string bytes("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x40\0\0\0\x40\x08\x02\0\0\0", 29);
  FakeRandom random(5);
  std::string noise(raw_bytes - bytes.size(), '\0');
  random.fill({reinterpret_cast<std::uint8_t*>(noise.data()), noise.size()});
  return bytes + noise;
}

std::string value_of(const std::string& head, const std::string& name) {
  const auto at = head.find("\r\n" + name + ": ");
  if (at == std::string::npos) return "";
  const auto begin = at + name.size() + 4;
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

std::string reply_of(int status, const std::string& headers, const std::string& body) {
  return "HTTP/1.1 " + std::to_string(status) + " X\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// A release with one large picture, served byte by byte as the test wants; kiosk-sync's code and libcurl ask.
struct NetworkWorld {
  using Bend = std::function<std::optional<RawReply>(const std::string& head, const std::string& body)>;

  NetworkWorld() : raw([this](const std::string& head) { return serve(head); }) {
    release.publish(FakeClock());
    home = std::make_unique<Home>(release);
    home->config.sync.url = raw.url();
    options.connect_timeout_ms = 5000;
    auto made = CurlHttp::create(options);
    REQUIRE(made.ok());
    http = *std::move(made);
    release.put("images/big.png", whole);
    release.publish(FakeClock());
  }

  client::SyncOutcome sync() {
    auto made =
        client::Sync::create(home->config, home->paths, {*http, home->files, home->clock, home->random},
                             {[](const client::Progress&) {}, [] { return false; }});
    REQUIRE(made.ok());
    return (*made)->run(false);
  }

  RawReply serve(const std::string& head) {
    const std::lock_guard lock(mutex);
    HttpRequest request;
    request.method = head.substr(0, head.find(' '));
    const auto path = head.find(' ') + 1;
    request.url = "https://hub.test" + head.substr(path, head.find(' ', path) - path);
    auto response = release.answer(request);
    const bool is_picture = request.url.ends_with("big.png");
    if (is_picture && bend)
      if (auto bent = bend(head, response->body)) return *bent;
    const std::string range = value_of(head, "Range");
    if (is_picture) ranges.push_back(range);
    if (!range.empty() && value_of(head, "If-Range") == etag) {
      const std::size_t from = std::stoul(range.substr(6));
      const std::string rest = response->body.substr(from);
      body_bytes += is_picture ? rest.size() : 0;
      return {reply_of(206,
                       "ETag: " + etag + "\r\nContent-Range: bytes " + std::to_string(from) + "-" +
                           std::to_string(size() - 1) + "/" + std::to_string(size()) + "\r\n",
                       rest)};
    }
    body_bytes += is_picture ? response->body.size() : 0;
    return {reply_of(response->status, "ETag: " + etag + "\r\n", response->body)};
  }
  std::size_t size() { return release.object("images/big.png").size(); }  // as it travels
  bool is_complete() const { return home->current() != ""; }

  const std::string whole = picture();
  std::string etag = "\"one\"";
  ReleaseServer release;
  std::unique_ptr<Home> home;
  HttpOptions options;
  std::unique_ptr<CurlHttp> http;
  std::mutex mutex;
  Bend bend;  // of the picture's replies; empty: served well
  std::vector<std::string> ranges;
  std::size_t body_bytes = 0;  // of the picture, served well
  RawServer raw;               // last: its threads use the rest
};

// Cut after `bytes` of the body, once.
NetworkWorld::Bend cut_once(std::size_t bytes, std::string etag) {
  return [bytes, etag, done = false](const std::string&,
                                     const std::string& body) mutable -> std::optional<RawReply> {
    if (done) return std::nullopt;
    done = true;
    const std::string reply = reply_of(200, "ETag: " + etag + "\r\n", body);
    return RawReply{reply, std::int64_t(reply.size() - body.size() + bytes)};
  };
}

void tear_downloads(std::size_t step) {
  int cuts = 0;
  for (std::size_t at = step; at < raw_bytes; at += step, ++cuts) {
    CAPTURE(at);
    NetworkWorld world;
    world.bend = cut_once(at, world.etag);
    CHECK(world.sync().exit_code() == client::ExitCode::failed);
    CHECK_FALSE(world.is_complete());
    CHECK(world.sync().exit_code() == client::ExitCode::ok);
    CHECK(world.is_complete());
    // The second sync asked for the rest and for nothing twice.
    const bool kept = at >= (16 << 10);
    CHECK(world.ranges == std::vector<std::string>{kept ? "bytes=" + std::to_string(at) + "-" : ""});
    CHECK(world.body_bytes == (kept ? world.size() - at : world.size()));
  }
  report_campaign("torn downloads", cuts,
                  "every " + std::to_string(step >> 10) + " KB, resumed where they broke off");
}

}  // namespace

TEST_CASE("a download that breaks off anywhere is resumed where it broke off") {
  QuietLog quiet;
  tear_downloads(64 << 10);
}

TEST_CASE("a part is not resumed where the server has another file by now") {
  QuietLog quiet;
  NetworkWorld world;
  world.bend = cut_once(200'000, "\"another\"");
  CHECK(world.sync().exit_code() == client::ExitCode::failed);
  CHECK(world.sync().exit_code() == client::ExitCode::ok);
  CHECK(world.body_bytes == world.size());
}

TEST_CASE("a part under a weak ETag, or under none, is not kept") {
  QuietLog quiet;
  for (const char* etag : {"W/\"one\"", ""}) {
    NetworkWorld world;
    world.bend = cut_once(200'000, etag);
    CHECK(world.sync().exit_code() == client::ExitCode::failed);
    CHECK(world.sync().exit_code() == client::ExitCode::ok);
    CHECK(world.ranges == std::vector<std::string>{""});
  }
}

TEST_CASE("a wrong range is dropped and the whole fetched in the same sync") {
  QuietLog quiet;
  const std::string headers = "ETag: \"one\"\r\nContent-Range: ";
  int count = 0;
  const auto answer = [&](int kind, const std::string& body) -> std::string {
    const std::string rest = body.substr(300'000);
    std::string other = rest;
    other[100] ^= 1;
    switch (kind) {
      case 0:
        return reply_of(206, headers + "bytes 0-1048608/1048609\r\n", body);  // from elsewhere
      case 1:
        return reply_of(206, headers + "bytes 300001-1048608/1048609\r\n", rest.substr(1));
      case 2:
        return reply_of(206, headers + "bytes 300000-1048608/1048609\r\n", other);  // other bytes
      case 3:
        return reply_of(206, headers + "bytes 300000-1048608/1048609\r\n", rest + "more");  // too many
      case 4:
        return reply_of(206, headers + "bytes 300000-1048608/1048609\r\n", rest.substr(0, 1000));  // too few
      case 5:
        return reply_of(206, "ETag: \"one\"\r\n", rest);  // it does not say which
      case 6:
        return reply_of(416, "Content-Range: bytes */1048609\r\n", "");
      default:
        return reply_of(206, "Content-Type: multipart/byteranges; boundary=x\r\n", "--x\r\n\r\n--x--");
    }
  };
  for (int kind = 0; kind < 8; ++kind, ++count) {
    CAPTURE(kind);
    NetworkWorld world;
    world.bend = cut_once(300'000, world.etag);
    CHECK(world.sync().exit_code() == client::ExitCode::failed);
    world.bend = [&, kind](const std::string& head, const std::string& body) -> std::optional<RawReply> {
      if (value_of(head, "Range").empty()) return std::nullopt;
      return RawReply{answer(kind, body)};
    };
    CHECK(world.sync().exit_code() == client::ExitCode::ok);
    CHECK(world.body_bytes == world.size());
  }
  report_campaign("wrong ranges", count, "each dropped, the whole fetched in the same sync");
}

TEST_CASE("a body that never ends is cut off at its signed length, in an object and in metadata") {
  QuietLog quiet;
  int count = 0;
  for (const char* header : {"", "Transfer-Encoding: chunked\r\n", "Content-Length: 99999999999\r\n"}) {
    CAPTURE(std::string(header));
    NetworkWorld world;
    world.bend = [&](const std::string&, const std::string& body) {
      const bool chunked = std::string(header).starts_with("Transfer");
      return RawReply{
          "HTTP/1.1 200 X\r\n" + std::string(header) + "\r\n" + (chunked ? "FFFFFFF\r\n" : "") + body, -1,
          true};
    };
    CHECK(world.sync().exit_code() == client::ExitCode::refused);
    CHECK_FALSE(world.is_complete());
    world.bend = nullptr;
    CHECK(world.sync().exit_code() == client::ExitCode::ok);
    ++count;
  }
  RawServer endless([](const std::string&) { return RawReply{"HTTP/1.1 200 X\r\n\r\n", -1, true}; });
  NetworkWorld world;
  world.home->config.sync.url = endless.url();
  CHECK(world.sync().exit_code() == client::ExitCode::refused);
  report_campaign("endless bodies", count + 1, "cut off at the cap");
}

TEST_CASE("metadata may travel compressed, and a bomb is cut off at the cap of what comes out") {
  QuietLog quiet;
  const TempFolder folder;
  const std::string zeros = folder.file("zeros.gz");
  REQUIRE(run({"/bin/sh", "-c", "head -c 50000000 /dev/zero | gzip -9 > " + zeros}).exit_code == 0);
  const std::string bomb = *SystemFiles().read(zeros, 1 << 20);
  RawServer bombing([&](const std::string& head) {
    CHECK(value_of(head, "Accept-Encoding") == "gzip");
    return RawReply{reply_of(200, "Content-Encoding: gzip\r\n", bomb)};
  });
  NetworkWorld world;
  world.home->config.sync.url = bombing.url();
  CHECK(world.sync().exit_code() == client::ExitCode::refused);
  CHECK_FALSE(world.is_complete());
  auto http = CurlHttp::create({});
  HttpRequest request;
  request.url = bombing.url();
  request.accept_gzip = true;
  request.body_bytes_max = 60'000'000;
  auto response = (*http)->send(request);
  REQUIRE(response.ok());
  CHECK(response->body == std::string(50'000'000, '\0'));
}

TEST_CASE("a server that sends a byte now and then is given up, and what came is kept") {
  QuietLog quiet;
  NetworkWorld world;
  world.options.low_speed_bytes_per_s = 1000;
  world.options.low_speed_time_s = 1;
  world.http = *CurlHttp::create(world.options);
  world.bend = [](const std::string&, const std::string&) {
    return RawReply{"HTTP/1.1 200 X\r\nContent-Length: 1048576\r\n\r\nslow", -1, false, 50};
  };
  CHECK(world.sync().exit_code() == client::ExitCode::failed);
  world.bend = nullptr;
  CHECK(world.sync().exit_code() == client::ExitCode::ok);
}

TEST_CASE("a redirect is not followed, to whatever scheme or host it leads") {
  QuietLog quiet;
  RawServer elsewhere([](const std::string&) { return RawReply{reply_of(200, "", "stolen")}; });
  for (const std::string& location : {elsewhere.url() + "/x", std::string("file:///etc/passwd"),
                                      std::string("https://127.0.0.1/x"), std::string("/v1/repo/x")}) {
    RawServer redirecting(
        [&](const std::string&) { return RawReply{reply_of(302, "Location: " + location + "\r\n", "")}; });
    auto http = CurlHttp::create({});
    HttpRequest request;
    request.url = redirecting.url() + "/v1/repo/metadata/timestamp.json";
    request.headers = {"Authorization: Bearer secret"};
    request.body_bytes_max = 1000;
    auto response = (*http)->send(request);
    REQUIRE(response.ok());
    CHECK(response->status == 302);
  }
  CHECK(elsewhere.connections() == 0);
}

TEST_SUITE("long") {
  TEST_CASE("torn downloads, every 4 KB") {
    QuietLog quiet;
    tear_downloads(4 << 10);
  }
}
