#include <doctest/doctest.h>

#include "sync/wire/wire.h"

using namespace entre;
using namespace entre::wire;

namespace {

FeedbackEvent sample() {
  FeedbackEvent event;
  event.sequence = 17;
  event.kiosk_id = "0b8f3a52-7c1d-4e0a-9c77-2f1f6f3f1a10";
  event.epoch = "6c0c2c1e-1111-4222-8333-444455556666";
  event.unix_ms = 1'704'801'599'999;  // 2024-01-09T11:59:59.999Z
  event.page = "our-task";
  event.language = "sv-simple";
  event.release = 12;
  event.reasons = {"hard_to_read", "missing"};
  event.comment = "Å\n\"citat\" 😀";
  event.clock_trusted = false;
  event.test = true;
  return event;
}

ReceivedEvent receive_one(const std::string& event) {
  auto events = decode_batch("[" + event + "]");
  REQUIRE(events.ok());
  REQUIRE(events->size() == 1);
  return events->front();
}

// A good event with a piece of its bytes replaced.
std::string with(const std::string& from, const std::string& to) {
  std::string text = encode_event(sample());
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("an event comes back as it was sent, its time rounded down to 15 minutes") {
  const ReceivedEvent received = receive_one(encode_event(sample()));
  REQUIRE_MESSAGE(received.ok, received.refusal);
  CHECK(received.id == "17");
  CHECK(received.event.sequence == 17);
  CHECK(received.event.kiosk_id == sample().kiosk_id);
  CHECK(received.event.epoch == sample().epoch);
  CHECK(received.event.unix_ms == 1'704'800'700'000);  // 11:45:00Z
  CHECK(received.event.page == "our-task");
  CHECK(received.event.language == "sv-simple");
  CHECK(received.event.release == 12);
  CHECK_FALSE(received.event.useful);
  CHECK(received.event.reasons == sample().reasons);
  CHECK(received.event.comment == sample().comment);
  CHECK_FALSE(received.event.clock_trusted);
  CHECK(received.event.test);
}

TEST_CASE("an event is the CloudEvent of the protocol, byte for byte") {
  FeedbackEvent event = sample();
  event.reasons.clear();
  event.comment.clear();
  event.test = false;
  event.clock_trusted = true;
  event.useful = true;
  CHECK(encode_event(event) ==
        R"({"data":{"clock_trusted":true,"language":"sv-simple","page":"our-task","reasons":[],"release":12,)"
        R"("useful":"yes"},"datacontenttype":"application/json","id":"17",)"
        R"("source":"urn:kiosk:0b8f3a52-7c1d-4e0a-9c77-2f1f6f3f1a10:6c0c2c1e-1111-4222-8333-444455556666",)"
        R"("specversion":"1.0","time":"2024-01-09T11:45:00Z","type":"org.entre.feedback.v1"})");
}

TEST_CASE("order of members and white space do not change what is hashed") {
  const std::string text = encode_event(sample());
  const Json json = Json::parse(text);
  CHECK(receive_one(json.dump(3)).canonical == receive_one(text).canonical);
}

TEST_CASE("fields of a later version are let through") {
  CHECK(receive_one(with(R"("id":)", R"("traceparent":"x","weight":1.5,"id":)")).ok);
}

TEST_CASE("every refusal has a name") {
  const std::string letters(65, 'a');
  struct Case {
    std::string from, to, refusal;
  };
  const Case cases[] = {
      {R"("specversion":"1.0")", R"("specversion":"2.0")", "unsupported_specversion"},
      {R"("specversion":"1.0")", R"("specversion":1.0)", "unsupported_specversion"},
      {"feedback.v1", "feedback.v2", "unknown_type"},
      {"application/json", "text/plain", "bad_datacontenttype"},
      {R"("id":"17")", R"("id":"017")", "bad_id"},
      {R"("id":"17")", R"("id":"-1")", "bad_id"},
      {R"("id":"17")", R"("id":17)", "bad_id"},
      {R"("id":"17")", R"("id":"9999999999999999")", "bad_id"},
      {R"("id":"17")", R"("id":"0")", "bad_id"},
      {"urn:kiosk:", "urn:kisok:", "bad_source"},
      {"urn:kiosk:0b8f3a52", "urn:kiosk:../0b8f3a52", "bad_source"},
      {":6c0c2c1e-1111-4222-8333-444455556666", "", "bad_source"},
      {":6c0c2c1e", ":x:6c0c2c1e", "bad_source"},
      {"2024-01-09T11:45:00Z", "yesterday", "bad_time"},
      {"2024-01-09T11:45:00Z", "2024-02-30T11:45:00Z", "bad_time"},
      {R"("page":"our-task")", R"("page":"")", "bad_page"},
      {R"("page":"our-task")", R"("page":"<script>")", "bad_page"},
      {R"("page":"our-task")", R"("page":")" + letters + R"(")", "bad_page"},
      {R"("page":"our-task")", R"("page":null)", "bad_page"},
      {R"("language":"sv-simple")", R"("language":"sv simple")", "bad_language"},
      {R"("release":12)", R"("release":-1)", "bad_release"},
      {R"("release":12)", R"("release":1.5)", "bad_release"},
      {R"("release":12)", R"("release":18446744073709551615)", "bad_release"},
      {R"("useful":"no")", R"("useful":true)", "bad_useful"},
      {R"("test":true)", R"("test":"true")", "bad_test"},
      {R"("clock_trusted":false)", R"("clock_trusted":0)", "bad_clock_trusted"},
      {R"(["hard_to_read","missing"])", R"("hard_to_read")", "bad_reasons"},
      {R"("missing")", R"({})", "bad_reasons"},
      {R"("missing")", R"("a b")", "bad_reasons"},
      {R"("missing")", R"("a","a","a","a","a","a","a","a")", "too_many_reasons"},
      {R"("data":{)", R"("data":1,"x":{)", "bad_data"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.to);
    const ReceivedEvent received = receive_one(with(c.from, c.to));
    CHECK_FALSE(received.ok);
    CHECK(received.refusal == c.refusal);
  }
  CHECK(receive_one("null").refusal == "not_an_object");
  CHECK(receive_one("{}").refusal == "unsupported_specversion");
}

TEST_CASE("a comment of 500 characters passes, one of 501 does not, however many bytes they take") {
  FeedbackEvent event = sample();
  event.comment.clear();
  for (int i = 0; i < 500; ++i) event.comment += "😀";
  CHECK(check_event(event).ok());
  CHECK(receive_one(encode_event(event)).ok);
  event.comment += "a";
  REQUIRE_FALSE(check_event(event).ok());
  CHECK(check_event(event).error().message == "comment_too_long");
  CHECK(receive_one(encode_event(event)).refusal == "comment_too_long");
}

TEST_CASE("a comment that is no UTF-8 is refused before it is stored") {
  for (const char* text :
       {"\xff", "a\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe0\x80\xaf", "\x80"}) {
    FeedbackEvent event = sample();
    event.comment = text;
    REQUIRE_FALSE(check_event(event).ok());
    CHECK(check_event(event).error().message == "bad_comment");
  }
}

TEST_CASE("an event above 8 KB is refused alone, its neighbour is not") {
  const std::string large = with(R"("id":)", R"("x":")" + std::string(event_bytes_max, 'x') + R"(","id":)");
  auto events = decode_batch(encode_batch({large, encode_event(sample())}));
  REQUIRE(events.ok());
  CHECK((*events)[0].refusal == "event_too_large");
  CHECK((*events)[0].id == "17");
  CHECK((*events)[1].ok);
}

TEST_CASE("what is no batch is refused whole") {
  for (const char* body : {"", "{}", "[", "[]", "null", "[{]", "[1,]", "\xff\xfe", "[{\"a\":1,\"a\":2}]"}) {
    CAPTURE(body);
    auto events = decode_batch(body);
    REQUIRE_FALSE(events.ok());
    CHECK(events.error().kind == ErrorKind::invalid);
  }
  const std::string deep = std::string(1000, '[') + std::string(1000, ']');
  CHECK_FALSE(decode_batch(deep).ok());
}

TEST_CASE("a batch past its caps is too large: 256 events, 256 KB") {
  const std::vector<std::string> full(batch_events_max, "{}");
  CHECK(decode_batch(encode_batch(full)).ok());
  auto more = decode_batch(encode_batch(std::vector<std::string>(batch_events_max + 1, "{}")));
  REQUIRE_FALSE(more.ok());
  CHECK(more.error().kind == ErrorKind::too_large);
  auto longer = decode_batch("[" + std::string(batch_bytes_max, ' ') + "{}]");
  REQUIRE_FALSE(longer.ok());
  CHECK(longer.error().kind == ErrorKind::too_large);
}
