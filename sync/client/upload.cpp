#include "sync/client/upload.h"

#include <algorithm>
#include <charconv>
#include <deque>
#include <map>

#include "sync/client/portal.h"
#include "sync/client/retry.h"
#include "sync/wire/wire.h"

namespace entre::client {

namespace {

// While the kiosk makes the replies to some durable and seals as many anew, the server has the others.
constexpr std::size_t sealed_max = 6, answered_max = 3;

Result<outbox::ItemStatus> parse_status(const std::string& status) {
  if (status == "stored") return outbox::ItemStatus::stored;
  if (status == "duplicate") return outbox::ItemStatus::duplicate;
  if (status == "rejected") return outbox::ItemStatus::rejected;
  if (status == "conflict") return outbox::ItemStatus::conflict;
  return Error{ErrorKind::unavailable, "the hub's reply: status \"" + status + "\""};
}

Result<std::int64_t> parse_sequence(const std::string& id) {
  std::int64_t sequence = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), sequence);
  if (error == std::errc() && end == id.data() + id.size()) return sequence;
  return Error{ErrorKind::unavailable, "the hub's reply: id \"" + id + "\""};
}

}  // namespace

std::string bearer_header(const std::string& token) {
  return "Authorization: Bearer " + token;
}

Result<std::string> parse_token(const std::string& text) {
  const std::size_t end = text.find_last_not_of(" \t\r\n");
  const std::string token = end == std::string::npos ? "" : text.substr(0, end + 1);
  constexpr const char* allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=";
  if (token.empty() || token.find_first_not_of(allowed) != std::string::npos)
    return Error{ErrorKind::invalid, "expected one line with a token"};
  return token;
}

Uploader::Uploader(Http& http, Clock& clock, std::string hub_url, std::string token)
    : http_(http), clock_(clock), hub_url_(std::move(hub_url)), token_(std::move(token)) {}

HttpRequest Uploader::request(const outbox::Batch& batch) const {
  HttpRequest post;
  post.method = "POST";
  post.url = hub_url_ + wire::feedback_path;
  post.headers = {bearer_header(token_), std::string("Content-Type: ") + wire::batch_media_type,
                  "Idempotency-Key: " + batch.idempotency_key,
                  "Content-Digest: " + wire::content_digest(batch.body)};
  post.body = batch.body;
  post.body_bytes_max = wire::reply_bytes_max;
  return post;
}

// The sealed batches: those that are under way, and those that are ready to go.
class Uploader::Pipeline {
 public:
  Pipeline(const Uploader& uploader, outbox::Outbox& outbox) : uploader_(uploader), outbox_(outbox) {}
  std::optional<HttpRequest> next(bool is_stopped) {
    if (is_stopped || report.error) return std::nullopt;
    if (ready_.empty() && (under_way_.empty() || was_halved_)) fill();
    if (ready_.empty()) return std::nullopt;
    const auto& batch = under_way_.emplace(sent_++, std::move(ready_.front())).first->second;
    ready_.pop_front();
    return uploader_.request(batch);
  }
  void take(std::size_t index, const Result<HttpResponse>& response) {
    const outbox::Batch batch = std::move(under_way_.extract(index).mapped());
    // One failure ends the upload; what else is under way is heard out.
    if (auto done = settle(batch, response); !done && !report.error) report.error = done.error();
    if (answered_.size() >= answered_max || under_way_.empty()) acknowledge();
  }
  UploadReport report;

 private:
  bool is_known(const outbox::Batch& batch) const {
    return std::any_of(under_way_.begin(), under_way_.end(),
                       [&](const auto& one) { return one.second.idempotency_key == batch.idempotency_key; });
  }
  void fill() {
    acknowledge();
    if (report.error || !ready_.empty()) return;
    was_halved_ = false;
    auto batches = outbox_.next_batches(sealed_max);
    if (!batches) report.error = batches.error();
    if (batches)
      for (outbox::Batch& batch : *batches)
        if (!is_known(batch)) ready_.push_back(std::move(batch));
  }
  Result<void> settle(const outbox::Batch& batch, const Result<HttpResponse>& response);
  Result<void> take_reply(const outbox::Batch& batch, const std::string& body);
  void acknowledge();
  void count(const outbox::Answered& answered);

  const Uploader& uploader_;
  outbox::Outbox& outbox_;
  std::deque<outbox::Batch> ready_;
  std::map<std::size_t, outbox::Batch> under_way_;  // by their index in the stream
  std::vector<outbox::Answered> answered_;          // that the ledger does not know of yet
  std::size_t sent_ = 0;
  bool was_halved_ = false;
};

UploadReport Uploader::run(outbox::Outbox& outbox, const std::function<bool()>& is_stopped) {
  Pipeline pipeline(*this, outbox);
  http_.send_stream([&] { return pipeline.next(is_stopped()); },
                    [&](std::size_t index, const Result<HttpResponse>& response) {
                      pipeline.take(index, response);
                      return true;
                    });
  return pipeline.report;
}

Result<void> Uploader::Pipeline::settle(const outbox::Batch& batch, const Result<HttpResponse>& response) {
  const std::string url = uploader_.hub_url_ + wire::feedback_path;
  // Whatever went wrong with the reply, the answers may be stored or not: they are sent again.
  if (!response) return Error{ErrorKind::unavailable, url + ": " + response.error().message};
  if (const std::string page = page_in_place(url, *response); !page.empty())
    return Error{ErrorKind::unavailable, url + ": " + page};
  if (response->status == 200) return take_reply(batch, response->body);
  if (response->status == 413) {
    was_halved_ = true;
    return outbox_.halve(batch);
  }
  if (const auto asked = response->headers.find("retry-after"); asked != response->headers.end())
    if (const auto ms = parse_retry_after(asked->second, uploader_.clock_.unix_ms()))
      report.retry_after_ms = std::max(*ms, report.retry_after_ms.value_or(0));
  const bool denied = response->status == 401 || response->status == 403;
  return Error{denied ? ErrorKind::denied : ErrorKind::unavailable,
               url + ": the hub answers " + std::to_string(response->status)};
}

Result<void> Uploader::Pipeline::take_reply(const outbox::Batch& batch, const std::string& body) {
  auto reply = wire::decode_reply(body);
  if (!reply) return Error{ErrorKind::unavailable, "the hub's reply: " + reply.error().message};
  outbox::Answered answered{batch, {}};
  for (const wire::ItemReply& item : reply->results) {
    auto sequence = parse_sequence(item.id);
    if (!sequence) return sequence.error();
    auto status = parse_status(item.status);
    if (!status) return status.error();
    answered.results.push_back({*sequence, *status});
  }
  answered_.push_back(std::move(answered));
  return {};
}

// Several in one transaction; a reply that the ledger refuses, since it does not name every answer of its
// batch, takes none of the others with it.
void Uploader::Pipeline::acknowledge() {
  if (answered_.empty()) return;
  const auto answered = std::exchange(answered_, {});
  auto fresh = outbox_.acknowledge(answered, report.error ? 0 : sealed_max);
  if (fresh) {
    for (const outbox::Answered& one : answered) count(one);
    std::move(fresh->begin(), fresh->end(), std::back_inserter(ready_));
    return;
  }
  if (!report.error) report.error = fresh.error();
  if (answered.size() == 1) return;
  for (const outbox::Answered& one : answered)
    if (outbox_.acknowledge({one}, 0)) count(one);
}

void Uploader::Pipeline::count(const outbox::Answered& answered) {
  for (const outbox::ItemResult& item : answered.results) {
    const bool is_kept =
        item.status == outbox::ItemStatus::stored || item.status == outbox::ItemStatus::duplicate;
    ++(is_kept ? report.delivered : report.refused);
  }
}

}  // namespace entre::client
