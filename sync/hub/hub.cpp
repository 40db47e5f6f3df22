#include "sync/hub/hub.h"

#include <fmt/format.h>

#include <utility>

#include "platform/crypto.h"
#include "platform/log.h"
#include "sync/hub/dashboard.h"
#include "sync/hub/page.h"
#include "sync/hub/release_folder.h"
#include "sync/wire/wire.h"

namespace entre::hub {

namespace {

constexpr std::string_view repo_prefix = "/v1/repo/";
constexpr std::string_view health_path = "/healthz";

// What a kiosk with a token posts.
bool is_kiosks_path(const std::string& path) {
  return path == wire::feedback_path || path == wire::status_path;
}

// RFC 9530 2: a list of digests, of which only SHA-256 is looked at.
bool digest_agrees(std::string_view header, std::string_view body) {
  const std::string expected = wire::content_digest(body);
  const auto at = header.find("sha-256=");
  return at == header.npos || header.substr(at).starts_with(expected);
}

// When the disk is full or broken the kiosk keeps its answers and comes again.
Reply store_failed(const Error& error) {
  log_error("store: " + error.message);
  Reply reply = error_reply(503, "storage_unavailable");
  reply.headers.push_back({"Retry-After", "60"});
  return reply;
}

std::string_view name_of(Outcome outcome) {
  return outcome == Outcome::stored ? "stored" : outcome == Outcome::duplicate ? "duplicate" : "conflict";
}

}  // namespace

Hub::Hub(Store& store, const Files& files, const Clock& clock, HubOptions options, EnrolDesk* enrol_desk)
    : store_(store), files_(files), clock_(clock), options_(std::move(options)), enrol_desk_(enrol_desk) {}

std::size_t Hub::body_bytes_max(const std::string& path) {
  if (path == wire::feedback_path) return wire::batch_bytes_max;
  if (path == wire::status_path) return wire::status_bytes_max;
  const bool is_form = path == wire::enrol_path || path == wire::token_path || path == EnrolDesk::page_path;
  return is_form ? wire::form_bytes_max : 0;
}

bool Hub::has_post(const std::string& path) const {
  return is_kiosks_path(path) || (enrol_desk_ != nullptr && body_bytes_max(path) > 0);
}

Reply Hub::too_large() {
  return error_reply(413, "too_large");
}

Result<std::optional<std::string>> Hub::kiosk_of(const Request& request) {
  const std::string token = bearer_token(request.authorization);
  if (token.empty()) return std::optional<std::string>();
  // Looked up by its hash: how long that takes tells nothing about the token.
  return store_.kiosk_of_token(sha256_hex(token));
}

std::optional<Reply> Hub::refuse_early(const Request& request) {
  if (!options_.proxy.empty() && request.peer != options_.proxy) return error_reply(403, "not_the_proxy");
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (!reads && request.method != "POST") return error_reply(405, "method_not_allowed");
  if (!reads) return refuse_post(request);
  if (has_post(request.path) && request.path != EnrolDesk::page_path)
    return error_reply(405, "method_not_allowed");
  return std::nullopt;
}

std::optional<Reply> Hub::refuse_post(const Request& request) {
  if (!has_post(request.path)) return error_reply(404, "not_found");
  if (!request.content_encoding.empty() && request.content_encoding != "identity") {
    return error_reply(415, "content_encoding");
  }
  if (!is_kiosks_path(request.path)) {
    if (!has_media_type(request.content_type, wire::form_media_type)) return error_reply(415, "content_type");
    return request.path == EnrolDesk::page_path ? refuse_visitor(request) : std::nullopt;
  }
  auto kiosk = kiosk_of(request);
  if (!kiosk) return store_failed(kiosk.error());
  if (!*kiosk) {
    Reply reply = error_reply(401, "unauthorised");
    reply.headers.push_back({"WWW-Authenticate", "Bearer"});
    return reply;
  }
  if (request.path == wire::feedback_path && !has_media_type(request.content_type, wire::batch_media_type)) {
    return error_reply(415, "content_type");
  }
  return std::nullopt;
}

// Whoever may not see the pages.
std::optional<Reply> Hub::refuse_visitor(const Request& request) const {
  if (!options_.needs_login || options_.logins.admits(request.authorization)) return std::nullopt;
  Reply reply = error_reply(401, "unauthorised");
  reply.headers.push_back({"WWW-Authenticate", "Basic realm=\"kiosk-hub\", charset=\"UTF-8\""});
  return reply;
}

Reply Hub::post(const Request& request) {
  if (request.body.size() > body_bytes_max(request.path)) return too_large();
  if (!digest_agrees(request.content_digest, request.body)) return error_reply(400, "content_digest");
  if (request.path == wire::enrol_path) return enrol_desk_->enrol(request);
  if (request.path == wire::token_path) return enrol_desk_->token(request);
  if (request.path == EnrolDesk::page_path) return enrol_desk_->decide(request);
  auto kiosk = kiosk_of(request);
  if (!kiosk) return store_failed(kiosk.error());
  if (!*kiosk) return error_reply(401, "unauthorised");  // revoked this very moment
  return request.path == wire::feedback_path ? feedback(**kiosk, request) : status(**kiosk, request);
}

Reply Hub::handle(const Request& request) {
  if (auto refused = refuse_early(request)) return *refused;
  if (request.method == "POST") return post(request);
  if (request.path.starts_with(repo_prefix)) {
    return serve_release_file(files_, options_.release_folder, request.path.substr(repo_prefix.size()),
                              request.if_none_match);
  }
  if (request.path == health_path) return health();
  const bool is_enrol_page = request.path == EnrolDesk::page_path && enrol_desk_ != nullptr;
  if (request.path != "/" && !is_enrol_page) return error_reply(404, "not_found");
  if (auto refused = refuse_visitor(request)) return *refused;
  return is_enrol_page ? enrol_desk_->page(request) : dashboard();
}

Reply Hub::feedback(const std::string& kiosk_id, const Request& request) {
  auto events = wire::decode_batch(request.body);
  if (!events) {
    return events.error().kind == ErrorKind::too_large ? too_large()
                                                       : error_reply(400, events.error().message);
  }
  std::vector<Record> records;
  std::string epoch;
  for (const wire::ReceivedEvent& received : *events) {
    if (!received.ok) continue;
    // Refused whole: one by one they would become dead letters, though only a setting is wrong.
    if (received.event.kiosk_id != kiosk_id) return error_reply(403, "source_is_another_kiosk");
    if (!epoch.empty() && received.event.epoch != epoch) return error_reply(400, "more_than_one_epoch");
    epoch = received.event.epoch;
    records.push_back({received.event, sha256_hex(received.canonical), received.usage});
  }
  auto added = store_.add(kiosk_id, epoch, records, clock_.unix_ms());
  if (!added) return store_failed(added.error());
  wire::BatchReply reply;
  std::size_t counts[3] = {}, record = 0;
  for (const wire::ReceivedEvent& received : *events) {
    if (!received.ok) {
      reply.results.push_back({received.id, "rejected", received.refusal});
      continue;
    }
    const Outcome outcome = added->outcomes[record++];
    ++counts[int(outcome)];
    reply.results.push_back(
        {received.id, std::string(name_of(outcome)), outcome == Outcome::conflict ? "body_differs" : ""});
  }
  reply.contiguous_through = added->contiguous_through;
  reply.missing = std::move(added->missing);
  log_info(fmt::format("kiosk {}: {} stored, {} duplicate, {} conflict, {} rejected", kiosk_id, counts[0],
                       counts[1], counts[2], events->size() - records.size()));
  return json_reply(wire::encode_reply(reply));
}

Reply Hub::status(const std::string& kiosk_id, const Request& request) {
  auto status = wire::decode_status(request.body);
  if (!status) return error_reply(400, status.error().message);
  if (status->kiosk_id != kiosk_id) return error_reply(403, "source_is_another_kiosk");
  // Encoded anew: only what is known is kept.
  auto put = store_.put_status(kiosk_id, wire::encode_status(*status), clock_.unix_ms());
  if (!put) return store_failed(put.error());
  return json_reply("{\"status\":\"stored\"}\n");
}

Reply Hub::dashboard() {
  auto pages = store_.page_counts();
  if (!pages) return store_failed(pages.error());
  auto usage = store_.usage();
  if (!usage) return store_failed(usage.error());
  auto kiosks = store_.kiosks();
  if (!kiosks) return store_failed(kiosks.error());
  return page_reply(200, "Svar från kioskerna", dashboard_main(*pages, *usage, *kiosks, clock_), "'none'");
}

Reply Hub::health() {
  if (auto ping = store_.ping(); !ping) return store_failed(ping.error());
  return json_reply("{\"status\":\"ok\"}\n");
}

}  // namespace entre::hub
