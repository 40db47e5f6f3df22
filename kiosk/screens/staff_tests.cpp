// Staff's tests of the panel: where a finger is felt, and whether every dot shines.
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "kiosk/screens/staff_parts.h"
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

// named: how far the finger was from it. Of a panel that is mirrored the nearest was meant for another cross.
void draw_cross(Stage& stage, int n, float x, float y, bool named) {
  Frame& frame = stage.frame;
  const visit::Staff& staff = stage.model().staff;
  const float arm = frame.px(cross_px), thick = frame.px(4);
  frame.fill({x - arm, y - thick / 2, 2 * arm, thick}, Tone::ink);
  frame.fill({x - thick / 2, y - arm, thick, 2 * arm}, Tone::ink);
  if (!named) return;
  TextSpec spec;
  spec.type = Type::label;
  spec.weight = 600;
  spec.text = frame.say("staff.touch_cross", {{"n", std::to_string(n)}});
  if (const auto off = offset_mm(frame, staff.traces, x, y))
    spec.text = frame.say("staff.touch_off", {{"mm", one_decimal(frame, static_cast<double>(*off))}});
  const ui::Text text = frame.set(spec);
  const float left = std::clamp(x - text.w / 2, frame.px(16), stage.area.w - text.w - frame.px(16));
  // Towards the middle, where no edge cuts it.
  const bool above = y > stage.area.y + stage.area.h / 2;
  frame.draw(text, left, above ? y - arm - frame.px(12) - text.h : y + arm + frame.px(12),
             "staff.cross." + std::to_string(n), ui::Role::status);
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

namespace {

void draw_touch_button(Stage& stage, const char* id, ui::ButtonKind kind, const Rect& rect,
                       const visit::StaffAct& act) {
  ui::Target target;
  target.id = id;
  target.label = stage.frame.say(id);
  ui::ButtonLook look;
  look.kind = kind;
  look.padding = 12;
  if (ui::button(stage.frame, target, rect, look).acted) stage.actions.push_back(act);
}

// A map is tried: who can touch this button can touch every other.
void draw_trial(Stage& stage, const visit::TouchTrial& trial) {
  Frame& frame = stage.frame;
  const Rect& area = stage.area;
  ui::ButtonLook look;
  const float side = std::max(frame.units().mm(30),
                              ui::button_width(frame, frame.say("staff.touch_keep"), look) + frame.px(24));
  // In no middle, so that a map that mirrors or turns wrongly misses it.
  const float top = std::max(area.y + area.h * 0.25f - side / 2, frame.control_top() + frame.px(24));
  const Rect target{std::round(area.w * 0.3f - side / 2), std::round(top), side, side};
  draw_touch_button(stage, "staff.touch_keep", ui::ButtonKind::primary, target,
                    {visit::StaffCommand::keep_map});
  TextSpec spec;
  spec.width_px = area.w - 2 * margin(frame);
  spec.align = display::Align::center;
  spec.text = frame.count("staff.touch_trial", trial.left_s);
  ui::paragraph(frame, spec, margin(frame), std::round(area.y + area.h / 2), "staff.touch_trial",
                ui::Role::status);
}

std::string touch_told(Frame& frame, bool offers) {
  const visit::Staff& staff = frame.model().staff;
  if (offers) return frame.say("staff.touch_offer");
  if (staff.trial_lapsed) return frame.say("staff.touch_lapsed");
  return staff.told.empty() ? frame.say("staff.touch_help")
                            : staff.told + " " + frame.say("staff.touch_help");
}

}  // namespace

void draw_staff_touch(Stage& stage) {
  Frame& frame = stage.frame;
  const Rect& area = stage.area;
  const visit::Staff& staff = stage.model().staff;
  if (staff.trial) {
    draw_trial(stage, *staff.trial);
    return draw_traces(frame, staff.traces);
  }
  // So far from the edges that a panel that is mirrored or on its side feels none of them in the foot.
  constexpr float inset = 0.22f;
  const float all_w = static_cast<float>(frame.size().w), all_h = static_cast<float>(frame.size().h);
  std::array<visit::StaffPoint, 4> crosses;
  for (std::size_t i = 0; i < crosses.size(); ++i)
    crosses[i] = {all_w * (i % 2 == 0 ? inset : 1 - inset), all_h * (i < 2 ? inset : 1 - inset), true};
  const auto map = visit::map_of_crosses(staff.traces, crosses, all_w, all_h, frame.units().mm(1));
  const bool offers = map && staff.settings;
  TextSpec spec;
  // Across, between the crosses.
  spec.width_px = std::round(frame.units().across() ? all_w * 0.44f : area.w - 2 * margin(frame));
  const float x = std::round((area.w - spec.width_px) / 2);
  spec.text = touch_told(frame, offers);
  spec.align = display::Align::center;
  const ui::Text text = frame.set(spec);
  const float button_w = frame.px(offers ? 400 : 280), button_h = frame.px(104), gap = frame.px(40);
  // In the very middle, which a panel that is mirrored or turned feels where it is.
  const Rect middle{std::round((area.w - button_w) / 2), std::round((all_h - button_h) / 2), button_w,
                    button_h};
  const float top = std::round(offers ? middle.y - gap - text.h : (all_h - text.h - button_h - gap) / 2);
  // In the order in which they stand: two above the words, two below.
  const auto draw_two = [&](std::size_t first) {
    for (std::size_t i = first; i < first + 2; ++i)
      draw_cross(stage, static_cast<int>(i) + 1, crosses[i].x_px, crosses[i].y_px, !offers);
  };
  draw_two(0);
  frame.draw(text, x, top, "staff.touch_help", ui::Role::status);
  if (offers)
    draw_touch_button(stage, "staff.touch_use", ui::ButtonKind::primary, middle,
                      {visit::StaffCommand::try_map, 0, to_string(*map)});
  const float clear_y = offers ? middle.bottom() + frame.px(24) : std::round(top + text.h + gap);
  draw_touch_button(stage, "staff.touch_clear", ui::ButtonKind::outline,
                    {middle.x, clear_y, button_w, button_h}, {visit::StaffCommand::clear_traces});
  draw_two(2);
  draw_traces(frame, staff.traces);
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
