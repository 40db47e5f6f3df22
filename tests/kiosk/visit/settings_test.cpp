#include "kiosk/visit/settings.h"

#include <doctest/doctest.h>

#include "kiosk/visit/settings_visit.h"
#include "kiosk/visit/timetable.h"
#include "platform/hours.h"

using namespace entre;
using namespace entre::visit;

namespace {

const Setting& setting(const std::string& key) {
  for (const Setting& one : settings())
    if (one.key == key) return one;
  FAIL(key);
  return settings().front();
}

content::Site site_of(const std::vector<std::string>& codes) {
  content::Site site;
  for (const std::string& code : codes) site.languages.push_back({code, code, code, false});
  return site;
}

}  // namespace

TEST_CASE("every setting is a key that staff may change, once, of the type that its control gives") {
  for (const Setting& one : settings()) {
    CAPTURE(one.key);
    const ConfigKey& key = one.config_key();
    CHECK(key.by_staff);
    const bool is_number = std::holds_alternative<ConfigKey::Number>(key.place) ||
                           std::holds_alternative<ConfigKey::Whole>(key.place);
    CHECK(is_number == (one.kind == SettingKind::number));
    CHECK(std::holds_alternative<ConfigKey::Flag>(key.place) == (one.kind == SettingKind::flag));
    CHECK(!key.choices.empty() == (one.kind == SettingKind::choice));
    if (one.kind == SettingKind::text) CHECK(key.max > 0);
    if (is_number) CHECK(one.step > 0);
    if (is_number) CHECK(one.leap > one.step);
    const auto same = std::count_if(settings().begin(), settings().end(),
                                    [&](const Setting& other) { return other.key == one.key; });
    CHECK(same == 1);
  }
}

TEST_CASE("a number is stepped within what its key allows") {
  const Setting edge = setting("screen.lower_edge_mm");
  CHECK(stepped(edge, "700", 10) == "710");
  CHECK(stepped(edge, "700.5", -100) == "600.5");
  CHECK(stepped(edge, "5", -10) == "0");
  CHECK(stepped(edge, "2999", 100) == "3000");
  CHECK(stepped(edge, "much", 100) == "0");
}

TEST_CASE("languages are taken out and put back in the site's order, and the last one stays") {
  const content::Site site = site_of({"sv", "en", "fi"});
  CHECK(with_code_toggled("", "en", site) == "sv, fi");
  CHECK(with_code_toggled("sv, fi", "en", site) == "");
  CHECK(with_code_toggled("fi", "sv", site) == "sv, fi");
  CHECK(with_code_toggled("fi", "fi", site) == "fi");
  CHECK(split_codes(" sv,  en,fi") == std::vector<std::string>{"sv", "en", "fi"});
}

TEST_CASE("an edge of a day's hours moves by a quarter and passes no other edge") {
  CHECK(with_edge_moved("08:00-17:00", 0, false, -15) == "07:45-17:00");
  CHECK(with_edge_moved("08:00-17:00", 0, true, 15) == "08:00-17:15");
  CHECK(with_edge_moved("08:00-08:15", 0, false, 15) == "08:00-08:15");
  CHECK(with_edge_moved("08:00-08:15", 0, true, -15) == "08:00-08:15");
  CHECK(with_edge_moved("08:00-12:00, 12:00-17:00", 0, true, 15) == "08:00-12:00, 12:00-17:00");
  CHECK(with_edge_moved("08:00-12:00, 13:00-17:00", 1, false, -15) == "08:00-12:00, 12:45-17:00");
  CHECK(with_edge_moved("00:00-23:45", 0, true, 15) == "00:00-23:45");
  CHECK(with_edge_moved("00:15-24:00", 0, false, -15) == "00:15-24:00");
  // What a person wrote to the minute is kept until it is moved.
  CHECK(with_edge_moved("08:07-17:00", 0, false, 15) == "08:22-17:00");
  CHECK(with_edge_moved("08:00-08:05", 0, true, -15) == "08:00-08:15");
}

TEST_CASE("however edges are moved and spans added or taken out, the hours stay hours") {
  std::string hours = first_hours;
  unsigned state = 7;
  for (int i = 0; i < 5000; ++i) {
    state = state * 1103515245 + 12345;
    const unsigned what = state >> 16;
    const std::size_t span = what / 16 % 4;
    if (what % 16 == 0) hours = with_span_added(hours);
    if (what % 16 == 1) hours = with_span_removed(hours, span);
    if (what % 16 > 1) hours = with_edge_moved(hours, span, what % 2 == 0, what % 4 < 2 ? 15 : -15);
    const auto day = parse_open_day(hours);
    REQUIRE_MESSAGE(day.ok(), hours);
    REQUIRE(!day->empty());
    REQUIRE(hours != "always");
    REQUIRE(day->size() <= hours_spans_max);
  }
}

TEST_CASE("dates are kept in order, each once, over months of all lengths") {
  DatesChange change = with_date_added("", "2026-01-31");
  CHECK(change.dates == "2026-01-31 closed");
  change = with_date_moved(change.dates, change.index, 0, 1);
  CHECK(change.dates == "2026-02-28 closed");
  change = with_date_added(change.dates, "2026-01-31");
  CHECK(change.dates == "2026-02-28 closed; 2026-03-01 closed");
  CHECK(change.index == 1);
  // Passed over, and found where it then stands.
  change = with_date_moved(with_date_hours(change.dates, 1, "10:00-14:00"), 1, -1, 0);
  CHECK(change.dates == "2026-02-27 10:00-14:00; 2026-02-28 closed");
  CHECK(change.index == 0);
  CHECK(with_date_removed(change.dates, 0) == "2026-02-28 closed");
  CHECK(weekday_of("2026-11-27") == 4);
  std::string many;
  for (std::size_t i = 0; i < dates_max; ++i) many = with_date_added(many, "2026-12-24").dates;
  REQUIRE(parse_open_days(many).ok());
  CHECK(with_date_added(many, "2026-12-24").index == -1);
}

TEST_CASE("brightness is stepped, moved between its neighbours, added and taken out, and stays brightness") {
  CHECK(with_level_stepped("100", 0, -10) == "90");
  CHECK(with_level_stepped("10", 0, -10) == "10");
  CHECK(with_level_stepped("07:00 60; 20:00 40", 1, 10) == "07:00 60; 20:00 50");
  CHECK(with_level_moved("07:00 60; 07:15 40", 0, 15) == "07:00 60; 07:15 40");
  CHECK(with_level_moved("07:00 60; 20:00 40", 0, -15) == "06:45 60; 20:00 40");
  CHECK(with_level_moved("100", 0, 15) == "100");
  CHECK(with_level_added("07:00 60; 20:00 40") == "07:00 60; 20:00 40; 21:00 40");
  CHECK(with_level_removed("07:00 60; 20:00 40", 0) == "07:00 60; 20:00 40");
  std::string levels = first_levels;
  unsigned state = 11;
  for (int i = 0; i < 5000; ++i) {
    state = state * 1103515245 + 12345;
    const unsigned what = state >> 16;
    const std::size_t index = what / 16 % 8;
    if (what % 16 == 0) levels = with_level_added(levels);
    if (what % 16 == 1) levels = with_level_removed(levels, index);
    if (what % 16 > 8) levels = with_level_moved(levels, index, what % 2 == 0 ? 15 : -15);
    if (what % 16 > 1) levels = with_level_stepped(levels, index, what % 2 == 0 ? 10 : -10);
    REQUIRE_MESSAGE(parse_brightness(levels).ok(), levels);
    REQUIRE(is_by_time(levels));
  }
}

TEST_CASE("a setting is a draft until the staff thread has saved it, and one at a time") {
  Staff staff;
  std::vector<StaffRequest> requests;
  SettingsVisit visit(staff, requests);
  staff.page = StaffPage::settings;
  visit.act({StaffCommand::edit, 0});
  CHECK_FALSE(staff.edit);  // nothing is known yet
  auto known = std::make_shared<StaffSettings>();
  known->values.resize(settings().size());
  known->values[0].text = "Hallen";
  visit.apply(SettingsLooked{known});
  visit.act({StaffCommand::edit, static_cast<int>(settings().size())});
  CHECK_FALSE(staff.edit);
  visit.act({StaffCommand::edit, 0});
  REQUIRE(visit.field() != nullptr);
  *visit.field() += "!";
  visit.act({StaffCommand::usual});
  CHECK(requests.empty());  // it is the usual one
  visit.act({StaffCommand::save});
  REQUIRE(requests.size() == 1);
  CHECK(std::get<ChangeSetting>(requests[0]).text == "Hallen!");
  // Until the answer has come nothing is typed, saved twice or left.
  CHECK(visit.field() == nullptr);
  visit.act({StaffCommand::save});
  CHECK(visit.back());
  CHECK(requests.size() == 1);
  visit.apply(SettingChanged{true, "Inget är ändrat.", known});
  REQUIRE(staff.edit);
  CHECK(staff.edit->refused == "Inget är ändrat.");
  CHECK(staff.edit->text == "Hallen!");
  visit.act({StaffCommand::save});
  visit.apply(SettingChanged{false, "Sparat.", known});
  CHECK_FALSE(staff.edit);
  CHECK(staff.told == "Sparat.");
  CHECK(visit.settled());
}
