#include "kiosk/visit/touch_visit.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kiosk/visit/settings.h"

namespace entre::visit {
namespace {

constexpr std::int64_t kMsPerSecond = 1000;

}  // namespace

std::optional<TouchMap> map_of_crosses(const std::vector<StaffPoint>& traces,
                                       const std::array<StaffPoint, 4>& crosses, float w_px, float h_px,
                                       float mm_px) {
  std::vector<StaffPoint> downs;
  std::copy_if(traces.begin(), traces.end(), std::back_inserter(downs),
               [](const StaffPoint& point) { return point.is_down; });
  if (downs.size() < crosses.size()) return std::nullopt;
  const auto share = [&](const StaffPoint& point) {
    return TouchPoint{point.x_px / w_px, point.y_px / h_px};
  };
  std::array<TouchPoint, 4> felt, meant;
  for (std::size_t i = 0; i < crosses.size(); ++i) {
    felt[i] = share(downs[i]);
    meant[i] = share(crosses[i]);
  }
  const auto off_mm = [&](const TouchMap& map) {
    double worst_px = 0;
    for (std::size_t i = 0; i < felt.size(); ++i) {
      const TouchPoint at = map.apply(felt[i]);
      worst_px = std::max(worst_px, std::hypot((at.x - meant[i].x) * w_px, (at.y - meant[i].y) * h_px));
    }
    return worst_px / mm_px;
  };
  if (off_mm(TouchMap{}) <= touch_aim_mm) return std::nullopt;
  const auto map = fit_touch_map(felt, meant);
  return map && off_mm(*map) <= touch_even_mm ? map : std::nullopt;
}

void TouchVisit::act(const StaffAct& act, std::int64_t monotonic_ms) {
  if (act.command == StaffCommand::try_map && staff_.settings && !staff_.trial) {
    const auto found = parse_touch_map(act.text);
    const auto now = parse_touch_map(staff_.settings->values[setting_index(touch_map_key)].text);
    if (!found || !now) return;
    staff_.trial = TouchTrial{to_string(found->on_panel(turn_degrees_).after(*now)),
                              touch_trial_ms / kMsPerSecond, false};
    until_ms_ = monotonic_ms + touch_trial_ms;
    staff_.traces.clear();
    staff_.told.clear();
    staff_.trial_lapsed = false;
  } else if (act.command == StaffCommand::keep_map && staff_.trial && !staff_.trial->saving) {
    staff_.trial->saving = true;
    requests_.push_back(ChangeSetting{setting_index(touch_map_key), staff_.trial->map, staff_.in_swedish});
  }
}

void TouchVisit::apply(const SettingChanged& changed) {
  if (!staff_.trial) return;
  staff_.trial.reset();
  staff_.traces.clear();
  staff_.told = changed.told;
  staff_.failed = changed.failed;
}

void TouchVisit::tick(std::int64_t monotonic_ms) {
  if (!staff_.trial || staff_.trial->saving) return;
  const std::int64_t left_ms = until_ms_ - monotonic_ms;
  staff_.trial->left_s = std::max<std::int64_t>(0, (left_ms + kMsPerSecond - 1) / kMsPerSecond);
  if (left_ms > 0) return;
  staff_.trial.reset();
  staff_.traces.clear();
  staff_.trial_lapsed = true;
}

std::int64_t TouchVisit::next_deadline_ms() const {
  if (!staff_.trial || staff_.trial->saving) return std::numeric_limits<std::int64_t>::max();
  return until_ms_ - (staff_.trial->left_s - 1) * kMsPerSecond;
}

}  // namespace entre::visit
