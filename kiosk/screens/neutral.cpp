// Shown while there is no content that may be shown: a word to visitors, or the code by which staff approve
// the kiosk at its hub (RFC 8628 3.3).
#include <algorithm>
#include <cmath>

#include "kiosk/screens/parts.h"

namespace entre::screens {

namespace {

TextSpec spec_of(std::string text, Type type, float w) {
  TextSpec spec;
  spec.width_px = w;
  spec.align = display::Align::center;
  spec.text = std::move(text);
  spec.type = type;
  if (type == Type::lead) spec.color = Tone::secondary;
  return spec;
}

float draw_soon(Frame& frame, float x, float y, float w) {
  const Rect plate{std::round(x + (w - frame.px(160)) / 2), y, frame.px(160), frame.px(160)};
  frame.disc(plate, Tone::tint);
  if (!frame.measuring()) frame.icon("clock-outline", plate, frame.px(96), Tone::brand);
  y += frame.px(160 + 40);
  y += ui::paragraph(frame, spec_of(frame.say("neutral.title"), Type::h1, w), x, y, "neutral.title",
                     ui::Role::heading) +
       frame.px(24);
  return y + ui::paragraph(frame, spec_of(frame.say("neutral.text"), Type::lead, w), x, y, "neutral.text");
}

// The words and the code, and the square below or, where it is wider than high, beside them.
float draw_code(Frame& frame, const wire::ShownCode& code, float x, float y, float w) {
  const auto size = code.address_with_code.empty()
                        ? std::nullopt
                        : ui::qr_size(frame, code.address_with_code, frame.px(420));
  const bool beside = size && frame.units().across();
  const float words_w = beside ? w - size->side_px - frame.px(96) : w;
  const Rect whole{x, 0, w, 0};
  const float words_x = frame.mirrored({x, 0, words_w, 0}, whole).x;
  const auto words = [&](float at) {
    at += ui::paragraph(frame, spec_of(frame.say("neutral.code_title"), Type::h1, words_w), words_x, at,
                        "neutral.title", ui::Role::heading) +
          frame.px(24);
    at +=
        ui::paragraph(
            frame, spec_of(frame.say("neutral.code_text", {{"address", code.address}}), Type::lead, words_w),
            words_x, at, "neutral.text") +
        frame.px(32);
    return at +
           ui::paragraph(frame, spec_of(code.user_code, Type::display, words_w), words_x, at, "neutral.code");
  };
  if (!size) return words(y);
  const float words_h = measure(frame, words);
  const float side = size->side_px, h = beside ? std::max(words_h, side) : words_h + frame.px(48) + side;
  words(beside ? y + (h - words_h) / 2 : y);
  const float plate_y = std::round(beside ? y + (h - side) / 2 : y + h - side);
  const Rect plate =
      frame.mirrored({std::round(beside ? x + w - side : x + (w - side) / 2), plate_y, side, side}, whole);
  constexpr display::Color white{255, 255, 255, 255};
  frame.panel(plate, {white, white, frame.px(16), 0});
  ui::qr(frame, code.address_with_code, *size, plate.x, plate.y, "neutral.qr", frame.say("neutral.code_qr"));
  return y + h;
}

}  // namespace

void draw_neutral(Stage& stage) {
  Frame& frame = stage.frame;
  const float x = margin(frame), w = stage.area.w - 2 * margin(frame);
  const auto& code = stage.model().enrolment_code;
  const auto body = [&](float y) {
    return code ? draw_code(frame, *code, x, y, w) : draw_soon(frame, x, y, w);
  };
  const float height = measure(frame, body);
  if (height <= stage.area.h) {
    body(std::round((stage.area.h - height) * 0.45f));
    return;
  }
  flow(stage, {"neutral", stage.area, x, w, true},
       [&](float y) { return body(y + frame.px(24)) + frame.px(24); });
}

}  // namespace entre::screens
