#pragma once
// Sending the answers that wait. An answer leaves the ledger only on the server's word.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "platform/clock.h"
#include "platform/http.h"
#include "platform/result.h"
#include "sync/outbox/outbox.h"

namespace entre::client {

struct UploadReport {
  std::int64_t delivered = 0;                  // stored or duplicate
  std::int64_t refused = 0;                    // rejected or conflict: now dead letters
  std::optional<Error> error;                  // what is left stays in the ledger
  std::optional<std::int64_t> retry_after_ms;  // what the server asked for
};

class Uploader {
 public:
  // hub_url without a last "/"; token: of the Authorization header (RFC 6750).
  Uploader(Http& http, Clock& clock, std::string hub_url, std::string token);
  // Until none waits or one fails; a few sealed batches travel at a time, so that the server never waits for
  // the kiosk's disk. denied for 401 and 403, unavailable for every other status but 200 and 413 and for a
  // reply that cannot be read.
  UploadReport run(outbox::Outbox& outbox, const std::function<bool()>& is_stopped);

 private:
  class Pipeline;
  HttpRequest request(const outbox::Batch& batch) const;

  Http& http_;
  Clock& clock_;
  std::string hub_url_, token_;
};

// "Authorization: Bearer <token>".
std::string bearer_header(const std::string& token);
// A token file's text; invalid when it is empty or has a character that no token has (RFC 6750, 2.1).
Result<std::string> parse_token(const std::string& text);

}  // namespace entre::client
