#pragma once
// The rules of the staff screen's network page: an address or a Wi-Fi is a draft that nothing obeys until the
// staff thread has tried it. UI thread only.

#include <limits>
#include <string>
#include <vector>

#include "kiosk/visit/staff.h"

namespace entre::visit {

inline constexpr std::int64_t network_look_ms = 5'000;

class NetworkVisit {
 public:
  // staff: what is shown; requests: to the staff thread. Both outlive this.
  NetworkVisit(Staff& staff, std::vector<StaffRequest>& requests) : staff_(staff), requests_(requests) {}

  // The page has been opened.
  void begin(std::int64_t monotonic_ms);
  // Looks anew; scan: the radio listens too.
  void look(bool scan, std::int64_t monotonic_ms);
  // Forgets what was typed.
  void close();
  void act(const StaffAct& act, std::int64_t monotonic_ms);
  // One step back from what is open; false where nothing is.
  bool back();
  void apply(const NetworkLooked& looked, std::int64_t monotonic_ms);
  void apply(const NetworkChanged& changed);
  // The page is read anew every few seconds while nothing is being changed on it.
  void tick(std::int64_t monotonic_ms);
  std::int64_t next_deadline_ms() const;
  // What is being typed, and its most characters; null: nothing.
  std::string* field();
  std::size_t field_characters_max() const;
  // What is typed are numbers and signs.
  bool types_numbers() const;
  bool settled() const { return !looking_ && !(staff_.network_edit && staff_.network_edit->saving); }

 private:
  void open(NetworkPart part, const std::string& bssid);
  void try_it();
  void drop_edit();
  bool looks_by_itself() const;

  Staff& staff_;
  std::vector<StaffRequest>& requests_;
  bool looking_ = false, scan_next_ = false;
  std::int64_t looked_ms_ = 0;
};

}  // namespace entre::visit
