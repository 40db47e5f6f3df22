#include "kiosk/care/health.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/fake_clock.h"
#include "tests/support/memory_files.h"

using namespace entre;
using namespace entre::care;
using namespace entre::test;

namespace {

constexpr std::int64_t now_ms = 1'704'801'600'000, day_ms = 24 * 3'600'000ll;

Facts well() {
  Facts facts;
  facts.now_unix_ms = now_ms;
  facts.config.kiosk.id = "0b8f3a52-7c1d-4e0a-9c77-2f1f6f3f1a10";
  facts.config.sync.url = "https://hub.example";
  facts.status.emplace();
  facts.status->last_success_unix_ms = facts.status->last_attempt_unix_ms = now_ms - 60'000;
  facts.status->expiry_role = "timestamp";
  facts.status->expiry_warn_from_unix_ms = now_ms + 3 * day_ms;
  facts.status->expiry_unix_ms = now_ms + 5 * day_ms;
  facts.release = 7;
  facts.counts.emplace();
  facts.free_bytes = 10ull << 30;
  facts.temperature_c = 50;
  facts.pin_is_set = true;
  return facts;
}

std::string ids(const Facts& facts) {
  std::string all;
  for (const Finding& finding : judge(facts)) all += (all.empty() ? "" : " ") + finding.id;
  return all;
}

}  // namespace

TEST_CASE("a kiosk with nothing wrong is well, in one line and two languages") {
  CHECK(ids(well()) == "");
  CHECK(verdict(judge(well())).sv == "Allt är väl");
  CHECK(verdict(judge(well())).en == "All is well");
}

TEST_CASE("each limit is where it says, and not before") {
  Facts facts = well();
  facts.status->last_success_unix_ms = now_ms - sync_age_max_ms;
  facts.free_bytes = free_bytes_low;
  facts.temperature_c = temperature_max_c - 1;
  facts.counts->waiting = 3;
  facts.oldest_answer_unix_ms = now_ms - answer_age_max_ms;
  facts.status->expiry_warn_from_unix_ms = now_ms + 1;
  CHECK(ids(facts) == "");
  facts.status->last_success_unix_ms -= 1;
  CHECK(ids(facts) == "sync_late");
  *facts.free_bytes -= 1;
  *facts.temperature_c += 1;
  facts.oldest_answer_unix_ms -= 1;
  facts.status->expiry_warn_from_unix_ms = now_ms;
  CHECK(ids(facts) == "sync_late signature_ends answers_wait disk hot");
}

TEST_CASE("a panel that something touches all the time is told of, with what to do") {
  Facts facts = well();
  facts.status->frame.emplace();
  CHECK(ids(facts) == "");
  facts.status->frame->touch_is_stuck = true;
  CHECK(ids(facts) == "touch_stuck");
  CHECK(verdict(judge(facts)).sv.starts_with("Gör detta: torka av skärmen"));
}

TEST_CASE("the worst comes first, and the verdict says what to do about it") {
  Facts facts = well();
  facts.clock_trusted = false;
  facts.release = 0;
  CHECK(ids(facts) == "no_content clock");
  CHECK(verdict(judge(facts)).en.starts_with("Do this: fetch it"));
  facts.free_bytes = free_bytes_min - 1;
  facts.ledger_error = "damaged";
  CHECK(ids(facts) == "no_content ledger disk clock");
}

TEST_CASE("notes alone leave the kiosk well") {
  Facts facts = well();
  facts.config.kiosk.demo = true;
  facts.rolled_back_from = 8;
  CHECK(ids(facts) == "demo rolled_back");
  CHECK(is_well(judge(facts)));
  CHECK(verdict(judge(facts)).sv == "Allt är väl");
}

TEST_CASE("one failed sync is no alarm, a refused release is") {
  Facts facts = well();
  facts.status->last_error = "https://hub.example/v1: Could not resolve host: hub.example";
  CHECK(ids(facts) == "");
  facts.status->last_error = "targets: 0 of 2 signatures";
  CHECK(ids(facts) == "sync_late");
  CHECK(judge(facts)[0].what.en.find("the content was refused") != std::string::npos);
}

TEST_CASE("a kiosk that nobody has set up says so first") {
  MemoryFiles files;
  FakeClock clock;
  const Facts facts = gather(files, clock, Paths::with_home("/nowhere"));
  CHECK(!facts.is_configured);
  CHECK(judge(facts)[0].id == "not_set_up");
  CHECK(verdict(judge(facts)).sv.find("kioskctl setup") != std::string::npos);
}

TEST_CASE("what libcurl, OpenSSL and kiosk-sync write is told in plain words") {
  const std::pair<const char*, SyncTrouble> known[] = {
      {"", SyncTrouble::none},
      {"http://h/x: Could not resolve host: h", SyncTrouble::name_lookup},
      {"http://h/x: Could not resolve proxy: p", SyncTrouble::proxy},
      {"http://h/x: Received HTTP code 407 from proxy after CONNECT", SyncTrouble::proxy},
      {"http://h/x: CONNECT tunnel failed, response 403", SyncTrouble::proxy},
      {"http://h/x: Failed to connect to h port 80 after 1 ms: Connection refused", SyncTrouble::refused},
      {"http://h/x: Operation timed out after 10000 milliseconds with 0 bytes received",
       SyncTrouble::timeout},
      {"https://h/x: SSL certificate problem: self-signed certificate", SyncTrouble::interception},
      {"https://h/x: SSL certificate problem: certificate has expired", SyncTrouble::certificate},
      {"https://h/v1/feedback: the hub answers 401", SyncTrouble::login},
      {"answers wait for a token: /etc/kiosk/token: No such file or directory", SyncTrouble::login},
      {"timestamp: expired at 2024-01-01T00:00:00Z", SyncTrouble::expired},
      {"/var/lib/kiosk/content/x: No space left on device", SyncTrouble::disk},
      {"https://hub.test/v1: a login page answers in the server's place (302 to portal)",
       SyncTrouble::portal},
      {"https://hub.test: SSL: no alternative certificate subject name; over http a login page answers in "
       "the "
       "server's place (511)",
       SyncTrouble::portal},
      {"https://hub.test/v1: a web page answers there (HTML)", SyncTrouble::web_page},
      {"https://hub.test: SSL certificate problem: self-signed certificate in certificate chain",
       SyncTrouble::interception},
      {"https://hub.test: SSL certificate problem: unable to get local issuer certificate",
       SyncTrouble::interception},
      {"https://hub.test: SSL certificate problem: certificate has expired", SyncTrouble::certificate},
      {"something else", SyncTrouble::other}};
  for (const auto& [text, trouble] : known) {
    CAPTURE(text);
    CHECK(trouble_of(text) == trouble);
    CHECK(!plain(trouble).sv.empty());
    if (trouble != SyncTrouble::none) CHECK(!advice(trouble).sv.empty());
  }
}

TEST_CASE("a login page and an interception do not mend themselves and are told at once") {
  for (const char* error : {"https://hub.test: a login page answers in the server's place (511)",
                            "https://hub.test: SSL certificate problem: self-signed certificate"}) {
    Facts facts = well();
    facts.status->last_error = error;
    CHECK(ids(facts) == "sync_late");
  }
  Facts facts = well();
  facts.status->last_error = "https://hub.test: Connection refused";
  CHECK(ids(facts) == "");
}

TEST_CASE("an age is told in the unit that a person would use") {
  CHECK(age(-5).en == "0 min");
  CHECK(age(119 * 60'000ll).en == "119 min");
  CHECK(age(120 * 60'000ll).en == "2 h");
  CHECK(age(48 * 3'600'000ll).sv == "2 dygn");
}
