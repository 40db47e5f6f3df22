#pragma once
// What the staff screen asks for, done: the PIN judged, the kiosk looked at, content and machine moved.
// Blocks on disks, scrypt and other programs, so it is the staff thread's, or a test's.

#include <cstdint>
#include <optional>

#include "kiosk/care/pin.h"
#include "kiosk/staff/network_desk.h"
#include "kiosk/staff/settings_desk.h"
#include "kiosk/staff/stick_desk.h"
#include "kiosk/visit/staff.h"
#include "platform/clock.h"
#include "platform/config/config.h"
#include "platform/files.h"
#include "platform/random.h"
#include "platform/system/machine.h"

namespace entre::staff {

class Desk {
 public:
  // All outlive this. machine: null: it can be neither restarted nor shut down from here. stick: null: none
  // can be used. running: what the program was started with.
  Desk(const Paths& paths, Files& files, const Clock& clock, Random& random, Machine* machine, Stick* stick,
       const Config& running);
  // nullopt: this may not be asked before the PIN was right.
  std::optional<visit::StaffReply> handle(const visit::StaffRequest& request);
  // Staff have left: what was begun and waits for its next step is ended.
  void leave() { stick_.leave(); }

 private:
  visit::StaffReply look_at_pin(visit::PinState state);
  visit::StaffReply try_pin(const std::string& pin);
  visit::StaffReply shuffle_keys();
  std::optional<visit::StickSeen> tend_stick(const visit::StaffRequest& request);
  std::optional<visit::StaffReply> tend_network(const visit::StaffRequest& request);
  visit::StaffReply look_at_kiosk(care::Language language);
  visit::StaffReply do_task(visit::StaffTask task, care::Language language);
  Result<care::Words> done(visit::StaffTask task);
  Result<care::Words> ask_for_sync();
  Result<care::Words> power(const char* verb);
  visit::SettingChanged change(const visit::ChangeSetting& wanted);
  visit::NetworkChanged followed(visit::NetworkChanged changed);

  const Paths& paths_;
  Files& files_;
  const Clock& clock_;
  Random& random_;
  Machine* machine_;
  care::PinGate gate_;
  SettingsDesk settings_;
  StickDesk stick_;
  NetworkDesk network_;
  bool unlocked_ = false;
  std::optional<std::int64_t> sync_asked_ms_;  // monotonic, when this desk asked for a sync
  std::int64_t attempt_before_unix_ms_ = 0;    // the last one before that
};

}  // namespace entre::staff
