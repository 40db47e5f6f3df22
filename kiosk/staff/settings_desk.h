#pragma once
// The staff screen's settings, read and changed: its own file is written beside, checked with all layers of
// the configuration, and renamed. Blocks on disks, so it is the staff thread's, or a test's.

#include <memory>

#include "kiosk/care/words.h"
#include "kiosk/visit/staff.h"
#include "platform/clock.h"
#include "platform/config/config.h"
#include "platform/files.h"

namespace entre::staff {

class SettingsDesk {
 public:
  // running: what the program was started with. paths, files and clock outlive this.
  SettingsDesk(const Paths& paths, Files& files, const Clock& clock, Config running);

  std::shared_ptr<const visit::StaffSettings> look(care::Language language) const;
  // Failed, and nothing is changed, when the value is refused, the whole configuration would have a fault, or
  // the file cannot be written; told says why and what is allowed, or when the change takes effect.
  visit::SettingChanged change(const visit::ChangeSetting& wanted);
  // Takes what is faulty out of the file that was left out.
  Result<care::Words> mend();

 private:
  Result<care::Words> changed(const visit::ChangeSetting& wanted);

  const Paths& paths_;
  Files& files_;
  const Clock& clock_;
  const Config running_;
};

}  // namespace entre::staff
