#pragma once
// HTTP's twin: answers from a map or a function, keeps what was asked, and honours the caps.

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "platform/http.h"
#include "platform/random.h"

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
    // In two pieces, as a body comes that is not small.
    if (reply && request.on_body && reply->status < 300)
      for (const std::size_t bytes : {reply->body.size() / 2, reply->body.size()})
        request.on_body(std::min<std::uint64_t>(bytes, request.body_bytes_max));
    if (!reply || reply->body.size() <= request.body_bytes_max) return reply;
    if (reply->status < 300) return Error{ErrorKind::too_large, request.url + ": too large"};
    reply->body.resize(request.body_bytes_max);
    return reply;
  }

  // So many are under way at once, and answered in an order that `reorder` picks; first come, first served
  // without one.
  std::size_t parallel = 1;
  Random* reorder = nullptr;
  std::size_t most_under_way = 0;  // that there ever were

  void send_stream(const Next& next, const Done& done) override {
    std::vector<std::pair<std::size_t, HttpRequest>> under_way;
    for (std::size_t count = 0;;) {
      while (under_way.size() < parallel) {
        auto request = next();
        if (!request) break;
        under_way.emplace_back(count++, *std::move(request));
      }
      if (under_way.empty()) return;
      most_under_way = std::max(most_under_way, under_way.size());
      const auto picked =
          under_way.begin() + std::ptrdiff_t(reorder != nullptr ? uniform(*reorder, under_way.size()) : 0);
      const auto [index, request] = std::move(*picked);
      under_way.erase(picked);
      if (!done(index, send(request))) return;
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
