#include "sync/client/attempts.h"

#include <doctest/doctest.h>

#include <vector>

#include "sync/client/retry.h"
#include "tests/support/memory_files.h"

using namespace entre;
using namespace entre::test;
using client::Attempts;

TEST_CASE("each sync that ends its program makes the next program wait twice as long, up to half an hour") {
  MemoryFiles files;
  REQUIRE(files.make_folders("/trust").ok());
  std::vector<std::int64_t> waits_s;
  for (int i = 0; i < 12; ++i) waits_s.push_back(Attempts(files, "/trust/unfinished").begin() / 1000);
  CHECK(waits_s == std::vector<std::int64_t>{0, 5, 10, 20, 40, 80, 160, 320, 640, 1280, 1800, 1800});
  Attempts ended(files, "/trust/unfinished");
  CHECK(ended.begin() == client::Retry::last_ms);
  ended.end();
  CHECK(Attempts(files, "/trust/unfinished").begin() == 0);
}

TEST_CASE("a damaged count, or one of a hundred years of crashes, is no reason to wait for ever") {
  MemoryFiles files;
  REQUIRE(files.make_folders("/trust").ok());
  for (const char* text : {"", "x", "-7", "99999999999999", "2147483647\n"}) {
    REQUIRE(files.write("/trust/unfinished", text, 0600).ok());
    CHECK_MESSAGE(Attempts(files, "/trust/unfinished").begin() <= client::Retry::last_ms, text);
  }
}
