#include "sync/hub/dashboard.h"

#include <doctest/doctest.h>

#include "sync/hub/page.h"
#include "tests/sync/hub/house.h"

using namespace entre;
using namespace entre::hub;

TEST_CASE("the page counts yes, no and their share for each page and language, tests apart") {
  House house;
  std::vector<wire::FeedbackEvent> events;
  for (int i = 1; i <= 4; ++i) {
    events.push_back(event(i, "our-task"));
    events.back().useful = i <= 2;
    events.back().test = i == 4;
  }
  events.push_back(event(5, "our-task"));
  events.back().language = "fi";
  house.reply_to(events);
  const auto response = house.send("GET", "/");
  CHECK(response.status == 200);
  CHECK(response.headers.at("content-type") == "text/html; charset=utf-8");
  CHECK(
      response.body.find(
          "<tr><th scope=\"row\">our-task</th><td>sv</td><td class=\"number\">2</td>"
          "<td class=\"number\">1</td><td class=\"number\">67\u00a0%</td><td class=\"number\">1</td></tr>") !=
      std::string::npos);
  CHECK(response.body.find("<td>fi</td><td class=\"number\">0</td><td class=\"number\">1</td><td "
                           "class=\"number\">0\u00a0%</td>") != std::string::npos);
  CHECK(response.body.find("Foyer") != std::string::npos);
  CHECK(response.body.find("2024-01-09 13.00") != std::string::npos);  // Swedish local time
}

TEST_CASE("what kiosks say about themselves cannot become markup") {
  wire::KioskStatus status;
  status.kiosk_id = "k";
  status.last_error = "<script>alert(1)</script>";
  status.outbox_set_aside = "\"><img src=x>";
  const std::string html =
      dashboard_main({{"<b>", "s'v", 1, 0, 0}}, {},
                     {{"<i>", "Foajé & \"co\"", 0, wire::encode_status(status)}}, StandingClock());
  for (const char* markup : {"<script", "<img", "<b>", "<i>", "s'v", "& \""})
    CHECK(html.find(markup) == std::string::npos);
  CHECK(html.find("Foajé &amp; &quot;co&quot;") != std::string::npos);
  CHECK(html.find("aldrig") != std::string::npos);
}

TEST_CASE("the page loads nothing and its policy forbids it") {
  House house;
  const auto response = house.send("GET", "/");
  CHECK(response.headers.at("content-security-policy").starts_with("default-src 'none'; style-src 'sha256-"));
  CHECK(response.headers.at("cache-control") == "no-store");
  CHECK(response.body.find("http://") == std::string::npos);
  CHECK(response.body.find("https://") == std::string::npos);
  CHECK(response.body.find("<html lang=\"sv\">") != std::string::npos);
}

TEST_CASE("the policy allows the very bytes of the page's style") {
  const std::string html = html_page("Svar", "");
  const auto from = html.find("<style>") + 7;
  const std::string style = html.substr(from, html.find("</style>") - from);
  CHECK(page_policy("'none'").find(base64_encode(sha256_raw(style))) != std::string::npos);
}

TEST_CASE("with a login the page is for its users only, and the kiosks need none") {
  SystemRandom random;
  HubOptions options;
  options.needs_login = true;
  const std::string password = *options.logins.add("anna", random);
  House house(std::move(options));
  const auto closed = house.send("GET", "/");
  CHECK(closed.status == 401);
  CHECK(closed.headers.at("www-authenticate").starts_with("Basic "));
  CHECK(closed.body.find("Foyer") == std::string::npos);
  CHECK(house.send("GET", "/", {"Authorization: Basic " + base64_encode("anna:" + password)}).status == 200);
  CHECK(house.send("GET", "/", {"Authorization: Basic " + base64_encode("anna:x")}).status == 401);
  CHECK(house.send("GET", "/", {"Authorization: Bearer " + token}).status == 401);
  CHECK(house.post_batch(batch({event(1)})).status == 200);
  CHECK(house.send("GET", "/healthz").status == 200);
}

TEST_CASE("from two thirds of a signature's validity on its kiosk's row says when it ends") {
  const StandingClock clock;
  wire::KioskStatus status;
  status.kiosk_id = "k";
  status.expiry_role = "timestamp";
  status.expiry_unix_ms = clock.unix_ms() + 1000;
  const auto page = [&](std::int64_t warn_from_unix_ms) {
    status.expiry_warn_from_unix_ms = warn_from_unix_ms;
    return dashboard_main({}, {}, {{"k", "Foyer", 0, wire::encode_status(status)}}, clock);
  };
  CHECK(page(clock.unix_ms() + 1).find("signaturen") == std::string::npos);
  CHECK(page(clock.unix_ms()).find("signaturen för timestamp går ut <time") != std::string::npos);
  status.expiry_unix_ms = clock.unix_ms() - 1;
  CHECK(page(clock.unix_ms() - 1).find("signaturen för timestamp gick ut <time") != std::string::npos);
}

TEST_CASE("a kiosk whose screen is dark by its display hours says so on its row") {
  const StandingClock clock;
  wire::KioskStatus status;
  status.frame.emplace();
  const auto page = [&] {
    return dashboard_main({}, {}, {{"k", "Foyer", 0, wire::encode_status(status)}}, clock);
  };
  CHECK(page().find("skärmen släckt") == std::string::npos);
  status.frame->is_dark = true;
  CHECK(page().find("skärmen släckt") != std::string::npos);
}
