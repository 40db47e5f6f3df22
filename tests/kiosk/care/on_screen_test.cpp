// What the staff screen advises: by touch, or by telephone.
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "kiosk/care/health.h"

using namespace entre;
using namespace entre::care;

namespace {

constexpr std::int64_t now_ms = 1'704'801'600'000, day_ms = 24 * 3'600'000ll;

// One that fetches, for a week without success; the rest is what each fault makes of it.
Facts fetching(const std::string& last_error) {
  Facts facts;
  facts.now_unix_ms = now_ms;
  facts.config.kiosk.id = "0b8f3a52-7c1d-4e0a-9c77-2f1f6f3f1a10";
  facts.config.sync.url = "https://hub.example";
  facts.status.emplace();
  facts.status->last_success_unix_ms = now_ms - 7 * day_ms;
  facts.status->last_error = last_error;
  facts.release = 7;
  facts.pin_is_set = true;
  return facts;
}

// Nearly everything is wrong at once.
Facts unwell() {
  Facts facts;
  facts.now_unix_ms = now_ms;
  facts.clock_trusted = false;
  facts.config.kiosk.demo = true;
  facts.config_faults = facts.staff_left_out = {Fault{}};
  facts.status.emplace();
  facts.status->expiry_role = "timestamp";
  facts.status->expiry_unix_ms = now_ms + day_ms;
  facts.status->outbox_set_aside = "outbox.db.damaged-1";
  facts.status->frame.emplace();
  facts.status->frame->touch_is_stuck = true;
  facts.ledger_error = "damaged";
  facts.counts.emplace();
  facts.counts->waiting = facts.counts->dead = 1;
  facts.rolled_back_from = 8;
  facts.free_bytes = 0;
  facts.temperature_c = 99;
  return facts;
}

std::vector<Finding> all_findings() {
  std::vector<Facts> kiosks(1);
  kiosks[0].is_configured = false;
  kiosks.push_back(unwell());
  kiosks.push_back(unwell());
  kiosks.back().free_bytes = free_bytes_min;
  kiosks.back().status->expiry_unix_ms = now_ms;
  kiosks.back().config.sync.url = "https://hub.example";
  kiosks.push_back(fetching(""));
  kiosks.back().status.reset();
  kiosks.push_back(fetching(""));
  kiosks.back().safe_mode = SafeMode{3, {8}};
  for (const char* error : {"", "resolve host", "refused", "timed out", "from proxy", "a login page answers",
                            "a web page answers", "self-signed certificate", "certificate", "answers 401",
                            "signature", "expired at", "No space left", "?"})
    kiosks.push_back(fetching(error));
  for (const auto state :
       {Update::State::updated, Update::State::unusable, Update::State::taken_back, Update::State::stranded})
    for (int step = 0; step <= static_cast<int>(Update::Step::frames); ++step) {
      kiosks.push_back(fetching(""));
      Update& update = kiosks.back().update.emplace();
      update.state = state;
      update.step = static_cast<Update::Step>(step);
      update.from = "0.1.0";
      update.unix_ms = now_ms;
    }
  std::vector<Finding> all;
  for (const Facts& facts : kiosks)
    for (const Finding& finding : judge(facts)) all.push_back(finding);
  return all;
}

std::string read(const std::string& path) {
  std::ifstream file(path);
  REQUIRE(file.good());
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE(
    "what the screen advises needs no terminal: no command, no key, no file, for any finding there is") {
  const std::regex terminal(
      "kioskctl|kiosk-|systemctl|journalctl|timedatectl|nmcli|apt-get|dpkg|sudo|grep|/|[a-z_]+\\.[a-z_]+");
  std::set<std::string> ids;
  for (const Finding& finding : all_findings()) {
    ids.insert(finding.id);
    for (const Language language : {Language::swedish, Language::english}) {
      const std::string& advice = finding.todo_on_screen.in(language);
      CAPTURE(finding.id);
      CAPTURE(advice);
      CHECK_FALSE(advice.empty());
      CHECK_FALSE(std::regex_search(advice, terminal));
    }
  }
  const std::string judge = read(ENTRE_SOURCE_DIR "/kiosk/care/health.cpp");
  const std::regex id("add\\([^\"]*\"([a-z_]+)\"");
  for (std::sregex_iterator at(judge.begin(), judge.end(), id), end; at != end; ++at)
    CHECK_MESSAGE(ids.contains((*at)[1].str()), (*at)[1].str());
}

TEST_CASE("a button that the screen advises is there, by that very name") {
  const std::regex quoted("[“”]([^“”]+)”"), number("[0-9]+");
  for (const Language language : {Language::swedish, Language::english}) {
    const std::string strings =
        read(std::string(ENTRE_ASSETS_DIR) +
             (language == Language::swedish ? "/strings/sv.toml" : "/strings/en.toml"));
    int named = 0;
    for (const Finding& finding : all_findings()) {
      const std::string& advice = finding.todo_on_screen.in(language);
      for (std::sregex_iterator at(advice.begin(), advice.end(), quoted), end; at != end; ++at, ++named) {
        const std::string name = std::regex_replace((*at)[1].str(), number, "{n}");
        CHECK_MESSAGE(strings.find(" = \"" + name + "\"") != std::string::npos, advice);
      }
    }
    CHECK(named > 10);
  }
}

TEST_CASE("the screen's own texts name no command") {
  for (const char* language : {"sv", "en"})
    CHECK(read(std::string(ENTRE_ASSETS_DIR "/strings/") + language + ".toml").find("kioskctl") ==
          std::string::npos);
}

TEST_CASE("a kiosk that fetches nothing is not told to fetch") {
  Facts facts = fetching("");
  facts.release = 0;
  CHECK(judge(facts)[0].todo_on_screen.en.starts_with("press “Fetch new now”"));
  facts.config.sync.url.clear();
  CHECK(judge(facts)[0].todo_on_screen.en.starts_with("call whoever looks after"));
}
