#include "kiosk/ui/frame.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "kiosk/ui/frame_state.h"
#include "kiosk/ui/icons.h"
#include "platform/display/shapes.h"

namespace entre::ui {

using display::Color;
using display::Rect;

namespace {

constexpr ImGuiWindowFlags window_flags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                          ImGuiWindowFlags_NoSavedSettings |
                                          ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoNav |
                                          ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollWithMouse;

constexpr double reach_mm_max = 1220;     // above the floor
constexpr float reach_share_min = 0.45f;  // of the height, for controls

}  // namespace

Frame::Frame(Toolkit& toolkit, const visit::Model& model)
    : state_(std::make_unique<State>(toolkit.state(), model)) {
  State& s = *state_;
  s.toolkit.begin_frame();
  s.size = s.toolkit.canvas.size();
  s.units = Units(s.size, s.toolkit.options.ppi, s.toolkit.options.viewing_distance_mm,
                  model.preferences.text_percent);
  const ToolkitOptions& options = s.toolkit.options;
  // The style sheet hangs nowhere.
  const bool hangs = model.place.screen != visit::ScreenId::gallery;
  const double reach_mm = model.preferences.low_reach ? options.low_reach_mm : reach_mm_max;
  const auto height = static_cast<float>(s.size.h);
  if (hangs)
    s.control_top =
        std::clamp(height - std::floor(s.units.mm(static_cast<float>(reach_mm - options.lower_edge_mm))), 0.f,
                   std::round(height * (1 - reach_share_min)));
  const bool dark = s.toolkit.options.oled_safe && model.resting;
  s.theme = with_overrides(s.toolkit.themes.get(dark ? "dark" : model.preferences.theme),
                           model.library->site.theme);
  s.language = model.preferences.language;
  s.clips.push_back({0, 0, static_cast<float>(s.size.w), static_cast<float>(s.size.h)});
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize({s.clips[0].w, s.clips[0].h});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::Begin("screen", nullptr, window_flags);
  ImGui::PopStyleVar(2);
}

Frame::~Frame() {
  close();
}

void Frame::close() {
  if (state_->closed) return;
  state_->closed = true;
  ImGui::End();
}

bool Frame::complete() const {
  return state_->complete;
}
bool Frame::animating() const {
  return state_->animating;
}
const NodeTree& Frame::nodes() const {
  return state_->tree;
}
Color Frame::clear_color() const {
  return state_->theme[Tone::paper];
}
float Frame::control_top() const {
  return state_->control_top;
}
bool Frame::low_reach() const {
  return model().preferences.low_reach && control_top() > 0;
}
bool Frame::out_of_reach(const Rect& rect) const {
  return rect.y < control_top() && rect.bottom() - control_top() < std::min(units().target_min(), rect.h);
}
float& Frame::highest_control() {
  return state_->highest_control;
}
const Pointing& Frame::pointing() const {
  return state_->toolkit.pointing;
}
const visit::Model& Frame::model() const {
  return state_->model;
}
const Units& Frame::units() const {
  return state_->units;
}
const Theme& Frame::theme() const {
  return state_->theme;
}
display::Size Frame::size() const {
  return state_->size;
}
Toolkit::State& Frame::toolkit() {
  return state_->toolkit;
}
bool Frame::measuring() const {
  return state_->measuring;
}
void Frame::set_measuring(bool measuring) {
  state_->measuring = measuring;
}
bool Frame::inert() const {
  return state_->inert;
}
void Frame::set_inert(bool inert) {
  state_->inert = inert;
}
void Frame::set_held(bool held) {
  state_->held = held;
}
bool Frame::lazy() const {
  return state_->lazy;
}
void Frame::set_lazy(bool lazy) {
  state_->lazy = lazy;
}
void Frame::set_animating() {
  state_->animating = true;
}
void Frame::set_incomplete() {
  state_->complete = false;
}

FrameInfo Frame::info() const {
  const visit::Model& model = state_->model;
  return {visit::name(model.place.screen),
          model.preferences.language,
          state_->theme.name,
          model.preferences.text_percent,
          state_->size,
          state_->toolkit.options.ppi};
}

const std::string& Frame::language() const {
  return state_->language;
}
bool Frame::rtl() const {
  return rtl(state_->language);
}

bool Frame::rtl(std::string_view language) const {
  const content::Language* known = state_->model.library->site.language(language);
  return known && known->rtl;
}

const std::string& Frame::say(std::string_view key) const {
  return state_->toolkit.strings.get(state_->language, key);
}
std::string Frame::say(std::string_view key, const Values& values) const {
  return state_->toolkit.strings.format(state_->language, key, values);
}
std::string Frame::count(std::string_view key, std::int64_t n, const Values& values) const {
  return state_->toolkit.strings.count(state_->language, key, n, values);
}

Rect Frame::mirrored(const Rect& rect, const Rect& within) const {
  if (!rtl()) return rect;
  return {within.right() - (rect.x - within.x) - rect.w, rect.y, rect.w, rect.h};
}

void Frame::push_clip(const Rect& rect) {
  const Rect inner = display::intersect(rect, clip());
  state_->clips.push_back(inner);
  const float x = state_->drift_x, y = state_->drift_y + state_->shift_y;
  ImGui::PushClipRect({inner.x + x, inner.y + y}, {inner.right() + x, inner.bottom() + y}, false);
}

void Frame::pop_clip() {
  state_->clips.pop_back();
  ImGui::PopClipRect();
}

void Frame::push_fold(const Rect& control, const Rect& name) {
  Fold& fold = toolkit().fold;
  Rect window = clip();
  if (!measuring() && fold.active) {
    fold.cuts(control);
    const float seen_px = display::intersect(control, window).h;
    const bool crosses = seen_px > 0 && seen_px < control.h;
    const bool named = display::intersect(name, window).h >= std::min(name.h, Fold::share_max * window.h) - 1;
    // Paging brings what is lower than the part in reach to where it can be touched whole.
    const float reach_px = window.bottom() - std::max(window.y, control_top());
    // Empty where paging on, or back, brings it into the column.
    if (crosses && !named && control.h <= Fold::share_max * reach_px)
      window = {window.x, control.y < window.y ? window.bottom() : window.y, window.w, 0};
  }
  push_clip(window);
}

float Frame::follows_px(Role role, Type type) const {
  if (role != Role::heading) return 0;
  return type == Type::title ? px(8) + 1.3f * units().font(Type::label)
                             : px(16) + 1.3f * units().font(Type::body);
}

const Rect& Frame::clip() const {
  return state_->clips.back();
}

Touch Frame::target(const Target& target, const Rect& rect) {
  if (measuring()) highest_control() = std::min(highest_control(), rect.y);
  if (measuring() || inert()) return {};
  Touch touch;
  Toolkit::State& kit = toolkit();
  if (kit.reach.active) kit.reach.met(rect, control_top());
  const auto height = static_cast<float>(size().h);
  Rect below{0, control_top(), static_cast<float>(size().w), height - control_top()};
  if (out_of_reach(rect)) below = {0, rect.bottom(), below.w, 0};
  const Rect reach = display::intersect(clip(), below);
  const Rect seen = display::intersect(rect, reach);
  if (target.enabled && seen.w > 0 && seen.h > 0) {
    const ImRect box({seen.x, seen.y}, {seen.right(), seen.bottom()});
    const ImGuiID id = ImHashStr(target.id.c_str());
    // ImGui lets go of an active id that no frame names; ids of our own must be named by hand.
    ImGui::KeepAliveID(id);
    bool hovered = false, held = false;
    if (ImGui::ItemAdd(box, id)) touch.acted = ImGui::ButtonBehavior(box, id, &hovered, &held);
    touch.held = held && hovered;
  }
  touch.acted |= target.enabled && target.id == toolkit().pointing.press;
  if (state_->held && target.enabled) touch.held = true;
  Node added;
  added.id = target.id;
  added.parent = target.parent;
  added.role = target.role;
  added.label = target.label;
  added.language = target.language;
  added.spoken = target.spoken;
  added.rect = rect;
  added.clip = reach;
  added.seen = clip();
  added.state = touch.held ? (target.state.empty() ? "pressed" : target.state + ", pressed") : target.state;
  if (!target.enabled) added.state = "disabled";
  added.focusable = true;
  added.enabled = target.enabled;
  added.types = target.types;
  node(std::move(added));
  return touch;
}

void Frame::node(Node added) {
  if (measuring() || inert()) return;
  if (added.language.empty()) added.language = language();
  if (added.clip == Rect{}) added.clip = clip();
  if (added.seen == Rect{}) added.seen = added.clip;
  if (added.id == toolkit().pointing.reveal) {
    toolkit().revealed = added.rect;
    toolkit().revealed->h += follows_px(added.role);
  }
  if (toolkit().fold.active && (added.focusable || added.role == Role::image))
    toolkit().fold.cuts(added.rect);
  state_->tree.add(std::move(added));
}

}  // namespace entre::ui
