#pragma once
// Port: HTTP. The real adapter is libcurl's multi interface, hidden in http.cpp.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/result.h"

namespace entre {

struct HttpRequest {
  std::string method = "GET";
  std::string url;                   // http, https or file
  std::vector<std::string> headers;  // "Name: value"
  std::string body;
  std::uint64_t body_bytes_max = 0;  // cap of the reply's body, counted as it arrives and after decoding
  bool accept_gzip = false;          // the reply may travel compressed; the cap is on what comes out
  bool keep_partial = false;         // a 200 or 206 that breaks off is given with what came, not as an error
  // Called on the sending thread as a body below 300 arrives, with how many bytes of it are there; may be
  // empty.
  std::function<void(std::uint64_t body_bytes)> on_body = {};
};

struct HttpResponse {
  int status = 0;                              // file:// gives 200 or 404
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  bool is_complete = true;  // false with keep_partial only
};

struct HttpOptions {
  long connect_timeout_ms = 10'000;
  long total_timeout_ms = 600'000;
  long low_speed_bytes_per_s = 100;
  long low_speed_time_s = 30;
  int parallel_max = 32;    // requests under way; they share connections where HTTP/2 allows
  int connections_max = 6;  // to one host
  std::string ca_file;      // empty: the system's
  std::string proxy;        // empty: none
  std::string client_cert_file, client_key_file;
};

class Http {
 public:
  virtual ~Http() = default;
  // One reply, whatever its status. unavailable: no answer; too_large: past the cap (the body of a status
  // from 300 up is cut off there instead, so that an error page cannot hide its status).
  virtual Result<HttpResponse> send(const HttpRequest& request) = 0;
  // Asks `next` for requests as long as fewer than parallel_max are under way, over as few connections as it
  // takes; after nothing it asks again with the next reply, and returns when nothing is under way. `done` is
  // called on this thread, in order of arrival; index counts what `next` gave, from 0. Neither may send on
  // the same Http. When `done` returns false the rest are dropped.
  using Next = std::function<std::optional<HttpRequest>()>;
  using Done = std::function<bool(std::size_t index, Result<HttpResponse> response)>;
  virtual void send_stream(const Next& next, const Done& done) = 0;
  // The same for requests that are known.
  void send_all(const std::vector<HttpRequest>& requests, const Done& done);
};

// TLS 1.2 and up, always verified; redirects are not followed.
class CurlHttp : public Http {
 public:
  static Result<std::unique_ptr<CurlHttp>> create(HttpOptions options);
  ~CurlHttp() override;
  Result<HttpResponse> send(const HttpRequest& request) override;
  void send_stream(const Next& next, const Done& done) override;

 private:
  struct State;
  explicit CurlHttp(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace entre
