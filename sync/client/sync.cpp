#include "sync/client/sync.h"

#include "platform/log.h"
#include "sync/client/portal.h"

namespace entre::client {

namespace {

bool is_refusal(ErrorKind kind) {
  return kind == ErrorKind::denied || kind == ErrorKind::invalid || kind == ErrorKind::too_large;
}

}  // namespace

ExitCode SyncOutcome::exit_code() const {
  if (content && !*content && is_refusal(content->error().kind)) return ExitCode::refused;
  if ((content && !*content) || upload.error) return ExitCode::failed;
  return ExitCode::ok;
}

Result<std::unique_ptr<Sync>> Sync::create(const Config& config, const Paths& paths, Ports ports,
                                           Hooks hooks) {
  std::unique_ptr<Sync> sync(new Sync(config, paths, ports, std::move(hooks)));
  const std::string& url = config.sync.url;
  if (!url.empty()) {
    auto repository = RepositoryUrl::parse(url);
    if (!repository) return Error{ErrorKind::invalid, "sync.url: " + repository.error().message};
    sync->content_ =
        std::make_unique<ContentSync>(*sync->http_, ports.files, *repository, paths, config.kiosk.demo);
  }
  const bool is_folder = url.rfind("file:", 0) == 0;
  const std::string& hub = config.sync.hub_url.empty() && !is_folder ? url : config.sync.hub_url;
  if (!hub.empty()) {
    auto hub_url = parse_hub_url(hub);
    if (!hub_url) return Error{ErrorKind::invalid, "sync.hub_url: " + hub_url.error().message};
    sync->hub_url_ = *std::move(hub_url);
  }
  if (url.empty() && hub.empty())
    return Error{ErrorKind::invalid, "sync.url: not set, so this kiosk never syncs"};
  return sync;
}

Sync::Sync(const Config& config, const Paths& paths, Ports ports, Hooks hooks)
    : config_(config),
      paths_(paths),
      http_(std::make_unique<PatientHttp>(ports.http, ports.clock)),
      ports_{*http_, ports.files, ports.clock, ports.random},
      hooks_(std::move(hooks)),
      status_(ports.files, paths.status_file),
      progress_(ports.files, ports.clock, paths.status_file) {}

void Sync::tell(const Progress& progress) {
  progress_.take(progress);
  hooks_.on_progress(progress);
}

SyncOutcome Sync::run(bool with_upload) {
  progress_.clear();
  SyncOutcome outcome;
  outcome.content = bring_content();
  outcome.content_retry_after_ms = http_->take_retry_after_ms();
  if (with_upload) outcome.upload = upload();
  report(outcome);
  progress_.clear();
  return outcome;
}

SyncOutcome Sync::run_upload() {
  progress_.clear();
  SyncOutcome outcome;
  outcome.upload = upload();
  report(outcome);
  progress_.clear();
  return outcome;
}

std::optional<Result<ContentOutcome>> Sync::bring_content() {
  ContentBuilder builder(ports_.files, paths_.content_folder);
  if (auto converted = builder.convert_format(); !converted)
    log_warning("content of another format: " + converted.error().message);
  else if (*converted)
    log_info("content of another format: built anew from its own documents");
  if (auto removed = builder.remove_below_floor(); !removed)
    log_error("content below the signed floor: " + removed.error().message);
  if (content_ == nullptr) return std::nullopt;
  auto result = content_->run(
      ports_.clock.unix_ms(), [this](const Progress& progress) { tell(progress); }, hooks_.is_stopped);
  if (!result) result = with_login_page(ports_.http, config_.sync.url, result.error());
  if (!result)
    log_error("content stays as it is: " + result.error().message);
  else if (result->changed)
    log_info("release " + std::to_string(result->release) + ": " + std::to_string(result->fetched.objects) +
             " objects, " + std::to_string(result->fetched.bytes) + " bytes fetched");
  else
    log_info("release " + std::to_string(result->release) + ": nothing new");
  return result;
}

Result<std::string> Sync::token() const {
  constexpr std::uint64_t token_bytes_max = 4096;
  auto text = ports_.files.read(paths_.token_file, token_bytes_max);
  if (!text) return text.error();
  auto token = parse_token(*text);
  if (!token) return Error{ErrorKind::invalid, paths_.token_file + ": " + token.error().message};
  return token;
}

Result<outbox::Outbox::Opened> Sync::open_outbox() const {
  return outbox::Outbox::open(paths_.outbox_file, config_.kiosk.id, ports_.files, ports_.clock,
                              ports_.random);
}

UploadReport Sync::upload() {
  UploadReport report;
  // The ledger is the screen's to make.
  if (hub_url_.empty() || !ports_.files.exists(paths_.outbox_file)) return report;
  tell(Progress{"upload", 0, 0, 0, 0});
  auto opened = open_outbox();
  if (!opened) {
    report.error = opened.error();
  } else if (auto counts = opened->outbox->counts(); counts && counts->waiting == 0) {
    return report;
  } else if (auto bearer = token(); !bearer) {
    report.error = Error{bearer.error().kind, "answers wait for a token: " + bearer.error().message};
  } else {
    report = Uploader(ports_.http, ports_.clock, hub_url_, *bearer).run(*opened->outbox, hooks_.is_stopped);
    if (report.error) report.error = with_login_page(ports_.http, hub_url_, *report.error);
  }
  if (report.delivered > 0) log_info(std::to_string(report.delivered) + " answers delivered");
  if (report.refused > 0)
    log_warning(std::to_string(report.refused) + " answers refused by the hub, and kept");
  if (report.error) log_error("answers are kept: " + report.error->message);
  return report;
}

// What was verified last still says when the signatures end, also when the server is away.
void Sync::report_expiry(const wire::KioskStatus& before, wire::KioskStatus* status) {
  status->expiry_role = before.expiry_role;
  status->expiry_unix_ms = before.expiry_unix_ms;
  status->expiry_warn_from_unix_ms = before.expiry_warn_from_unix_ms;
  if (content_ != nullptr && content_->expiry()) {
    status->expiry_role = content_->expiry()->role;
    status->expiry_unix_ms = content_->expiry()->expires_unix_ms;
    status->expiry_warn_from_unix_ms = content_->expiry()->warn_from_unix_ms;
  }
  if (status->expiry_role.empty() || status->last_attempt_unix_ms < status->expiry_warn_from_unix_ms) return;
  log_warning("the signature of " + status->expiry_role + " ends at " + rfc3339(status->expiry_unix_ms) +
              ": its keeper has to sign anew (kiosk-publish); the screen goes on as it is");
}

void Sync::report(const SyncOutcome& outcome) {
  const wire::KioskStatus before = status_.last();
  wire::KioskStatus status;
  status.kiosk_id = config_.kiosk.id;
  status.name = config_.kiosk.name;
  status.program_version = ENTRE_VERSION;
  status.last_attempt_unix_ms = ports_.clock.unix_ms();
  // What the content said last still holds when only answers were sent.
  if (outcome.content) content_error_ = *outcome.content ? "" : outcome.content->error().message;
  status.last_error = content_error_;
  if (status.last_error.empty() && outcome.upload.error) status.last_error = outcome.upload.error->message;
  const bool is_success = status.last_error.empty() && (outcome.content || content_ == nullptr);
  status.last_success_unix_ms = is_success ? status.last_attempt_unix_ms : before.last_success_unix_ms;
  report_expiry(before, &status);
  auto shown = content::open_newest(ports_.files, paths_.content_folder);
  status.release = shown ? (*shown)->release() : 0;
  if (ports_.files.exists(paths_.outbox_file))
    if (auto opened = open_outbox(); opened)
      if (auto counts = opened->outbox->counts(); counts) {
        status.answers_waiting = counts->waiting;
        status.answers_dead = counts->dead;
        status.oldest_waiting_unix_ms = counts->oldest_waiting_unix_ms;
      }
  status.outbox_set_aside = find_set_aside(ports_.files, paths_.outbox_file);
  status.clock_trusted = ports_.clock.trusted();
  if (const auto free = ports_.files.free_bytes(paths_.content_folder); free)
    status.disk_free_bytes = static_cast<std::int64_t>(*free);
  status.frame = read_frame(ports_.files, paths_.frame_file());
  status.display_week = config_.display.week;
  status.time_zone = config_.kiosk.time_zone;
  status.display_days = config_.display.days;
  status.interval_s = config_.sync.interval_s;

  tell(Progress{"status", 0, 0, 0, 0});
  if (auto written = status_.write(status); !written) log_error("status: " + written.error().message);
  auto bearer = token();
  // A hub that asks to be left alone is.
  const bool asked_to_wait = outcome.upload.retry_after_ms.has_value();
  if (hub_url_.empty() || !bearer || asked_to_wait || hooks_.is_stopped()) return;
  if (auto posted = status_.post(ports_.http, hub_url_, *bearer, status); !posted)
    log_warning("status not told to the hub: " + posted.error().message);
}

}  // namespace entre::client
