#include <set>

#include "sync/client/schedule.h"
#include "tests/sync/client/release_server.h"

namespace entre::test {

using client::ExitCode;
using client::Retry;

namespace {

std::string header(const HttpRequest& request, const std::string& name) {
  for (const std::string& line : request.headers)
    if (line.rfind(name + ": ", 0) == 0) return line.substr(name.size() + 2);
  return "";
}

// A home with answers that wait and a hub that stores them.
struct Answers {
  ReleaseServer server;
  std::unique_ptr<Home> home;
  std::vector<HttpRequest> posts;
  int status = 200;
  std::size_t events_max = 1000;
  std::map<std::string, std::string> reply_headers;

  explicit Answers(int count) {
    server.publish(FakeClock());
    home = std::make_unique<Home>(server);
    REQUIRE(home->files.write(home->paths.token_file, "secret-1\n", 0600).ok());
    auto ledger = outbox();
    for (int i = 0; i < count; ++i) REQUIRE(ledger->finish_draft(*ledger->add_draft(answer())).ok());
    server.on_post = [this](const HttpRequest& request) { return take(request); };
  }
  outbox::Answer answer() const {
    outbox::Answer answer;
    answer.page = "one";
    answer.language = "sv";
    answer.release = 1;
    answer.useful = true;
    return answer;
  }
  std::unique_ptr<outbox::Outbox> outbox() {
    auto opened = outbox::Outbox::open(home->paths.outbox_file, home->config.kiosk.id, home->files,
                                       home->clock, home->random);
    REQUIRE(opened.ok());
    return std::move(opened->outbox);
  }
  std::int64_t waiting() { return outbox()->counts()->waiting; }
  HttpResponse take(const HttpRequest& request) {
    if (request.url.find("/v1/status") != std::string::npos) return {200, {}, "{}"};
    posts.push_back(request);
    const Json events = Json::parse(request.body);
    if (events.size() > events_max) return {413, {}, ""};
    if (status != 200) return {status, reply_headers, ""};
    wire::BatchReply reply;
    for (const Json& event : events) reply.results.push_back({event["id"], "stored", ""});
    return {200, {}, wire::encode_reply(reply)};
  }
};

}  // namespace

TEST_CASE(
    "answers travel with token, idempotency key, digest and media type, and leave the ledger when stored") {
  Answers answers(3);
  CHECK(answers.home->sync().exit_code() == ExitCode::ok);
  REQUIRE(answers.posts.size() == 1);
  const HttpRequest& post = answers.posts[0];
  CHECK(post.url == "https://hub.test/v1/feedback");
  CHECK(header(post, "Authorization") == "Bearer secret-1");
  CHECK(header(post, "Content-Type") == wire::batch_media_type);
  CHECK(header(post, "Content-Digest") == wire::content_digest(post.body));
  CHECK(header(post, "Idempotency-Key") == answers.outbox()->epoch() + ":1-3");
  CHECK(answers.waiting() == 0);
}

TEST_CASE("every refusal of the whole batch keeps the answers, and the same bytes are sent again") {
  for (const int status : {400, 401, 403, 404, 429, 500, 503, 204, 301}) {
    CAPTURE(status);
    Answers answers(2);
    answers.status = status;
    answers.reply_headers = {{"retry-after", "120"}};
    auto outcome = answers.home->sync();
    CHECK(outcome.exit_code() == ExitCode::failed);
    CHECK(outcome.content->ok());
    CHECK(outcome.upload.retry_after_ms == 120'000);
    CHECK(answers.waiting() == 2);
    answers.status = 200;
    CHECK(answers.home->sync().exit_code() == ExitCode::ok);
    CHECK(answers.posts[0].body == answers.posts[1].body);
    CHECK(header(answers.posts[0], "Idempotency-Key") == header(answers.posts[1], "Idempotency-Key"));
    CHECK(answers.waiting() == 0);
  }
}

TEST_CASE("a reply that cannot be read, or does not name every answer, keeps them all") {
  for (const std::string& body :
       {std::string(), std::string("ok"), std::string("{\"results\": []}"),
        std::string(R"({"results": [{"id": "1", "status": "stored"}]})"),
        std::string(R"({"results": [{"id": "1", "status": "stored"}, {"id": "2x", "status": "stored"}]})"),
        std::string(R"({"results": [{"id": "1", "status": "fine"}, {"id": "2", "status": "stored"}]})")}) {
    CAPTURE(body);
    Answers answers(2);
    answers.server.on_post = [&](const HttpRequest&) { return HttpResponse{200, {}, body}; };
    CHECK(answers.home->sync().exit_code() == ExitCode::failed);
    CHECK(answers.waiting() == 2);
  }
}

TEST_CASE("a reply that leaves out an answer keeps its batch, and takes none of the others with it") {
  Answers answers(16);
  answers.events_max = 2;
  answers.home->http.parallel = 32;
  std::size_t small = 0;
  answers.server.on_post = [&](const HttpRequest& request) {
    HttpResponse response = answers.take(request);
    const bool is_small = request.url.ends_with("/feedback") && Json::parse(request.body).size() <= 2;
    if (is_small && ++small == 2)
      response.body = wire::encode_reply({{{"999", "stored", ""}, {"998", "stored", ""}}, 0, {}});
    return response;
  };
  const auto outcome = answers.home->sync();
  CHECK(outcome.exit_code() == ExitCode::failed);
  CHECK(outcome.upload.delivered == 10);
  CHECK(answers.waiting() == 6);
  CHECK(answers.home->sync().exit_code() == ExitCode::ok);
  CHECK(answers.waiting() == 0);
}

TEST_CASE("after a 413 half as many are sent, and one alone that is too large becomes a dead letter") {
  Answers answers(8);
  answers.events_max = 2;
  CHECK(answers.home->sync().exit_code() == ExitCode::ok);
  CHECK(answers.waiting() == 0);
  std::vector<std::size_t> sizes;
  for (const HttpRequest& post : answers.posts) sizes.push_back(Json::parse(post.body).size());
  CHECK(sizes == std::vector<std::size_t>{8, 4, 4, 2, 2, 2, 2});  // two of four were sealed already
  Answers none(1);
  none.events_max = 0;
  CHECK(none.home->sync().exit_code() == ExitCode::ok);
  CHECK(none.outbox()->counts()->dead == 1);
}

TEST_CASE("a few batches travel at a time, and are acknowledged in whatever order the replies come") {
  Answers answers(24);
  answers.events_max = 3;
  FakeRandom random(3);
  FakeHttp http([&](const HttpRequest& request) { return answers.take(request); });
  http.parallel = 32;
  http.reorder = &random;
  const auto ledger = answers.outbox();
  client::Uploader uploader(http, answers.home->clock, "https://hub.test", "token");
  const auto report = uploader.run(*ledger, [] { return false; });
  CHECK_FALSE(report.error);
  CHECK(report.delivered == 24);
  CHECK(ledger->counts()->waiting == 0);
  CHECK(http.most_under_way > 3);
  CHECK(http.most_under_way <= 6);
  std::set<std::string> stored;
  for (const HttpRequest& post : answers.posts) {
    const Json events = Json::parse(post.body);
    if (events.size() > 3) continue;
    for (const Json& event : events) CHECK(stored.insert(event["id"]).second);
  }
  CHECK(stored.size() == 24);
}

TEST_CASE("one refused batch ends the upload, and what else is under way is heard out") {
  Answers answers(16);
  answers.events_max = 2;
  answers.home->http.parallel = 32;
  std::size_t small = 0;
  answers.server.on_post = [&](const HttpRequest& request) {
    const bool is_small = request.url.ends_with("/feedback") && Json::parse(request.body).size() <= 2;
    return is_small && ++small == 2 ? HttpResponse{503, {{"retry-after", "60"}}, ""} : answers.take(request);
  };
  const auto outcome = answers.home->sync();
  CHECK(outcome.exit_code() == ExitCode::failed);
  CHECK(outcome.upload.retry_after_ms == 60'000);
  CHECK(outcome.upload.delivered == 10);  // the first, and the four that were sent before the refusal came
  CHECK(answers.waiting() == 6);
  CHECK(answers.home->sync().exit_code() == ExitCode::ok);
  CHECK(answers.waiting() == 0);
}

TEST_CASE("rejected answers become dead letters, and the status counts them") {
  Answers answers(2);
  answers.server.on_post = [&](const HttpRequest& request) {
    wire::BatchReply reply;
    if (request.url.find("feedback") != std::string::npos)
      reply.results = {{"1", "duplicate", ""}, {"2", "rejected", "unknown page"}};
    return HttpResponse{200, {}, wire::encode_reply(reply)};
  };
  auto outcome = answers.home->sync();
  CHECK(outcome.upload.delivered == 1);
  CHECK(outcome.upload.refused == 1);
  auto status = wire::decode_status(*answers.home->files.read(answers.home->paths.status_file, 100'000));
  CHECK(status->answers_waiting == 0);
  CHECK(status->answers_dead == 1);
  CHECK(status->last_error.empty());
  CHECK(status->last_success_unix_ms == answers.home->clock.unix_ms());
}

TEST_CASE(
    "the hub hears of the picture and the display hours, by no finer time than all that leaves the kiosk") {
  Answers answers(0);
  auto& home = *answers.home;
  home.clock.advance_ms(61'000);
  home.config.display.week[6] = "closed";
  home.config.display.days = "2026-12-24 closed";
  std::string told;
  answers.server.on_post = [&](const HttpRequest& request) {
    told = request.body;
    return HttpResponse{200, {}, "{}"};
  };
  const auto heard = [&](const std::string& frame_file) {
    REQUIRE(home.files.write(home.paths.frame_file(), frame_file, 0644).ok());
    home.sync();
    return *wire::decode_status(told);
  };
  const auto status = heard(wire::encode_frame({"00ff00ff00ff00ff", 9, 900'000 * 5 + 1, 900'000 * 4 - 1}));
  CHECK(status.frame == wire::FrameFacts{"00ff00ff00ff00ff", 9, 900'000 * 5, 900'000 * 3});
  CHECK(status.display_week[6] == "closed");
  CHECK(status.last_attempt_unix_ms == home.clock.unix_ms() / 900'000 * 900'000);
  CHECK(home.clock.unix_ms() % 900'000 != 0);
  CHECK(status.disk_free_bytes > 0);
  CHECK(status.clock_trusted == home.clock.trusted());
  CHECK(status.time_zone == "Europe/Stockholm");
  CHECK(status.display_days == "2026-12-24 closed");
  CHECK(status.interval_s == home.config.sync.interval_s);
  CHECK_FALSE(heard("{").frame.has_value());
  CHECK_FALSE(heard(std::string(wire::frame_bytes_max + 1, ' ')).frame.has_value());
}

TEST_CASE("answers wait where there is no token or a malformed one") {
  for (const std::string& token : {std::string(), std::string("two words"), std::string("a\r\nX: y")}) {
    Answers answers(1);
    REQUIRE(answers.home->files.write(answers.home->paths.token_file, token, 0600).ok());
    CHECK(answers.home->sync().exit_code() == ExitCode::failed);
    CHECK(answers.posts.empty());
    CHECK(answers.waiting() == 1);
  }
}

TEST_CASE("answers are sent though the content is refused") {
  Answers answers(1);
  answers.home->clock.advance_ms(std::int64_t{8} * 86'400'000);
  CHECK(answers.home->sync().exit_code() == ExitCode::refused);
  CHECK(answers.waiting() == 0);
}

TEST_CASE("a wait is jittered in full from 5 s doubling to 30 min, and never shorter than Retry-After") {
  FakeRandom random;
  std::int64_t ceiling_ms = Retry::first_ms, highest_ms = 0;
  for (int round = 0; round < 200; ++round) {
    Retry retry(random);
    ceiling_ms = Retry::first_ms;
    for (int n = 0; n < 14; ++n) {
      const std::int64_t wait_ms = retry.failed();
      CHECK(wait_ms >= 0);
      CHECK(wait_ms <= ceiling_ms);
      ceiling_ms = std::min(ceiling_ms * 2, Retry::last_ms);
      highest_ms = std::max(highest_ms, wait_ms);
    }
    CHECK(retry.ceiling_ms() == Retry::last_ms);
    const std::int64_t asked_ms = retry.failed(7'200'000);
    CHECK(asked_ms >= 7'200'000);
    CHECK(asked_ms <= 7'200'000 * 3 / 2);
    retry.succeeded();
    CHECK(retry.failed() <= Retry::first_ms);
  }
  CHECK(highest_ms > Retry::last_ms / 2);
}

TEST_CASE("Retry-After is read as seconds or as a date") {
  const std::int64_t now = 1'704'801'600'000;  // 2024-01-09T12:00:00Z
  CHECK(client::parse_retry_after("30", now) == 30'000);
  CHECK(client::parse_retry_after("Tue, 09 Jan 2024 12:01:00 GMT", now) == 60'000);
  CHECK(client::parse_retry_after("Tue, 09 Jan 2024 11:00:00 GMT", now) == 0);
  CHECK(client::parse_retry_after("99999999999999999999", now) == Retry::retry_after_ms_max);
  for (const char* bad : {"", "-1", "soon", "Tue, 09 Jan 2024"})
    CHECK_FALSE(client::parse_retry_after(bad, now));
}

TEST_CASE(
    "an answer is sent at once, but not while a failed upload is waited out; staff are never kept waiting") {
  FakeRandom random;
  client::Schedule schedule(random, 300, 0);
  CHECK(schedule.content_is_due(0));
  CHECK(schedule.upload_is_due(0));
  schedule.upload_done(true, std::nullopt, 0);
  schedule.content_done(true, std::nullopt, 0);
  schedule.upload_done(true, std::nullopt, 0);
  CHECK(schedule.wait_ms(0) >= 270'000);
  CHECK(schedule.wait_ms(0) <= 330'000);
  schedule.upload_requested(10);
  CHECK(schedule.wait_ms(10) == 0);
  schedule.upload_done(false, 60'000, 10);
  schedule.upload_requested(20);
  CHECK_FALSE(schedule.upload_is_due(20));
  CHECK_FALSE(schedule.upload_is_due(60'000));
  CHECK(schedule.upload_is_due(90'010));  // and half as long again at most
  schedule.sync_requested(30);
  CHECK(schedule.content_is_due(30));
  CHECK(schedule.upload_is_due(30));
}

}  // namespace entre::test
