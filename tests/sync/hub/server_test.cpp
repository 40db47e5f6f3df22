#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>

#include "tests/sync/hub/house.h"

using namespace entre;
using namespace entre::hub;

namespace {

void write_file(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

int connect_to(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  return fd;
}

// Everything the hub says to these bytes until it closes the connection.
std::string talk(int port, const std::string& bytes) {
  const int fd = connect_to(port);
  CHECK(write(fd, bytes.data(), bytes.size()) == ssize_t(bytes.size()));
  std::string said;
  char buffer[4096];
  for (ssize_t n = 0; (n = read(fd, buffer, sizeof buffer)) > 0;) said.append(buffer, std::size_t(n));
  close(fd);
  return said;
}

}  // namespace

TEST_CASE("metadata has an entity tag of its bytes, and an unchanged file gets 304 without a body") {
  House house;
  write_file(house.folder + "/release/metadata/timestamp.json", "{\"v\":1}");
  const auto first = house.send("GET", "/v1/repo/metadata/timestamp.json");
  CHECK(first.status == 200);
  CHECK(first.body == "{\"v\":1}");
  CHECK(first.headers.at("cache-control") == "no-cache");
  const std::string tag = first.headers.at("etag");
  for (const std::string& header : {tag, "W/" + tag, "\"x\", " + tag, std::string("*")}) {
    const auto again = house.send("GET", "/v1/repo/metadata/timestamp.json", {"If-None-Match: " + header});
    CHECK(again.status == 304);
    CHECK(again.body.empty());
    CHECK(again.headers.at("etag") == tag);
  }
  write_file(house.folder + "/release/metadata/timestamp.json", "{\"v\":2}");
  const auto changed = house.send("GET", "/v1/repo/metadata/timestamp.json", {"If-None-Match: " + tag});
  CHECK(changed.status == 200);
  CHECK(changed.body == "{\"v\":2}");
  CHECK(house.send("GET", "/v1/repo/metadata/7.root.json").status == 404);
}

TEST_CASE("a target may be kept for ever, and a part of it may be asked for") {
  House house;
  const std::string name = "/targets/pages/" + sha256_hex("hello") + ".a.sv.json";
  write_file(house.folder + "/release" + name, "hello");
  const auto whole = house.send("GET", "/v1/repo" + name);
  CHECK(whole.status == 200);
  CHECK(whole.body == "hello");
  CHECK(whole.headers.at("cache-control") == "public, max-age=31536000, immutable");
  const std::string tag = whole.headers.at("etag");
  CHECK(tag == "\"" + sha256_hex("hello") + "\"");
  CHECK(house.send("GET", "/v1/repo" + name, {"If-None-Match: " + tag}).status == 304);
  const auto part = house.send("GET", "/v1/repo" + name, {"Range: bytes=3-", "If-Range: " + tag});
  CHECK(part.status == 206);
  CHECK(part.body == "lo");
  const auto other = house.send("GET", "/v1/repo" + name, {"Range: bytes=3-", "If-Range: \"other\""});
  CHECK(other.status == 200);
  CHECK(other.body == "hello");
}

TEST_CASE("no path leads out of the release") {
  House house;
  write_file(house.folder + "/release/secret", "s");
  write_file(house.folder + "/release/metadata/.hidden", "s");
  for (const char* path :
       {"metadata/../../hub.db", "metadata/..%2f..%2fhub.db", "metadata/%2e%2e/%2e%2e/hub.db", "../hub.db",
        "secret", "metadata//etc/passwd", "metadata/", "metadata", "", "metadata/.hidden", "targets/pages",
        "targets/a%00b", "targets/a\\..\\b", "/etc/passwd", "metadata/%252e%252e/hub.db", "targets/..",
        "targets/./pages"}) {
    CAPTURE(path);
    const std::string said =
        talk(house.server->port(),
             std::string("GET /v1/repo/") + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK((said.starts_with("HTTP/1.1 404 ") || said.starts_with("HTTP/1.1 400 ")));
    CHECK(said.find("SQLite format") == std::string::npos);
  }
}

TEST_CASE("methods and paths that are not there get a JSON reason") {
  House house;
  CHECK(error_of(house.send("PUT", wire::feedback_path, {}, "x")) == "method_not_allowed");
  CHECK(error_of(house.send("DELETE", "/")) == "method_not_allowed");
  CHECK(error_of(house.send("GET", wire::feedback_path)) == "method_not_allowed");
  CHECK(error_of(house.send("POST", "/v1/nothing", {}, "x")) == "not_found");
  CHECK(error_of(house.send("POST", "/", {}, "x")) == "not_found");
  CHECK(error_of(house.send("GET", "/v1/nothing")) == "not_found");
}

TEST_CASE("bytes after a refused request are not taken for another request") {
  House house;
  const std::string smuggled = "POST /v1/feedback HTTP/1.1\r\nHost: x\r\n\r\n";
  const std::string length = "Content-Length: " + std::to_string(smuggled.size()) + "\r\n\r\n";
  for (const std::string& start :
       {"GET / HTTP/1.1\r\nHost: x\r\n" + length, "PUT / HTTP/1.1\r\nHost: x\r\n" + length,
        "OPTIONS / HTTP/1.1\r\nHost: x\r\n" + length,
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\n" + length}) {
    CAPTURE(start);
    const std::string said = talk(house.server->port(), start + smuggled);
    CHECK(said.starts_with("HTTP/1.1 4"));
    CHECK(said.find("HTTP/1.1", 1) == std::string::npos);
  }
}

TEST_CASE("idle connections do not keep others waiting") {
  House house;
  std::vector<int> idle;
  for (int i = 0; i < 24; ++i) idle.push_back(connect_to(house.server->port()));
  const auto before = SystemClock().monotonic_ms();
  CHECK(house.send("GET", "/healthz").status == 200);
  CHECK(SystemClock().monotonic_ms() - before < 1500);
  for (const int fd : idle) close(fd);
}

TEST_CASE("a chunked body is capped as it comes") {
  House house;
  std::string body =
      "POST /v1/feedback HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + token +
      "\r\nContent-Type: application/cloudevents-batch+json\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 40; ++i) body += "2000\r\n" + std::string(0x2000, ' ') + "\r\n";
  const std::string said = talk(house.server->port(), body + "0\r\n\r\n");
  CHECK(said.starts_with("HTTP/1.1 413 "));
  CHECK(house.rows() == 0);
}

TEST_CASE("a second hub on the same port is refused") {
  House house;
  auto second = Server::create(*house.hub, {"127.0.0.1", house.server->port(), "", ""});
  REQUIRE_FALSE(second.ok());
  CHECK(second.error().kind == ErrorKind::io);
}

TEST_CASE("a server that is stopped before it runs does not run") {
  House house;
  auto other = *Server::create(*house.hub, {"127.0.0.1", 0, "", ""});
  std::thread stopper([&] { other->stop(); });
  other->run();
  stopper.join();
  CHECK(other->port() > 0);
}

TEST_CASE("a status is kept for the page, the newest wins, and only the kiosk's own") {
  House house;
  wire::KioskStatus status;
  status.kiosk_id = kiosk_id;
  status.release = 7;
  status.last_error = "<script>alert(1)</script>";
  const std::vector<std::string> headers = {"Authorization: Bearer " + token,
                                            "Content-Type: application/json"};
  CHECK(house.send("POST", wire::status_path, headers, wire::encode_status(status)).status == 200);
  status.release = 8;
  CHECK(house.send("POST", wire::status_path, headers, wire::encode_status(status)).status == 200);
  const auto kiosks = house.store->kiosks();
  REQUIRE(kiosks.ok());
  REQUIRE(kiosks->size() == 1);
  CHECK(kiosks->front().last_seen_unix_ms == house.clock.unix_ms());
  CHECK(wire::decode_status(kiosks->front().status)->release == 8);
  status.kiosk_id = other_id;
  CHECK(house.send("POST", wire::status_path, headers, wire::encode_status(status)).status == 403);
  CHECK(house.send("POST", wire::status_path, headers, "[]").status == 400);
  CHECK(house.send("POST", wire::status_path, headers, std::string(70'000, ' ')).status == 413);
}

TEST_CASE("beyond loopback the hub is for its proxy alone") {
  HubOptions options;
  options.proxy = "192.0.2.7";
  House house(std::move(options));
  CHECK(house.send("GET", "/healthz").status == 403);
  CHECK(house.post_batch(batch({event(1)})).status == 403);
  CHECK(house.rows() == 0);
}
