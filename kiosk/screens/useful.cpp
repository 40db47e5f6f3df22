// "Was it useful": always in reach, yes and no of equal weight.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/parts.h"

namespace entre::screens {

namespace {

constexpr float pad_px = 36, gap_px = 20;

// In cells too narrow for both, the words stand without their icons: both or neither, since they weigh the
// same.
ui::ButtonLook look(Frame& frame, bool useful, float cell_w) {
  ui::ButtonLook button;
  button.kind = useful ? ui::ButtonKind::yes : ui::ButtonKind::no;
  button.icon = useful ? "thumb-up-outline" : "thumb-down-outline";
  button.type = Type::title;
  const float yes = ui::button_width(frame, frame.say("feedback.yes"), button);
  const float no = ui::button_width(frame, frame.say("feedback.no"), button);
  if (std::max(yes, no) > cell_w) button.icon.clear();
  return button;
}

TextSpec question(Frame& frame, float w) {
  TextSpec spec;
  spec.text = frame.say("feedback.question");
  spec.type = Type::title;
  spec.width_px = w;
  spec.color = Tone::on_tint;
  spec.ground = Tone::tint;
  return spec;
}

float button_h(Frame& frame, float w) {
  const float each = std::floor((w - frame.px(24)) / 2);
  return std::max({frame.px(frame.units().large() ? 100 : 120),
                   ui::button_height(frame, frame.say("feedback.yes"), look(frame, true, each), each),
                   ui::button_height(frame, frame.say("feedback.no"), look(frame, false, each), each)});
}

// Answered already: which answer, in its words.
void draw_answer(Stage& stage, const Rect& rect, bool useful) {
  Frame& frame = stage.frame;
  const ui::Filled filled = ui::fill(frame.say("feedback.answered"),
                                     {{"answer", frame.say(useful ? "feedback.yes" : "feedback.no")}});
  TextSpec spec = question(frame, rect.w - frame.px(80));
  spec.text = filled.text;
  spec.type = Type::body;
  for (const auto& range : filled.ranges)
    spec.spans.push_back({range.begin, range.end, true, false, false, false});
  const ui::Text text = frame.set(spec);
  const Rect icon = frame.mirrored({rect.x, rect.y, frame.px(56), rect.h}, rect);
  frame.icon("check-circle", icon, frame.px(56), Tone::yes);
  const Rect column = frame.mirrored({rect.x + frame.px(80), rect.y, spec.width_px, rect.h}, rect);
  frame.draw(text, column.x, rect.y + (rect.h - text.h) / 2, "article.useful.answered", ui::Role::status);
}

}  // namespace

float useful_height(Frame& frame, float w) {
  const float inner = w - 2 * frame.px(pad_px);
  return std::round(frame.px(28 + gap_px + 32) + frame.set(question(frame, inner)).h +
                    button_h(frame, inner));
}

void draw_useful(Stage& stage, const Rect& rect) {
  Frame& frame = stage.frame;
  frame.panel(rect, {frame.theme()[Tone::tint], {}, frame.px(24), 0});
  const float x = rect.x + frame.px(pad_px), w = rect.w - 2 * frame.px(pad_px);
  float y = rect.y + frame.px(28);
  const auto answered = stage.model().answered.find(stage.model().place.id);
  if (answered != stage.model().answered.end())
    return draw_answer(stage, {x, rect.y, w, rect.h}, answered->second);
  y += ui::paragraph(frame, question(frame, w), x, y, "article.useful.question", ui::Role::heading);
  y = std::round(y + frame.px(gap_px));
  const auto cells = ui::grid(frame, 2, 2, x, y, w, button_h(frame, w), frame.px(24));
  for (const bool useful : {true, false}) {
    ui::Target target;
    target.id = useful ? "article.useful.yes" : "article.useful.no";
    target.label = frame.say(useful ? "feedback.yes" : "feedback.no");
    if (ui::button(frame, target, cells[useful ? 0 : 1], look(frame, useful, cells[0].w)).acted)
      stage.actions.push_back(visit::GiveAnswer{useful});
  }
}

}  // namespace entre::screens
