#include "kiosk/ctl/outbox.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/json.h"
#include "sync/outbox/reader.h"

namespace entre::ctl {
namespace {

using outbox::KeptAnswer;

Result<std::vector<KeptAnswer>> read_answers(const Tools& tools) {
  if (!tools.files.exists(tools.paths.outbox_file)) return std::vector<KeptAnswer>{};
  auto reader = outbox::LedgerReader::open(tools.paths.outbox_file);
  if (!reader) return reader.error();
  return reader->answers();
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : " ") + text;
  return all;
}

// RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe before it.
std::string cell(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos)
    text.insert(0, "'");
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string as_csv(const std::vector<KeptAnswer>& answers, bool with_text) {
  std::string csv = "epoch,sequence,time,page,language,release,useful,reasons,test,state,refusal";
  csv += with_text ? ",text\r\n" : "\r\n";
  for (const KeptAnswer& answer : answers) {
    const wire::FeedbackEvent& event = answer.event;
    csv += fmt::format("{},{},{},{},{},{},{},{},{},{},{}", cell(answer.epoch), answer.sequence,
                       rfc3339(event.unix_ms), cell(event.page), cell(event.language), event.release,
                       event.useful ? "yes" : "no", cell(joined(event.reasons)), event.test ? "yes" : "no",
                       answer.refusal.empty() ? "waiting" : "refused", cell(answer.refusal));
    csv += with_text ? "," + cell(event.comment) + "\r\n" : "\r\n";
  }
  return csv;
}

std::string as_json(const std::vector<KeptAnswer>& answers, bool with_text) {
  Json list = Json::array();
  for (const KeptAnswer& answer : answers) {
    const wire::FeedbackEvent& event = answer.event;
    Json entry = {{"epoch", answer.epoch},
                  {"sequence", answer.sequence},
                  {"time", rfc3339(event.unix_ms)},
                  {"page", event.page},
                  {"language", event.language},
                  {"release", event.release},
                  {"useful", event.useful},
                  {"reasons", event.reasons},
                  {"test", event.test},
                  {"state", answer.refusal.empty() ? "waiting" : "refused"}};
    if (!answer.refusal.empty()) entry["refusal"] = answer.refusal;
    if (with_text && !event.comment.empty()) entry["text"] = event.comment;
    list.push_back(std::move(entry));
  }
  return list.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

int list_outbox(Tools& tools, bool refused_only) {
  Console& console = tools.console;
  const auto answers = read_answers(tools);
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
  auto answers = read_answers(tools);
  if (!answers) return fail(console, answers.error().message);
  std::erase_if(*answers, [](const KeptAnswer& answer) { return answer.is_usage; });
  const std::string text = how.as_json ? as_json(*answers, how.with_text) : as_csv(*answers, how.with_text);
  if (how.file.empty()) {
    console.out << text;
    return done;
  }
  if (auto written = tools.files.write(how.file, text, 0640); !written)
    return fail(console, written.error().message);
  const auto back = tools.files.read(how.file, text.size());
  if (!back || *back != text)
    return fail(console, how.file + ": what was written cannot be read back; take another stick");
  console.out << fmt::format(fmt::runtime(console.say({"{} svar i {}\n", "{} answers in {}\n"})),
                             answers->size(), how.file);
  return done;
}

}  // namespace entre::ctl
