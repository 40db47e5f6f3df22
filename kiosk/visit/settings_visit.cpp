#include "kiosk/visit/settings_visit.h"

#include <utility>

#include "kiosk/visit/settings.h"

namespace entre::visit {

void SettingsVisit::look() {
  if (std::exchange(looking_, true)) return;
  requests_.push_back(LookAtSettings{staff_.in_swedish});
}

void SettingsVisit::close() {
  looking_ = false;
}

void SettingsVisit::act(const StaffAct& act) {
  if (!staff_.settings) return;
  const std::vector<StaffSettings::Value>& values = staff_.settings->values;
  if (act.command == StaffCommand::edit) {
    const auto index = static_cast<std::size_t>(act.value);
    if (staff_.edit || index >= values.size()) return;
    staff_.told.clear();
    staff_.edit = SettingEdit{index, values[index].text, -1, false, ""};
  }
  if (!staff_.edit || staff_.edit->saving) return;
  SettingEdit& edit = *staff_.edit;
  if (act.command == StaffCommand::put) {
    edit.text = act.text;
    edit.part = act.value;
    edit.refused.clear();
  } else if (act.command == StaffCommand::save) {
    save(edit.text);
  } else if (act.command == StaffCommand::usual && values[edit.setting].is_changed) {
    save(std::nullopt);
  }
}

void SettingsVisit::save(std::optional<std::string> text) {
  staff_.edit->saving = true;
  staff_.edit->refused.clear();
  requests_.push_back(ChangeSetting{staff_.edit->setting, std::move(text), staff_.in_swedish});
}

bool SettingsVisit::back() {
  if (!staff_.edit) return false;
  if (staff_.edit->saving) return true;
  if (std::exchange(staff_.edit->part, -1) < 0) staff_.edit.reset();
  return true;
}

void SettingsVisit::apply(const SettingsLooked& looked) {
  looking_ = false;
  staff_.settings = looked.settings;
}

void SettingsVisit::apply(const SettingChanged& changed) {
  staff_.settings = changed.settings;
  if (!staff_.edit) return;
  staff_.edit->saving = false;
  if (changed.failed) {
    staff_.edit->refused = changed.told;
    return;
  }
  staff_.edit.reset();
  staff_.told = changed.told;
  staff_.failed = false;
}

std::string* SettingsVisit::field() {
  const bool types =
      staff_.edit && !staff_.edit->saving && settings()[staff_.edit->setting].kind == SettingKind::text;
  return types ? &staff_.edit->text : nullptr;
}

std::size_t SettingsVisit::field_characters_max() const {
  return static_cast<std::size_t>(settings()[staff_.edit->setting].config_key().max);
}

}  // namespace entre::visit
