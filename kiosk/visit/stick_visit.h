#pragma once
// The rules of saving answers on a stick: a stick is looked for while staff wait, and each step of the saving
// asks for the next until it ends or staff end it. UI thread only.

#include <cstdint>
#include <vector>

#include "kiosk/visit/staff.h"

namespace entre::visit {

inline constexpr std::int64_t stick_look_ms = 1'000;

class StickVisit {
 public:
  // staff: what is shown; requests: to the staff thread. Both outlive this.
  StickVisit(Staff& staff, std::vector<StaffRequest>& requests) : staff_(staff), requests_(requests) {}

  void open(std::int64_t monotonic_ms);
  void close();
  void act(const StaffAct& act, std::int64_t monotonic_ms);
  // Back: ends the saving; false where nothing is being saved.
  bool back();
  void apply(const StickLooked& looked);
  void tick(std::int64_t monotonic_ms);
  std::int64_t next_deadline_ms() const;  // INT64_MAX: never
  bool is_busy() const { return visit::is_busy(staff_.stick.phase); }
  bool settled() const { return !waiting_; }

 private:
  void ask(StaffRequest request);
  bool waits_for_stick() const;

  Staff& staff_;
  std::vector<StaffRequest>& requests_;
  bool waiting_ = false, leaving_ = false;
  std::int64_t looked_ms_ = 0;
};

}  // namespace entre::visit
