#include "sync/client/enrol.h"

#include <algorithm>

#include "platform/crypto.h"
#include "platform/web_address.h"
#include "sync/client/repository_url.h"
#include "sync/client/upload.h"
#include "sync/trust/metadata.h"
#include "sync/wire/wire.h"

namespace entre::client {

namespace {

constexpr std::int64_t interval_s_max = 60;
constexpr std::int64_t slow_down_s = 5;  // RFC 8628 3.5
using wire::Enrolment;

Result<HttpResponse> post_form(Http& http, const std::string& url, const wire::Form& form) {
  HttpRequest request;
  request.method = "POST";
  request.url = url;
  request.headers = {std::string("Content-Type: ") + wire::form_media_type};
  request.body = wire::encode_form(form);
  request.body_bytes_max = wire::reply_bytes_max;
  return http.send(request);
}

// RFC 8628 3.5: what gets no answer is asked for less often.
Enrolment troubled(Enrolment enrolment, const std::string& why) {
  enrolment.trouble = why;
  enrolment.interval_s = std::min(enrolment.interval_s * 2, interval_s_max);
  return enrolment;
}

std::string unexpected(const std::string& url, const HttpResponse& response) {
  const std::string error = wire::decode_error(response.body);
  return url + ": the hub answers " + std::to_string(response.status) + (error.empty() ? "" : ", " + error);
}

Enrolment ask(Http& http, const Clock& clock, Enrolment enrolment) {
  const std::string url = enrolment.hub_url + wire::enrol_path;
  wire::Form form{{"client_id", wire::client_id}};
  if (!enrolment.kiosk_id.empty()) form["kiosk_id"] = enrolment.kiosk_id;
  auto response = post_form(http, url, form);
  if (!response) return troubled(std::move(enrolment), response.error().message);
  if (response->status != 200) return troubled(std::move(enrolment), unexpected(url, *response));
  auto asked = wire::decode_authorization(response->body);
  if (!asked) return troubled(std::move(enrolment), url + ": " + asked.error().message);
  enrolment.state = Enrolment::State::waiting;
  enrolment.device_code = asked->device_code;
  enrolment.user_code = asked->user_code;
  enrolment.verification_uri = asked->verification_uri;
  enrolment.verification_uri_complete = asked->verification_uri_complete;
  enrolment.expires_unix_ms = clock.unix_ms() + asked->expires_in_s * 1000;
  enrolment.interval_s = asked->interval_s;
  enrolment.trouble.clear();
  return enrolment;
}

// The root that the grant names, as it is to be pinned.
Result<std::string> fetch_root(Http& http, const std::string& hub_url, const std::string& sha256) {
  HttpRequest request;
  request.url = hub_url + wire::metadata_path + "1.root.json";
  request.body_bytes_max = trust::root_bytes_max;
  auto response = http.send(request);
  if (!response) return response.error();
  if (response->status != 200) return Error{ErrorKind::unavailable, unexpected(request.url, *response)};
  if (sha256_hex(response->body) != sha256)
    return Error{ErrorKind::denied, request.url + ": is not the root that the hub named"};
  return std::move(response->body);
}

Enrolment take_grant(Http& http, Enrolment enrolment, const std::string& body) {
  auto grant = wire::decode_grant(body);
  if (!grant) return troubled(std::move(enrolment), grant.error().message);
  auto token = parse_token(grant->token);
  if (!token) return troubled(std::move(enrolment), "the hub's token: " + token.error().message);
  auto root = fetch_root(http, enrolment.hub_url, grant->root_sha256);
  if (!root) return troubled(std::move(enrolment), root.error().message);
  enrolment.state = Enrolment::State::granted;
  enrolment.token = *token;
  enrolment.root = *std::move(root);
  enrolment.kiosk_id = grant->kiosk_id;
  enrolment.name = grant->name;
  enrolment.place = grant->place;
  enrolment.trouble.clear();
  return enrolment;
}

Enrolment refused(Enrolment enrolment, const std::string& url, const HttpResponse& response) {
  const std::string error = wire::decode_error(response.body);
  const bool is_pending = error == "authorization_pending", is_too_fast = error == "slow_down";
  const bool is_over = error == "expired_token" || error == "invalid_grant";
  if (!is_pending && !is_too_fast && !is_over && error != "access_denied")
    return troubled(std::move(enrolment), unexpected(url, response));
  enrolment.trouble = is_pending || is_too_fast ? "" : error;
  if (is_too_fast) enrolment.interval_s = std::min(enrolment.interval_s + slow_down_s, interval_s_max);
  if (is_over) enrolment.state = Enrolment::State::expired;
  if (error == "access_denied") enrolment.state = Enrolment::State::denied;
  return enrolment;
}

Enrolment poll(Http& http, Enrolment enrolment) {
  const std::string url = enrolment.hub_url + wire::token_path;
  auto response = post_form(http, url,
                            {{"client_id", wire::client_id},
                             {"grant_type", wire::device_grant},
                             {"device_code", enrolment.device_code}});
  if (!response) return troubled(std::move(enrolment), response.error().message);
  if (response->status == 200) return take_grant(http, std::move(enrolment), response->body);
  return refused(std::move(enrolment), url, *response);
}

}  // namespace

Enrolment next_step(Http& http, const Clock& clock, Enrolment enrolment) {
  const auto hub_url = parse_hub_url(enrolment.hub_url);
  if (!hub_url) return troubled(std::move(enrolment), hub_url.error().message);
  enrolment.hub_url = *hub_url;
  if (!is_confidential(enrolment.hub_url))
    return troubled(std::move(enrolment),
                    *hub_url + ": the token would travel in clear: expected https://host");
  const bool is_over =
      enrolment.state != Enrolment::State::begun && enrolment.state != Enrolment::State::waiting;
  if (is_over) return enrolment;
  return enrolment.device_code.empty() ? ask(http, clock, std::move(enrolment))
                                       : poll(http, std::move(enrolment));
}

Result<void> take_step(Http& http, Files& files, const Clock& clock, const std::string& file) {
  auto text = files.read(file, wire::enrolment_bytes_max);
  if (!text) return text.error();
  auto enrolment = wire::decode_enrolment(*text);
  if (!enrolment) return Error{ErrorKind::invalid, file + ": " + enrolment.error().message};
  return files.write(file, wire::encode_enrolment(next_step(http, clock, *std::move(enrolment))), 0600);
}

}  // namespace entre::client
