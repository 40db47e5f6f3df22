#include "kiosk/ctl/doctor.h"

#include "platform/json.h"

namespace entre::ctl {
namespace {

using State = Diagnosis::State;

struct Examined {
  Check check;
  Diagnoses diagnoses;
};

std::vector<Examined> examine(Tools& tools) {
  Patient patient{tools.files, tools.machine, tools.clock, tools.paths,
                  care::gather(tools.files, tools.clock, tools.paths)};
  std::vector<Examined> all;
  for (const auto& checks : {machine_checks(), network_checks(), kiosk_checks()})
    for (const Check& check : checks) all.push_back({check, check.look(patient)});
  return all;
}

const char* name_of(State state) {
  constexpr const char* names[] = {"well", "note", "fault", "unknown"};
  return names[static_cast<int>(state)];
}

void print(Console& console, const Examined& examined) {
  const std::string& title = console.say(examined.check.title);
  if (examined.diagnoses.empty()) {
    console.out << console.paint(Console::Color::good, "ok") << "      " << title << "\n";
    return;
  }
  for (const Diagnosis& diagnosis : examined.diagnoses) {
    const bool is_fault = diagnosis.state == State::fault;
    const care::Words label = is_fault                            ? care::Words{"FEL", "FAULT"}
                              : diagnosis.state == State::unknown ? care::Words{"okänt", "unknown"}
                                                                  : care::Words{"obs", "note"};
    const std::string& text = console.say(label);
    const std::size_t letters = text.size() - (text.find("\xC3") == std::string::npos ? 0 : 1);
    console.out << console.paint(is_fault ? Console::Color::bad : Console::Color::dim, text)
                << std::string(8 - letters, ' ') << title << ": " << console.say(diagnosis.what) << "\n";
    if (!diagnosis.fix.empty()) console.out << "        -> " << console.say(diagnosis.fix) << "\n";
  }
}

Json as_json_array(const Console& console, const std::vector<Examined>& all) {
  Json checks = Json::array();
  for (const Examined& examined : all) {
    if (examined.diagnoses.empty()) checks.push_back({{"id", examined.check.id}, {"state", "well"}});
    for (const Diagnosis& diagnosis : examined.diagnoses)
      checks.push_back({{"id", examined.check.id},
                        {"state", name_of(diagnosis.state)},
                        {"what", console.say(diagnosis.what)},
                        {"fix", console.say(diagnosis.fix)}});
  }
  return checks;
}

}  // namespace

Diagnosis fault(care::Words what, care::Words fix) {
  return {State::fault, std::move(what), std::move(fix)};
}
Diagnosis note(care::Words what, care::Words fix) {
  return {State::note, std::move(what), std::move(fix)};
}
Diagnosis unknown(care::Words what) {
  return {State::unknown, std::move(what), {}};
}

int run_doctor(Tools& tools, bool as_json) {
  Console& console = tools.console;
  const std::vector<Examined> all = examine(tools);
  int faults = 0;
  for (const Examined& examined : all)
    for (const Diagnosis& diagnosis : examined.diagnoses) faults += diagnosis.state == State::fault;
  if (as_json) {
    console.out << Json{{"version", 1}, {"faults", faults}, {"checks", as_json_array(console, all)}}.dump(
                       2, ' ', false, Json::error_handler_t::replace)
                << "\n";
    return faults == 0 ? done : attention;
  }
  for (const Examined& examined : all) print(console, examined);
  console.out << "\n";
  if (faults == 0)
    console.out << console.paint(Console::Color::good,
                                 console.say({"Inga fel hittades.", "No faults were found."}))
                << "\n";
  else
    console.out << console.paint(
                       Console::Color::bad,
                       std::to_string(faults) + console.say({" fel hittades.", " faults were found."}))
                << "\n";
  return faults == 0 ? done : attention;
}

}  // namespace entre::ctl
