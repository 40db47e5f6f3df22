#include "kiosk/visit/stick_visit.h"

#include <limits>
#include <utility>

namespace entre::visit {

// One at a time: a slow stick does not fill the queue.
void StickVisit::ask(StaffRequest request) {
  if (!std::exchange(waiting_, true)) requests_.push_back(std::move(request));
}

void StickVisit::open(std::int64_t monotonic_ms) {
  if (is_busy()) return;
  staff_.stick = {};
  looked_ms_ = monotonic_ms;
  ask(LookAtStick{});
}

void StickVisit::close() {
  waiting_ = leaving_ = false;
}

void StickVisit::act(const StaffAct& act, std::int64_t monotonic_ms) {
  if (act.command == StaffCommand::look_at_stick) open(monotonic_ms);
  if (act.command == StaffCommand::leave_stick) back();
  // A look that is under way is waited for no longer: its answer says nothing that the saving does not.
  if (act.command != StaffCommand::save_answers || staff_.stick.phase != StickPhase::ready) return;
  staff_.stick.phase = StickPhase::opening;
  requests_.push_back(SaveAnswers{act.value == 1});
  waiting_ = true;
}

bool StickVisit::back() {
  if (!is_busy()) return false;
  leaving_ = true;
  return true;
}

void StickVisit::apply(const StickLooked& looked) {
  waiting_ = false;
  const bool was_saving = is_busy();
  // The word of a look that was on its way when staff said to save.
  if (was_saving && (looked.seen.phase == StickPhase::ready)) {
    waiting_ = true;
    return;
  }
  staff_.stick = looked.seen;
  if (!is_busy()) {
    leaving_ = false;
    return;
  }
  ask(std::exchange(leaving_, false) ? StaffRequest(LeaveStick{}) : StaffRequest(GoOnWithStick{}));
}

bool StickVisit::waits_for_stick() const {
  return staff_.page == StaffPage::stick &&
         (staff_.stick.phase == StickPhase::none || staff_.stick.phase == StickPhase::foreign ||
          staff_.stick.phase == StickPhase::ready);
}

void StickVisit::tick(std::int64_t monotonic_ms) {
  if (next_deadline_ms() > monotonic_ms) return;
  looked_ms_ = monotonic_ms;
  ask(LookAtStick{});
}

std::int64_t StickVisit::next_deadline_ms() const {
  if (!waits_for_stick() || waiting_) return std::numeric_limits<std::int64_t>::max();
  return looked_ms_ + stick_look_ms;
}

}  // namespace entre::visit
