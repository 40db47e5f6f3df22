#pragma once
// Tells staff what is wrong with a kiosk once, and again when it is well. What was told is kept in hub.db, so
// that a restart neither repeats nor loses an alarm (a crash between sending and writing repeats it).

#include <memory>
#include <string>
#include <vector>

#include "platform/clock.h"
#include "platform/http.h"
#include "platform/mail.h"
#include "platform/result.h"
#include "platform/sqlite.h"
#include "sync/hub/judge.h"

namespace entre::hub {

struct Notice {
  Finding finding;  // as it was when it began
  std::string kiosk_name, place;
  std::int64_t since_unix_ms = 0;  // when the hub saw it first
  bool is_well = false;            // it has come to an end
};

// One way to people.
class Outlet {
 public:
  virtual ~Outlet() = default;
  virtual const char* name() const = 0;  // under which the database keeps what was told this way
  // All of them in one message; an error when it was not taken.
  virtual Result<void> send(const std::vector<Notice>& notices) = 0;
};

// POST of {"alarms": [{"kiosk_id", "kiosk", "place", "kind", "state": "alarm"|"well", "since", "what",
// "todo"}]}; any 2xx takes it.
class Webhook : public Outlet {
 public:
  Webhook(Http& http, std::string url) : http_(http), url_(std::move(url)) {}
  const char* name() const override { return "webhook"; }
  Result<void> send(const std::vector<Notice>& notices) override;

 private:
  Http& http_;
  std::string url_;
};

class MailOutlet : public Outlet {
 public:
  MailOutlet(Mail& mail, const Clock& clock, std::string from, std::vector<std::string> to)
      : mail_(mail), clock_(clock), from_(std::move(from)), to_(std::move(to)) {}
  const char* name() const override { return "mail"; }
  Result<void> send(const std::vector<Notice>& notices) override;

 private:
  Mail& mail_;
  const Clock& clock_;
  std::string from_;
  std::vector<std::string> to_;
};

// For one outlet, on one thread. Told when it was sent: a crash between the two tells it once more.
class Alarms {
 public:
  static constexpr std::int64_t retry_min_ms = 60'000, retry_max_ms = 3'600'000;
  // The database must have been opened as a SqliteStore once: it makes the table.
  static Result<std::unique_ptr<Alarms>> open(const std::string& db, const Clock& clock, Outlet& outlet);
  // What is new among the findings, and what has come to an end since it was told, goes out; after a failure
  // not before a wait that doubles. One that ends before it was told is not told at all. The error is the
  // outlet's or the database's.
  Result<void> turn(const std::vector<Kiosk>& kiosks, const std::vector<Finding>& findings);

 private:
  Alarms(Database db, const Clock& clock, Outlet& outlet)
      : db_(std::move(db)), clock_(clock), outlet_(outlet) {}
  Result<void> note(const std::vector<Finding>& findings);
  Result<void> note_ended(const std::vector<Finding>& findings);
  Result<std::vector<Notice>> untold(const std::vector<Kiosk>& kiosks);
  Result<void> mark_told(const std::vector<Notice>& notices);

  Database db_;
  const Clock& clock_;
  Outlet& outlet_;
  std::int64_t retry_ms_ = 0, next_try_ms_ = 0;  // of the monotonic clock
};

}  // namespace entre::hub
