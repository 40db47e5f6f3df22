// Alarms on the fake clock, a webhook to a real HTTP server, and a mail to a server that speaks SMTP.
#include "sync/hub/alarms.h"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>
#define CPPHTTPLIB_OPENSSL_SUPPORT
#include <httplib.h>

#include <future>

#include "platform/json.h"
#include "sync/hub/alarm_watch.h"
#include "tests/support/fake_random.h"
#include "tests/support/process.h"
#include "tests/sync/hub/house.h"

using namespace entre;
using namespace entre::hub;

namespace {

constexpr std::int64_t minute_ms = 60'000;

struct Recorder : Outlet {
  std::vector<Notice> sent;
  bool is_down = false;
  int tries = 0;
  const char* name() const override { return "recorder"; }
  Result<void> send(const std::vector<Notice>& notices) override {
    ++tries;
    if (is_down) return Error{ErrorKind::unavailable, "down"};
    sent.insert(sent.end(), notices.begin(), notices.end());
    return {};
  }
  // "silent backlog-well ", and forgotten.
  std::string take() {
    std::string all;
    for (const Notice& notice : std::exchange(sent, {}))
      all += notice.finding.kind + (notice.is_well ? "-well " : " ");
    return all;
  }
};

struct Watch {
  test::TempFolder folder;
  std::string db = folder.file("hub.db");
  StandingClock clock;
  Recorder outlet;
  std::unique_ptr<SqliteStore> store = *SqliteStore::open(db);
  std::unique_ptr<Alarms> alarms = *Alarms::open(db, clock, outlet);
  std::vector<Kiosk> kiosks = {{kiosk_id, "Foyer", 0, ""}};
  Finding silent{kiosk_id, "silent", "har inte hörts av", "Se efter strömmen"};
  Finding backlog{kiosk_id, "backlog", "30 svar väntar", "Se efter nätet"};

  bool turn(const std::vector<Finding>& findings) {
    clock.advance_ms(minute_ms);
    return alarms->turn(kiosks, findings).ok();
  }
  void restart() { alarms = *Alarms::open(db, clock, outlet); }
};

Notice notice() {
  Notice notice;
  notice.finding = {kiosk_id, "silent", "har inte hörts av sedan 2024-01-09 12.00", "Se efter strömmen"};
  notice.kiosk_name = "Foajén";
  notice.place = "Hus \"A\"";
  notice.since_unix_ms = 1'704'801'600'000;
  return notice;
}

// Speaks SMTP (RFC 5321) with one client and keeps what it says.
class SmtpServer {
 public:
  explicit SmtpServer(std::string reply_to_data = "250 ok") : reply_to_data_(std::move(reply_to_data)) {
    listener_ = test::listen_on_loopback(&port_);
    thread_ = std::thread([this] { serve(); });
  }
  ~SmtpServer() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }
  std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
  std::vector<std::string> lines() {
    const std::lock_guard lock(mutex_);
    return lines_;
  }
  bool heard(const std::string& line) {
    const auto all = lines();
    return std::find(all.begin(), all.end(), line) != all.end();
  }

 private:
  void serve() {
    const int client = accept(listener_, nullptr, nullptr);
    if (client < 0) return;
    std::string pending;
    bool in_data = false;
    const auto say = [&](const std::string& line) {
      const std::string text = line + "\r\n";
      CHECK(write(client, text.data(), text.size()) == ssize_t(text.size()));
    };
    say("220 test");
    char buffer[1024];
    for (ssize_t n = 0; (n = read(client, buffer, sizeof buffer)) > 0;) {
      pending.append(buffer, std::size_t(n));
      for (std::size_t end = 0; (end = pending.find("\r\n")) != std::string::npos;) {
        const std::string line = pending.substr(0, end);
        pending.erase(0, end + 2);
        {
          const std::lock_guard lock(mutex_);
          lines_.push_back(line);
        }
        if (in_data && line != ".") continue;
        if (line == "QUIT") {
          say("221 bye");
          close(client);
          return;
        }
        say(line == "DATA" ? "354 go on" : in_data ? reply_to_data_ : "250 ok");
        in_data = line == "DATA";
      }
    }
    close(client);
  }

  int listener_ = -1, port_ = 0;
  std::string reply_to_data_;
  std::mutex mutex_;
  std::vector<std::string> lines_;
  std::thread thread_;
};

}  // namespace

TEST_CASE("an alarm is told once, and once more when it is well") {
  Watch watch;
  CHECK(watch.turn({}));
  CHECK(watch.turn({watch.silent}));
  CHECK(watch.outlet.sent.at(0).kiosk_name == "Foyer");
  CHECK(watch.outlet.take() == "silent ");
  CHECK(watch.turn({watch.silent}));
  CHECK(watch.turn({watch.silent, watch.backlog}));
  CHECK(watch.outlet.take() == "backlog ");
  CHECK(watch.turn({watch.backlog}));
  CHECK(watch.outlet.take() == "silent-well ");
  CHECK(watch.turn({watch.silent, watch.backlog}));
  CHECK(watch.outlet.take() == "silent ");
}

TEST_CASE("a restart of the hub neither repeats an alarm nor loses one") {
  Watch watch;
  CHECK(watch.turn({watch.silent}));
  CHECK(watch.outlet.take() == "silent ");
  watch.restart();
  CHECK(watch.turn({watch.silent}));
  CHECK(watch.outlet.take() == "");
  watch.outlet.is_down = true;
  CHECK_FALSE(watch.turn({watch.backlog}));
  watch.restart();
  watch.outlet.is_down = false;
  CHECK(watch.turn({watch.backlog}));
  CHECK(watch.outlet.take() == "silent-well backlog ");
}

TEST_CASE("while nobody takes messages they wait, tried after a minute, two, four and so on up to an hour") {
  Watch watch;
  watch.outlet.is_down = true;
  std::vector<int> minutes;
  for (int minute = 0; minute < 300; ++minute) {
    const int before = watch.outlet.tries;
    watch.turn({watch.silent});
    if (watch.outlet.tries > before) minutes.push_back(minute);
  }
  CHECK(minutes == std::vector<int>{0, 1, 3, 7, 15, 31, 63, 123, 183, 243});
  watch.outlet.is_down = false;
  for (int minute = 0; minute < 60; ++minute) watch.turn({watch.silent});
  CHECK(watch.outlet.take() == "silent ");
}

TEST_CASE(
    "what ends before it was told is not told, and what comes back before its end was told is not ended") {
  Watch watch;
  watch.outlet.is_down = true;
  watch.turn({watch.silent});
  watch.turn({});
  watch.outlet.is_down = false;
  for (int minute = 0; minute < 5; ++minute) CHECK(watch.turn({}));
  CHECK(watch.outlet.take() == "");
  CHECK(watch.turn({watch.silent}));
  CHECK(watch.outlet.take() == "silent ");
  watch.outlet.is_down = true;
  CHECK_FALSE(watch.turn({}));
  watch.outlet.is_down = false;
  for (int minute = 0; minute < 5; ++minute) CHECK(watch.turn({watch.silent}));
  CHECK(watch.outlet.take() == "");
}

TEST_CASE("a webhook gets one POST of JSON, and anything but 2xx is tried again") {
  httplib::Server server;
  std::vector<std::string> bodies;
  std::string type;
  int status = 204;
  server.Post("/hook", [&](const httplib::Request& request, httplib::Response& response) {
    bodies.push_back(request.body);
    type = request.get_header_value("Content-Type");
    response.status = status;
  });
  const int port = server.bind_to_any_port("127.0.0.1");
  std::thread thread([&] { server.listen_after_bind(); });
  {
    auto http = *CurlHttp::create({});
    Webhook webhook(*http, "http://127.0.0.1:" + std::to_string(port) + "/hook");
    Notice well = notice();
    well.is_well = true;
    CHECK(webhook.send({notice(), well}).ok());
    status = 500;
    CHECK_FALSE(webhook.send({notice()}).ok());
    status = 302;
    CHECK_FALSE(webhook.send({notice()}).ok());
  }
  server.stop();
  thread.join();
  REQUIRE(bodies.size() == 3);
  CHECK(type == "application/json");
  const Json alarms = Json::parse(bodies[0])["alarms"];
  REQUIRE(alarms.size() == 2);
  CHECK(alarms[0]["kiosk"] == "Foajén");
  CHECK(alarms[0]["state"] == "alarm");
  CHECK(alarms[0]["since"] == "2024-01-09T12:00:00Z");
  CHECK(alarms[0]["todo"] == "Se efter strömmen");
  CHECK(alarms[1]["state"] == "well");
}

TEST_CASE("a mail goes by SMTP to all who are told, and is read as it was written") {
  StandingClock clock;
  test::FakeRandom random;
  SmtpServer server;
  CurlMail mail({server.url(), "", "", "", 10'000}, clock, random);
  MailOutlet outlet(mail, clock, "hub@example.org", {"anna@example.org", "bo@example.org"});
  const auto sent = outlet.send({notice()});
  REQUIRE_MESSAGE(sent.ok(), (sent ? "" : sent.error().message));
  CHECK(server.heard("MAIL FROM:<hub@example.org>"));
  CHECK(server.heard("RCPT TO:<anna@example.org>"));
  CHECK(server.heard("RCPT TO:<bo@example.org>"));
  CHECK(server.heard("Date: Tue, 09 Jan 2024 12:00:00 +0000"));
  CHECK(server.heard("Auto-Submitted: auto-generated"));
  std::string subject, body;
  bool in_subject = false, in_body = false;
  for (const std::string& line : server.lines()) {
    if (line == ".") in_body = false;
    if (in_body) body += line;
    in_subject = line.starts_with("Subject:") || (in_subject && line.starts_with(" "));
    if (in_subject) {
      const std::size_t from = line.find("=?UTF-8?B?") + 10;
      subject += *base64_decode(line.substr(from, line.size() - 2 - from));
    }
    if (line.empty()) in_body = true;
    CHECK(line.size() <= 78);
  }
  CHECK(subject == "Entré: Foajén (Hus \"A\"): har inte hörts av sedan 2024-01-09 12.00");
  CHECK(base64_decode(body)->find("Se efter strömmen\r\nSedan 2024-01-09 13.00\r\n") != std::string::npos);
}

TEST_CASE(
    "a mail server that refuses, or is not there, has taken nothing; a password never goes in the clear") {
  StandingClock clock;
  test::FakeRandom random;
  const MailMessage message{"hub@example.org", {"anna@example.org"}, "x", "y"};
  {
    SmtpServer server("554 no");
    CHECK_FALSE(CurlMail({server.url(), "", "", "", 10'000}, clock, random).send(message).ok());
  }
  CHECK_FALSE(
      CurlMail({"smtp://127.0.0.1:" + std::to_string(test::free_port()), "", "", "", 10'000}, clock, random)
          .send(message)
          .ok());
  SmtpServer server;
  CHECK_FALSE(CurlMail({server.url(), "hub", "secret", "", 10'000}, clock, random).send(message).ok());
  for (const std::string& line : server.lines()) CHECK_FALSE(line.starts_with("AUTH"));
}

TEST_CASE("a name with line breaks becomes no header, and addresses with them are none") {
  const std::string text = format_mail({"a@b.se", {"c@d.se"}, "x\r\nBcc: e@f.se", "\n.\n"}, 0, "id");
  CHECK(text.find("Bcc") == std::string::npos);
  for (const char* address : {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nX: y", "<a@b>", "a@b,c@d"}) {
    CAPTURE(address);
    CHECK_FALSE(is_mail_address(address));
  }
  CHECK(is_mail_address("drift.kiosk+1@example.org"));
}

TEST_CASE("alarms that could not go out are refused before the hub listens") {
  const auto refused = [](AlarmOptions options) { return !check_alarms(options).ok(); };
  CHECK(check_alarms({}).ok());
  CHECK(check_alarms({"https://hook.test/x", "smtps://mail.test", "", "a@b.se", {"c@d.se"}}).ok());
  CHECK(refused({"ftp://x", "", "", "", {}}));
  CHECK(refused({"", "http://mail.test", "", "a@b.se", {"c@d.se"}}));
  CHECK(refused({"", "smtp://mail.test", "", "a@b.se", {}}));
  CHECK(refused({"", "smtp://mail.test", "", "", {"c@d.se"}}));
  CHECK(refused({"", "smtp://mail.test", "", "a@b.se", {"c@d.se", "e"}}));
  CHECK(refused({"", "", "", "a@b.se", {"c@d.se"}}));
}

TEST_CASE("a hub that starts tells of a kiosk that is black, and ends while it waits for the next look") {
  House house;
  wire::KioskStatus status;
  status.kiosk_id = kiosk_id;
  status.frame = wire::FrameFacts{"0000000000000000", 0, house.clock.unix_ms(), house.clock.unix_ms()};
  REQUIRE(house.store->put_status(kiosk_id, wire::encode_status(status), house.clock.unix_ms()).ok());
  httplib::Server server;
  std::promise<std::string> told;
  server.Post("/",
              [&](const httplib::Request& request, httplib::Response&) { told.set_value(request.body); });
  const int port = server.bind_to_any_port("127.0.0.1");
  std::thread thread([&] { server.listen_after_bind(); });
  AlarmOptions options;
  options.webhook_url = "http://127.0.0.1:" + std::to_string(port) + "/";
  auto watch = AlarmWatch::start(options, house.folder + "/hub.db", *house.store, house.files, house.clock,
                                 house.random);
  REQUIRE(watch.ok());
  CHECK(told.get_future().get().find("\"black\"") != std::string::npos);
  watch->reset();
  server.stop();
  thread.join();
}
