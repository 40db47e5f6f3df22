#include "kiosk/ui/scroller.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "kiosk/ui/toolkit.h"
#include "kiosk/ui/widgets.h"

namespace entre::ui {

namespace {
constexpr float cancel_mm = 3.5f;
constexpr double sample_window_s = 0.1;
constexpr float time_constant_s = 0.325f;
constexpr float velocity_min_px_s = 20;

float release_velocity(const ScrollState& scroll, double now_s) {
  const ScrollState::Sample* first = nullptr;
  for (const auto& sample : scroll.samples)
    if (now_s - sample.time_s <= sample_window_s) {
      first = &sample;
      break;
    }
  if (!first) return 0;
  const double span_s = scroll.samples.back().time_s - first->time_s;
  if (span_s < 0.005) return 0;
  return static_cast<float>((first->y - scroll.samples.back().y) / span_s);
}
}  // namespace

Scroller::Scroller(Frame& frame, const std::string& id, const display::Rect& viewport, float content_px,
                   std::optional<float> given_px)
    : frame_(frame), id_(id), viewport_(viewport) {
  ScrollState& scroll = frame_.toolkit().scrolls[id_];
  // A column that was away for a while comes back at rest, a sheet's at its top.
  if (scroll.last_frame + 1 < frame_.toolkit().frame) scroll = {};
  scroll.last_frame = frame_.toolkit().frame;
  if (given_px) scroll.offset_px = *given_px + scroll.shift_px;
  given_px_ = given_px ? *given_px : scroll.offset_px;
  // While texts are missing, the height is a guess and must not move the column.
  if (frame_.complete()) {
    scroll.offset_max_px = std::max(0.f, content_px - viewport_.h);
    if (!frame_.inert() && !frame_.measuring()) {
      follow_finger();
      glide();
    }
    scroll.offset_px = std::clamp(scroll.offset_px, 0.f, scroll.offset_max_px);
  }
  if (given_px && !frame_.measuring())
    frame_.toolkit().anchoring = {&scroll, top(), viewport_.y, "", 0, "", 0, {}};
  frame_.toolkit().revealed.reset();
  if (!frame_.measuring()) {
    Reach& reach = frame_.toolkit().reach;
    reach = {viewport_.y < frame_.control_top(), viewport_.bottom(), viewport_.bottom() + viewport_.h,
             viewport_.y - viewport_.h};
    const bool at_rest = !scroll.dragging && scroll.velocity_px_s == 0;
    frame_.toolkit().fold = {at_rest, viewport_, viewport_.bottom() + viewport_.h, viewport_.y - viewport_.h};
  }
  frame_.push_clip(viewport_);
}

void Scroller::end() {
  if (ended_) return;
  ended_ = true;
  if (!frame_.measuring()) frame_.toolkit().reach.active = frame_.toolkit().fold.active = false;
  frame_.pop_clip();
  hold_anchor();
  reveal();
}

// In a whole frame: what keys or voice have come to lies in this column, and not in sight.
void Scroller::reveal() {
  const auto wanted = std::exchange(frame_.toolkit().revealed, std::nullopt);
  if (!wanted || !frame_.complete() || frame_.inert() || frame_.measuring()) return;
  ScrollState& scroll = frame_.toolkit().scrolls[id_];
  const float air = frame_.px(24), top = viewport_.y + air, bottom = viewport_.bottom() - air;
  float by_px = 0;
  if (wanted->y < top || wanted->h > bottom - top)
    by_px = wanted->y - top;
  else if (wanted->bottom() > bottom)
    by_px = wanted->bottom() - bottom;
  const float to_px = std::clamp(scroll.offset_px + by_px, 0.f, scroll.offset_max_px);
  by_px = to_px - scroll.offset_px;
  if (std::abs(by_px) < 1) return;
  scroll.velocity_px_s = 0;
  scroll.offset_px = to_px;
  scroll.shift_px += by_px;
  frame_.set_incomplete();
}

// In a whole frame: the anchor has moved within the column, so the column moves as far, and is drawn once
// more.
void Scroller::hold_anchor() {
  ScrollState& scroll = frame_.toolkit().scrolls[id_];
  const Anchoring anchoring = std::exchange(frame_.toolkit().anchoring, {});
  if (anchoring.scroll != &scroll || !frame_.complete()) return;
  const float moved = anchoring.known_px ? *anchoring.known_px - scroll.anchor_px : 0;
  if (std::abs(moved) >= 1 && scroll.offset_px > 0.5f) {
    scroll.anchor_px = *anchoring.known_px;
    scroll.shift_px += moved;
    scroll.offset_px += moved;
    scroll.grip_offset += moved;
    return frame_.set_incomplete();
  }
  const bool jumps = !anchoring.jump_id.empty();
  scroll.anchor_id = jumps ? anchoring.jump_id : anchoring.first_id;
  scroll.anchor_px = jumps ? anchoring.jump_px : anchoring.first_px;
  // Told to the model with this frame.
  if (!frame_.inert()) scroll.shift_px = 0;
}

void Frame::anchor(const std::string& id, float y) {
  Anchoring& anchoring = toolkit().anchoring;
  if (measuring() || !anchoring.scroll) return;
  const float place_px = y - anchoring.top;
  if (id == anchoring.scroll->anchor_id) anchoring.known_px = place_px;
  if (!anchoring.first_id.empty() || y < anchoring.seen_from) return;
  anchoring.first_id = id;
  anchoring.first_px = place_px;
}

void Frame::jump(const std::string& id, float y) {
  Anchoring& anchoring = toolkit().anchoring;
  anchoring.jump_id = id;
  anchoring.jump_px = y - anchoring.top;
}

void Scroller::follow_finger() {
  ScrollState& scroll = frame_.toolkit().scrolls[id_];
  const ImGuiIO& io = ImGui::GetIO();
  const double now_s = ImGui::GetTime();
  if (io.MouseClicked[0] && viewport_.contains(io.MousePos.x, io.MousePos.y)) {
    // A touch on a moving column only stops it.
    scroll.dragging = std::abs(scroll.velocity_px_s) > 0;
    scroll.tracking = true;
    scroll.velocity_px_s = 0;
    scroll.start_y = scroll.grip_y = io.MousePos.y;
    scroll.grip_offset = scroll.offset_px;
    scroll.samples.clear();
  }
  if (!scroll.tracking) return;
  if (io.MouseDown[0]) {
    if (!scroll.dragging && scroll.offset_max_px > 0 &&
        std::abs(io.MousePos.y - scroll.start_y) > frame_.units().mm(cancel_mm)) {
      scroll.dragging = true;
      scroll.grip_y = io.MousePos.y;
      scroll.grip_offset = scroll.offset_px;
    }
    if (!scroll.dragging) return;
    ImGui::ClearActiveID();
    scroll.offset_px = scroll.grip_offset - (io.MousePos.y - scroll.grip_y);
    scroll.samples.push_back({now_s, io.MousePos.y});
    while (scroll.samples.size() > 16) scroll.samples.pop_front();
    return;
  }
  if (scroll.dragging) {
    ImGui::ClearActiveID();
    scroll.velocity_px_s = release_velocity(scroll, now_s);
  }
  scroll.tracking = scroll.dragging = false;
}

void Scroller::glide() {
  ScrollState& scroll = frame_.toolkit().scrolls[id_];
  if (scroll.tracking || std::abs(scroll.velocity_px_s) < velocity_min_px_s) {
    scroll.velocity_px_s = 0;
    return;
  }
  const float decay = std::exp(-ImGui::GetIO().DeltaTime / time_constant_s);
  scroll.offset_px += scroll.velocity_px_s * time_constant_s * (1 - decay);
  scroll.velocity_px_s *= decay;
  const bool at_end = scroll.offset_px <= 0 || scroll.offset_px >= scroll.offset_max_px;
  if (at_end || std::abs(scroll.velocity_px_s) < velocity_min_px_s) scroll.velocity_px_s = 0;
  if (scroll.velocity_px_s != 0) frame_.set_animating();
}

float Scroller::top() const {
  return viewport_.y - std::round(frame_.toolkit().scrolls[id_].offset_px);
}
float Scroller::offset_px() const {
  return frame_.toolkit().scrolls[id_].offset_px;
}
bool Scroller::moved() const {
  return offset_px() != given_px_;
}
bool Scroller::overflows() const {
  return frame_.toolkit().scrolls[id_].offset_max_px > 0;
}

float page_buttons_height(Frame& frame) {
  return std::max(frame.px(80), std::round(frame.units().font(Type::body) * 1.4f) + frame.px(24));
}

void Scroller::page_buttons(const display::Rect& row, const std::string& prefix, const std::string& more,
                            float overlap_px) {
  ScrollState& scroll = frame_.toolkit().scrolls[id_];
  const float gap = frame_.px(24), width = std::floor((row.w - gap) / 2);
  // What paging can show whole begins below this.
  const float least_px = (1 - Fold::share_max) * viewport_.h;
  const float whole_px = std::max(viewport_.h - overlap_px, viewport_.h / 2);
  const Fold& fold = frame_.toolkit().fold;
  float page_px = std::clamp(fold.next_top - viewport_.y, least_px, whole_px);
  float back_px = std::clamp(viewport_.bottom() - fold.previous_bottom, least_px, whole_px);
  if (const float reached = viewport_.bottom() - frame_.control_top(); reached < viewport_.h) {
    const Reach& reach = frame_.toolkit().reach;
    page_px = std::clamp(reach.next_top - frame_.control_top(), std::min(reached / 3, page_px), page_px);
    back_px = std::clamp(viewport_.bottom() - reach.previous_bottom, std::min(reached / 3, back_px), back_px);
  }
  ButtonLook look;
  look.icon = "chevron-down";
  for (const std::string& label : {std::string("article.page_up"), more})
    look.icon_only = look.icon_only || button_width(frame_, frame_.say(label), look) > width;
  const auto step = [&](const char* name, const std::string& label, const char* icon, ButtonKind kind,
                        const display::Rect& rect, bool enabled, float by_px) {
    look.icon = icon;
    look.kind = kind;
    Target target;
    target.id = prefix + name;
    target.label = frame_.say(label);
    target.enabled = enabled;
    if (!button(frame_, target, rect, look).acted) return;
    scroll.velocity_px_s = 0;
    scroll.offset_px = std::clamp(scroll.offset_px + by_px, 0.f, scroll.offset_max_px);
    frame_.set_animating();  // what was drawn stands where it stood: one more frame
  };
  const float at = scroll.offset_px;
  step(".page_up", "article.page_up", "chevron-up", ButtonKind::outline,
       frame_.mirrored({row.x, row.y, width, row.h}, row), at > 0.5f, -back_px);
  step(".page_down", more, "chevron-down", ButtonKind::primary,
       frame_.mirrored({row.right() - width, row.y, width, row.h}, row), at < scroll.offset_max_px - 0.5f,
       page_px);
}

}  // namespace entre::ui
