#include "sync/hub/enrolment.h"

#include <algorithm>
#include <utility>

#include "platform/crypto.h"
#include "sync/hub/access.h"

namespace entre::hub {

namespace {

// After it was approved: long enough for a kiosk whose network failed meanwhile.
constexpr std::int64_t approved_lifetime_ms = 60 * 60 * 1000;
// What has expired is kept so long, so that its kiosk hears why.
constexpr std::int64_t expired_kept_ms = 60 * 60 * 1000;
constexpr std::int64_t slow_down_s = 5;  // RFC 8628 3.5
constexpr std::int64_t interval_s_max = 60;

// Nothing is kept from which the token could be told: it follows from the device code, of which the hub has
// the hash and the kiosk the 256 random bits.
std::string token_of(const std::string& device_code) {
  return sha256_hex("entre kiosk token\n" + device_code);
}

Error no_such_code() {
  return Error{ErrorKind::not_found, "no kiosk that waits shows this code"};
}

}  // namespace

struct Enrolments::Row {
  std::string device_sha256, state, kiosk_id, name, place;
  std::int64_t expires_unix_ms = 0, interval_s = 0, next_poll_unix_ms = 0;
};

Result<std::unique_ptr<Enrolments>> Enrolments::open(const std::string& path, const Clock& clock,
                                                     Random& random) {
  auto db = Database::open(path, Database::Mode::read_write);
  if (!db) return db.error();
  if (auto set = db->execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"); !set) return set.error();
  return std::unique_ptr<Enrolments>(new Enrolments(std::move(db).value(), clock, random));
}

std::string Enrolments::make_user_code() {
  std::string code;
  while (code.size() < wire::user_code_letters)
    code += wire::user_code_alphabet[uniform(random_, wire::user_code_alphabet.size())];
  return *wire::user_code_of(code);
}

Result<wire::DeviceAuthorization> Enrolments::start(const std::string& kiosk_id) {
  const std::lock_guard lock(mutex_);
  const std::int64_t now_ms = clock_.unix_ms();
  auto transaction = Transaction::begin(db_);
  if (!transaction) return transaction.error();
  auto forget = db_.prepare("DELETE FROM enrolment WHERE expires<?1");
  if (!forget) return forget.error();
  if (auto done = forget->bind(1, now_ms - expired_kept_ms).run(); !done) return done.error();
  {
    auto count =
        db_.prepare("SELECT count(*) FROM enrolment WHERE state IN ('waiting', 'denied') AND expires>?1");
    if (!count) return count.error();
    auto row = count->bind(1, now_ms).step();
    if (!row) return row.error();
    if (count->column_int(0) >= enrolment_waiting_max)
      return Error{ErrorKind::unavailable, "as many kiosks wait for approval as may"};
  }
  wire::DeviceAuthorization made;
  made.device_code = make_secret(random_);
  made.user_code = make_user_code();
  made.expires_in_s = enrolment_lifetime_s;
  made.interval_s = enrolment_interval_s;
  auto insert = db_.prepare(
      "INSERT INTO enrolment(device_sha256, user_sha256, expires, interval_s, next_poll, state, kiosk_id)"
      " VALUES(?1, ?2, ?3, ?4, 0, 'waiting', ?5)");
  if (!insert) return insert.error();
  insert->bind(1, sha256_hex(made.device_code)).bind(2, sha256_hex(made.user_code));
  insert->bind(3, now_ms + enrolment_lifetime_s * 1000).bind(4, enrolment_interval_s).bind(5, kiosk_id);
  if (auto done = insert->run(); !done) return done.error();
  if (auto committed = transaction->commit(); !committed) return committed.error();
  return made;
}

Result<void> Enrolments::guard_guessing(std::int64_t now_ms) {
  if (now_ms - wrong_codes_since_ms_ >= wrong_codes_window_ms) {
    wrong_codes_ = 0;
    wrong_codes_since_ms_ = now_ms;
  }
  if (wrong_codes_ < wrong_codes_max) return {};
  return Error{ErrorKind::unavailable, "too many wrong codes; wait ten minutes"};
}

// The hash of the device code of the one that waits with this code.
Result<std::string> Enrolments::waiting_with(const std::string& typed_code) {
  const std::int64_t monotonic_ms = clock_.monotonic_ms();
  if (auto allowed = guard_guessing(monotonic_ms); !allowed) return allowed.error();
  const auto code = wire::user_code_of(typed_code);
  auto select = db_.prepare(
      "SELECT device_sha256 FROM enrolment WHERE user_sha256=?1 AND state='waiting' AND expires>?2");
  if (!select) return select.error();
  auto row = select->bind(1, sha256_hex(code.value_or(""))).bind(2, clock_.unix_ms()).step();
  if (!row) return row.error();
  if (*row) return select->column_text(0);
  ++wrong_codes_;
  return no_such_code();
}

Result<std::string> Enrolments::approve(const std::string& typed_code, const std::string& name,
                                        const std::string& place) {
  if (!wire::is_label(name, wire::kiosk_name_characters_max) ||
      !(place.empty() || wire::is_label(place, wire::place_characters_max)))
    return Error{ErrorKind::invalid, "expected a name of at most 80 characters and a place of at most 120"};
  const std::lock_guard lock(mutex_);
  auto transaction = Transaction::begin(db_);
  if (!transaction) return transaction.error();
  auto device = waiting_with(typed_code);
  if (!device) return device;
  auto update = db_.prepare(
      "UPDATE enrolment SET state='approved', name=?2, place=?3, expires=?4,"
      " kiosk_id=CASE kiosk_id WHEN '' THEN ?5 ELSE kiosk_id END WHERE device_sha256=?1 RETURNING kiosk_id");
  if (!update) return update.error();
  update->bind(1, *device).bind(2, name).bind(3, place).bind(4, clock_.unix_ms() + approved_lifetime_ms);
  auto row = update->bind(5, uuid4(random_)).step();
  if (!row) return row.error();
  const std::string kiosk_id = update->column_text(0);
  update->reset();
  if (auto committed = transaction->commit(); !committed) return committed.error();
  return kiosk_id;
}

Result<void> Enrolments::deny(const std::string& typed_code) {
  const std::lock_guard lock(mutex_);
  auto device = waiting_with(typed_code);
  if (!device) return device.error();
  auto update = db_.prepare("UPDATE enrolment SET state='denied' WHERE device_sha256=?1 AND state='waiting'");
  if (!update) return update.error();
  if (auto done = update->bind(1, *device).run(); !done) return done;
  if (db_.changes() == 0) return no_such_code();
  return {};
}

Result<wire::Enrolment> Enrolments::prepare(const std::string& name, const std::string& place, int days) {
  if (!wire::is_label(name, wire::kiosk_name_characters_max) ||
      !(place.empty() || wire::is_label(place, wire::place_characters_max)))
    return Error{ErrorKind::invalid,
                 "'" + name + "': expected a name of at most 80 characters and a place of at most 120"};
  const std::lock_guard lock(mutex_);
  wire::Enrolment made;
  made.device_code = make_secret(random_);
  made.kiosk_id = uuid4(random_);
  made.name = name;
  made.place = place;
  made.expires_unix_ms = clock_.unix_ms() + std::int64_t{days} * 86'400'000;
  auto insert = db_.prepare(
      "INSERT INTO enrolment(device_sha256, expires, interval_s, next_poll, state, kiosk_id, name, place)"
      " VALUES(?1, ?2, ?3, 0, 'approved', ?4, ?5, ?6)");
  if (!insert) return insert.error();
  insert->bind(1, sha256_hex(made.device_code)).bind(2, made.expires_unix_ms).bind(3, enrolment_interval_s);
  if (auto done = insert->bind(4, made.kiosk_id).bind(5, name).bind(6, place).run(); !done)
    return done.error();
  return made;
}

Result<Enrolments::Row> Enrolments::find(const std::string& device_code) {
  auto select = db_.prepare(
      "SELECT device_sha256, state, kiosk_id, name, place, expires, interval_s, next_poll FROM enrolment"
      " WHERE device_sha256=?1");
  if (!select) return select.error();
  auto found = select->bind(1, sha256_hex(device_code)).step();
  if (!found) return found.error();
  Row row;
  if (!*found) return row;
  row.device_sha256 = select->column_text(0);
  row.state = select->column_text(1);
  row.kiosk_id = select->column_text(2);
  row.name = select->column_text(3);
  row.place = select->column_text(4);
  row.expires_unix_ms = select->column_int(5);
  row.interval_s = select->column_int(6);
  row.next_poll_unix_ms = select->column_int(7);
  return row;
}

Result<Enrolments::Polled> Enrolments::answer_waiting(const Row& row, std::int64_t now_ms) {
  // A clock that was set back meanwhile must not keep the kiosk waiting for ever.
  const std::int64_t early_ms = row.next_poll_unix_ms - now_ms;
  const bool too_soon = early_ms > 0 && early_ms <= row.interval_s * 1000;
  const std::int64_t interval_s =
      too_soon ? std::min(row.interval_s + slow_down_s, interval_s_max) : row.interval_s;
  auto update = db_.prepare("UPDATE enrolment SET interval_s=?2, next_poll=?3 WHERE device_sha256=?1");
  if (!update) return update.error();
  update->bind(1, row.device_sha256).bind(2, interval_s).bind(3, now_ms + interval_s * 1000);
  if (auto done = update->run(); !done) return done.error();
  return Polled{too_soon ? "slow_down" : "authorization_pending", {}};
}

// The kiosk's row and the token's hash are made here and not at the approval: only now is the token known.
Result<Enrolments::Polled> Enrolments::grant(const Row& row, const std::string& device_code,
                                             std::int64_t now_ms) {
  Polled polled{"", {token_of(device_code), row.kiosk_id, row.name, row.place, ""}};
  auto upsert = db_.prepare(
      "INSERT INTO kiosk(id, name, place, token_sha256, token_time) VALUES(?1, ?2, ?3, ?4, ?5)"
      " ON CONFLICT(id) DO UPDATE SET name=?2, place=?3, token_sha256=?4, token_time=?5");
  if (!upsert) return upsert.error();
  upsert->bind(1, row.kiosk_id).bind(2, row.name).bind(3, row.place).bind(4, sha256_hex(polled.grant.token));
  upsert->bind(5, now_ms);
  if (auto done = upsert->run(); !done) return done.error();
  auto update = db_.prepare("UPDATE enrolment SET state='granted' WHERE device_sha256=?1");
  if (!update) return update.error();
  if (auto done = update->bind(1, row.device_sha256).run(); !done) return done.error();
  return polled;
}

Result<Enrolments::Polled> Enrolments::poll(const std::string& device_code) {
  const std::lock_guard lock(mutex_);
  auto transaction = Transaction::begin(db_);
  if (!transaction) return transaction.error();
  auto row = find(device_code);
  if (!row) return row.error();
  const std::int64_t now_ms = clock_.unix_ms();
  if (row->device_sha256.empty()) return Polled{"invalid_grant", {}};
  if (now_ms >= row->expires_unix_ms) return Polled{"expired_token", {}};
  if (row->state == "denied") return Polled{"access_denied", {}};
  auto polled = row->state == "waiting" ? answer_waiting(*row, now_ms) : grant(*row, device_code, now_ms);
  if (!polled) return polled;
  if (auto committed = transaction->commit(); !committed) return committed.error();
  return polled;
}

}  // namespace entre::hub
