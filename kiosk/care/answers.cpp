#include "kiosk/care/answers.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/clock.h"
#include "platform/json.h"
#include "sync/content/tokens.h"

namespace entre::care {
namespace {

using outbox::KeptAnswer;

constexpr std::size_t kNameBytesMax = 40;

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
    if (answer.is_usage) continue;
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
    if (answer.is_usage) continue;
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

// Lower case, without diacritics, and hyphens for the rest.
std::string plain_name(const std::string& name) {
  std::string plain;
  for (const content::Token& token : content::tokens_of(name)) {
    std::string word;
    for (const char c : content::fold(token.word))
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) word += c;
    if (!word.empty()) plain += (plain.empty() ? "" : "-") + word;
  }
  plain.resize(std::min(plain.size(), kNameBytesMax));
  return plain;
}

}  // namespace

Result<std::vector<KeptAnswer>> read_answers(const Files& files, const Paths& paths) {
  if (!files.exists(paths.outbox_file)) return std::vector<KeptAnswer>{};
  auto reader = outbox::LedgerReader::open(paths.outbox_file);
  if (!reader) return reader.error();
  return reader->answers();
}

AnswerFile answer_file(const std::vector<KeptAnswer>& answers, bool as_json, bool with_text) {
  const auto count = std::count_if(answers.begin(), answers.end(),
                                   [](const KeptAnswer& answer) { return !answer.is_usage; });
  return {as_json ? care::as_json(answers, with_text) : as_csv(answers, with_text),
          static_cast<std::size_t>(count)};
}

std::string answer_file_name(const Config::Kiosk& kiosk, const LocalTime& at, bool as_json) {
  std::string name = plain_name(kiosk.name);
  if (name.empty()) name = plain_name(kiosk.id);
  return fmt::format("entre-answers-{}{}{:04}-{:02}-{:02}-{:02}{:02}{:02}.{}", name, name.empty() ? "" : "-",
                     at.year, at.month, at.day, at.hour, at.minute, at.second, as_json ? "json" : "csv");
}

}  // namespace entre::care
