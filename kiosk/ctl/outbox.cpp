#include "kiosk/ctl/outbox.h"

#include <fmt/format.h>

#include "kiosk/care/answers.h"

namespace entre::ctl {

using outbox::KeptAnswer;

int list_outbox(Tools& tools, bool refused_only) {
  Console& console = tools.console;
  const auto answers = care::read_answers(tools.files, tools.paths);
  if (!answers) return fail(console, answers.error().message);
  std::size_t waiting = 0, refused = 0, hours = 0;
  for (const KeptAnswer& answer : *answers) {
    hours += answer.is_usage;
    waiting += answer.refusal.empty() && !answer.is_usage;
    refused += !answer.refusal.empty();
    if (answer.is_usage || (refused_only && answer.refusal.empty())) continue;
    console.out << fmt::format(
        "{:>8}  {}  {:<8} {:<3}  {}{}\n", answer.sequence, rfc3339(answer.event.unix_ms),
        answer.event.language, answer.event.useful ? "yes" : "no", answer.event.page,
        answer.refusal.empty() ? "" : "  " + console.paint(Console::Color::warn, answer.refusal));
  }
  console.out << fmt::format(fmt::runtime(console.say({"{} svar väntar, {} vägrade, {} timmars räkning\n",
                                                       "{} answers wait, {} refused, counts of {} hours\n"})),
                             waiting, refused, hours);
  return done;
}

int export_outbox(Tools& tools, const Export& how) {
  Console& console = tools.console;
  const auto answers = care::read_answers(tools.files, tools.paths);
  if (!answers) return fail(console, answers.error().message);
  const auto [text, count] = care::answer_file(*answers, how.as_json, how.with_text);
  if (how.file.empty()) {
    console.out << text;
    return done;
  }
  if (auto may = check_target(tools, how.file); !may)
    return fail(console, may.error().message + console.say({"; utan FILE kommer svaren på stdout",
                                                            "; without FILE the answers come on stdout"}));
  if (auto written = tools.files.write(how.file, text, 0640); !written)
    return fail_at_file(console, written.error());
  const auto back = tools.files.read(how.file, text.size());
  if (!back || *back != text)
    return fail(console, how.file + ": what was written cannot be read back; take another stick");
  console.out << fmt::format(fmt::runtime(console.say({"{} svar i {}\n", "{} answers in {}\n"})), count,
                             how.file);
  return done;
}

}  // namespace entre::ctl
