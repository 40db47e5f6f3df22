#include <doctest/doctest.h>

#include "sync/wire/wire.h"

using namespace entre;
using namespace entre::wire;

TEST_CASE("a reply comes back as it was sent") {
  BatchReply reply;
  reply.results = {{"1", "stored", ""}, {"2", "conflict", "body_differs"}, {"", "rejected", "not_an_object"}};
  reply.contiguous_through = 1;
  reply.missing = {3, 5};
  auto decoded = decode_reply(encode_reply(reply));
  REQUIRE(decoded.ok());
  REQUIRE(decoded->results.size() == 3);
  CHECK(decoded->results[0].id == "1");
  CHECK(decoded->results[0].status == "stored");
  CHECK(decoded->results[1].reason == "body_differs");
  CHECK(decoded->contiguous_through == 1);
  CHECK(decoded->missing == std::vector<std::int64_t>{3, 5});
}

TEST_CASE("a reply names at most 256 missing answers") {
  BatchReply reply;
  reply.missing.assign(1000, 7);
  auto decoded = decode_reply(encode_reply(reply));
  REQUIRE(decoded.ok());
  CHECK(decoded->missing.size() == missing_max);
}

TEST_CASE("a reply that cannot be read is an error, so that nothing is deleted on its word") {
  for (const char* body :
       {"", "<html>OK</html>", "[]", "{}", R"({"results":{}})", R"({"results":[{"id":"1"}]})",
        R"({"results":[{"id":"1","status":"fine"}]})", R"({"results":[{"id":1,"status":"stored"}]})",
        R"({"results":[],"contiguous_through":"x"})", R"({"results":[],"missing":["x"]})"}) {
    CAPTURE(body);
    CHECK_FALSE(decode_reply(body).ok());
  }
  CHECK_FALSE(decode_reply("{\"results\":[],\"x\":\"" + std::string(reply_bytes_max, 'x') + "\"}").ok());
}

TEST_CASE("a status comes back as it was sent") {
  KioskStatus status;
  status.kiosk_id = "k-1";
  status.name = "Entrén \"öst\"";
  status.program_version = "0.1.0";
  status.release = 12;
  status.last_success_unix_ms = 1;
  status.last_attempt_unix_ms = 2;
  status.last_error = "no answer";
  status.answers_waiting = 3;
  status.answers_dead = 4;
  status.oldest_waiting_unix_ms = 900'000;
  status.clock_trusted = false;
  status.disk_free_bytes = 5;
  status.outbox_set_aside = "outbox.db.damaged-5";
  status.frame = FrameFacts{"0123456789abcdef", 7, 900'000, 0};
  status.display_week[6] = "closed";
  status.time_zone = "Europe/Helsinki";
  status.display_days = "2026-12-24 closed";
  status.interval_s = 300;
  auto decoded = decode_status(encode_status(status));
  REQUIRE(decoded.ok());
  CHECK(decoded->kiosk_id == status.kiosk_id);
  CHECK(decoded->name == status.name);
  CHECK(decoded->program_version == status.program_version);
  CHECK(decoded->release == 12);
  CHECK(decoded->last_success_unix_ms == 1);
  CHECK(decoded->last_attempt_unix_ms == 2);
  CHECK(decoded->last_error == status.last_error);
  CHECK(decoded->answers_waiting == 3);
  CHECK(decoded->answers_dead == 4);
  CHECK(decoded->outbox_set_aside == status.outbox_set_aside);
  CHECK(decoded->frame == status.frame);
  CHECK(decoded->display_week == status.display_week);
  CHECK(decoded->time_zone == status.time_zone);
  CHECK(decoded->oldest_waiting_unix_ms == 900'000);
  CHECK_FALSE(decoded->clock_trusted);
  CHECK(decoded->disk_free_bytes == 5);
  CHECK(decoded->display_days == status.display_days);
  CHECK(decoded->interval_s == 300);
}

TEST_CASE("what a screen says of its picture is read back, and refused where it cannot be so") {
  FrameFacts frame{"00ff00ff00ff00ff", 128, 5, 4, true, true};
  CHECK(*decode_frame(encode_frame(frame)) == frame);
  // A kiosk of before says nothing of darkness, nor of touch.
  frame.is_dark = frame.touch_is_stuck = false;
  CHECK(*decode_frame(
            R"({"fingerprint":"00ff00ff00ff00ff","brightness":128,"unix_ms":5,"changed_unix_ms":4})") ==
        frame);
  for (const char* text : {"", "[]", R"({"fingerprint":"x","brightness":1,"unix_ms":1,"changed_unix_ms":1})",
                           R"({"fingerprint":"","brightness":256,"unix_ms":1,"changed_unix_ms":1})",
                           R"({"fingerprint":"","brightness":1,"unix_ms":-1,"changed_unix_ms":1})"}) {
    CAPTURE(text);
    CHECK_FALSE(decode_frame(text).ok());
    CHECK_FALSE(decode_status(std::string(R"({"version":1,"kiosk_id":"k","frame":)") + text + "}").ok());
  }
  CHECK_FALSE(decode_frame(std::string(frame_bytes_max + 1, ' ')).ok());
  CHECK_FALSE(decode_status(R"({"version":1,"kiosk_id":"k","display":{"week":["25:00-26:00"]}})").ok());
  CHECK(decode_status(R"({"version":1,"kiosk_id":"k","display":{"week":["closed"]}})")->display_week[1] ==
        "always");
}

TEST_CASE("an error text that is no UTF-8 does not stop a status") {
  KioskStatus status;
  status.kiosk_id = "k-1";
  status.last_error = "bad \xff byte";
  CHECK(decode_status(encode_status(status)).ok());
}

TEST_CASE("a status of a higher version, without a kiosk or with negative counts is refused") {
  for (const char* body : {R"({"version":2,"kiosk_id":"k"})", R"({"kiosk_id":"k"})", R"({"version":1})", "[]",
                           "", "nonsense", R"({"version":1,"kiosk_id":"k","answers_waiting":-1})",
                           R"({"version":1,"kiosk_id":"k","release":"1"})"}) {
    CAPTURE(body);
    CHECK_FALSE(decode_status(body).ok());
  }
  CHECK(decode_status(R"({"version":1,"kiosk_id":"k","later":[1]})").ok());
}

TEST_CASE("Content-Digest is that of RFC 9530's example") {
  CHECK(content_digest("{\"hello\": \"world\"}\n") ==
        "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:");
}

TEST_CASE("an error is one JSON object") {
  CHECK(encode_error("un\"authorised") == "{\"error\":\"un\\\"authorised\"}\n");
}
