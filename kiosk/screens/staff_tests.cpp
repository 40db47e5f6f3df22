// Staff's tests of the panel: where a finger is felt, and whether every dot shines.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>

#include "kiosk/screens/parts.h"
#include "kiosk/visit/staff_visit.h"

namespace entre::screens {

namespace {

constexpr float cross_px = 64, near_mm = 30, trace_px = 8, grid_mm = 25;

// How far from a cross the nearest finger came down; nullopt: none did near it.
std::optional<float> offset_mm(Frame& frame, const std::vector<visit::StaffPoint>& traces, float x, float y) {
  float nearest_mm = near_mm;
  for (const visit::StaffPoint& point : traces)
    if (point.is_down)
      nearest_mm = std::min(nearest_mm, std::hypot(point.x_px - x, point.y_px - y) / frame.units().mm(1));
  return nearest_mm < near_mm ? std::optional(nearest_mm) : std::nullopt;
}

// "1,4" or "1.4".
std::string one_decimal(float value, bool with_comma) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", static_cast<double>(value));
  std::string written = text;
  if (with_comma) std::replace(written.begin(), written.end(), '.', ',');
  return written;
}

void draw_cross(Stage& stage, int n, float x, float y) {
  Frame& frame = stage.frame;
  const visit::Staff& staff = stage.model().staff;
  const float arm = frame.px(cross_px), thick = frame.px(4);
  frame.fill({x - arm, y - thick / 2, 2 * arm, thick}, Tone::ink);
  frame.fill({x - thick / 2, y - arm, thick, 2 * arm}, Tone::ink);
  TextSpec spec;
  spec.type = Type::label;
  spec.weight = 600;
  spec.text = frame.say("staff.touch_cross", {{"n", std::to_string(n)}});
  if (const auto off = offset_mm(frame, staff.traces, x, y))
    spec.text = frame.say("staff.touch_off", {{"mm", one_decimal(*off, staff.in_swedish)}});
  const ui::Text text = frame.set(spec);
  const float left = std::clamp(x - text.w / 2, frame.px(16), stage.area.w - text.w - frame.px(16));
  frame.draw(text, left, y + arm + frame.px(12), "staff.cross." + std::to_string(n), ui::Role::status);
}

// A line as a row of dots: what has no dot was not felt.
void draw_traces(Frame& frame, const std::vector<visit::StaffPoint>& traces) {
  const float dot = frame.px(trace_px);
  const auto put = [&](float x, float y) {
    frame.fill({std::round(x - dot / 2), std::round(y - dot / 2), dot, dot}, Tone::brand);
  };
  for (std::size_t i = 0; i < traces.size(); ++i) {
    const visit::StaffPoint& to = traces[i];
    put(to.x_px, to.y_px);
    if (to.is_down || i == 0) continue;
    const visit::StaffPoint& from = traces[i - 1];
    const float length = std::hypot(to.x_px - from.x_px, to.y_px - from.y_px);
    // What lies further apart was not one movement.
    const int steps = std::min(static_cast<int>(length / dot), 32);
    for (int step = 1; step < steps; ++step) {
      const float share = static_cast<float>(step) / static_cast<float>(steps);
      put(from.x_px + share * (to.x_px - from.x_px), from.y_px + share * (to.y_px - from.y_px));
    }
  }
}

}  // namespace

void draw_staff_touch(Stage& stage) {
  Frame& frame = stage.frame;
  const Rect& area = stage.area;
  const float inset = frame.px(128);
  const float w = area.w - 4 * inset;
  TextSpec spec;
  spec.width_px = w;
  spec.text = frame.say("staff.touch_help");
  spec.align = display::Align::center;
  const float text_h = measure(
      frame, [&](float y) { return y + ui::paragraph(frame, spec, 2 * inset, y, "staff.touch_help"); });
  const float top = std::round(area.y + (area.h - text_h - frame.px(160)) / 2);
  ui::paragraph(frame, spec, 2 * inset, top, "staff.touch_help");
  int n = 0;
  for (const float y : {area.y + inset, area.bottom() - inset - frame.px(48)})
    for (const float x : {inset, area.w - inset}) draw_cross(stage, ++n, x, y);
  ui::Target target;
  target.id = "staff.touch_clear";
  target.label = frame.say(target.id);
  const float button_w = frame.px(280);
  const Rect button{std::round((area.w - button_w) / 2), std::round(top + text_h + frame.px(40)), button_w,
                    frame.px(104)};
  if (ui::button(frame, target, button, {}).acted)
    stage.actions.push_back(visit::StaffAct{visit::StaffCommand::clear_traces, 0});
  draw_traces(frame, stage.model().staff.traces);
}

// Nothing but the colour: a touch anywhere leads on, and the last one out.
void draw_staff_field(Stage& stage) {
  Frame& frame = stage.frame;
  const Rect all{0, 0, static_cast<float>(frame.size().w), static_cast<float>(frame.size().h)};
  constexpr display::Color colors[] = {{0, 0, 0, 255},   {255, 255, 255, 255}, {255, 0, 0, 255},
                                       {0, 255, 0, 255}, {0, 0, 255, 255},     {255, 255, 255, 255}};
  static_assert(std::size(colors) == visit::staff_fields);
  const int field = std::clamp(stage.model().staff.field, 0, visit::staff_fields - 1);
  frame.fill(all, colors[field]);
  if (field == visit::staff_fields - 1) {
    const float step = std::round(frame.units().mm(grid_mm)), thick = frame.px(2);
    for (float x = 0; x < all.w; x += step) frame.fill({x, 0, thick, all.h}, colors[0]);
    for (float y = 0; y < all.h; y += step) frame.fill({0, y, all.w, thick}, colors[0]);
  }
  ui::Target target;
  target.id = "staff.field_next";
  target.label = frame.say(
      target.id, {{"n", std::to_string(field + 1)}, {"total", std::to_string(visit::staff_fields)}});
  if (frame.target(target, all).acted)
    stage.actions.push_back(visit::StaffAct{visit::StaffCommand::next_field, 0});
}

}  // namespace entre::screens
