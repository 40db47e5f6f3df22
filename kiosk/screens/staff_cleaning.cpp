// While the panel is wiped: how long it can still be, and nothing that a hand could touch.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/staff_parts.h"
#include "kiosk/visit/staff_visit.h"

namespace entre::screens {

namespace {

constexpr float text_w_px = 760, icon_px = 160;

}  // namespace

void draw_staff_cleaning(Stage& stage) {
  Frame& frame = stage.frame;
  const std::int64_t left_s = stage.model().staff.cleaning_left_s;
  const float w = std::min(stage.area.w - 2 * margin(frame), frame.px(text_w_px));
  const float x = std::round((stage.area.w - w) / 2);
  const auto body = [&](float y) {
    const float side = frame.units().mark(icon_px);
    frame.icon("spray", {x, y, w, side}, side, Tone::brand);
    TextSpec spec;
    spec.width_px = w;
    spec.align = display::Align::center;
    spec.type = Type::h1;
    spec.text = frame.say("staff.cleaning");
    y += side + frame.px(24);
    y += ui::paragraph(frame, spec, x, y, "staff.cleaning", ui::Role::heading) + frame.px(16);
    spec.type = Type::body;
    spec.text = frame.say("staff.cleaning_text");
    y += ui::paragraph(frame, spec, x, y, "staff.cleaning_text") + frame.px(40);
    constexpr auto whole_s = static_cast<float>(visit::cleaning_ms / 1000);
    const float bottom = draw_bar(stage, "staff.cleaning_bar", static_cast<float>(left_s) / whole_s, x, y, w);
    spec.type = Type::h2;
    spec.text = frame.count("staff.cleaning_left", left_s);
    y = bottom + frame.px(24);
    return y + ui::paragraph(frame, spec, x, y, "staff.cleaning_left", ui::Role::status);
  };
  body(std::round(stage.area.y + (stage.area.h - measure(frame, body)) / 2));
}

}  // namespace entre::screens
