// RFC 8628 from both ends: what kiosks are answered, and what staff may do.
#include "sync/hub/enrolment.h"

#include <doctest/doctest.h>

#include <regex>

#include "sync/hub/enrol_commands.h"
#include "tests/sync/hub/house.h"

using namespace entre;
using namespace entre::hub;

namespace {

constexpr const char* root = R"({"signatures":[],"signed":{}})";

struct Gate : House {
  explicit Gate(HubOptions options = {}) : House(std::move(options)) {
    REQUIRE(files.write(folder + "/release/metadata/1.root.json", root, 0644).ok());
  }
  wire::DeviceAuthorization ask(const std::string& id = "") {
    wire::Form form{{"client_id", wire::client_id}};
    if (!id.empty()) form["kiosk_id"] = id;
    const auto reply = post_form(wire::enrol_path, form);
    REQUIRE(reply.status == 200);
    CHECK(reply.headers.at("cache-control") == "no-store");
    auto authorization = wire::decode_authorization(reply.body);
    REQUIRE(authorization.ok());
    return *authorization;
  }
  HttpResponse poll(const std::string& device_code) {
    return post_form(
        wire::token_path,
        {{"client_id", wire::client_id}, {"grant_type", wire::device_grant}, {"device_code", device_code}});
  }
  std::string error_at(const std::string& device_code) {
    const auto reply = poll(device_code);
    CHECK(reply.status == 400);
    return error_of(reply);
  }
  wire::TokenGrant grant(const std::string& device_code) {
    const auto reply = poll(device_code);
    REQUIRE(reply.status == 200);
    auto granted = wire::decode_grant(reply.body);
    REQUIRE(granted.ok());
    return *granted;
  }
  HttpResponse post_status(const std::string& bearer, const std::string& id) {
    wire::KioskStatus status;
    status.kiosk_id = id;
    return send("POST", wire::status_path,
                {"Authorization: Bearer " + bearer, "Content-Type: application/json"},
                wire::encode_status(status));
  }
  // The page's form as a browser would send it.
  HttpResponse submit(wire::Form fields, std::vector<std::string> headers = {}) {
    const std::string page = send("GET", "/enrol", headers).body;
    std::smatch found;
    const bool has_key = std::regex_search(page, found, std::regex("name=\"key\" value=\"([0-9a-f]{64})\""));
    if (has_key) fields.emplace("key", found[1]);
    return post_form("/enrol", fields, std::move(headers));
  }
};

}  // namespace

TEST_CASE("a kiosk asks, staff approve on the page with name and place, and the kiosk's token works") {
  Gate gate;
  const auto asked = gate.ask();
  CHECK(std::regex_match(asked.user_code, std::regex("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}")));
  CHECK(asked.verification_uri == gate.url("/enrol"));
  CHECK(asked.verification_uri_complete == gate.url("/enrol?code=") + asked.user_code);
  CHECK(asked.expires_in_s == enrolment_lifetime_s);
  CHECK(gate.error_at(asked.device_code) == "authorization_pending");
  const auto page = gate.send("GET", "/enrol?code=" + asked.user_code);
  CHECK(page.body.find("value=\"" + asked.user_code + "\"") != std::string::npos);
  CHECK(page.headers.at("content-security-policy").find("form-action 'self'") != std::string::npos);
  std::string typed = asked.user_code;
  for (char& c : typed) c = c == '-' ? ' ' : static_cast<char>(std::tolower(c));
  const auto approved =
      gate.submit({{"code", typed}, {"do", "approve"}, {"name", "Entré <1>"}, {"place", "Våning 2"}});
  CHECK(approved.status == 200);
  CHECK(approved.body.find("Entré &lt;1&gt;") != std::string::npos);
  const auto granted = gate.grant(asked.device_code);
  CHECK(granted.name == "Entré <1>");
  CHECK(granted.place == "Våning 2");
  CHECK(granted.root_sha256 == sha256_hex(root));
  CHECK(is_kiosk_id(granted.kiosk_id));
  for (const Kiosk& kiosk : *gate.store->kiosks())
    if (kiosk.id == granted.kiosk_id) CHECK(kiosk.token_unix_ms == gate.clock.unix_ms());
  CHECK(gate.post_status(granted.token, granted.kiosk_id).status == 200);
  CHECK(gate.send("GET", "/").body.find("Våning 2") != std::string::npos);
}

TEST_CASE("a lost reply can be asked for again until the token was used once, and not after") {
  Gate gate;
  const auto asked = gate.ask();
  REQUIRE(gate.enrolments->approve(asked.user_code, "Foyer 2", "").ok());
  const auto first = gate.grant(asked.device_code);
  const auto again = gate.grant(asked.device_code);
  CHECK(again.token == first.token);
  CHECK(again.kiosk_id == first.kiosk_id);
  CHECK(gate.post_status(first.token, first.kiosk_id).status == 200);
  CHECK(gate.error_at(asked.device_code) == "invalid_grant");
  CHECK(gate.post_status(first.token, first.kiosk_id).status == 200);
}

TEST_CASE("a kiosk that polls too fast is told to slow down, and has to, each time by five seconds") {
  Gate gate;
  const auto asked = gate.ask();
  CHECK(gate.error_at(asked.device_code) == "authorization_pending");
  gate.clock.advance_ms(4'999);
  CHECK(gate.error_at(asked.device_code) == "slow_down");
  gate.clock.advance_ms(9'999);
  CHECK(gate.error_at(asked.device_code) == "slow_down");
  gate.clock.advance_ms(15'000);
  CHECK(gate.error_at(asked.device_code) == "authorization_pending");
  // The hub's clock set back by a day does not keep the kiosk out.
  gate.clock.set_unix_ms(gate.clock.unix_ms() - 86'400'000);
  CHECK(gate.error_at(asked.device_code) == "authorization_pending");
}

TEST_CASE("a code is good for a quarter of an hour, for the kiosk and for staff") {
  Gate gate;
  const auto asked = gate.ask();
  gate.clock.advance_ms(enrolment_lifetime_s * 1000 - 1);
  CHECK(gate.error_at(asked.device_code) == "authorization_pending");
  gate.clock.advance_ms(1);
  CHECK(gate.error_at(asked.device_code) == "expired_token");
  const auto late = gate.enrolments->approve(asked.user_code, "Foyer 2", "");
  REQUIRE_FALSE(late.ok());
  CHECK(late.error().kind == ErrorKind::not_found);
}

TEST_CASE("a kiosk that staff turn away hears access_denied, and its code is used up") {
  Gate gate;
  const auto asked = gate.ask();
  CHECK(gate.submit({{"code", asked.user_code}, {"do", "deny"}, {"name", ""}}).status == 200);
  CHECK(gate.error_at(asked.device_code) == "access_denied");
  CHECK_FALSE(gate.enrolments->approve(asked.user_code, "Foyer 2", "").ok());
  CHECK(gate.error_at(asked.device_code) == "access_denied");
}

TEST_CASE("a code approves one kiosk once") {
  Gate gate;
  const auto asked = gate.ask();
  REQUIRE(gate.enrolments->approve(asked.user_code, "Foyer 2", "").ok());
  CHECK_FALSE(gate.enrolments->approve(asked.user_code, "Foyer 3", "").ok());
  CHECK_FALSE(gate.enrolments->deny(asked.user_code).ok());
  CHECK(gate.grant(asked.device_code).name == "Foyer 2");
}

TEST_CASE("ten wrong codes end the guessing for ten minutes, the right code's too") {
  Gate gate;
  const auto asked = gate.ask();
  for (int i = 0; i < wrong_codes_max; ++i)
    CHECK(
        gate.submit({{"code", i % 2 == 0 ? "BCDF-GHJK" : "???"}, {"do", "approve"}, {"name", "x"}}).status ==
        404);
  const wire::Form right{{"code", asked.user_code}, {"do", "approve"}, {"name", "Foyer 2"}};
  CHECK(gate.submit(right).status == 429);
  CHECK(gate.error_at(asked.device_code) == "authorization_pending");
  gate.clock.advance_ms(wrong_codes_window_ms);
  CHECK(gate.submit(right).status == 200);
}

TEST_CASE("so many kiosks may wait and no more, and the room comes back with time") {
  Gate gate;
  for (int i = 0; i < enrolment_waiting_max; ++i) gate.ask();
  const auto full = gate.post_form(wire::enrol_path, {{"client_id", wire::client_id}});
  CHECK(full.status == 429);
  CHECK(error_of(full) == "too_many_waiting");
  CHECK(full.headers.contains("retry-after"));
  gate.clock.advance_ms(enrolment_lifetime_s * 1000);
  gate.ask();
}

TEST_CASE("neither codes nor tokens stand in the database") {
  Gate gate;
  const auto asked = gate.ask();
  REQUIRE(gate.enrolments->approve(asked.user_code, "Foyer 2", "").ok());
  const auto granted = gate.grant(asked.device_code);
  for (const char* part : {"/hub.db", "/hub.db-wal"}) {
    const auto bytes = gate.files.read(gate.folder + part, 4u << 20);
    REQUIRE(bytes.ok());
    for (const std::string& secret : {asked.device_code, asked.user_code, granted.token})
      CHECK(bytes->find(secret) == std::string::npos);
  }
}

TEST_CASE("a kiosk that enrols again keeps its id, and its old token is void when it has the new one") {
  Gate gate;
  const auto asked = gate.ask(kiosk_id);
  CHECK(*gate.enrolments->approve(asked.user_code, "Foyer", "Hus B") == kiosk_id);
  CHECK(gate.post_status(token, kiosk_id).status == 200);
  const auto granted = gate.grant(asked.device_code);
  CHECK(granted.kiosk_id == kiosk_id);
  CHECK(gate.post_status(token, kiosk_id).status == 401);
  CHECK(gate.post_status(granted.token, kiosk_id).status == 200);
}

TEST_CASE("a revoked token does not come back by its device code") {
  Gate gate;
  const auto asked = gate.ask();
  REQUIRE(gate.enrolments->approve(asked.user_code, "Foyer 2", "").ok());
  const auto granted = gate.grant(asked.device_code);
  REQUIRE(gate.store->revoke_token(granted.kiosk_id).ok());
  CHECK(gate.error_at(asked.device_code) == "invalid_grant");
  CHECK(gate.post_status(granted.token, granted.kiosk_id).status == 401);
}

TEST_CASE("another site's form approves nothing, though the browser is logged in") {
  Gate gate;
  const auto asked = gate.ask();
  for (const std::string& key : {std::string(), std::string(64, 'a')})
    CHECK(
        gate.post_form("/enrol", {{"code", asked.user_code}, {"do", "approve"}, {"name", "x"}, {"key", key}})
            .status == 403);
  CHECK(gate.error_at(asked.device_code) == "authorization_pending");
}

TEST_CASE("with a login only its users see or use the page, and kiosks ask without one") {
  SystemRandom random;
  HubOptions options;
  options.needs_login = true;
  const std::string password = *options.logins.add("anna", random);
  Gate gate(std::move(options));
  const auto asked = gate.ask();
  const wire::Form form{{"code", asked.user_code}, {"do", "approve"}, {"name", "Foyer 2"}};
  CHECK(gate.send("GET", "/enrol").status == 401);
  CHECK(gate.submit(form).status == 401);
  CHECK(gate.submit(form, {"Authorization: Basic " + base64_encode("anna:x")}).status == 401);
  CHECK(gate.error_at(asked.device_code) == "authorization_pending");
  CHECK(gate.submit(form, {"Authorization: Basic " + base64_encode("anna:" + password)}).status == 200);
  CHECK(gate.grant(asked.device_code).name == "Foyer 2");
}

TEST_CASE("what is no request of the flow gets its error and starts nothing") {
  Gate gate;
  const auto asked = gate.ask();
  CHECK(error_of(gate.post_form(wire::enrol_path, {})) == "invalid_request");
  CHECK(error_of(gate.post_form(wire::enrol_path, {{"client_id", "other"}})) == "invalid_request");
  CHECK(error_of(gate.post_form(wire::enrol_path, {{"client_id", wire::client_id}, {"kiosk_id", "../x"}})) ==
        "invalid_request");
  CHECK(error_of(gate.post_form(wire::token_path, {{"client_id", wire::client_id},
                                                   {"grant_type", "password"},
                                                   {"device_code", asked.device_code}})) ==
        "unsupported_grant_type");
  CHECK(error_of(gate.post_form(wire::token_path, {{"client_id", wire::client_id}})) == "invalid_request");
  CHECK(gate.error_at(asked.user_code) == "invalid_grant");
  const auto raw = [&](const std::string& body, const std::string& type) {
    return gate.send("POST", wire::enrol_path, {"Content-Type: " + type}, body).status;
  };
  CHECK(raw("{}", "application/json") == 415);
  CHECK(raw("client_id=entre-kiosk&client_id=entre-kiosk", wire::form_media_type) == 400);
  CHECK(raw("client_id=%zz", wire::form_media_type) == 400);
  CHECK(raw("client_id=%ff", wire::form_media_type) == 400);
  CHECK(raw(std::string(wire::form_bytes_max + 1, 'a'), wire::form_media_type) == 413);
  CHECK(gate.send("GET", wire::token_path).status == 405);
  CHECK(gate.submit({{"code", asked.user_code}, {"do", "approve"}, {"name", " "}}).status == 400);
  CHECK(gate.submit({{"code", asked.user_code}, {"do", "approve"}, {"name", std::string(81, 'x')}}).status ==
        400);
}

TEST_CASE("a stick's enrolments need no approval, are good once, and for their days") {
  Gate gate;
  REQUIRE(gate.files.write(gate.folder + "/names", "Foajén\tHus A\r\n\nBiblioteket\n", 0644).ok());
  Stick stick;
  stick.names_file = gate.folder + "/names";
  stick.folder = gate.folder + "/stick";
  const std::string db = gate.folder + "/hub.db";
  stick.hub_url = "http://hub.example.org";  // the tokens would travel in clear
  CHECK_FALSE(write_stick(db, stick, gate.files, gate.clock, gate.random));
  CHECK(gate.files.list(stick.folder).empty());
  stick.hub_url = "https://hub.example.org";
  CHECK(*write_stick(db, stick, gate.files, gate.clock, gate.random) == 2);
  const auto one = [&](const std::string& name) {
    return *wire::decode_enrolment(*gate.files.read(stick.folder + "/" + name, wire::enrolment_bytes_max));
  };
  const auto first = one("enrolment-001.json"), second = one("enrolment-002.json");
  CHECK(first.name == "Foajén");
  CHECK(first.place == "Hus A");
  CHECK(first.hub_url == stick.hub_url);
  const auto granted = gate.grant(first.device_code);
  CHECK(granted.kiosk_id == first.kiosk_id);
  CHECK(granted.place == "Hus A");
  CHECK(gate.post_status(granted.token, granted.kiosk_id).status == 200);
  CHECK(gate.error_at(first.device_code) == "invalid_grant");
  // A stick that was lost: its enrolments are revoked by id.
  REQUIRE(gate.store->revoke_token(second.kiosk_id).ok());
  CHECK(gate.error_at(second.device_code) == "invalid_grant");

  CHECK_FALSE(write_stick(db, stick, gate.files, gate.clock, gate.random).ok());
  stick.folder += "2";
  stick.count = 3;
  CHECK_FALSE(write_stick(db, stick, gate.files, gate.clock, gate.random).ok());
  stick.count = 1;
  stick.days = 1;
  CHECK(*write_stick(db, stick, gate.files, gate.clock, gate.random) == 1);
  stick.folder = gate.folder + "/stick2";
  const auto third = one("enrolment-001.json");
  gate.clock.advance_ms(86'400'000);
  CHECK(gate.error_at(third.device_code) == "expired_token");
  REQUIRE(gate.files.write(stick.names_file, "ok\nbad\x01name\n", 0644).ok());
  stick.folder += "3";
  const auto refused = write_stick(db, stick, gate.files, gate.clock, gate.random);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().message.find("names:2:") != std::string::npos);
}
