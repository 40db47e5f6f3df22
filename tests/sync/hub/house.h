#pragma once
// A hub with one kiosk on a free loopback port, for the tests of this folder.

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "platform/crypto.h"
#include "platform/http.h"
#include "sync/hub/hub.h"
#include "sync/hub/server.h"
#include "sync/hub/store.h"
#include "sync/wire/wire.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temp_folder.h"

namespace entre::hub {

inline const std::string kiosk_id = "0b8f3a52-7c1d-4e0a-9c77-2f1f6f3f1a10";
inline const std::string other_id = "11111111-2222-4333-8444-555555555555";
inline const std::string epoch = "6c0c2c1e-1111-4222-8333-444455556666";
inline const std::string token = "a-token";

// Stands still at 2024-01-09T12:00:00Z.
using StandingClock = test::FakeClock;

inline wire::FeedbackEvent event(std::int64_t sequence, const std::string& page = "our-task") {
  wire::FeedbackEvent event;
  event.sequence = sequence;
  event.kiosk_id = kiosk_id;
  event.epoch = epoch;
  event.unix_ms = 1'704'801'600'000;
  event.page = page;
  event.language = "sv";
  event.release = 2;
  return event;
}

inline std::string batch(const std::vector<wire::FeedbackEvent>& events) {
  std::vector<std::string> encoded;
  for (const auto& one : events) encoded.push_back(wire::encode_event(one));
  return wire::encode_batch(encoded);
}

class House {
 public:
  explicit House(HubOptions options = {}) {
    std::filesystem::create_directories(folder + "/release/metadata");
    std::filesystem::create_directories(folder + "/release/targets/pages");
    store = *SqliteStore::open(folder + "/hub.db");
    REQUIRE(store->put_kiosk(kiosk_id, "Foyer", sha256_hex(token), 0).ok());
    options.release_folder = folder + "/release";
    enrolments = *Enrolments::open(folder + "/hub.db", clock, random);
    desk = std::make_unique<EnrolDesk>(*enrolments, files, random,
                                       EnrolDesk::Options{options.release_folder, "", false});
    hub = std::make_unique<Hub>(*store, files, clock, std::move(options), desk.get());
    server = *Server::create(*hub, {"127.0.0.1", 0, "", ""});
    thread = std::thread([this] { server->run(); });
    http = *CurlHttp::create({});
  }
  ~House() {
    http.reset();
    server->stop();
    thread.join();
    store.reset();
  }
  std::string url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(server->port()) + path;
  }
  HttpResponse send(const std::string& method, const std::string& path, std::vector<std::string> headers = {},
                    const std::string& body = "") {
    auto response = http->send({method, url(path), std::move(headers), body, 1u << 20});
    if (!response) FAIL(response.error().message);
    return std::move(response).value();
  }
  HttpResponse post_form(const std::string& path, const wire::Form& form,
                         std::vector<std::string> headers = {}) {
    headers.push_back(std::string("Content-Type: ") + wire::form_media_type);
    return send("POST", path, std::move(headers), wire::encode_form(form));
  }
  HttpResponse post_batch(const std::string& body, const std::string& with_token = token,
                          std::vector<std::string> headers = {}) {
    headers.push_back("Content-Type: application/cloudevents-batch+json");
    headers.push_back("Authorization: Bearer " + with_token);
    return send("POST", wire::feedback_path, std::move(headers), body);
  }
  wire::BatchReply reply_to(const std::vector<wire::FeedbackEvent>& events) {
    const HttpResponse response = post_batch(batch(events));
    REQUIRE(response.status == 200);
    auto reply = wire::decode_reply(response.body);
    REQUIRE(reply.ok());
    return std::move(reply).value();
  }
  // Through a connection of its own: what another process would find.
  std::int64_t rows(const std::string& where = "1") const {
    auto db = Database::open(folder + "/hub.db", Database::Mode::read_write);
    auto select = db->prepare("SELECT count(*) FROM feedback WHERE " + where);
    REQUIRE(*select->step());
    return select->column_int(0);
  }

  test::TempFolder temp;
  std::string folder = temp.path();
  SystemFiles files;
  StandingClock clock;
  SystemRandom random;
  std::unique_ptr<SqliteStore> store;
  std::unique_ptr<Enrolments> enrolments;
  std::unique_ptr<EnrolDesk> desk;
  std::unique_ptr<Hub> hub;
  std::unique_ptr<Server> server;
  std::unique_ptr<CurlHttp> http;
  std::thread thread;
};

inline std::string error_of(const HttpResponse& response) {
  const Json json = Json::parse(response.body, nullptr, false);
  return json.is_object() && json.contains("error") ? json["error"].get<std::string>() : "no JSON reason";
}

}  // namespace entre::hub
