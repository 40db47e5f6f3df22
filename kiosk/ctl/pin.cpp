#include "kiosk/ctl/pin.h"

#include "kiosk/care/pin.h"

namespace entre::ctl {
namespace {

std::string ask(Console& console, const care::Words& prompt) {
  std::string line;
  if (console.in_is_terminal) console.err << console.say(prompt) << ": " << std::flush;
  const Unseen unseen(console.in_is_terminal);
  console.read_line(&line);
  if (console.in_is_terminal) console.err << "\n";
  return line;
}

}  // namespace

int set_staff_pin(Tools& tools) {
  Console& console = tools.console;
  const std::string pin =
      ask(console, {"Ny personalkod, 6 till 12 siffror", "New staff PIN, 6 to 12 digits"});
  if (const care::Words refused = care::refuse_pin(pin); !refused.empty())
    return fail(console, console.say(refused), usage);
  if (console.in_is_terminal && ask(console, {"En gång till", "Once more"}) != pin)
    return fail(console,
                console.say({"koderna är olika; ingenting ändrades", "the two differ; nothing was changed"}),
                usage);
  const auto where = care::PinFiles::beside(tools.paths.status_file);
  if (auto set = care::set_pin(pin, where, tools.files, tools.random); !set)
    return fail(console, set.error().message);
  console.out << console.say({"Personalkoden är satt.", "The staff PIN is set."}) << "\n";
  return done;
}

}  // namespace entre::ctl
