#include "kiosk/care/rows.h"

#include <fmt/format.h>

#include "platform/hours.h"

namespace entre::care {
namespace {

Words same(const std::string& text) {
  return {text, text};
}

std::string minute(const Facts& facts, std::int64_t unix_ms) {
  const LocalTime time = local_time(facts.config.kiosk.time_zone, unix_ms);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", time.year, time.month, time.day, time.hour,
                     time.minute);
}

void add_sync(const Facts& facts, std::vector<Row>* rows) {
  const wire::KioskStatus& status = *facts.status;
  rows->push_back({"sync", {"senast hämtat", "last sync"}, when(facts, status.last_success_unix_ms)});
  rows->push_back({"attempt", {"senaste försök", "last attempt"}, when(facts, status.last_attempt_unix_ms)});
  if (const auto trouble = trouble_of(status.last_error); trouble != SyncTrouble::none) {
    rows->push_back({"fault", {"senaste fel", "last fault"}, plain(trouble)});
    rows->push_back({"fault_text", {}, same(status.last_error)});
  }
  if (!status.expiry_role.empty())
    rows->push_back({"signed",
                     {"signatur till", "signed until"},
                     same(rfc3339(status.expiry_unix_ms).substr(0, 10) + " (" + status.expiry_role + ")")});
}

// " till 17:00", with the date where it is another day's; empty: never.
Words until(const Facts& facts, std::int64_t unix_ms) {
  if (unix_ms < 0) return {};
  const std::string at = minute(facts, unix_ms), now = minute(facts, facts.now_unix_ms);
  constexpr std::size_t date_and_space = 11;
  const bool is_today = at.starts_with(now.substr(0, date_and_space));
  const std::string shown = is_today ? at.substr(date_and_space) : at;
  return {" till " + shown, " until " + shown};
}

void add_display(const Facts& facts, std::vector<Row>* rows) {
  const SystemClock wall(facts.config.kiosk.time_zone);
  const Config::Display& display = facts.config.display;
  if (const auto hours = parse_display_hours(display.week, display.days); hours) {
    const bool open = is_open(*hours, wall, facts.now_unix_ms);
    const Words end = until(facts, next_change_unix_ms(*hours, wall, facts.now_unix_ms));
    Words value =
        open ? Words{"öppet" + end.sv, "open" + end.en} : Words{"stängt" + end.sv, "closed" + end.en};
    if (end.empty())
      value = open ? Words{"alltid öppet", "always open"} : Words{"alltid stängt", "always closed"};
    rows->push_back({"hours", {"visningstid", "display hours"}, value});
  }
  if (const auto brightness = parse_brightness(display.brightness); brightness) {
    const int percent = percent_at(*brightness, wall, facts.now_unix_ms);
    const Words end = until(facts, next_change_unix_ms(*brightness, wall, facts.now_unix_ms));
    rows->push_back({"brightness",
                     {"ljusstyrka", "brightness"},
                     {fmt::format("{} %", percent) + end.sv, fmt::format("{}%", percent) + end.en}});
  }
}

}  // namespace

Words when(const Facts& facts, std::int64_t unix_ms) {
  if (unix_ms == 0) return {"aldrig", "never"};
  const Words old = age(facts.now_unix_ms - unix_ms);
  const std::string at = minute(facts, unix_ms);
  return {at + " (" + old.sv + " sedan)", at + " (" + old.en + " ago)"};
}

std::vector<Row> rows(const Facts& facts) {
  const auto or_dash = [](const std::string& text) { return same(text.empty() ? "-" : text); };
  const Words unknown{"okänt", "unknown"};
  std::vector<Row> rows = {
      {"name", {"namn", "name"}, or_dash(facts.config.kiosk.name)},
      {"id", {"kiosk-id", "kiosk id"}, or_dash(facts.config.kiosk.id)},
      {"release", {"utgåva", "release"}, or_dash(facts.release == 0 ? "" : std::to_string(facts.release))}};
  if (facts.status) add_sync(facts, &rows);
  const auto count = [&](std::int64_t outbox::Counts::*member) {
    return facts.counts ? same(std::to_string((*facts.counts).*member)) : unknown;
  };
  rows.push_back({"waiting", {"svar som väntar", "answers waiting"}, count(&outbox::Counts::waiting)});
  rows.push_back({"refused", {"svar som vägrats", "answers refused"}, count(&outbox::Counts::dead)});
  rows.push_back({"disk",
                  {"ledig disk", "free disk"},
                  facts.free_bytes ? same(fmt::format("{} MiB", *facts.free_bytes >> 20)) : unknown});
  const std::string now = minute(facts, facts.now_unix_ms);
  rows.push_back({"clock",
                  {"klocka", "clock"},
                  facts.clock_trusted
                      ? same(now)
                      : Words{now + " (inte ställd från nätet)", now + " (not set from the network)"}});
  add_display(facts, &rows);
  if (facts.temperature_c)
    rows.push_back(
        {"temperature", {"temperatur", "temperature"}, same(fmt::format("{} °C", *facts.temperature_c))});
  rows.push_back({"program", {"program", "program"}, same(ENTRE_VERSION)});
  if (facts.update && facts.update->state == Update::State::updated)
    rows.push_back({"update",
                    {"uppdaterat", "updated"},
                    same(facts.update->to + ", " + minute(facts, facts.update->unix_ms))});
  return rows;
}

}  // namespace entre::care
