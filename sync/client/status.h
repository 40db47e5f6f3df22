#pragma once
// What sync last did: status.json for the screen and the staff, POST /v1/status for the hub.

#include <optional>
#include <string>

#include "platform/files.h"
#include "platform/http.h"
#include "platform/result.h"
#include "sync/wire/wire.h"

namespace entre::client {

class StatusReporter {
 public:
  StatusReporter(Files& files, std::string status_file);
  // The status that was written last; a fresh one where there is none that can be read.
  wire::KioskStatus last() const;
  Result<void> write(const wire::KioskStatus& status);
  // Tells the hub; the newest wins there, so a lost one is not sent again. Its times are rounded down to
  // wire::time_step_ms: an answer may just have been given.
  Result<void> post(Http& http, const std::string& hub_url, const std::string& token,
                    const wire::KioskStatus& status) const;

 private:
  Files& files_;
  std::string status_file_;
};

// What the screen last said of its picture, its times rounded as all that leaves the kiosk; nothing where it
// said nothing that can be read.
std::optional<wire::FrameFacts> read_frame(const Files& files, const std::string& frame_file);

// The name of the damaged ledger that was set aside last, beside `outbox_file`; empty: none.
std::string find_set_aside(const Files& files, const std::string& outbox_file);

}  // namespace entre::client
