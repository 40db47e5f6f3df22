#include "sync/hub/alarms.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/json.h"
#include "sync/wire/wire.h"

namespace entre::hub {

namespace {

// The rest waits for the next message.
constexpr std::int64_t notices_max = 200;

std::string name_of(const Notice& notice) {
  return notice.kiosk_name + (notice.place.empty() ? "" : " (" + notice.place + ")");
}

std::string sentence(const Notice& notice) {
  return name_of(notice) + ": " + (notice.is_well ? "åter som det ska. Det var: " : "") + notice.finding.what;
}

bool is_same(const Finding& a, const Finding& b) {
  return a.kiosk_id == b.kiosk_id && a.kind == b.kind;
}

}  // namespace

Result<void> Webhook::send(const std::vector<Notice>& notices) {
  Json alarms = Json::array();
  for (const Notice& notice : notices)
    alarms.push_back({{"kiosk_id", notice.finding.kiosk_id},
                      {"kiosk", notice.kiosk_name},
                      {"place", notice.place},
                      {"kind", notice.finding.kind},
                      {"state", notice.is_well ? "well" : "alarm"},
                      {"since", rfc3339(notice.since_unix_ms)},
                      {"what", notice.finding.what},
                      {"todo", notice.is_well ? "" : notice.finding.todo}});
  HttpRequest request;
  request.method = "POST";
  request.url = url_;
  request.headers = {"Content-Type: application/json"};
  request.body = Json{{"alarms", std::move(alarms)}}.dump(-1, ' ', false, Json::error_handler_t::replace);
  request.body_bytes_max = wire::reply_bytes_max;
  auto response = http_.send(request);
  if (!response) return response.error();
  if (response->status / 100 == 2) return {};
  return Error{ErrorKind::unavailable, url_ + ": answers " + std::to_string(response->status)};
}

Result<void> MailOutlet::send(const std::vector<Notice>& notices) {
  MailMessage message{from_, to_, "", ""};
  message.subject = "Entré: " + (notices.size() == 1 ? sentence(notices.front())
                                                     : fmt::format("{} händelser", notices.size()));
  for (const Notice& notice : notices)
    message.body += sentence(notice) + "\n" + (notice.is_well ? "" : notice.finding.todo + "\n") + "Sedan " +
                    local_minute(notice.since_unix_ms, clock_) + "\n\n";
  message.body += "Hubben skriver en gång när något händer och en gång när det är bra igen.\n";
  return mail_.send(message);
}

Result<std::unique_ptr<Alarms>> Alarms::open(const std::string& path, const Clock& clock, Outlet& outlet) {
  auto db = Database::open(path, Database::Mode::read_write);
  if (!db) return db.error();
  if (auto set = db->execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"); !set) return set.error();
  return std::unique_ptr<Alarms>(new Alarms(std::move(db).value(), clock, outlet));
}

Result<void> Alarms::turn(const std::vector<Kiosk>& kiosks, const std::vector<Finding>& findings) {
  {
    auto transaction = Transaction::begin(db_);
    if (!transaction) return transaction.error();
    if (auto noted = note(findings); !noted) return noted;
    if (auto noted = note_ended(findings); !noted) return noted;
    if (auto committed = transaction->commit(); !committed) return committed;
  }
  if (clock_.monotonic_ms() < next_try_ms_) return {};
  auto notices = untold(kiosks);
  if (!notices) return notices.error();
  if (notices->empty()) return {};
  if (auto sent = outlet_.send(*notices); !sent) {
    retry_ms_ = std::clamp(retry_ms_ * 2, retry_min_ms, retry_max_ms);
    next_try_ms_ = clock_.monotonic_ms() + retry_ms_;
    return Error{sent.error().kind, "alarms wait: " + sent.error().message};
  }
  retry_ms_ = next_try_ms_ = 0;
  return mark_told(*notices);
}

// New ones; and what was to be told as well again and is not.
Result<void> Alarms::note(const std::vector<Finding>& findings) {
  auto upsert = db_.prepare(
      "INSERT INTO alarm(outlet, kiosk_id, kind, state, since, what, todo)"
      " VALUES(?1, ?2, ?3, 'new', ?4, ?5, ?6)"
      " ON CONFLICT DO UPDATE SET state='told' WHERE state='well'");
  if (!upsert) return upsert.error();
  for (const Finding& finding : findings) {
    upsert->bind(1, outlet_.name()).bind(2, finding.kiosk_id).bind(3, finding.kind);
    upsert->bind(4, clock_.unix_ms()).bind(5, finding.what).bind(6, finding.todo);
    if (auto done = upsert->run(); !done) return done;
  }
  return {};
}

Result<void> Alarms::note_ended(const std::vector<Finding>& findings) {
  auto select = db_.prepare("SELECT kiosk_id, kind FROM alarm WHERE outlet=?1 AND state IN ('new', 'told')");
  if (!select) return select.error();
  std::vector<Finding> ended;
  auto row = select->bind(1, outlet_.name()).step();
  for (; row && *row; row = select->step()) {
    Finding known{select->column_text(0), select->column_text(1), "", ""};
    const bool is_still = std::any_of(findings.begin(), findings.end(),
                                      [&](const Finding& finding) { return is_same(finding, known); });
    if (!is_still) ended.push_back(std::move(known));
  }
  if (!row) return row.error();
  for (const char* sql :
       {"DELETE FROM alarm WHERE outlet=?1 AND kiosk_id=?2 AND kind=?3 AND state='new'",
        "UPDATE alarm SET state='well' WHERE outlet=?1 AND kiosk_id=?2 AND kind=?3 AND state='told'"}) {
    auto end = db_.prepare(sql);
    if (!end) return end.error();
    for (const Finding& one : ended)
      if (auto done = end->bind(1, outlet_.name()).bind(2, one.kiosk_id).bind(3, one.kind).run(); !done)
        return done;
  }
  return {};
}

Result<std::vector<Notice>> Alarms::untold(const std::vector<Kiosk>& kiosks) {
  auto select = db_.prepare(
      "SELECT kiosk_id, kind, what, todo, since, state='well' FROM alarm"
      " WHERE outlet=?1 AND state IN ('new', 'well') ORDER BY since, kiosk_id, kind LIMIT ?2");
  if (!select) return select.error();
  std::vector<Notice> notices;
  auto row = select->bind(1, outlet_.name()).bind(2, notices_max).step();
  for (; row && *row; row = select->step()) {
    Notice notice;
    notice.finding = {select->column_text(0), select->column_text(1), select->column_text(2),
                      select->column_text(3)};
    notice.since_unix_ms = select->column_int(4);
    notice.is_well = select->column_int(5) != 0;
    notice.kiosk_name = notice.finding.kiosk_id;
    for (const Kiosk& kiosk : kiosks)
      if (kiosk.id == notice.finding.kiosk_id) {
        notice.kiosk_name = kiosk.name;
        notice.place = kiosk.place;
      }
    notices.push_back(std::move(notice));
  }
  if (!row) return row.error();
  return notices;
}

Result<void> Alarms::mark_told(const std::vector<Notice>& notices) {
  auto transaction = Transaction::begin(db_);
  if (!transaction) return transaction.error();
  auto told = db_.prepare("UPDATE alarm SET state='told' WHERE outlet=?1 AND kiosk_id=?2 AND kind=?3");
  if (!told) return told.error();
  auto ended = db_.prepare("DELETE FROM alarm WHERE outlet=?1 AND kiosk_id=?2 AND kind=?3");
  if (!ended) return ended.error();
  for (const Notice& notice : notices) {
    Statement& statement = notice.is_well ? *ended : *told;
    statement.bind(1, outlet_.name()).bind(2, notice.finding.kiosk_id).bind(3, notice.finding.kind);
    if (auto done = statement.run(); !done) return done;
  }
  return transaction->commit();
}

}  // namespace entre::hub
