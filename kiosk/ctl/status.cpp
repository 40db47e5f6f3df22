#include "kiosk/ctl/status.h"

#include <fmt/format.h>

#include "kiosk/care/health.h"
#include "platform/json.h"

namespace entre::ctl {
namespace {

using care::Words;

Console::Color color_of(care::Severity severity) {
  if (severity == care::Severity::broken) return Console::Color::bad;
  return severity == care::Severity::act ? Console::Color::warn : Console::Color::dim;
}

// "release", without a unit where there is none.
void row(Console& console, const Words& name, const std::string& value) {
  // Padded by what is seen: å is one letter of two bytes.
  const std::string& text = console.say(name);
  std::size_t letters = 0;
  for (const char c : text) letters += (c & 0xC0) != 0x80;
  console.out << "  " << text << std::string(letters < 18 ? 18 - letters : 1, ' ') << value << "\n";
}

std::string when(const Tools& tools, const std::string& zone, std::int64_t unix_ms) {
  if (unix_ms == 0) return tools.console.say({"aldrig", "never"});
  const LocalTime time = local_time(zone, unix_ms);
  const Words old = care::age(tools.clock.unix_ms() - unix_ms);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02} ({})", time.year, time.month, time.day, time.hour,
                     time.minute, tools.console.say({old.sv + " sedan", old.en + " ago"}));
}

void print_rows(const Tools& tools, const care::Facts& facts) {
  Console& console = tools.console;
  const std::string none = console.say({"okänt", "unknown"});
  row(console, {"namn", "name"}, facts.config.kiosk.name.empty() ? "-" : facts.config.kiosk.name);
  row(console, {"kiosk-id", "kiosk id"}, facts.config.kiosk.id.empty() ? "-" : facts.config.kiosk.id);
  row(console, {"utgåva", "release"}, facts.release == 0 ? "-" : std::to_string(facts.release));
  if (facts.status) {
    row(console, {"senast hämtat", "last sync"},
        when(tools, facts.config.kiosk.time_zone, facts.status->last_success_unix_ms));
    row(console, {"senaste försök", "last attempt"},
        when(tools, facts.config.kiosk.time_zone, facts.status->last_attempt_unix_ms));
    const auto trouble = care::trouble_of(facts.status->last_error);
    if (trouble != care::SyncTrouble::none) {
      row(console, {"senaste fel", "last fault"}, console.say(care::plain(trouble)));
      row(console, {"", ""}, console.paint(Console::Color::dim, facts.status->last_error));
    }
    if (!facts.status->expiry_role.empty())
      row(console, {"signatur till", "signed until"},
          rfc3339(facts.status->expiry_unix_ms).substr(0, 10) + " (" + facts.status->expiry_role + ")");
  }
  const auto count = [&](std::int64_t outbox::Counts::*member) {
    return facts.counts ? std::to_string((*facts.counts).*member) : none;
  };
  row(console, {"svar som väntar", "answers waiting"}, count(&outbox::Counts::waiting));
  row(console, {"svar som vägrats", "answers refused"}, count(&outbox::Counts::dead));
  row(console, {"ledig disk", "free disk"},
      facts.free_bytes ? fmt::format("{} MiB", *facts.free_bytes >> 20) : none);
  row(console, {"klocka", "clock"},
      when(tools, facts.config.kiosk.time_zone, facts.now_unix_ms).substr(0, 16) +
          (facts.clock_trusted ? ""
                               : console.say({" (inte ställd från nätet)", " (not set from the network)"})));
  if (facts.temperature_c)
    row(console, {"temperatur", "temperature"}, fmt::format("{} °C", *facts.temperature_c));
  row(console, {"program", "program"}, ENTRE_VERSION);
}

Json as_json_object(const Console& console, const care::Facts& facts,
                    const std::vector<care::Finding>& findings) {
  constexpr const char* severities[] = {"note", "act", "broken"};
  Json list = Json::array();
  for (const care::Finding& finding : findings)
    list.push_back({{"id", finding.id},
                    {"severity", severities[static_cast<int>(finding.severity)]},
                    {"what", console.say(finding.what)},
                    {"todo", console.say(finding.todo)}});
  Json json = {{"version", 1},
               {"well", care::is_well(findings)},
               {"verdict", console.say(care::verdict(findings))},
               {"findings", std::move(list)},
               {"name", facts.config.kiosk.name},
               {"kiosk_id", facts.config.kiosk.id},
               {"program_version", ENTRE_VERSION},
               {"release", facts.release},
               {"clock_trusted", facts.clock_trusted},
               {"pin_is_set", facts.pin_is_set}};
  if (facts.free_bytes) json["free_bytes"] = *facts.free_bytes;
  if (facts.temperature_c) json["temperature_c"] = *facts.temperature_c;
  if (facts.counts) {
    json["answers_waiting"] = facts.counts->waiting;
    json["answers_refused"] = facts.counts->dead;
  }
  if (facts.status) {
    json["last_success_unix_ms"] = facts.status->last_success_unix_ms;
    json["last_attempt_unix_ms"] = facts.status->last_attempt_unix_ms;
    json["last_error"] = facts.status->last_error;
    json["expiry_role"] = facts.status->expiry_role;
    json["expiry_unix_ms"] = facts.status->expiry_unix_ms;
  }
  return json;
}

}  // namespace

int show_status(Tools& tools, bool as_json) {
  Console& console = tools.console;
  const care::Facts facts = care::gather(tools.files, tools.clock, tools.paths);
  const std::vector<care::Finding> findings = care::judge(facts);
  const bool is_well = care::is_well(findings);
  if (as_json) {
    console.out
        << as_json_object(console, facts, findings).dump(2, ' ', false, Json::error_handler_t::replace)
        << "\n";
    return is_well ? done : attention;
  }
  const auto color = is_well ? Console::Color::good : color_of(findings.front().severity);
  console.out << console.paint(color, console.say(care::verdict(findings))) << "\n\n";
  for (const care::Finding& finding : findings)
    console.out << "  " << console.paint(color_of(finding.severity), "* " + console.say(finding.what))
                << "\n    -> " << console.say(finding.todo) << "\n";
  if (!findings.empty()) console.out << "\n";
  print_rows(tools, facts);
  return is_well ? done : attention;
}

}  // namespace entre::ctl
