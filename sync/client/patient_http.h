#pragma once
// An Http that remembers for how long a server asked to be left alone.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/clock.h"
#include "platform/http.h"
#include "sync/client/retry.h"

namespace entre::client {

class PatientHttp : public Http {
 public:
  PatientHttp(Http& http, Clock& clock) : http_(http), clock_(clock) {}
  Result<HttpResponse> send(const HttpRequest& request) override {
    auto response = http_.send(request);
    if (response) note(*response);
    return response;
  }
  void send_stream(const Next& next, const Done& done) override {
    http_.send_stream(next, [&](std::size_t index, Result<HttpResponse> response) {
      if (response) note(*response);
      return done(index, std::move(response));
    });
  }
  // The longest Retry-After (RFC 9110, 10.2.3) of a 429 or 5xx since the last call, in ms.
  std::optional<std::int64_t> take_retry_after_ms() { return std::exchange(retry_after_ms_, std::nullopt); }

 private:
  void note(const HttpResponse& response) {
    const auto asked = response.headers.find("retry-after");
    if ((response.status != 429 && response.status < 500) || asked == response.headers.end()) return;
    if (const auto ms = parse_retry_after(asked->second, clock_.unix_ms()))
      retry_after_ms_ = std::max(*ms, retry_after_ms_.value_or(0));
  }
  Http& http_;
  Clock& clock_;
  std::optional<std::int64_t> retry_after_ms_;
};

}  // namespace entre::client
