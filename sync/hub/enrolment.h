#pragma once
// Who asks to become a kiosk of this hub, and who may: the device flow of RFC 8628, kept in hub.db. Codes are
// kept as hashes. Every thread may call; what a call changed is durable when it returns.

#include <memory>
#include <mutex>
#include <string>

#include "platform/clock.h"
#include "platform/random.h"
#include "platform/result.h"
#include "platform/sqlite.h"
#include "sync/wire/enrolment.h"

namespace entre::hub {

inline constexpr std::int64_t enrolment_lifetime_s = 15 * 60;
inline constexpr std::int64_t enrolment_interval_s = 5;
inline constexpr std::int64_t enrolment_waiting_max = 64;  // more than are hung up in a quarter of an hour
// 20^8 codes, 64 of them at most good for 15 minutes, ten tries in ten minutes: RFC 8628 5.1.
inline constexpr int wrong_codes_max = 10;
inline constexpr std::int64_t wrong_codes_window_ms = 10 * 60 * 1000;

class Enrolments {
 public:
  // The database must have been opened as a SqliteStore once: it makes the table.
  static Result<std::unique_ptr<Enrolments>> open(const std::string& db, const Clock& clock, Random& random);

  // A kiosk asks. kiosk_id: the id that it has and would keep, or empty. Without the addresses, which the
  // caller knows. unavailable: as many wait as may.
  Result<wire::DeviceAuthorization> start(const std::string& kiosk_id);

  // Staff approve what shows this code, in whatever way it is typed; the kiosk's id. invalid: a name or place
  // that may be none; not_found: no kiosk that waits shows this code (it is wrong, too old or was used);
  // unavailable: too many wrong codes lately, and this one was not looked at.
  Result<std::string> approve(const std::string& typed_code, const std::string& name,
                              const std::string& place);
  // The same without a name: the kiosk is told that it may not.
  Result<void> deny(const std::string& typed_code);

  // An enrolment that is approved already, for a stick: its device code, good once within so many days.
  Result<wire::Enrolment> prepare(const std::string& name, const std::string& place, int days);

  // A kiosk's poll: the grant without its root_sha256, or the error's name (RFC 8628 3.5, RFC 6749 5.2). The
  // same device code gets the same grant again until its token was used once.
  struct Polled {
    std::string error;
    wire::TokenGrant grant;
  };
  Result<Polled> poll(const std::string& device_code);

 private:
  struct Row;
  Enrolments(Database db, const Clock& clock, Random& random)
      : db_(std::move(db)), clock_(clock), random_(random) {}
  std::string make_user_code();
  Result<void> guard_guessing(std::int64_t now_ms);
  Result<std::string> waiting_with(const std::string& typed_code);
  Result<Row> find(const std::string& device_code);
  Result<Polled> answer_waiting(const Row& row, std::int64_t now_ms);
  Result<Polled> grant(const Row& row, const std::string& device_code, std::int64_t now_ms);

  std::mutex mutex_;
  Database db_;
  const Clock& clock_;
  Random& random_;
  int wrong_codes_ = 0;
  std::int64_t wrong_codes_since_ms_ = 0;
};

}  // namespace entre::hub
