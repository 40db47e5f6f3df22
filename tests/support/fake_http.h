#pragma once
// HTTP's twin: answers from a map or a function, keeps what was asked, and honours the caps.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "platform/http.h"

namespace entre::test {

class FakeHttp : public Http {
 public:
  using Handler = std::function<Result<HttpResponse>(const HttpRequest&)>;

  FakeHttp() = default;
  explicit FakeHttp(Handler answer) : handler(std::move(answer)) {}

  // The function when there is one; else replies[url]; else a 404.
  Handler handler;
  std::map<std::string, HttpResponse> replies;
  // Everything that was asked, in order.
  std::vector<HttpRequest> requests;
  // When set, nothing is answered, as with the network away.
  bool away = false;

  Result<HttpResponse> send(const HttpRequest& request) override {
    requests.push_back(request);
    if (away) return Error{ErrorKind::unavailable, request.url + ": no answer"};
    Result<HttpResponse> reply = answer(request);
    if (!reply || reply->body.size() <= request.body_bytes_max) return reply;
    if (reply->status < 300) return Error{ErrorKind::too_large, request.url + ": too large"};
    reply->body.resize(request.body_bytes_max);
    return reply;
  }

  void send_all(const std::vector<HttpRequest>& all, const Done& done) override {
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!done(i, send(all[i]))) return;
    }
  }

 private:
  Result<HttpResponse> answer(const HttpRequest& request) const {
    if (handler) return handler(request);
    const auto it = replies.find(request.url);
    return it != replies.end() ? it->second : HttpResponse{404, {}, ""};
  }
};

}  // namespace entre::test
