// What moves by itself: a page or sheet that has just come slides the last millimetres to its place, and the
// resting screen drifts so that nothing burns in.
#include <imgui.h>

#include <array>
#include <cmath>

#include "kiosk/ui/frame_state.h"

namespace entre::ui {

namespace {
constexpr double arrival_s = 0.18;
// Eight places about the middle, each next to the one before.
constexpr std::array<std::array<float, 2>, 8> drift_places = {
    {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}, {0, -1}}};
constexpr float drift_px = 4, drift_oled_px = 16;
}  // namespace

float Frame::arrival(const std::string& what, const std::string& shown) {
  const double now_s = ImGui::GetTime();
  Arrival& arrival = toolkit().arrivals[what];
  // What is there from the start, or comes in calm mode, stands.
  if (arrival.shown != shown)
    arrival = {shown, arrival.shown.empty() || model().preferences.calm ? now_s - arrival_s : now_s};
  const double passed = (now_s - arrival.began_s) / arrival_s;
  if (passed >= 1) return 0;
  set_animating();
  const double rest = 1 - passed;
  return static_cast<float>(rest * rest * rest);
}

void Frame::drift() {
  if (model().preferences.calm) return;
  const auto& place = drift_places[model().rest_step % drift_places.size()];
  const float step = px(toolkit().options.oled_safe ? drift_oled_px : drift_px);
  state_->drift_x = place[0] * step;
  state_->drift_y = place[1] * step;
}

void Frame::set_shift(float y) {
  state_->shift_y = std::round(y);
}

}  // namespace entre::ui
