#pragma once
// The staff screen's network page, done: what NetworkManager says in words, an address or a Wi-Fi tried, the
// time server told to the clock. Blocks on other programs, up to a minute: the staff thread's, or a test's.

#include <memory>

#include "kiosk/care/health.h"
#include "kiosk/visit/staff.h"
#include "platform/system/network.h"
#include "platform/system/time_source.h"

namespace entre::staff {

class NetworkDesk {
 public:
  // machine: null: this one cannot be asked. All outlive this.
  NetworkDesk(const Paths& paths, const Files& files, Machine* machine)
      : paths_(paths), files_(files), machine_(machine) {}

  // Never null: where nothing can be asked it says so, and what to do.
  std::shared_ptr<const visit::StaffNetwork> look(care::Language language, bool scan) const;
  visit::NetworkChanged change(const visit::ChangeAddress& wanted) const;
  visit::NetworkChanged join(const visit::JoinWifi& wanted) const;

 private:
  const Paths& paths_;
  const Files& files_;
  Machine* machine_;
};

}  // namespace entre::staff
