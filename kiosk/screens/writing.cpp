// A text being written: what is said about it, its field, and the keys.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/parts.h"

namespace entre::screens {

namespace {

constexpr float line_height = 1.4f;

float field_font(Frame& frame) {
  return frame.units().font(Type::body);
}

// Whole lines, so that none is cut in half.
float field_height(Frame& frame, int lines) {
  return std::round(static_cast<float>(lines) * std::round(field_font(frame) * line_height)) +
         2 * frame.px(20);
}

// Behind the last letter: at the end of the last line, after the spaces that a line's width leaves out.
void draw_caret(Frame& frame, const ui::Text& set, const std::string& text, const Rect& box, float top) {
  float x = 0, y = top, height = std::round(field_font(frame) * line_height);
  if (!text.empty() && set.block && !set.block->lines.empty()) {
    const display::TextLine& last = set.block->lines.back();
    const auto spaces = static_cast<float>(text.size() - (text.find_last_not_of(' ') + 1));
    const float written = last.rect.w + spaces * field_font(frame) * 0.28f;
    x = std::min(written + frame.px(4), box.w - frame.px(4));
    y = top + last.rect.y;
    height = last.rect.h;
  }
  const Rect caret{box.x + x, std::round(y + height * 0.08f), frame.px(4), std::round(height * 0.84f)};
  frame.fill(frame.mirrored(caret, box), Tone::brand);
}

// Of a text that is higher than the field its end is seen: that is what is being written.
void draw_field(Stage& stage, const Writing& writing, const Rect& rect) {
  Frame& frame = stage.frame;
  const std::string& text = writing.text;
  const ui::Theme& theme = frame.theme();
  frame.panel(rect, {theme[Tone::surface], theme[Tone::brand], frame.px(24), frame.px(4)});
  ui::Node node;
  node.id = writing.id + ".field";
  node.role = ui::Role::text_field;
  node.label = writing.field_label;
  node.rect = rect;
  node.state = text;
  frame.node(std::move(node));
  const float pad = frame.px(28);
  const Rect box{rect.x + pad, rect.y + frame.px(20), rect.w - 2 * pad, rect.h - 2 * frame.px(20)};
  TextSpec spec;
  spec.text = text.empty() ? writing.placeholder : text;
  spec.ground = Tone::surface;
  spec.color = text.empty() ? Tone::secondary : Tone::ink;
  spec.width_px = box.w - frame.px(12);
  spec.line_height = line_height;
  const ui::Text set = frame.set(spec);
  const float over = std::max(0.f, set.h - box.h), top = box.y - over;
  const float start = text.empty() ? frame.px(12) : 0;
  frame.push_clip(box);
  const Rect at = frame.mirrored({box.x + start, top, spec.width_px, set.h}, box);
  const std::string field = writing.id + ".field";
  frame.draw(set, at.x, at.y, over > 0 ? "" : field + ".text", ui::Role::text, field);
  draw_caret(frame, set, text, box, top);
  frame.pop_clip();
}

void draw_keys(Stage& stage, const Writing& writing, const Rect& rect) {
  ui::KeyboardSpec spec = keyboard_spec(stage.model().keys);
  spec.prefix = writing.id + ".key.";
  spec.has_word_row = false;
  spec.go = writing.go;
  spec.technical = writing.technical;
  spec.can_go = writing.can_go;
  spec.can_clear = !writing.text.empty();
  const ui::KeyPress press = ui::keyboard(stage.frame, rect, spec);
  if (press.kind != ui::KeyPress::Kind::none) stage.actions.push_back(action_of(press, writing.done));
}

void draw_ground(Stage& stage, const Rect& rect) {
  const ui::Theme& theme = stage.frame.theme();
  stage.frame.fill(rect, ui::mix(theme[Tone::paper], theme[Tone::edge], 0.24f));
}

void draw_upright(Stage& stage, const Writing& writing) {
  Frame& frame = stage.frame;
  const float x = margin(frame), w = stage.area.w - 2 * x, pad = frame.px(20);
  const float field_h = field_height(frame, frame.units().large() ? 2 : 3);
  const float keys_h = ui::keyboard_height(frame, false);
  const auto words = [&](float y) { return writing.words(x, y, w); };
  const float words_h = measure(frame, words), keys_y = stage.area.bottom() - frame.px(26) - keys_h;
  // Where the keys' ground begins, without the field and with it.
  const float under = keys_y - pad, over = under - field_h - pad;
  const float least_top = frame.px(32 + 44);
  // Large words are paged. In low reach the buttons for it stand right above the keys, and the field above
  // the words.
  const bool field_first = frame.control_top() > 0 && words_h > over - frame.px(28) - least_top;
  const float ground_y = field_first ? under : over;
  const float top = field_first ? least_top : std::max(least_top, std::round(over - frame.px(28) - words_h));
  draw_sheet_ground(stage, {0, top - frame.px(44), stage.area.w, stage.area.bottom() - top + frame.px(44)},
                    false, writing.id, writing.label);
  const float words_y = field_first ? top + field_h + pad : top;
  const Rect column{0, words_y, stage.area.w, ground_y - frame.px(12) - words_y};
  flow(stage, {writing.id + ".about", column, x, w, false}, words);
  draw_ground(stage, {0, ground_y, stage.area.w, stage.area.bottom() - ground_y});
  draw_field(stage, writing, {x, field_first ? top : ground_y + pad, w, field_h});
  draw_keys(stage, writing, {frame.px(8), keys_y, stage.area.w - 2 * frame.px(8), keys_h});
}

// The keys stand at the foot, where everyone reaches them; the field has what is left.
void draw_across(Stage& stage, const Writing& writing) {
  Frame& frame = stage.frame;
  const float side_w = std::round(stage.area.w * 0.425f), pad = frame.px(48);
  const Rect side = frame.mirrored({0, 0, side_w, stage.area.h}, stage.area);
  const Rect ground = frame.mirrored({side_w, 0, stage.area.w - side_w, stage.area.h}, stage.area);
  frame.fill(stage.area, Tone::paper);
  draw_sheet_ground(stage, stage.area, false, writing.id, writing.label);
  const float x = side.x + pad, w = side_w - 2 * pad, top = frame.px(40);
  const Rect column{side.x, top, side_w, stage.area.bottom() - top - frame.px(16)};
  flow(stage, {writing.id + ".about", column, x, w, false}, [&](float y) { return writing.words(x, y, w); });
  draw_ground(stage, ground);
  const float gap = frame.px(frame.units().large() ? 16 : 32);
  const float taller = frame.units().large() || frame.control_top() > 0 ? 0 : frame.px(80);
  const float keys_h = ui::keyboard_height(frame, false) + taller;
  const float keys_y = stage.area.bottom() - frame.px(26) - keys_h;
  const float line = std::round(field_font(frame) * line_height);
  const auto lines = static_cast<int>((keys_y - 2 * gap - 2 * frame.px(20)) / line);
  draw_field(stage, writing,
             {ground.x + frame.px(35), gap, ground.w - 2 * frame.px(35), field_height(frame, lines)});
  draw_keys(stage, writing, {ground.x + frame.px(16), keys_y, ground.w - 2 * frame.px(16), keys_h});
}

}  // namespace

void draw_writing(Stage& stage, const Writing& writing) {
  if (stage.frame.units().across())
    draw_across(stage, writing);
  else
    draw_upright(stage, writing);
}

}  // namespace entre::screens
