#include "kiosk/staff/desk.h"

#include <fmt/format.h>

#include "kiosk/care/rows.h"
#include "kiosk/care/shelf.h"
#include "kiosk/care/time_server.h"
#include "kiosk/staff/sync_seen.h"
#include "kiosk/visit/settings.h"
#include "platform/config/change.h"
#include "platform/log.h"
#include "sync/content/tokens.h"

namespace entre::staff {
namespace {

using care::Words;
using visit::PinState;
using visit::StaffTask;

constexpr std::int64_t kPowerTimeoutMs = 10'000;
// A service that runs takes a request within the second; with large content a sync takes minutes.
constexpr std::int64_t kSyncPatienceMs = 10 * 60'000;

care::Language language(bool in_swedish) {
  return in_swedish ? care::Language::swedish : care::Language::english;
}

PinState state_of(care::PinGate::Answer answer) {
  switch (answer) {
    case care::PinGate::Answer::wrong:
      return PinState::wrong;
    case care::PinGate::Answer::wait:
      return PinState::wait;
    case care::PinGate::Answer::not_set:
      return PinState::not_set;
    default:
      return PinState::unreadable;
  }
}

}  // namespace

Desk::Desk(const Paths& paths, Files& files, const Clock& clock, Random& random, Machine* machine,
           Stick* stick, const Config& running)
    : paths_(paths),
      files_(files),
      clock_(clock),
      random_(random),
      machine_(machine),
      gate_(care::PinFiles::beside(paths_.status_file), files, clock),
      settings_(paths, files, clock, running),
      stick_(paths, files, clock, stick),
      network_(paths, files, machine) {}

std::optional<visit::StaffReply> Desk::handle(const visit::StaffRequest& request) {
  if (std::holds_alternative<visit::LookAtPin>(request)) {
    const bool is_set = files_.exists(care::PinFiles::beside(paths_.status_file).pin_file);
    return look_at_pin(is_set ? PinState::asked : PinState::not_set);
  }
  if (const auto* pin = std::get_if<visit::TryPin>(&request)) return try_pin(pin->pin);
  if (std::holds_alternative<visit::ShuffleKeys>(request)) return shuffle_keys();
  if (!unlocked_) return std::nullopt;
  if (const auto* look = std::get_if<visit::LookAtKiosk>(&request))
    return look_at_kiosk(language(look->in_swedish));
  if (const auto* look = std::get_if<visit::LookAtSettings>(&request))
    return visit::SettingsLooked{settings_.look(language(look->in_swedish))};
  if (const auto* wanted = std::get_if<visit::ChangeSetting>(&request)) return change(*wanted);
  if (const auto seen = tend_stick(request)) return visit::StickLooked{*seen};
  if (auto reply = tend_network(request)) return reply;
  const auto& task = std::get<visit::DoTask>(request);
  return do_task(task.task, language(task.in_swedish));
}

std::optional<visit::StickSeen> Desk::tend_stick(const visit::StaffRequest& request) {
  if (std::holds_alternative<visit::LookAtStick>(request)) return stick_.look();
  if (std::holds_alternative<visit::GoOnWithStick>(request)) return stick_.go_on();
  if (std::holds_alternative<visit::LeaveStick>(request)) return stick_.leave();
  const auto* save = std::get_if<visit::SaveAnswers>(&request);
  if (save == nullptr) return std::nullopt;
  const auto config = load_config(files_, paths_);
  return stick_.begin(config ? config->kiosk : Config::Kiosk{}, save->as_json);
}

std::optional<visit::StaffReply> Desk::tend_network(const visit::StaffRequest& request) {
  if (const auto* look = std::get_if<visit::LookAtNetwork>(&request))
    return visit::NetworkLooked{network_.look(language(look->in_swedish), look->scan)};
  if (const auto* wanted = std::get_if<visit::ChangeAddress>(&request))
    return followed(network_.change(*wanted));
  if (const auto* wanted = std::get_if<visit::JoinWifi>(&request)) return followed(network_.join(*wanted));
  return std::nullopt;
}

visit::StaffReply Desk::look_at_pin(PinState state) {
  visit::PinLooked looked{state, false, gate_.tries_left(), gate_.wait_ms()};
  if (looked.wait_ms > 0 && state != PinState::not_set) looked.state = PinState::wait;
  return looked;
}

visit::StaffReply Desk::try_pin(const std::string& pin) {
  const auto answer = gate_.try_pin(pin);
  if (answer == care::PinGate::Answer::right) {
    unlocked_ = true;
    log_info("staff opened the staff screen");
    return visit::PinLooked{PinState::asked, true, gate_.tries_left(), 0};
  }
  if (answer == care::PinGate::Answer::wrong) log_warning("a wrong staff PIN was given");
  return look_at_pin(state_of(answer));
}

// Fisher and Yates.
visit::StaffReply Desk::shuffle_keys() {
  visit::KeysShuffled shuffled{visit::Staff{}.keys};
  for (std::size_t i = shuffled.keys.size() - 1; i > 0; --i)
    std::swap(shuffled.keys[i], shuffled.keys[uniform(random_, i + 1)]);
  return shuffled;
}

visit::StaffReply Desk::look_at_kiosk(care::Language language) {
  const care::Facts facts = care::gather(files_, clock_, paths_);
  const auto findings = care::judge(facts);
  auto overview = std::make_shared<visit::StaffOverview>();
  overview->is_well = care::is_well(findings);
  for (const care::Finding& finding : findings)
    overview->findings.push_back({finding.severity == care::Severity::note,
                                  content::capitalised(finding.what.in(language)),
                                  content::capitalised(finding.todo_on_screen.in(language))});
  for (const care::Row& row : care::rows(facts))
    overview->rows.push_back({row.id, content::capitalised(row.name.in(language)), row.value.in(language)});
  const care::Shelf shelf = care::look_at_shelf(files_, paths_);
  overview->back_to = shelf.before_current();
  overview->forward_to = shelf.held > shelf.current ? shelf.held : 0;
  overview->has_sync = !facts.config.sync.url.empty();
  if (!sync_asked_ms_) return visit::KioskLooked{std::move(overview)};
  const bool attempted = facts.status && facts.status->last_attempt_unix_ms != attempt_before_unix_ms_;
  Words told;
  if (attempted) {
    const auto trouble = care::trouble_of(facts.status->last_error);
    overview->sync_failed = trouble != care::SyncTrouble::none;
    told = Words{"Hämtat: utgåva " + std::to_string(facts.release) + " är här.",
                 "Fetched: release " + std::to_string(facts.release) + " is here."};
    if (overview->sync_failed) {
      const Words why = care::plain(trouble), todo = care::advice_on_screen(trouble);
      told = {"Det gick inte: " + why.sv + ". Gör detta: " + todo.sv,
              "It failed: " + why.en + ". Do this: " + todo.en};
    }
  } else if (clock_.monotonic_ms() - *sync_asked_ms_ >= kSyncPatienceMs) {
    overview->sync_failed = true;
    const Words call = care::call("tjänsten som hämtar innehåll svarar inte",
                                  "the service that fetches content does not answer");
    told = {
        "Hämtningen kom inte igång. Tryck på ”Starta om datorn”; hjälper inte det: " + call.sv + ".",
        "The fetching did not begin. Press “Restart the computer”; if that does not help: " + call.en + "."};
  } else {
    overview->syncing = true;
    overview->sync = look_at_sync(files_, clock_, paths_);
    const auto seconds = (clock_.monotonic_ms() - *sync_asked_ms_) / 1000;
    told = {fmt::format("Hämtar nu, sedan {} s.", seconds), fmt::format("Fetching, for {} s.", seconds)};
  }
  overview->sync_told = told.in(language);
  return visit::KioskLooked{std::move(overview)};
}

visit::SettingChanged Desk::change(const visit::ChangeSetting& wanted) {
  visit::SettingChanged changed = settings_.change(wanted);
  if (changed.failed || wanted.setting != visit::setting_index(visit::time_server_key)) return changed;
  if (const Words unheard = care::tell_clock(files_, paths_, machine_); !unheard.empty())
    changed.told = unheard.in(language(wanted.in_swedish));
  return changed;
}

// On another network sync need not wait for its turn; what it met on the one before is soon not said any
// more.
visit::NetworkChanged Desk::followed(visit::NetworkChanged changed) {
  const auto layers = layers_so_far(files_, paths_);
  const bool fetches = layers && !parse_layers(*layers).config.sync.url.empty();
  if (changed.failed || !fetches) return changed;
  if (const auto asked = ask_for_sync(); !asked) log_warning("the staff screen: " + asked.error().message);
  return changed;
}

visit::StaffReply Desk::do_task(StaffTask task, care::Language language) {
  const auto result = done(task);
  if (result) return visit::TaskDone{task, false, result->in(language)};
  log_error("the staff screen: " + result.error().message);
  const Words failed{"Det gick inte: ", "It failed: "};
  return visit::TaskDone{task, true, failed.in(language) + result.error().message};
}

Result<Words> Desk::done(StaffTask task) {
  const care::Shelf shelf = care::look_at_shelf(files_, paths_);
  switch (task) {
    case StaffTask::sync:
      return ask_for_sync();
    case StaffTask::roll_back: {
      const std::int64_t release = shelf.before_current();
      if (const Words refused = care::refuse_rollback(shelf, release); !refused.empty())
        return Error{ErrorKind::denied, refused.en};
      if (auto shown = care::show_release(files_, paths_, release, shelf.current); !shown)
        return shown.error();
      log_info("staff went back to release " + std::to_string(release));
      return Words{fmt::format("Utgåva {} visas.", release), fmt::format("Release {} is shown.", release)};
    }
    case StaffTask::undo_roll_back: {
      const auto shown = care::undo_rollback(files_, paths_, shelf);
      if (!shown) return shown.error();
      log_info("staff took the rollback back");
      if (!*shown) return Words{"Den hämtas med nästa synkning.", "It is fetched with the next sync."};
      return Words{fmt::format("Utgåva {} visas igen.", shelf.held),
                   fmt::format("Release {} is shown again.", shelf.held)};
    }
    case StaffTask::mend_settings:
      return settings_.mend();
    case StaffTask::reboot:
      return power("reboot");
    case StaffTask::power_off:
      return power("poweroff");
    case StaffTask::none:
    case StaffTask::restart:
      break;
  }
  return Error{ErrorKind::invalid, "nothing that this thread does"};
}

Result<Words> Desk::ask_for_sync() {
  const auto bytes = files_.read(paths_.status_file, wire::status_bytes_max);
  const auto status = bytes ? wire::decode_status(*bytes) : bytes.error();
  attempt_before_unix_ms_ = status ? status->last_attempt_unix_ms : 0;
  if (auto made = files_.make_folders(paths_.requests_folder); !made) return made.error();
  if (auto written = files_.write(paths_.requests_folder + "/sync", ""); !written) return written.error();
  sync_asked_ms_ = clock_.monotonic_ms();
  log_info("staff asked for a sync");
  return Words{};
}

// logind's, by polkit: this program may ask for these two and for nothing else.
Result<Words> Desk::power(const char* verb) {
  if (machine_ == nullptr) return Error{ErrorKind::unavailable, "this machine cannot be asked"};
  log_info(std::string("staff asked for ") + verb);
  const auto ran = machine_->run({"systemctl", verb}, kPowerTimeoutMs);
  if (!ran) return ran.error();
  if (ran->exit_code != 0)
    return Error{ErrorKind::denied, fmt::format("systemctl {} ended with {}", verb, ran->exit_code)};
  return Words{"Strax.", "In a moment."};
}

}  // namespace entre::staff
