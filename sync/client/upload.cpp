#include "sync/client/upload.h"

#include <charconv>

#include "sync/client/retry.h"
#include "sync/wire/wire.h"

namespace entre::client {

namespace {

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

UploadReport Uploader::run(outbox::Outbox& outbox, const std::function<bool()>& is_stopped) {
  UploadReport report;
  while (!is_stopped()) {
    auto batch = outbox.next_batch();
    if (!batch) {
      report.error = batch.error();
      break;
    }
    if (!*batch || !send(outbox, **batch, &report)) break;
  }
  return report;
}

bool Uploader::send(outbox::Outbox& outbox, const outbox::Batch& batch, UploadReport* report) {
  HttpRequest post;
  post.method = "POST";
  post.url = hub_url_ + wire::feedback_path;
  post.headers = {bearer_header(token_), std::string("Content-Type: ") + wire::batch_media_type,
                  "Idempotency-Key: " + batch.idempotency_key,
                  "Content-Digest: " + wire::content_digest(batch.body)};
  post.body = batch.body;
  post.body_bytes_max = wire::reply_bytes_max;
  auto response = http_.send(post);
  if (!response) {
    // Whatever went wrong with the reply, the answers may be stored or not: they are sent again.
    report->error = Error{ErrorKind::unavailable, post.url + ": " + response.error().message};
    return false;
  }
  Result<void> done;
  if (response->status == 200) {
    done = take_reply(outbox, batch, response->body, report);
  } else if (response->status == 413) {
    done = outbox.halve(batch);
  } else {
    const bool denied = response->status == 401 || response->status == 403;
    done = Error{denied ? ErrorKind::denied : ErrorKind::unavailable,
                 post.url + ": the hub answers " + std::to_string(response->status)};
    if (const auto asked = response->headers.find("retry-after"); asked != response->headers.end())
      report->retry_after_ms = parse_retry_after(asked->second, clock_.unix_ms());
  }
  if (!done) report->error = done.error();
  return done.ok();
}

Result<void> Uploader::take_reply(outbox::Outbox& outbox, const outbox::Batch& batch, const std::string& body,
                                  UploadReport* report) {
  auto reply = wire::decode_reply(body);
  if (!reply) return Error{ErrorKind::unavailable, "the hub's reply: " + reply.error().message};
  std::vector<outbox::ItemResult> results;
  std::int64_t delivered = 0;
  for (const wire::ItemReply& item : reply->results) {
    auto sequence = parse_sequence(item.id);
    if (!sequence) return sequence.error();
    auto status = parse_status(item.status);
    if (!status) return status.error();
    results.push_back({*sequence, *status});
    if (*status == outbox::ItemStatus::stored || *status == outbox::ItemStatus::duplicate) ++delivered;
  }
  // The ledger refuses a reply that does not name every answer of the batch.
  if (auto done = outbox.acknowledge(batch, results); !done) return done;
  report->delivered += delivered;
  report->refused += static_cast<std::int64_t>(results.size()) - delivered;
  return {};
}

}  // namespace entre::client
