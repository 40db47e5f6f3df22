#include "kiosk/visit/staff_visit.h"

#include <algorithm>

namespace entre::visit {
namespace {

constexpr std::int64_t kMsPerSecond = 1000;

std::int64_t whole_seconds(std::int64_t ms) {
  return std::max<std::int64_t>(0, (ms + kMsPerSecond - 1) / kMsPerSecond);
}

bool needs_a_yes(StaffTask task) {
  return task != StaffTask::none && task != StaffTask::sync;
}

}  // namespace

const char* name(StaffPage page) {
  constexpr const char* names[] = {"pin",      "overview", "touch",   "fields",
                                   "cleaning", "settings", "network", "stick"};
  return names[static_cast<int>(page)];
}

void StaffVisit::open(bool in_swedish, std::int64_t monotonic_ms) {
  close();
  staff_.in_swedish = in_swedish;
  open_ = true;
  touched_ms_ = monotonic_ms;
  requests_.push_back(LookAtPin{});
}

void StaffVisit::close() {
  clear_pin();
  network_.close();
  staff_ = {};
  requests_.clear();
  settings_.close();
  stick_.close();
  open_ = closing_ = looking_ = shuffling_ = false;
  wait_until_ms_ = 0;
}

// What was typed does not stay in memory.
void StaffVisit::clear_pin() {
  std::fill(pin_.begin(), pin_.end(), '\0');
  pin_.clear();
  staff_.digits = 0;
}

void StaffVisit::act(const StaffAct& act, std::int64_t monotonic_ms) {
  if (!open_ || is_cleaning()) return;
  touched_ms_ = monotonic_ms;
  if (act.command == StaffCommand::close) {
    closing_ = true;
  } else if (act.command == StaffCommand::change_language) {
    staff_.in_swedish = !staff_.in_swedish;
    staff_.settings.reset();
    staff_.network.reset();
    if (unlocked()) show(StaffPage::overview, monotonic_ms);
  } else if (!unlocked()) {
    act_on_pad(act, monotonic_ms);
  } else if (staff_.confirm != StaffTask::none) {
    const StaffTask task = staff_.confirm;
    if (act.command == StaffCommand::agree || act.command == StaffCommand::refuse ||
        act.command == StaffCommand::back)
      staff_.confirm = StaffTask::none;
    if (act.command == StaffCommand::agree) perform(task);
  } else if (act.command == StaffCommand::back) {
    if (stick_.back() || settings_.back() || network_.back()) return;
    if (staff_.page == StaffPage::overview) closing_ = true;
    if (staff_.page != StaffPage::overview) show(StaffPage::overview, monotonic_ms);
  } else if (staff_.page == StaffPage::stick && stick_.is_busy()) {
    stick_.act(act, monotonic_ms);
  } else if (act.command == StaffCommand::show) {
    show(static_cast<StaffPage>(act.value), monotonic_ms);
  } else if (act.command == StaffCommand::ask) {
    ask(static_cast<StaffTask>(act.value));
  } else if (act.command == StaffCommand::next_field) {
    if (++staff_.field == staff_fields) show(StaffPage::overview, monotonic_ms);
  } else if (act.command == StaffCommand::clear_traces) {
    staff_.traces.clear();
  } else if (staff_.page == StaffPage::touch) {
    touch_.act(act, monotonic_ms);
  } else if (staff_.page == StaffPage::settings || staff_.edit || act.command == StaffCommand::edit) {
    settings_.act(act);
  } else if (staff_.page == StaffPage::network) {
    network_.act(act, monotonic_ms);
  } else if (staff_.page == StaffPage::stick) {
    stick_.act(act, monotonic_ms);
  }
}

void StaffVisit::act_on_pad(const StaffAct& act, std::int64_t monotonic_ms) {
  const bool writes = staff_.pin == PinState::asked || staff_.pin == PinState::wrong;
  switch (act.command) {
    case StaffCommand::back:
      closing_ = true;
      return;
    case StaffCommand::shuffle:
      if (!std::exchange(shuffling_, true)) requests_.push_back(ShuffleKeys{});
      return;
    case StaffCommand::usual_keys:
      staff_.keys = Staff{}.keys;
      return;
    case StaffCommand::clean:
      clear_pin();
      staff_.page = StaffPage::cleaning;
      clean_at_ms_ = monotonic_ms + cleaning_ms;
      last_clean_ms_ = clean_at_ms_ + cleaning_over_ms;
      wiped_ms_ = monotonic_ms;
      count_down(monotonic_ms);
      return;
    case StaffCommand::digit:
      if (!writes || pin_.size() == staff_digits_max || act.value < 0 || act.value > 9) return;
      pin_ += static_cast<char>('0' + act.value);
      staff_.pin = PinState::asked;
      break;
    case StaffCommand::erase:
      if (!writes || pin_.empty()) return;
      pin_.back() = '\0';
      pin_.pop_back();
      break;
    case StaffCommand::enter:
      if (writes) enter();
      return;
    default:
      return;
  }
  staff_.digits = pin_.size();
}

void StaffVisit::enter() {
  if (pin_.empty()) return;
  requests_.push_back(TryPin{pin_});
  staff_.pin = PinState::judging;
  clear_pin();
}

void StaffVisit::show(StaffPage page, std::int64_t monotonic_ms) {
  if (page == StaffPage::pin) return;
  staff_.page = page;
  staff_.field = 0;
  staff_.traces.clear();
  staff_.edit.reset();
  staff_.trial.reset();
  staff_.trial_lapsed = false;
  network_.close();
  if (page == StaffPage::overview) look(monotonic_ms);
  if (page == StaffPage::stick) stick_.open(monotonic_ms);
  if (page == StaffPage::settings || page == StaffPage::touch || page == StaffPage::network) {
    staff_.told.clear();
    settings_.look();
  }
  if (page == StaffPage::network) network_.begin(monotonic_ms);
}

void StaffVisit::ask(StaffTask task) {
  if (staff_.doing != StaffTask::none || !staff_.overview) return;
  staff_.told.clear();
  const StaffOverview& known = *staff_.overview;
  if ((task == StaffTask::roll_back && known.back_to == 0) ||
      (task == StaffTask::undo_roll_back && known.forward_to == 0) ||
      (task == StaffTask::mend_settings && (!staff_.settings || staff_.settings->left_out.empty())) ||
      (task == StaffTask::sync && (known.syncing || !known.has_sync)))
    return;
  if (needs_a_yes(task))
    staff_.confirm = task;
  else
    perform(task);
}

void StaffVisit::perform(StaffTask task) {
  if (task == StaffTask::restart) {
    restart_ = true;
    return;
  }
  staff_.doing = task;
  requests_.push_back(DoTask{task, staff_.in_swedish});
}

void StaffVisit::look(std::int64_t monotonic_ms) {
  looked_ms_ = monotonic_ms;
  // One at a time: a slow disk does not fill the queue.
  if (std::exchange(looking_, true)) return;
  requests_.push_back(LookAtKiosk{staff_.in_swedish});
}

void StaffVisit::pin_looked(const PinLooked& looked, std::int64_t monotonic_ms) {
  if (staff_.page != StaffPage::pin) return;
  staff_.tries_left = looked.tries_left;
  if (looked.is_right) {
    if (staff_.pin == PinState::judging) show(StaffPage::overview, monotonic_ms);
    return;
  }
  staff_.pin = looked.state;
  wait_until_ms_ = monotonic_ms + looked.wait_ms;
  staff_.wait_left_s = whole_seconds(looked.wait_ms);
}

void StaffVisit::apply(const StaffReply& reply, std::int64_t monotonic_ms) {
  if (!open_) return;
  if (const auto* looked = std::get_if<PinLooked>(&reply)) {
    pin_looked(*looked, monotonic_ms);
  } else if (const auto* shuffled = std::get_if<KeysShuffled>(&reply)) {
    shuffling_ = false;
    staff_.keys = shuffled->keys;
  } else if (const auto* seen = std::get_if<KioskLooked>(&reply)) {
    looking_ = false;
    if (unlocked()) staff_.overview = seen->overview;
  } else if (const auto* done = std::get_if<TaskDone>(&reply)) {
    staff_.doing = StaffTask::none;
    staff_.told = done->told;
    staff_.failed = done->failed;
    look(monotonic_ms);
    if (staff_.page == StaffPage::settings) settings_.look();
  } else if (const auto* settings = std::get_if<SettingsLooked>(&reply)) {
    settings_.apply(*settings);
  } else if (const auto* changed = std::get_if<SettingChanged>(&reply)) {
    touch_.apply(*changed);
    settings_.apply(*changed);
    if (staff_.page == StaffPage::network) network_.look(false, monotonic_ms);
  } else if (const auto* network = std::get_if<NetworkLooked>(&reply)) {
    network_.apply(*network, monotonic_ms);
  } else if (const auto* applied = std::get_if<NetworkChanged>(&reply)) {
    network_.apply(*applied);
  } else if (const auto* stick = std::get_if<StickLooked>(&reply)) {
    // Who waits for a slow stick is not gone.
    if (stick_.is_busy()) touched_ms_ = monotonic_ms;
    stick_.apply(*stick);
  }
}

std::string* StaffVisit::field() {
  std::string* const setting = settings_.field();
  return setting != nullptr ? setting : network_.field();
}

std::size_t StaffVisit::field_characters_max() const {
  return staff_.edit ? settings_.field_characters_max() : network_.field_characters_max();
}

void StaffVisit::finger(float x_px, float y_px, bool is_down) {
  if (staff_.page != StaffPage::touch || staff_.traces.size() >= staff_traces_max) return;
  staff_.traces.push_back({x_px, y_px, is_down});
}

void StaffVisit::count_down(std::int64_t monotonic_ms) {
  if (monotonic_ms >= clean_at_ms_) clean_at_ms_ = std::min(wiped_ms_ + cleaning_still_ms, last_clean_ms_);
  staff_.cleaning_left_s = whole_seconds(clean_at_ms_ - monotonic_ms);
  if (staff_.cleaning_left_s == 0) closing_ = true;
}

void StaffVisit::tick(std::int64_t monotonic_ms) {
  if (is_cleaning()) return count_down(monotonic_ms);
  if (monotonic_ms >= touched_ms_ + staff_timeout_ms) closing_ = true;
  touch_.tick(monotonic_ms);
  network_.tick(monotonic_ms);
  stick_.tick(monotonic_ms);
  if (staff_.pin == PinState::wait && !unlocked()) {
    const std::int64_t left_ms = wait_until_ms_ - monotonic_ms;
    staff_.wait_left_s = whole_seconds(left_ms);
    if (left_ms <= 0) {
      staff_.pin = PinState::looking;
      requests_.push_back(LookAtPin{});
    }
  }
  if (staff_.page == StaffPage::overview && next_deadline_ms() <= monotonic_ms) look(monotonic_ms);
}

std::int64_t StaffVisit::next_deadline_ms() const {
  if (!open_) return std::numeric_limits<std::int64_t>::max();
  if (is_cleaning()) return clean_at_ms_ - (staff_.cleaning_left_s - 1) * kMsPerSecond;
  std::int64_t next =
      std::min({touched_ms_ + staff_timeout_ms, touch_.next_deadline_ms(), stick_.next_deadline_ms()});
  if (!unlocked() && staff_.pin == PinState::wait)
    next = std::min(next, wait_until_ms_ - (staff_.wait_left_s - 1) * kMsPerSecond);
  next = std::min(next, network_.next_deadline_ms());
  if (staff_.page == StaffPage::overview && !looking_)
    next = std::min(next, looked_ms_ + (staff_.overview && staff_.overview->syncing ? staff_look_syncing_ms
                                                                                    : staff_look_ms));
  return next;
}

bool StaffVisit::settled() const {
  return !open_ || is_cleaning() ||
         ((unlocked() || (staff_.pin != PinState::looking && staff_.pin != PinState::judging)) &&
          staff_.doing == StaffTask::none && settings_.settled() && touch_.settled() && network_.settled() &&
          stick_.settled() && !looking_ && !shuffling_ && requests_.empty());
}

}  // namespace entre::visit
