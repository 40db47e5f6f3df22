// Starts that crash are counted, and lead to safe mode and out of it.
#include <doctest/doctest.h>

#include "kiosk/care/health.h"
#include "kiosk/care/safe_mode.h"
#include "tests/support/fake_clock.h"
#include "tests/support/memory_files.h"

using namespace entre;
using namespace entre::care;
using entre::test::FakeClock;
using entre::test::MemoryFiles;

namespace {

struct Kiosk {
  MemoryFiles files;
  Paths paths = Paths::with_home("/home");
  std::string runtime = "/run/kiosk";

  Kiosk() {
    REQUIRE(files.make_folders(paths.content_folder).ok());
    REQUIRE(files.make_folders(runtime).ok());
    for (const char* name : {"content-11.db", "content-12.db"})
      REQUIRE(files.write(paths.content_folder + "/" + name, "x").ok());
    REQUIRE(files.link("content-12.db", paths.current_link()).ok());
  }
  Starts starts() { return {runtime, paths, files}; }
  // A start that the watchdog or a signal ends.
  std::set<std::int64_t> crash() {
    Starts started = starts();
    auto avoided = started.begin();
    started.alive(1'000);
    started.alive(stood_ms);
    return avoided;
  }
};

const std::set<std::int64_t> nothing;

}  // namespace

TEST_CASE("two crashes in a row change nothing, after the third the release that is shown is left out") {
  Kiosk kiosk;
  for (int i = 0; i < 3; ++i) CHECK(kiosk.crash() == nothing);
  CHECK_FALSE(read_safe_mode(kiosk.files, kiosk.paths));
  CHECK(kiosk.crash() == std::set<std::int64_t>{12});
  const auto told = read_safe_mode(kiosk.files, kiosk.paths);
  REQUIRE(told);
  CHECK(told->crashes == 3);
  CHECK(told->avoided == std::set<std::int64_t>{12});
}

TEST_CASE("after the sixth crash no release is shown, and it stays so while it crashes on") {
  Kiosk kiosk;
  for (int i = 0; i < 6; ++i) kiosk.crash();
  for (int i = 0; i < 3; ++i) CHECK(kiosk.crash() == std::set<std::int64_t>{11, 12});
}

TEST_CASE("a screen that has stood for ten minutes has not crashed") {
  Kiosk kiosk;
  for (int i = 0; i < 2; ++i) kiosk.crash();
  Starts stands = kiosk.starts();
  stands.begin();
  stands.alive(5'000);
  stands.alive(5'000 + stood_ms - 1);
  CHECK(*kiosk.files.read("/run/kiosk/starts", 16) == "3");
  stands.alive(5'000 + stood_ms);
  CHECK(*kiosk.files.read("/run/kiosk/starts", 16) == "0");
  for (int i = 0; i < 3; ++i) CHECK(kiosk.crash() == nothing);
}

TEST_CASE("a program that is asked to end has not crashed: a restart by staff tries the release again") {
  Kiosk kiosk;
  for (int i = 0; i < 4; ++i) kiosk.crash();
  REQUIRE(read_safe_mode(kiosk.files, kiosk.paths));
  Starts asked = kiosk.starts();
  CHECK(asked.begin() == std::set<std::int64_t>{12});
  asked.ended();
  CHECK(kiosk.crash() == nothing);
  CHECK_FALSE(read_safe_mode(kiosk.files, kiosk.paths));
}

TEST_CASE("without a folder that restarts keep nothing is counted, and a count that is none is nought") {
  Kiosk kiosk;
  kiosk.runtime = "";
  for (int i = 0; i < 9; ++i) CHECK(kiosk.crash() == nothing);
  kiosk.runtime = "/run/kiosk";
  for (const char* text : {"", "many", "-7"}) {
    REQUIRE(kiosk.files.write("/run/kiosk/starts", text).ok());
    CHECK(kiosk.crash() == nothing);
  }
}

TEST_CASE("a file about safe mode that is none is as if it were not there") {
  Kiosk kiosk;
  for (const char* text : {"", "{", "[]", "{\"crashes\":0,\"avoided\":[12]}", "{\"crashes\":3}"}) {
    CAPTURE(text);
    REQUIRE(kiosk.files.write(kiosk.paths.safe_mode_file(), text).ok());
    CHECK_FALSE(read_safe_mode(kiosk.files, kiosk.paths));
  }
}

TEST_CASE("staff are told what is shown in place of what, or that nothing is, until a newer release comes") {
  Facts facts;
  facts.safe_mode = SafeMode{3, {12}};
  facts.release = 11;
  const auto found = [&]() -> const Finding* {
    static std::vector<Finding> findings;
    findings = judge(facts);
    for (const Finding& finding : findings)
      if (finding.id == "safe_mode") return &finding;
    return nullptr;
  };
  REQUIRE(found());
  CHECK(found()->what.en == "the screen crashed 3 times in a row and shows release 11 in place of 12");
  CHECK(found()->severity == Severity::act);
  facts.safe_mode = SafeMode{6, {11, 12}};
  facts.release = 0;
  REQUIRE(found());
  CHECK(found()->what.sv == "skärmen slutade 6 gånger i rad och visar inget innehåll");
  CHECK(found()->severity == Severity::broken);
  facts.release = 13;
  CHECK_FALSE(found());
}
