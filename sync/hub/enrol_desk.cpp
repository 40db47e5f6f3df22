#include "sync/hub/enrol_desk.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/crypto.h"
#include "platform/log.h"
#include "sync/hub/access.h"
#include "sync/hub/page.h"

namespace entre::hub {

namespace {

constexpr const char* retry_after_s = "60";

std::string field(const wire::Form& form, const char* name) {
  const auto found = form.find(name);
  return found == form.end() ? "" : found->second;
}

// What a Host header may be without becoming anything else in an address.
bool is_host(const std::string& host) {
  return !host.empty() && host.size() <= 255 && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == ':' || c == '[' || c == ']';
  });
}

Reply unavailable(int status, std::string_view reason) {
  Reply reply = error_reply(status, reason);
  reply.headers.push_back({"Retry-After", retry_after_s});
  return reply;
}

Reply failed(const Error& error) {
  log_error("enrolment: " + error.message);
  return unavailable(503, "storage_unavailable");
}

std::string input(const char* name, const char* label, const std::string& value, std::size_t characters_max,
                  const char* more) {
  return fmt::format(
      "<p><label for=\"{0}\">{1}</label><br><input id=\"{0}\" name=\"{0}\" value=\"{2}\" maxlength=\"{3}\" "
      "{4}></p>\n",
      name, label, escape_html(value), characters_max, more);
}

}  // namespace

EnrolDesk::EnrolDesk(Enrolments& enrolments, const Files& files, Random& random, Options options)
    : enrolments_(enrolments), files_(files), options_(std::move(options)), form_key_(make_secret(random)) {}

std::string EnrolDesk::address(const Request& request) const {
  if (!options_.public_url.empty()) return options_.public_url;
  return is_host(request.host) ? (options_.is_tls ? "https://" : "http://") + request.host : "";
}

Reply EnrolDesk::enrol(const Request& request) {
  const auto form = wire::decode_form(request.body);
  if (!form || field(*form, "client_id") != wire::client_id) return error_reply(400, "invalid_request");
  const std::string kiosk_id = field(*form, "kiosk_id");
  if (!kiosk_id.empty() && !is_kiosk_id(kiosk_id)) return error_reply(400, "invalid_request");
  const std::string hub = address(request);
  if (hub.empty()) return error_reply(400, "invalid_request");
  auto made = enrolments_.start(kiosk_id);
  if (!made)
    return made.error().kind == ErrorKind::unavailable ? unavailable(429, "too_many_waiting")
                                                       : failed(made.error());
  made->verification_uri = hub + page_path;
  made->verification_uri_complete = made->verification_uri + "?code=" + made->user_code;
  log_info("a kiosk asks to join from " + request.peer);
  return json_reply(wire::encode_authorization(*made));
}

Reply EnrolDesk::token(const Request& request) {
  const auto form = wire::decode_form(request.body);
  if (!form || field(*form, "client_id") != wire::client_id || field(*form, "device_code").empty())
    return error_reply(400, "invalid_request");
  if (field(*form, "grant_type") != wire::device_grant) return error_reply(400, "unsupported_grant_type");
  // Read first: what is granted can be pinned at once.
  const auto root = files_.read(options_.release_folder + "/metadata/1.root.json", wire::enrolment_bytes_max);
  if (!root) return failed(root.error());
  auto polled = enrolments_.poll(field(*form, "device_code"));
  if (!polled) return failed(polled.error());
  if (!polled->error.empty()) return error_reply(400, polled->error);
  polled->grant.root_sha256 = sha256_hex(*root);
  log_info("kiosk " + polled->grant.kiosk_id + " has its token");
  return json_reply(wire::encode_grant(polled->grant));
}

Reply EnrolDesk::show(int status, const std::string& said, const wire::Form& form) const {
  const std::string code = wire::user_code_of(field(form, "code")).value_or(field(form, "code"));
  const std::string body = fmt::format(
      "<h1>Anslut en kiosk</h1>\n{}<form method=\"post\" action=\"{}\">\n"
      "<input type=\"hidden\" name=\"key\" value=\"{}\">\n{}"
      "<p>Godkänn bara om samma kod står på en skärm som ni själva har satt upp.</p>\n{}{}"
      "<p><button name=\"do\" value=\"approve\">Godkänn</button> "
      "<button name=\"do\" value=\"deny\" formnovalidate>Neka</button></p>\n</form>\n"
      "<p><a href=\"/\">Till svaren och kioskerna</a></p>\n",
      said.empty() ? "" : "<p role=\"status\"><strong>" + said + "</strong></p>\n", page_path, form_key_,
      input("code", "Koden på skärmen", code, 16,
            "required autocomplete=\"off\" autocapitalize=\"characters\""),
      input("name", "Vad ni kallar kiosken", field(form, "name"), wire::kiosk_name_characters_max,
            "required"),
      input("place", "Var den sitter", field(form, "place"), wire::place_characters_max, ""));
  return page_reply(status, "Anslut en kiosk", body, "'self'");
}

Reply EnrolDesk::page(const Request& request) {
  const auto form = wire::decode_form(request.query);
  return show(200, "", form ? wire::Form{{"code", field(*form, "code")}} : wire::Form{});
}

Reply EnrolDesk::decide(const Request& request) {
  const auto form = wire::decode_form(request.body);
  if (!form) return show(400, "Något i formuläret går inte att läsa.", {});
  if (!equal_constant_time(field(*form, "key"), form_key_))
    return show(403, "Sidan var för gammal. Försök igen.", *form);
  Result<void> done;
  std::string said = "Nekad. Kiosken får veta det.";
  if (field(*form, "do") == "deny") {
    done = enrolments_.deny(field(*form, "code"));
  } else {
    const auto approved =
        enrolments_.approve(field(*form, "code"), field(*form, "name"), field(*form, "place"));
    if (!approved) done = approved.error();
    said = fmt::format("Godkänd: {}. Kiosken hämtar sin nyckel inom en minut.",
                       escape_html(field(*form, "name")));
  }
  if (done) return show(200, said, {});
  switch (done.error().kind) {
    case ErrorKind::invalid:
      return show(400, "Skriv ett namn på högst 80 tecken och en plats på högst 120.", *form);
    case ErrorKind::not_found:
      return show(404, "Ingen kiosk som väntar visar den koden. Läs den en gång till på skärmen.", *form);
    case ErrorKind::unavailable:
      return show(429, "För många felaktiga koder. Vänta tio minuter.", *form);
    default:
      log_error("enrolment: " + done.error().message);
      return show(503, "Databasen svarar inte. Försök igen om en stund.", *form);
  }
}

}  // namespace entre::hub
