#include "sync/wire/progress.h"

#include <doctest/doctest.h>

using namespace entre;
using namespace entre::wire;

TEST_CASE("a sync's progress comes back from its file as it was, with and without a time left") {
  SyncProgress progress{SyncPhase::download, 1'200'000, 3'600'000, 10, 1'000'250};
  for (const SyncPhase phase :
       {SyncPhase::refresh, SyncPhase::download, SyncPhase::build, SyncPhase::upload, SyncPhase::status}) {
    progress.phase = phase;
    const auto back = decode_progress(encode_progress(progress));
    REQUIRE(back.ok());
    CHECK(*back == progress);
  }
  progress.left_s.reset();
  CHECK(decode_progress(encode_progress(progress)).value() == progress);
  progress = {SyncPhase::download, (1ull << 53) - 1, (1ull << 53) - 1, 86'400, (1ll << 53) - 1};
  CHECK(encode_progress(progress).size() <= progress_bytes_max);
  CHECK(decode_progress(encode_progress(progress)).value() == progress);
}

TEST_CASE("a progress that is torn, foreign, impossible or too long is refused") {
  const char* const bad[] = {
      "",
      "\0\0\0\0",
      "{",
      "[]",
      "null",
      R"({"phase":"download"})",
      R"({"phase":"dance","bytes_done":1,"bytes_total":2,"monotonic_ms":3})",
      R"({"phase":7,"bytes_done":1,"bytes_total":2,"monotonic_ms":3})",
      R"({"phase":"download","bytes_done":3,"bytes_total":2,"monotonic_ms":3})",
      R"({"phase":"download","bytes_done":-1,"bytes_total":2,"monotonic_ms":3})",
      R"({"phase":"download","bytes_done":1,"bytes_total":99999999999999999999,"monotonic_ms":3})",
      R"({"phase":"download","bytes_done":1,"bytes_total":2,"left_s":-5,"monotonic_ms":3})",
      R"({"phase":"download","bytes_done":1,"bytes_total":2,"left_s":"soon","monotonic_ms":3})",
      R"({"phase":"download","bytes_done":1,"bytes_total":2,"monotonic_ms":1e9})",
  };
  for (const char* text : bad) {
    CAPTURE(text);
    CHECK(decode_progress(text).error().kind == ErrorKind::invalid);
  }
  const std::string long_text =
      R"({"phase":"refresh","bytes_done":0,"bytes_total":0,"monotonic_ms":3,"x":")" +
      std::string(progress_bytes_max, 'x') + "\"}";
  CHECK(decode_progress(long_text).error().kind == ErrorKind::too_large);
}

TEST_CASE("the progress lies beside the status") {
  CHECK(progress_file("/var/lib/kiosk/status.json") == "/var/lib/kiosk/progress.json");
  CHECK(progress_file("status.json") == "progress.json");
}
