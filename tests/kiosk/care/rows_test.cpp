#include "kiosk/care/rows.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace entre;
using namespace entre::care;

namespace {

// 2024-01-09, a Tuesday, 13 o'clock in Sweden.
Facts at_one() {
  Facts facts;
  facts.now_unix_ms = 1'704'801'600'000;
  return facts;
}

Words value(const Facts& facts, const std::string& id) {
  const auto all = rows(facts);
  const auto found = std::find_if(all.begin(), all.end(), [&](const Row& row) { return row.id == id; });
  REQUIRE_MESSAGE(found != all.end(), id);
  return found->value;
}

}  // namespace

TEST_CASE("staff read whether the screen is lit by its hours, and until when, with the date of another day") {
  Facts facts = at_one();
  CHECK(value(facts, "hours").sv == "alltid öppet");
  facts.config.display.week.fill("07:00-17:00");
  CHECK(value(facts, "hours").sv == "öppet till 17:00");
  CHECK(value(facts, "hours").en == "open until 17:00");
  facts.now_unix_ms += 5 * 3'600'000;
  CHECK(value(facts, "hours").sv == "stängt till 2024-01-10 07:00");
  facts.config.display.days = "2024-01-10 closed";
  CHECK(value(facts, "hours").en == "closed until 2024-01-11 07:00");
  facts.config.kiosk.time_zone = "Europe/London";
  CHECK(value(facts, "hours").sv == "stängt till 2024-01-11 07:00");
  facts.config.display.week.fill("closed");
  CHECK(value(facts, "hours").en == "always closed");
}

TEST_CASE("staff read how bright the screen is, and until when") {
  Facts facts = at_one();
  CHECK(value(facts, "brightness").sv == "100 %");
  facts.config.display.brightness = "07:00 60; 13:30 100";
  CHECK(value(facts, "brightness").sv == "60 % till 13:30");
  facts.now_unix_ms += 3'600'000;
  CHECK(value(facts, "brightness").en == "100% until 2024-01-10 07:00");
}
