#include "platform/http.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <set>
#include <thread>

#include "platform/files.h"
#include "tests/support/process.h"
#include "tests/support/temp_folder.h"

using namespace entre;
using namespace entre::test;

namespace {

// Answers each request on a connection with the next of the given bytes, and counts connections.
class CannedServer {
 public:
  explicit CannedServer(std::vector<std::string> answers) : answers_(std::move(answers)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), length) == 0);
    REQUIRE(::listen(listener_, 16) == 0);
    REQUIRE(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~CannedServer() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  std::string url(const std::string& path = "/") const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }
  std::atomic<int> connections{0};
  std::string received;  // read it when the answers are over

 private:
  void serve() {
    std::size_t next = 0;
    while (next < answers_.size()) {
      const int peer = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (peer < 0) return;
      ++connections;
      while (next < answers_.size() && read_request(peer)) {
        const std::string& answer = answers_[next++];
        if (::send(peer, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) break;
        if (answer.find("Connection: close") != std::string::npos) break;
      }
      ::close(peer);
    }
  }
  // The head, and the body that Content-Length announces.
  bool read_request(int peer) {
    std::string text;
    char buffer[4096];
    for (;;) {
      const auto head = text.find("\r\n\r\n");
      if (head != std::string::npos) {
        const auto at = text.find("Content-Length: ");
        const std::size_t body = at < head ? std::stoul(text.substr(at + 16)) : 0;
        if (text.size() >= head + 4 + body) break;
      }
      const ssize_t count = ::recv(peer, buffer, sizeof buffer, 0);
      if (count <= 0) return false;
      text.append(buffer, static_cast<std::size_t>(count));
    }
    received += text;
    return true;
  }

  std::vector<std::string> answers_;
  int listener_ = -1;
  int port_ = 0;
  std::thread thread_;
};

std::string reply(const std::string& status, const std::string& body, const std::string& headers = "") {
  return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

std::unique_ptr<CurlHttp> client(HttpOptions options = {}) {
  auto http = CurlHttp::create(std::move(options));
  REQUIRE(http.ok());
  return std::move(*http);
}

HttpRequest get(const std::string& url, std::uint64_t bytes_max) {
  HttpRequest request;
  request.url = url;
  request.body_bytes_max = bytes_max;
  return request;
}

}  // namespace

TEST_CASE("file addresses give 200 with the bytes, 404 where there is no file") {
  TempFolder folder;
  SystemFiles files;
  REQUIRE(files.write(folder.file("a.json"), "{\"a\":1}", 0644).ok());
  const auto http = client();
  const auto there = http->send(get("file://" + folder.file("a.json"), 7));
  REQUIRE(there.ok());
  CHECK(there->status == 200);
  CHECK(there->body == "{\"a\":1}");
  CHECK(http->send(get("file://" + folder.file("a.json"), 6)).error().kind == ErrorKind::too_large);
  CHECK(http->send(get("file://" + folder.file("none"), 7))->status == 404);
}

TEST_CASE("status, headers and body come back over one connection, and the request goes out whole") {
  CannedServer server(
      {reply("200 OK", "one", "ETag: \"x\"\r\nX-Twice: a\r\nx-twice: b\r\n"), reply("201 Created", "")});
  const auto http = client();
  HttpRequest first = get(server.url("/p?q=1"), 3);
  first.headers = {"If-None-Match: \"y\""};
  const auto one = http->send(first);
  REQUIRE(one.ok());
  CHECK(one->status == 200);
  CHECK(one->body == "one");
  CHECK(one->headers.at("etag") == "\"x\"");
  CHECK(one->headers.at("x-twice") == "a, b");
  HttpRequest post = get(server.url(), 0);
  post.method = "POST";
  post.body = std::string("a\0b", 3);
  CHECK(http->send(post)->status == 201);
  CHECK(server.connections == 1);
  CHECK(server.received.find("GET /p?q=1 HTTP/1.1\r\n") == 0);
  CHECK(server.received.find("If-None-Match: \"y\"\r\n") != std::string::npos);
  CHECK(server.received.find("Accept-Encoding") == std::string::npos);
  CHECK(server.received.find("Expect") == std::string::npos);
  CHECK(server.received.ends_with(std::string("\r\n\r\na\0b", 7)));
}

TEST_CASE("the cap is counted as bytes arrive, also when no length was announced") {
  CannedServer server({"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + std::string(100'000, 'x')});
  CHECK(client()->send(get(server.url(), 99'999)).error().kind == ErrorKind::too_large);
}

TEST_CASE("a long error page does not hide its status") {
  CannedServer server({reply("404 Not Found", std::string(5000, 'x')),
                       reply("503 Busy", std::string(500'000, 'x')), reply("200 OK", "ok")});
  const auto http = client();
  const auto missing = http->send(get(server.url(), 10));
  REQUIRE(missing.ok());
  CHECK(missing->status == 404);
  CHECK(missing->body.size() == 10);
  CHECK(http->send(get(server.url(), 10))->status == 503);
  CHECK(http->send(get(server.url(), 10))->body == "ok");
}

TEST_CASE("a redirect is a reply, not followed") {
  CannedServer server({reply("302 Found", "", "Location: file:///etc/passwd\r\n")});
  CHECK(client()->send(get(server.url(), 100))->status == 302);
}

TEST_CASE("a proxy that the environment names is not asked") {
  CannedServer proxy({reply("200 OK", "proxy")}), server({reply("200 OK", "server")});
  for (const char* name : {"http_proxy", "all_proxy"}) ::setenv(name, proxy.url().c_str(), 1);
  ::unsetenv("no_proxy");
  const auto answer = client()->send(get(server.url(), 10));
  for (const char* name : {"http_proxy", "all_proxy"}) ::unsetenv(name);
  REQUIRE(answer.ok());
  CHECK(answer->body == "server");
}

TEST_CASE("a torn reply and a dead end are unavailable") {
  CannedServer server({"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 10\r\n\r\nhalf"});
  const auto http = client();
  CHECK(http->send(get(server.url(), 100)).error().kind == ErrorKind::unavailable);
  const std::string nobody = "http://127.0.0.1:" + std::to_string(free_port()) + "/";
  CHECK(http->send(get(nobody, 100)).error().kind == ErrorKind::unavailable);
}

TEST_CASE("a server that never answers is given up after the timeout") {
  CannedServer server({"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", ""});
  HttpOptions options;
  options.total_timeout_ms = 200;
  CHECK(client(options)->send(get(server.url(), 100)).error().kind == ErrorKind::unavailable);
}

TEST_CASE("headers without end and headers that smuggle a line are refused") {
  CannedServer server(
      {"HTTP/1.1 200 OK\r\nX: " + std::string(90'000, 'x') + "\r\nContent-Length: 0\r\n\r\n"});
  const auto http = client();
  CHECK_FALSE(http->send(get(server.url(), 100)).ok());
  HttpRequest smuggled = get(server.url(), 100);
  smuggled.headers = {"A: b\r\nC: d"};
  CHECK(http->send(smuggled).error().kind == ErrorKind::invalid);
  CHECK(http->send(get("gopher://127.0.0.1/", 100)).error().kind == ErrorKind::invalid);
  CHECK(http->send(get("", 100)).error().kind == ErrorKind::invalid);
}

TEST_CASE("many requests are all answered once, and a refusal drops the rest") {
  TempFolder folder;
  SystemFiles files;
  std::vector<HttpRequest> requests;
  for (int i = 0; i < 40; ++i) {
    const std::string name = folder.file(std::to_string(i));
    REQUIRE(files.write(name, std::to_string(i), 0644).ok());
    requests.push_back(get("file://" + name, 10));
  }
  const auto http = client();
  std::set<std::size_t> seen;
  http->send_all(requests, [&](std::size_t index, Result<HttpResponse> response) {
    CHECK(response->body == std::to_string(index));
    CHECK(seen.insert(index).second);
    return true;
  });
  CHECK(seen.size() == 40);
  int answered = 0;
  http->send_all(requests, [&](std::size_t, Result<HttpResponse>) { return ++answered < 3; });
  CHECK(answered == 3);
  CHECK(http->send(requests[7])->body == "7");
}
