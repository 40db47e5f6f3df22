#pragma once
// The rules of the touch test: what the four crosses say of the panel, and a map that is tried before it is
// kept, so that a bad one locks nobody out. UI thread only.

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "kiosk/visit/staff.h"
#include "platform/touch_map.h"

namespace entre::visit {

inline constexpr std::int64_t touch_trial_ms = 15'000;
// A finger hits what it aims at so well; a panel that tells more than this is not as it says.
inline constexpr float touch_aim_mm = 5, touch_even_mm = 8;

// The map that brings the first four touches to the crosses, in their order; nullopt where fewer came, where
// they are near their crosses as they are, or where no panel is like that.
std::optional<TouchMap> map_of_crosses(const std::vector<StaffPoint>& traces,
                                       const std::array<StaffPoint, 4>& crosses, float w_px, float h_px,
                                       float mm_px);

class TouchVisit {
 public:
  // staff: what is shown; requests: to the staff thread. Both outlive this. turn_degrees: of the picture on
  // the panel, whose map is kept.
  TouchVisit(Staff& staff, std::vector<StaffRequest>& requests, int turn_degrees)
      : staff_(staff), requests_(requests), turn_degrees_(turn_degrees) {}

  void act(const StaffAct& act, std::int64_t monotonic_ms);
  // The staff thread's word on the map that is to be kept.
  void apply(const SettingChanged& changed);
  void tick(std::int64_t monotonic_ms);
  std::int64_t next_deadline_ms() const;  // INT64_MAX: never
  bool settled() const { return !(staff_.trial && staff_.trial->saving); }

 private:
  Staff& staff_;
  std::vector<StaffRequest>& requests_;
  int turn_degrees_;
  std::int64_t until_ms_ = 0;
};

}  // namespace entre::visit
