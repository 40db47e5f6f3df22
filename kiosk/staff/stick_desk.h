#pragma once
// Answers saved on a USB stick, a step at a time, so that staff can see how far it is and end it. The ledger
// is only read, once. Blocks on the stick, so it is the staff thread's, or a test's.

#include <string>

#include "kiosk/visit/stick.h"
#include "platform/clock.h"
#include "platform/config/config.h"
#include "platform/files.h"
#include "platform/system/stick.h"

namespace entre::staff {

class StickDesk {
 public:
  // So much is written, or read back, in one step.
  static constexpr std::size_t step_bytes = 256u << 10;
  // Of a file that is not complete. It is renamed once what the stick gives back is what was written.
  static constexpr const char* part_suffix = ".part";

  // stick: null: none can be used here. All outlive this.
  StickDesk(const Paths& paths, const Files& files, const Clock& clock, Stick* stick)
      : paths_(paths), files_(files), clock_(clock), stick_(stick) {}

  // Whether there is a stick. While one is written it changes nothing.
  visit::StickSeen look();
  // Begins anew with what the ledger holds now, without free text, where a stick is ready. kiosk: whose
  // answers they are.
  visit::StickSeen begin(const Config::Kiosk& kiosk, bool as_json);
  // The next step of what was begun; it is busy (visit::is_busy) as long as there is one.
  visit::StickSeen go_on();
  // Ends what was begun: its file goes, and the stick is unmounted.
  visit::StickSeen leave();

 private:
  visit::StickSeen open_stick();
  visit::StickSeen write_on();
  visit::StickSeen check_on();
  visit::StickSeen release();
  visit::StickSeen fail(const Error& error);
  visit::StickSeen fail(visit::StickFault fault);
  std::string part() const { return seen_.file + part_suffix; }

  const Paths& paths_;
  const Files& files_;
  const Clock& clock_;
  Stick* stick_;
  visit::StickSeen seen_;
  std::string text_;  // of the file
};

}  // namespace entre::staff
