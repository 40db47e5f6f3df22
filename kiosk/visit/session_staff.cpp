// Staff in the visitor's place: the visit ends as its clock would end it, and a cold start follows staff.

#include "kiosk/visit/session.h"

namespace entre::visit {
namespace {

template <class... Kinds>
bool is_one_of(const Action& action) {
  return (std::holds_alternative<Kinds>(action) || ...);
}

bool writes(const Action& action) {
  return is_one_of<TypeText, EraseText, ClearText, ToggleShift, ShowKeys, CompleteWord, WriteInstead>(action);
}

}  // namespace

void Session::act_for_staff(const Action& action, std::int64_t monotonic_ms) {
  const auto* act = std::get_if<StaffAct>(&action);
  if (!staff_.is_open()) {
    if (act->command != StaffCommand::open) return;
    reset(monotonic_ms);
    staff_.open(start_language().starts_with("sv"), monotonic_ms);
    return follow_staff(monotonic_ms);
  }
  // What is typed into a setting is written as in any field.
  if (staff_.field() != nullptr && writes(action)) {
    if (!is_double_strike(action, monotonic_ms)) perform(action, monotonic_ms);
    return;
  }
  const std::string* const written = staff_.field();
  const auto does = [&](StaffCommand command, int value = 0) { staff_.act({command, value}, monotonic_ms); };
  if (act != nullptr) staff_.act(*act, monotonic_ms);
  if (std::holds_alternative<GoBack>(action)) does(StaffCommand::back);
  if (std::holds_alternative<GoHome>(action)) does(StaffCommand::show, static_cast<int>(StaffPage::overview));
  if (std::holds_alternative<EraseText>(action)) does(StaffCommand::erase);
  if (const auto* typed = std::get_if<TypeText>(&action); typed && typed->utf8.size() == 1)
    does(StaffCommand::digit, typed->utf8[0] - '0');
  // Another field: its keys are at their beginning, numbers where numbers are meant.
  if (const std::string* const field = staff_.field(); field != written && field != nullptr) {
    model_.keys = {};
    if (staff_.types_numbers()) show_keys(KeyLayer::symbols);
  }
  // Who works with keys is spoken to here too.
  if (const auto* wanted = std::get_if<Adapt>(&action))
    model_.preferences.speech = wanted->preferences.speech;
  follow_staff(monotonic_ms);
}

void Session::apply(const StaffReply& reply, std::int64_t monotonic_ms) {
  model_.now_monotonic_ms = monotonic_ms;
  staff_.apply(reply, monotonic_ms);
  if (staff_.is_open()) follow_staff(monotonic_ms);
}

// The place and the language are what staff's page says; what they saw goes when they leave.
void Session::follow_staff(std::int64_t monotonic_ms) {
  if (staff_.wants_to_close()) {
    staff_.close();
    return reset(monotonic_ms);
  }
  model_.preferences.language = model_.staff.in_swedish ? "sv" : "en";
  const std::string page = name(model_.staff.page);
  if (model_.place.screen != ScreenId::staff || model_.place.id != page)
    model_.place = {ScreenId::staff, page, 0};
}

}  // namespace entre::visit
