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
  outbox::Answer answer = varied_answer(seed_, ++count_);
  changing(answer);
  return answer;
}

void Oracle::changing(const outbox::Answer& answer) {
  versions_[answer.page].insert(body_of(answer));
}

void Oracle::saved(const outbox::Answer& answer) {
  told_.insert(answer.page);
  versions_[answer.page] = {body_of(answer)};
}

Oracle::Bodies bodies_in(const std::string& ledger_path, const std::string& table) {
  Oracle::Bodies bodies;
  auto db = Database::open(ledger_path, Database::Mode::read_write);
  if (!db) return bodies;
  const bool draft = table == "draft";
  auto select = db->prepare(std::string("SELECT ") + (draft ? body_sql : "encoded") + " FROM " + table);
  if (!select) return bodies;
  for (auto row = select->step(); row && *row; row = select->step()) {
    if (draft) {
      bodies.push_back(select->column_text(0));
      continue;
    }
    auto events = wire::decode_batch("[" + select->column_text(0) + "]");
    if (events && events->size() == 1 && events->front().ok) bodies.push_back(body_of(events->front().event));
  }
  return bodies;
}

namespace {

std::string page_in(const std::string& body) {
  return body.substr(0, body.find('|'));
}

Oracle::Bodies bodies_at(const AnswerServer& server) {
  Oracle::Bodies bodies;
  for (const auto& [key, event] : server.events) bodies.push_back(body_of(event));
  return bodies;
}

Oracle::Bodies with_ledger(Oracle::Bodies bodies, const std::string& ledger_path) {
  for (const char* table : {"draft", "event", "dead_letter"})
    for (std::string& body : bodies_in(ledger_path, table)) bodies.push_back(std::move(body));
  return bodies;
}

}  // namespace

std::set<std::string> Oracle::missing(const Bodies& there) const {
  std::set<std::string> gone = told_;
  for (const std::string& body : there) gone.erase(page_in(body));
  return gone;
}

std::string Oracle::check_bodies(const Bodies& bodies) const {
  for (const std::string& body : bodies) {
    const auto versions = versions_.find(page_in(body));
    if (versions == versions_.end()) return "never given: " + body;
    if (!versions->second.contains(body)) return "given " + *versions->second.begin() + ", became " + body;
  }
  return "";
}

std::set<std::string> Oracle::lost(const AnswerServer& server, const std::string& ledger_path) const {
  return missing(with_ledger(bodies_at(server), ledger_path));
}

std::string Oracle::check_recovered(const AnswerServer& server, const std::string& ledger_path) const {
  return check_kept(bodies_at(server), ledger_path);
}

std::string Oracle::check_kept(const Bodies& rows, const std::string& ledger_path) const {
  const Bodies there = with_ledger(rows, ledger_path);
  const auto gone = missing(there);
  return gone.empty() ? check_bodies(there) : "lost: " + *gone.begin();
}

std::string Oracle::check_delivered(const Bodies& rows, const std::string& ledger_path) const {
  Bodies there = rows;
  for (std::string& body : bodies_in(ledger_path, "dead_letter")) there.push_back(std::move(body));
  if (auto wrong = check_bodies(there); !wrong.empty()) return wrong;
  std::set<std::string> pages;
  for (const std::string& body : there)
    if (!pages.insert(page_in(body)).second) return "twice: " + body;
  if (const auto gone = missing(there); !gone.empty()) return "not delivered: " + *gone.begin();
  if (!bodies_in(ledger_path, "event").empty()) return "answers are left";
  return "";
}

std::string Oracle::check_healed(const AnswerServer& server, const std::string& ledger_path) const {
  if (server.conflicts != 0) return "a conflict";
  for (const auto& [key, event] : server.events)
    if (event.unix_ms % wire::time_step_ms != 0) return "a time finer than 15 minutes: " + event.page;
  return check_delivered(bodies_at(server), ledger_path);
}

std::string Oracle::check_sent(const std::vector<HttpRequest>& requests,
                               const std::set<std::string>& secrets) {
  for (const HttpRequest& request : requests) {
    std::string sent = request.url + "\n" + request.body;
    for (const std::string& header : request.headers) sent += "\n" + header;
    for (const std::string& secret : secrets)
      if (sent.find(secret) != std::string::npos) return "sent " + secret + ": " + sent;
  }
  return "";
}

}  // namespace entre::test
