#include "tests/faults/oracle.h"

#include "platform/crypto.h"
#include "platform/sqlite.h"

namespace entre::test {

HttpResponse AnswerServer::take(const HttpRequest& request) {
  if (!request.url.ends_with(wire::feedback_path)) return {200, {}, "{}"};
  ++batches;
  auto batch = wire::decode_batch(request.body);
  if (!batch) return {400, {}, ""};
  if (batch->size() > events_max) return {413, {}, ""};
  wire::BatchReply reply;
  for (const wire::ReceivedEvent& received : *batch) {
    if (!received.ok || rejected_pages.contains(received.event.page)) {
      reply.results.push_back({received.id, "rejected", received.refusal});
      continue;
    }
    const std::pair key(received.event.epoch, received.event.sequence);
    const auto [row, fresh] = rows.emplace(key, received.canonical);
    if (fresh) events[key] = received.event;
    const bool same = row->second == received.canonical;
    conflicts += !same;
    reply.results.push_back({received.id, fresh ? "stored" : same ? "duplicate" : "conflict", ""});
  }
  return {200, {}, wire::encode_reply(reply)};
}

outbox::Answer Oracle::next() {
  outbox::Answer answer;
  answer.page = "page-" + std::to_string(++count_);
  answer.language = "sv";
  answer.release = 1;
  answer.useful = count_ % 3 != 0;
  if (count_ % 2 == 0) answer.reasons = {"hard_to_read"};
  if (count_ % 5 == 0) answer.comment = std::string(200, 'k');
  versions_[answer.page].insert(answer.useful);
  return answer;
}

void Oracle::saved(const outbox::Answer& answer) {
  told_.insert(answer.page);
}

std::multiset<std::string> pages_in(const std::string& ledger_path, const std::string& table) {
  std::multiset<std::string> pages;
  auto db = Database::open(ledger_path, Database::Mode::read_write);
  if (!db) return pages;
  const bool draft = table == "draft";
  auto select = db->prepare(draft ? "SELECT page FROM draft" : "SELECT encoded FROM " + table);
  if (!select) return pages;
  for (auto row = select->step(); row && *row; row = select->step()) {
    if (draft) {
      pages.insert(select->column_text(0));
      continue;
    }
    auto events = wire::decode_batch("[" + select->column_text(0) + "]");
    if (events && events->size() == 1 && events->front().ok) pages.insert(events->front().event.page);
  }
  return pages;
}

namespace {

std::set<std::string> pages_at(const AnswerServer& server) {
  std::set<std::string> pages;
  for (const auto& [key, event] : server.events) pages.insert(event.page);
  return pages;
}

}  // namespace

std::set<std::string> Oracle::missing(std::set<std::string> there, const std::string& ledger_path) const {
  for (const char* table : {"draft", "event", "dead_letter"})
    for (const std::string& page : pages_in(ledger_path, table)) there.insert(page);
  std::set<std::string> out;
  for (const std::string& page : told_)
    if (!there.contains(page)) out.insert(page);
  return out;
}

std::set<std::string> Oracle::lost(const AnswerServer& server, const std::string& ledger_path) const {
  return missing(pages_at(server), ledger_path);
}

std::string Oracle::check_recovered(const AnswerServer& server, const std::string& ledger_path) const {
  const auto gone = lost(server, ledger_path);
  return gone.empty() ? "" : "lost: " + *gone.begin();
}

std::string Oracle::check_kept(const Rows& rows, const std::string& ledger_path) const {
  std::set<std::string> there;
  for (const auto& [page, useful] : rows) there.insert(page);
  const auto gone = missing(there, ledger_path);
  return gone.empty() ? "" : "lost: " + *gone.begin();
}

std::string Oracle::check_delivered(const Rows& rows, const std::string& ledger_path) const {
  std::multiset<std::string> there;
  for (const auto& [page, useful] : rows) {
    const auto versions = versions_.find(page);
    if (versions == versions_.end()) return "never given: " + page;
    if (!versions->second.contains(useful)) return "another body: " + page;
    there.insert(page);
  }
  for (const std::string& page : pages_in(ledger_path, "dead_letter")) there.insert(page);
  for (const std::string& page : there)
    if (there.count(page) > 1) return "twice: " + page;
  for (const std::string& page : told_)
    if (!there.contains(page)) return "not delivered: " + page;
  if (!pages_in(ledger_path, "event").empty()) return "answers are left";
  return "";
}

std::string Oracle::check_healed(const AnswerServer& server, const std::string& ledger_path) const {
  if (server.conflicts != 0) return "a conflict";
  Rows rows;
  for (const auto& [key, event] : server.events) {
    if (event.unix_ms % wire::time_step_ms != 0) return "a time finer than 15 minutes: " + event.page;
    rows.emplace(event.page, event.useful);
  }
  return check_delivered(rows, ledger_path);
}

}  // namespace entre::test
