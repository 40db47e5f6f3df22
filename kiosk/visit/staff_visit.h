#pragma once
// The rules of the staff screen: what each touch does, what it asks of the staff thread, and when it closes
// by itself. The session has one, and is at rest beneath it. UI thread only.

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/visit/network_visit.h"
#include "kiosk/visit/settings_visit.h"
#include "kiosk/visit/staff.h"
#include "kiosk/visit/stick_visit.h"
#include "kiosk/visit/touch_visit.h"

namespace entre::visit {

inline constexpr std::int64_t staff_timeout_ms = 120'000, cleaning_ms = 60'000;
// A cloth that still moves when the minute is over is waited for, so long at most.
inline constexpr std::int64_t cleaning_still_ms = 3'000, cleaning_over_ms = 30'000;
inline constexpr std::int64_t staff_look_ms = 5'000, staff_look_syncing_ms = 1'000;
inline constexpr std::size_t staff_digits_max = 12, staff_traces_max = 2'000;
inline constexpr int staff_fields = 6;  // of the screen test: black, white, red, green, blue, a grid

class StaffVisit {
 public:
  // staff: what is shown; outlives this. turn_degrees: of the picture on the panel.
  explicit StaffVisit(Staff& staff, int turn_degrees = 0)
      : staff_(staff),
        settings_(staff, requests_),
        touch_(staff, requests_, turn_degrees),
        network_(staff, requests_),
        stick_(staff, requests_) {}

  bool is_open() const { return open_; }
  // The panel is being wiped: no finger and no key is to reach anything, this included.
  bool is_cleaning() const { return open_ && staff_.page == StaffPage::cleaning; }
  void open(bool in_swedish, std::int64_t monotonic_ms);
  // Forgets all of it.
  void close();
  void act(const StaffAct& act, std::int64_t monotonic_ms);
  void apply(const StaffReply& reply, std::int64_t monotonic_ms);
  // Something touched the panel while it was being wiped.
  void wiped(std::int64_t monotonic_ms) { wiped_ms_ = monotonic_ms; }
  // What is being typed, and its most characters; null: nothing.
  std::string* field();
  std::size_t field_characters_max() const;
  // What is typed are numbers and signs.
  bool types_numbers() const { return network_.types_numbers(); }
  // A finger on the panel, wherever it is.
  void finger(float x_px, float y_px, bool is_down);
  void touched(std::int64_t monotonic_ms) { touched_ms_ = monotonic_ms; }
  void tick(std::int64_t monotonic_ms);
  std::int64_t next_deadline_ms() const;
  // Staff asked for it, or have not touched the screen for two minutes: close() is due.
  bool wants_to_close() const { return closing_; }
  // The program is to end, so that it is started anew.
  bool wants_restart() const { return restart_; }
  // A word of the staff thread is awaited.
  bool settled() const;
  std::vector<StaffRequest> take_requests() { return std::exchange(requests_, {}); }

 private:
  void act_on_pad(const StaffAct& act, std::int64_t monotonic_ms);
  void count_down(std::int64_t monotonic_ms);
  void show(StaffPage page, std::int64_t monotonic_ms);
  void ask(StaffTask task);
  void perform(StaffTask task);
  void look(std::int64_t monotonic_ms);
  void enter();
  void clear_pin();
  void pin_looked(const PinLooked& looked, std::int64_t monotonic_ms);
  bool unlocked() const { return staff_.page != StaffPage::pin && staff_.page != StaffPage::cleaning; }

  Staff& staff_;
  bool open_ = false, closing_ = false, restart_ = false, looking_ = false, shuffling_ = false;
  std::string pin_;
  std::int64_t touched_ms_ = 0, looked_ms_ = 0, wait_until_ms_ = 0, clean_at_ms_ = 0, last_clean_ms_ = 0,
               wiped_ms_ = 0;
  std::vector<StaffRequest> requests_;
  SettingsVisit settings_;
  TouchVisit touch_;
  NetworkVisit network_;
  StickVisit stick_;
};

}  // namespace entre::visit
