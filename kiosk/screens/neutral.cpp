// Shown while there is no content that may be shown.
#include <cmath>

#include "kiosk/screens/parts.h"

namespace entre::screens {

void draw_neutral(Stage& stage) {
  Frame& frame = stage.frame;
  const float w = stage.area.w - 2 * margin(frame);
  const auto body = [&](float y) {
    const Rect plate{std::round((stage.area.w - frame.px(160)) / 2), y, frame.px(160), frame.px(160)};
    frame.disc(plate, Tone::tint);
    if (!frame.measuring()) frame.icon("clock-outline", plate, frame.px(96), Tone::brand);
    y += frame.px(160 + 40);
    TextSpec spec;
    spec.width_px = w;
    spec.align = display::Align::center;
    spec.text = frame.say("neutral.title");
    spec.type = Type::h1;
    y += ui::paragraph(frame, spec, margin(frame), y, "neutral.title", ui::Role::heading) + frame.px(24);
    spec.text = frame.say("neutral.text");
    spec.type = Type::lead;
    spec.color = Tone::secondary;
    return y + ui::paragraph(frame, spec, margin(frame), y, "neutral.text");
  };
  const float height = measure(frame, body);
  body(std::round((stage.area.h - height) * 0.45f));
}

}  // namespace entre::screens
