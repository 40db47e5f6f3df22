#pragma once
// The rules of the staff screen's settings: one is changed at a time, as a draft that nothing obeys until the
// staff thread has saved it. UI thread only.

#include <string>
#include <vector>

#include "kiosk/visit/staff.h"

namespace entre::visit {

class SettingsVisit {
 public:
  // staff: what is shown; requests: to the staff thread. Both outlive this.
  SettingsVisit(Staff& staff, std::vector<StaffRequest>& requests) : staff_(staff), requests_(requests) {}

  // Asks for them anew.
  void look();
  void close();
  void act(const StaffAct& act);
  // One step back from a setting; false where none is open.
  bool back();
  void apply(const SettingsLooked& looked);
  void apply(const SettingChanged& changed);
  // What is being typed, and its most characters; null: nothing.
  std::string* field();
  std::size_t field_characters_max() const;
  bool settled() const { return !looking_ && !(staff_.edit && staff_.edit->saving); }

 private:
  void save(std::optional<std::string> text);

  Staff& staff_;
  std::vector<StaffRequest>& requests_;
  bool looking_ = false;
};

}  // namespace entre::visit
