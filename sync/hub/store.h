#pragma once
// Where the hub keeps answers and kiosks. Every thread may call; what a call changed is durable when it
// returns.

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "platform/result.h"
#include "platform/sqlite.h"
#include "sync/wire/wire.h"

namespace entre::hub {

struct Record {
  wire::FeedbackEvent event;
  std::string body_sha256;                     // of the event's canonical bytes
  std::optional<wire::UsageEvent> usage = {};  // then `event` says only which
};

enum class Outcome { stored, duplicate, conflict };

struct Added {
  std::vector<Outcome> outcomes;  // one a record, in order
  std::int64_t contiguous_through =
      0;                              // of the kiosk and epoch: every sequence up to this one has been stored
  std::vector<std::int64_t> missing;  // above it and below the highest stored; at most wire::missing_max
};

struct PageCount {
  std::string page, language;
  std::int64_t yes = 0, no = 0, test = 0;  // test answers are in neither yes nor no
};

struct Kiosk {
  std::string id, name;
  std::int64_t last_seen_unix_ms = 0;  // 0: never
  std::string status;                  // wire::KioskStatus as JSON; empty: none yet
  std::string place = {};              // where staff said that it hangs
  bool has_token = true;
  std::int64_t last_visits_unix_ms = 0;  // the newest hour with visits; 0: none
  std::int64_t token_unix_ms = 0;        // when it got its token; 0: before this was kept
};

class Store {
 public:
  virtual ~Store() = default;
  // Makes the kiosk, or gives a known one another name and token (the old token is void at once).
  virtual Result<void> put_kiosk(const std::string& id, const std::string& name,
                                 const std::string& token_sha256, std::int64_t unix_ms) = 0;
  // Voids its token, and an enrolment that waits on a stick; its answers stay. not_found for an unknown
  // kiosk.
  virtual Result<void> revoke_token(const std::string& id) = 0;
  virtual Result<std::optional<std::string>> kiosk_of_token(const std::string& token_sha256) = 0;
  // The records are all of this kiosk and epoch. Key: (kiosk, epoch, sequence). A sequence that was stored
  // once stays a duplicate after its row was deleted for age.
  virtual Result<Added> add(const std::string& kiosk_id, const std::string& epoch,
                            const std::vector<Record>& records, std::int64_t received_unix_ms) = 0;
  virtual Result<void> put_status(const std::string& kiosk_id, const std::string& status,
                                  std::int64_t received_unix_ms) = 0;
  virtual Result<std::vector<PageCount>> page_counts() = 0;  // by page, then language
  virtual Result<wire::Usage> usage() = 0;                   // of all kiosks and hours, names without a cap
  virtual Result<std::vector<Kiosk>> kiosks() = 0;           // by name
  virtual Result<void> ping() = 0;
};

// hub.db: WAL, synchronous=FULL. docs/hub.md names the columns of `feedback` and `usage`.
class SqliteStore : public Store {
 public:
  static Result<std::unique_ptr<SqliteStore>> open(const std::string& path);
  Result<void> put_kiosk(const std::string& id, const std::string& name, const std::string& token_sha256,
                         std::int64_t unix_ms) override;
  Result<void> revoke_token(const std::string& id) override;
  Result<std::optional<std::string>> kiosk_of_token(const std::string& token_sha256) override;
  Result<Added> add(const std::string& kiosk_id, const std::string& epoch, const std::vector<Record>& records,
                    std::int64_t received_unix_ms) override;
  Result<void> put_status(const std::string& kiosk_id, const std::string& status,
                          std::int64_t received_unix_ms) override;
  Result<std::vector<PageCount>> page_counts() override;
  Result<wire::Usage> usage() override;
  Result<std::vector<Kiosk>> kiosks() override;
  Result<void> ping() override;

 private:
  explicit SqliteStore(Database db) : db_(std::move(db)) {}
  std::mutex mutex_;  // one connection, one writer
  Database db_;
};

}  // namespace entre::hub
