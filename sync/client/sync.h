#pragma once
// One sync: refresh, download, build, upload, status.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "platform/clock.h"
#include "platform/config/config.h"
#include "platform/files.h"
#include "platform/http.h"
#include "platform/random.h"
#include "sync/client/content_sync.h"
#include "sync/client/patient_http.h"
#include "sync/client/progress_file.h"
#include "sync/client/status.h"
#include "sync/client/upload.h"

namespace entre::client {

enum class ExitCode { ok = 0, failed = 1, usage = 2, refused = 3 };

struct SyncOutcome {
  std::optional<Result<ContentOutcome>> content;       // empty: not asked for, or no address configured
  std::optional<std::int64_t> content_retry_after_ms;  // what the server asked for
  UploadReport upload;
  ExitCode exit_code() const;
};

class Sync {
 public:
  struct Ports {
    Http& http;
    Files& files;
    Clock& clock;
    Random& random;
  };
  struct Hooks {
    OnProgress on_progress;
    IsStopped is_stopped;
  };
  // invalid when an address of the config is none, or none is set.
  static Result<std::unique_ptr<Sync>> create(const Config& config, const Paths& paths, Ports ports,
                                              Hooks hooks);

  // Content and answers, then the status. Uploads even when the content failed.
  SyncOutcome run(bool with_upload = true);
  // Answers only, then the status.
  SyncOutcome run_upload();

 private:
  Sync(const Config& config, const Paths& paths, Ports ports, Hooks hooks);
  // To the hook, and to the staff screen.
  void tell(const Progress& progress);
  Result<std::string> token() const;
  std::optional<Result<ContentOutcome>> bring_content();
  UploadReport upload();
  Result<outbox::Outbox::Opened> open_outbox() const;
  void report(const SyncOutcome& outcome);
  void report_expiry(const wire::KioskStatus& before, wire::KioskStatus* status);

  Config config_;
  Paths paths_;
  std::unique_ptr<PatientHttp> http_;
  Ports ports_;  // its http is http_
  Hooks hooks_;
  std::string hub_url_;  // empty: answers are not sent
  std::unique_ptr<ContentSync> content_;
  StatusReporter status_;
  ProgressFile progress_;      // for the staff screen
  std::string content_error_;  // of the last content sync; empty: none
};

}  // namespace entre::client
