#include "kiosk/ctl/status.h"

#include <fmt/format.h>

#include "kiosk/care/rows.h"
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

void print_rows(Console& console, const care::Facts& facts) {
  for (const care::Row& each : care::rows(facts)) {
    const std::string& value = console.say(each.value);
    row(console, each.name, each.name.empty() ? console.paint(Console::Color::dim, value) : value);
  }
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
  print_rows(tools.console, facts);
  return is_well ? done : attention;
}

}  // namespace entre::ctl
