#include "kiosk/care/answers.h"

#include <doctest/doctest.h>

#include "platform/clock.h"
#include "platform/json.h"

using namespace entre;
using namespace entre::care;

namespace {

outbox::KeptAnswer answer(const std::string& page, bool is_usage = false) {
  outbox::KeptAnswer made;
  made.epoch = "e1";
  made.sequence = 7;
  made.is_usage = is_usage;
  made.event.page = page;
  made.event.language = "sv";
  made.event.comment = "=1+1";
  return made;
}

std::string named(const std::string& name, const std::string& id = "0b0c6a52-7d0e") {
  Config::Kiosk kiosk;
  kiosk.name = name;
  kiosk.id = id;
  return answer_file_name(kiosk, LocalTime{2026, 3, 4, 5, 6, 7}, false);
}

}  // namespace

TEST_CASE("hourly counts are no answers, in neither form") {
  const std::vector<outbox::KeptAnswer> both = {answer("one"), answer("", true)};
  const AnswerFile csv = answer_file(both, false, false), json = answer_file(both, true, false);
  CHECK(csv.answers == 1);
  CHECK(std::count(csv.text.begin(), csv.text.end(), '\n') == 2);
  CHECK(Json::parse(json.text).size() == 1);
  CHECK(answer_file({}, false, true).answers == 0);
  CHECK(Json::parse(answer_file({}, true, true).text).empty());
}

TEST_CASE("free text is in the file when it is asked for alone, and no formula in it runs") {
  CHECK(answer_file({answer("one")}, false, false).text.find("1+1") == std::string::npos);
  CHECK(answer_file({answer("one")}, true, false).text.find("1+1") == std::string::npos);
  CHECK(answer_file({answer("one")}, false, true).text.find(",'=1+1\r\n") != std::string::npos);
}

TEST_CASE("a file's name says whose answers and when, in letters that every file system takes") {
  CHECK(named("Entrén") == "entre-answers-entren-2026-03-04-050607.csv");
  CHECK(named("Hus B: plan 2 / väster") == "entre-answers-hus-b-plan-2-vaster-2026-03-04-050607.csv");
  CHECK(named("../../etc/passwd") == "entre-answers-etc-passwd-2026-03-04-050607.csv");
  CHECK(named("المدخل") == "entre-answers-0b0c6a52-7d0e-2026-03-04-050607.csv");
  CHECK(named("") == "entre-answers-0b0c6a52-7d0e-2026-03-04-050607.csv");
  CHECK(named("", "") == "entre-answers-2026-03-04-050607.csv");
  CHECK(named("\xff\xfe\n\"*?<>|") == "entre-answers-0b0c6a52-7d0e-2026-03-04-050607.csv");
  CHECK(named(std::string(500, 'a')).size() < 100);
  Config::Kiosk kiosk;
  kiosk.name = "Entrén";
  CHECK(answer_file_name(kiosk, {2026, 3, 4, 5, 6, 7}, true).ends_with(".json"));
}
