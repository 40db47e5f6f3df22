#include "sync/wire/enrolment.h"

#include <algorithm>
#include <array>
#include <utility>

#include "platform/json.h"
#include "platform/web_address.h"

namespace entre::wire {

namespace {

constexpr std::int64_t number_max = (1ll << 53) - 1;
constexpr std::int64_t interval_s_max = 3600, lifetime_s_max = 366 * 86'400;
constexpr int enrolment_version = 1;
constexpr std::size_t text_bytes_max = 2048;
constexpr std::array<std::string_view, 5> state_names = {"begun", "waiting", "granted", "denied", "expired"};

Error invalid(std::string message) {
  return Error{ErrorKind::invalid, std::move(message)};
}

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = static_cast<char>(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// One name or value of a form; nothing for a broken escape.
std::optional<std::string> unescape(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
    if (high < 0 || low < 0) return std::nullopt;
    plain += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return plain;
}

// UTF-8 without control characters, by the JSON library's own check.
bool is_plain_text(std::string_view text) {
  if (std::any_of(text.begin(), text.end(),
                  [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }))
    return false;
  return Json::accept("\"" + [&] {
    std::string quoted;
    for (const char c : text) quoted += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    return quoted;
  }() + "\"");
}

std::string escape(std::string_view text) {
  constexpr const char* digits = "0123456789ABCDEF";
  std::string escaped;
  for (const char c : text) {
    if (is_unreserved(c)) {
      escaped += c;
    } else {
      escaped += '%';
      escaped += digits[static_cast<unsigned char>(c) >> 4];
      escaped += digits[static_cast<unsigned char>(c) & 15];
    }
  }
  return escaped;
}

Result<Json> parse(std::string_view text, std::size_t string_bytes_max) {
  JsonCaps caps;
  caps.bytes_max = enrolment_bytes_max;
  caps.depth_max = 4;
  caps.string_bytes_max = string_bytes_max;
  return parse_json(text, caps);
}

using Texts = std::initializer_list<std::pair<const char*, std::string*>>;

Result<void> read_texts(const JsonObject& object, Texts texts, bool all_required) {
  for (const auto& [key, target] : texts) {
    auto text = all_required ? object.string(key) : object.string_or(key, "");
    if (!text) return text.error();
    if (text->size() > text_bytes_max) return invalid(object.where() + "." + key + ": too long");
    *target = *std::move(text);
  }
  return {};
}

}  // namespace

Result<Form> decode_form(std::string_view body) {
  if (body.size() > form_bytes_max) return Error{ErrorKind::too_large, "form: too long"};
  Form form;
  while (!body.empty()) {
    const std::size_t end = std::min(body.find('&'), body.size());
    const std::string_view field = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    if (field.empty()) continue;
    const std::size_t equals = std::min(field.find('='), field.size());
    auto name = unescape(field.substr(0, equals));
    auto value = unescape(field.substr(std::min(equals + 1, field.size())));
    if (!name || !value || !is_plain_text(*name) || !is_plain_text(*value))
      return invalid("form: expected UTF-8 text, percent-encoded");
    if (form.size() == form_fields_max) return Error{ErrorKind::too_large, "form: too many fields"};
    if (!form.emplace(*std::move(name), *std::move(value)).second) return invalid("form: a field twice");
  }
  return form;
}

std::string encode_form(const Form& form) {
  std::string body;
  for (const auto& [name, value] : form)
    body += (body.empty() ? "" : "&") + escape(name) + "=" + escape(value);
  return body;
}

std::optional<std::string> user_code_of(std::string_view typed) {
  std::string code;
  for (char c : typed) {
    if (c == '-' || c == ' ') continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (user_code_alphabet.find(c) == std::string_view::npos || code.size() > user_code_letters)
      return std::nullopt;
    code += c;
    if (code.size() == user_code_letters / 2) code += '-';
  }
  return code.size() == user_code_letters + 1 ? std::optional(code) : std::nullopt;
}

bool is_label(std::string_view text, std::size_t characters_max) {
  const auto characters = std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
  return text.find_first_not_of(' ') != std::string_view::npos &&
         static_cast<std::size_t>(characters) <= characters_max && is_plain_text(text);
}

std::string encode_authorization(const DeviceAuthorization& authorization) {
  return dump({{"device_code", authorization.device_code},
               {"user_code", authorization.user_code},
               {"verification_uri", authorization.verification_uri},
               {"verification_uri_complete", authorization.verification_uri_complete},
               {"expires_in", authorization.expires_in_s},
               {"interval", authorization.interval_s}});
}

Result<DeviceAuthorization> decode_authorization(std::string_view body) {
  auto json = parse(body, text_bytes_max);
  if (!json) return json.error();
  auto object = JsonObject::of(*json, "enrol");
  if (!object) return object.error();
  DeviceAuthorization authorization;
  if (auto read = read_texts(*object,
                             {{"device_code", &authorization.device_code},
                              {"user_code", &authorization.user_code},
                              {"verification_uri", &authorization.verification_uri}},
                             true);
      !read)
    return read.error();
  if (auto read = read_texts(
          *object, {{"verification_uri_complete", &authorization.verification_uri_complete}}, false);
      !read)
    return read.error();
  auto expires = object->integer("expires_in", 1, lifetime_s_max);
  if (!expires) return expires.error();
  authorization.expires_in_s = *expires;
  // RFC 8628 3.2: five seconds where the server says nothing.
  auto interval = object->integer_or("interval", 1, interval_s_max, 5);
  if (!interval) return interval.error();
  authorization.interval_s = *interval;
  return authorization;
}

std::string encode_grant(const TokenGrant& grant) {
  return dump({{"access_token", grant.token},
               {"token_type", "Bearer"},
               {"kiosk_id", grant.kiosk_id},
               {"name", grant.name},
               {"place", grant.place},
               {"root_sha256", grant.root_sha256}});
}

Result<TokenGrant> decode_grant(std::string_view body) {
  auto json = parse(body, text_bytes_max);
  if (!json) return json.error();
  auto object = JsonObject::of(*json, "token");
  if (!object) return object.error();
  TokenGrant grant;
  if (auto read = read_texts(*object,
                             {{"access_token", &grant.token},
                              {"kiosk_id", &grant.kiosk_id},
                              {"name", &grant.name},
                              {"root_sha256", &grant.root_sha256}},
                             true);
      !read)
    return read.error();
  if (auto read = read_texts(*object, {{"place", &grant.place}}, false); !read) return read.error();
  return grant;
}

std::string decode_error(std::string_view body) {
  auto json = parse(body, text_bytes_max);
  if (!json || !json->is_object()) return "";
  auto object = JsonObject::of(*json, "error");
  auto error = object ? object->string_or("error", "") : Result<std::string>(object.error());
  return error ? *error : "";
}

std::string encode_enrolment(const Enrolment& e) {
  return dump({{"version", enrolment_version},
               {"state", state_names[static_cast<std::size_t>(e.state)]},
               {"hub_url", e.hub_url},
               {"kiosk_id", e.kiosk_id},
               {"device_code", e.device_code},
               {"user_code", e.user_code},
               {"verification_uri", e.verification_uri},
               {"verification_uri_complete", e.verification_uri_complete},
               {"expires_unix_ms", e.expires_unix_ms},
               {"interval_s", e.interval_s},
               {"name", e.name},
               {"place", e.place},
               {"token", e.token},
               {"root", e.root},
               {"trouble", e.trouble}});
}

Result<Enrolment> decode_enrolment(std::string_view text) {
  auto json = parse(text, enrolment_bytes_max);
  if (!json) return json.error();
  auto object = JsonObject::of(*json, "enrolment");
  if (!object) return object.error();
  auto version = object->integer("version", 1, number_max);
  if (!version) return version.error();
  if (*version > enrolment_version) return invalid("enrolment.version: newer than this program understands");
  Enrolment e;
  auto state = object->string("state");
  if (!state) return state.error();
  const auto found = std::find(state_names.begin(), state_names.end(), *state);
  if (found == state_names.end()) return invalid("enrolment.state: \"" + *state + "\"");
  e.state = static_cast<Enrolment::State>(found - state_names.begin());
  if (auto read = read_texts(*object, {{"hub_url", &e.hub_url}}, true); !read) return read.error();
  if (auto read = read_texts(*object,
                             {{"kiosk_id", &e.kiosk_id},
                              {"device_code", &e.device_code},
                              {"user_code", &e.user_code},
                              {"verification_uri", &e.verification_uri},
                              {"verification_uri_complete", &e.verification_uri_complete},
                              {"name", &e.name},
                              {"place", &e.place},
                              {"token", &e.token},
                              {"trouble", &e.trouble}},
                             false);
      !read)
    return read.error();
  auto root = object->string_or("root", "");
  if (!root) return root.error();
  e.root = *std::move(root);
  auto expires = object->integer_or("expires_unix_ms", 0, number_max, 0);
  if (!expires) return expires.error();
  e.expires_unix_ms = *expires;
  auto interval = object->integer_or("interval_s", 1, interval_s_max, 5);
  if (!interval) return interval.error();
  e.interval_s = *interval;
  return e;
}

std::string encode_shown_code(const ShownCode& code) {
  return dump({{"user_code", code.user_code},
               {"address", code.address},
               {"address_with_code", code.address_with_code},
               {"expires_unix_ms", code.expires_unix_ms}});
}

Result<ShownCode> decode_shown_code(std::string_view text) {
  auto json = parse(text, shown_code_bytes_max);
  if (!json) return json.error();
  auto object = JsonObject::of(*json, "code");
  if (!object) return object.error();
  ShownCode code;
  if (auto read = read_texts(*object, {{"user_code", &code.user_code}, {"address", &code.address}}, true);
      !read)
    return read.error();
  if (auto read = read_texts(*object, {{"address_with_code", &code.address_with_code}}, false); !read)
    return read.error();
  auto expires = object->integer("expires_unix_ms", 0, std::int64_t{1} << 52);
  if (!expires) return expires.error();
  code.expires_unix_ms = *expires;
  const auto may_be_shown = [](const std::string& url) {
    return url.size() <= 255 && is_confidential(url) &&
           std::all_of(url.begin(), url.end(), [](char c) { return c > 0x20 && c < 0x7f; });
  };
  if (user_code_of(code.user_code) != code.user_code)
    return invalid("code.user_code: expected two times four letters");
  if (!may_be_shown(code.address)) return invalid("code.address: expected an https address");
  if (!may_be_shown(code.address_with_code)) code.address_with_code.clear();
  return code;
}

}  // namespace entre::wire
