#include "kiosk/visit/ledger_thread.h"

#include "platform/log.h"
#include "platform/process.h"

namespace entre::visit {
namespace {
constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::size_t kHoursMax = 7 * 24;
}  // namespace

Ledger::Ledger(LedgerOptions options, Files& files, Clock& clock, Random& random)
    : options_(std::move(options)), files_(files), clock_(clock), random_(random) {}

outbox::Outbox* Ledger::outbox() {
  if (outbox_ != nullptr) return outbox_.get();
  auto opened = outbox::Outbox::open(options_.outbox_file, options_.kiosk_id, files_, clock_, random_);
  if (!opened) {
    log_error("answers cannot be saved: " + opened.error().message);
    return nullptr;
  }
  if (!opened->set_aside.empty())
    log_error("the ledger was damaged and lies now in " + opened->set_aside + "; a new one was begun");
  outbox_ = std::move(opened->outbox);
  return outbox_.get();
}

void Ledger::start() {
  if (outbox() == nullptr) return;
  const auto finished = outbox_->finish_all_drafts();
  if (!finished) return log_error("drafts were left as they are: " + finished.error().message);
  if (*finished > 0) ask_for_upload();
}

void Ledger::ask_for_upload() {
  if (auto made = files_.make_folders(options_.requests_folder); !made)
    return log_error("kiosk-sync was not woken: " + made.error().message);
  if (auto written = files_.write(options_.requests_folder + "/upload", ""); !written)
    log_error("kiosk-sync was not woken: " + written.error().message);
}

void Ledger::write_usage(bool all) {
  const std::int64_t now_ms = clock_.unix_ms(), hour_ms = now_ms - now_ms % kHourMs;
  bool written = false;
  for (auto hour = hours_.begin(); hour != hours_.end() && (all || hour->first != hour_ms);) {
    if (outbox() == nullptr) break;
    if (auto added = outbox_->add_usage(hour->second, hour->first); !added) {
      log_error("counts wait: " + added.error().message);
      break;
    }
    hour = hours_.erase(hour);
    written = true;
  }
  if (written) ask_for_upload();
  // A ledger that nobody can write for a week: the oldest counts go.
  while (hours_.size() > kHoursMax) hours_.erase(hours_.begin());
}

LedgerReply Ledger::reply(std::uint64_t ticket, const Result<std::int64_t>& draft) {
  if (draft) return DraftSaved{ticket, *draft};
  log_error("an answer could not be saved: " + draft.error().message);
  return DraftFailed{ticket};
}

std::optional<LedgerReply> Ledger::handle(const LedgerRequest& request) {
  const auto* count = std::get_if<CountUsage>(&request);
  if (count != nullptr || std::holds_alternative<CloseHour>(request)) {
    write_usage(false);
    const std::int64_t now_ms = clock_.unix_ms();
    if (count != nullptr) hours_[now_ms - now_ms % kHourMs] += count->usage;
    return std::nullopt;
  }
  if (const auto* report = std::get_if<ReportFrame>(&request)) {
    if (auto written = files_.write(options_.frame_file, report->text); !written)
      log_warning("the hub is not told of the picture: " + written.error().message);
    return std::nullopt;
  }
  const auto* save = std::get_if<SaveDraft>(&request);
  const auto* change = std::get_if<ChangeDraft>(&request);
  if (outbox() == nullptr) {
    if (save != nullptr) return DraftFailed{save->ticket};
    if (change != nullptr) return DraftFailed{change->ticket};
    return std::nullopt;
  }
  if (save != nullptr) return reply(save->ticket, outbox_->add_draft(save->answer));
  if (change != nullptr) {
    const auto changed = outbox_->change_draft(change->draft, change->answer);
    return reply(change->ticket, changed ? Result<std::int64_t>(change->draft) : changed.error());
  }
  Result<void> done;
  if (const auto* drop = std::get_if<DropDraft>(&request)) {
    done = outbox_->undo_draft(drop->draft);
  } else if (const auto* finish = std::get_if<FinishDraft>(&request)) {
    done = outbox_->finish_draft(finish->draft);
    if (done) ask_for_upload();
  } else {
    start();
  }
  // A draft that could not be made final now is at the next start.
  if (!done) log_error("ledger: " + done.error().message);
  return std::nullopt;
}

LedgerThread::LedgerThread(LedgerOptions options, Files& files, Clock& clock, Random& random,
                           std::function<void()> wake)
    : ledger_(std::move(options), files, clock, random),
      wake_(std::move(wake)),
      requests_(requests_max),
      replies_(requests_max),
      thread_([this] { run(); }) {}

LedgerThread::~LedgerThread() {
  requests_.close();
  replies_.close();
  thread_.join();
}

void LedgerThread::run() {
  name_thread("kiosk-ledger");
  ledger_.start();
  while (const auto request = requests_.take()) {
    if (auto reply = ledger_.handle(*request)) {
      replies_.put(std::move(*reply));
      wake_();
    }
  }
  ledger_.write_usage(true);
}

}  // namespace entre::visit
