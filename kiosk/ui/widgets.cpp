#include "kiosk/ui/widgets.h"

#include <algorithm>
#include <cmath>

#include "kiosk/ui/toolkit.h"
#include "platform/display/shapes.h"

namespace entre::ui {

using display::Rect;

namespace {

struct Faces {
  display::Color fill, border;
  float border_px;
  Tone text, ground;
};

Faces faces(Frame& frame, const ButtonLook& look, const Rect& rect, bool enabled, bool held) {
  const Theme& theme = frame.theme();
  if (frame.out_of_reach(rect)) return {theme[Tone::paper], theme[Tone::paper], 0, Tone::ink, Tone::paper};
  const float thin = frame.px(2), thick = frame.px(4);
  const display::Color surface = theme[Tone::surface];
  if (!enabled) return {surface, theme[Tone::edge], thin, Tone::disabled, Tone::surface};
  switch (look.kind) {
    case ButtonKind::primary: {
      const display::Color fill = held ? mix(theme[Tone::brand], theme[Tone::ink], 0.5f) : theme[Tone::brand];
      // Darker or lighter is not enough for all eyes: a rim says that it is held.
      return {fill, held ? theme[Tone::on_brand] : fill, held ? thick : 0, Tone::on_brand, Tone::brand};
    }
    case ButtonKind::yes:
    case ButtonKind::no: {
      const Tone tone = look.kind == ButtonKind::yes ? Tone::yes : Tone::no;
      const display::Color fill = held ? theme[Tone::tint] : surface;
      return {fill, theme[tone], held ? frame.px(6) : thick, tone, Tone::surface};
    }
    case ButtonKind::outline:
    case ButtonKind::tinted:
      break;
  }
  if (look.selected || held) return {theme[Tone::tint], theme[Tone::brand], thick, Tone::on_tint, Tone::tint};
  return {surface, theme[Tone::edge], thin, Tone::ink, Tone::surface};
}

float icon_px(Frame& frame, const ButtonLook& look) {
  return look.icon.empty() ? 0 : std::round(frame.units().font(look.type) * 1.25f);
}

constexpr float icon_gap = 16;

Text button_text(Frame& frame, const std::string& label, const ButtonLook& look, float width,
                 const std::string& language, Tone color, Tone ground) {
  TextSpec spec;
  spec.text = label;
  spec.type = look.type;
  spec.weight = look.weight;
  spec.color = color;
  spec.ground = ground;
  spec.language = language;
  spec.line_height = frame.rtl(language.empty() ? frame.language() : language) ? 1.4f : 1.2f;
  if (width > 0) {
    const float icon = icon_px(frame, look);
    spec.width_px = width - 2 * frame.px(look.padding) - (icon > 0 ? icon + frame.px(icon_gap) : 0);
  }
  return frame.set(spec);
}

struct CardParts {
  Text title, text;
  float plate = 0, pad = 0, gap = 0, text_gap = 0, chevron = 0, height = 0, text_h = 0, text_w = 0;
};

CardParts card_parts(Frame& frame, const CardSpec& spec, float width, float y) {
  CardParts parts;
  parts.pad = frame.px(spec.small_plate ? 24 : 32);
  parts.gap = frame.px(spec.stacked ? (spec.small_plate ? 12 : 20) : 28);
  parts.plate = frame.units().mark(spec.small_plate ? 72 : spec.disc && !spec.stacked ? 104 : 88);
  parts.text_gap = frame.px(spec.stacked ? 8 : 4);
  parts.chevron = spec.chevron ? frame.units().mark(64) : 0;
  if (spec.icon.empty()) parts.plate = parts.gap = 0;
  parts.text_w = width - 2 * parts.pad - parts.chevron - (spec.stacked ? 0 : parts.plate + parts.gap);
  TextSpec line;
  line.width_px = parts.text_w;
  line.ground = Tone::surface;
  line.mark_spans = true;
  line.text = spec.title;
  line.type = Type::card;
  line.spans = spec.title_marks;
  line.language = spec.title_language;
  parts.title = frame.set_at(line, y);
  line.text = spec.text;
  line.type = Type::label;
  line.spans = spec.text_marks;
  line.language = spec.text_language;
  line.color = Tone::secondary;
  if (!spec.text.empty()) parts.text = frame.set_at(line, y);
  parts.text_h = parts.title.h + (spec.text.empty() ? 0 : parts.text_gap + parts.text.h);
  parts.height = 2 * parts.pad + (spec.stacked ? parts.plate + parts.gap + parts.text_h
                                               : std::max(parts.plate, parts.text_h));
  // Beside an icon the lines bring their own air.
  if (!spec.stacked) parts.height -= frame.px(8);
  parts.height = std::round(parts.height);
  return parts;
}

}  // namespace

float button_height(Frame& frame, const std::string& label, const ButtonLook& look, float width) {
  const Text text = button_text(frame, label, look, width, "", Tone::ink, Tone::surface);
  return std::max(frame.px(96), std::round(text.h + 2 * frame.px(20)));
}

float button_width(Frame& frame, const std::string& label, const ButtonLook& look,
                   const std::string& language) {
  const Text text = button_text(frame, label, look, 0, language, Tone::ink, Tone::surface);
  const float icon = icon_px(frame, look);
  return std::ceil(text.w) + 2 * frame.px(look.padding) + (icon > 0 ? icon + frame.px(icon_gap) : 0) +
         frame.px(2);
}

static Touch whole_button(Frame& frame, const Target& target, const Rect& rect, const ButtonLook& look) {
  const Touch touch = frame.target(target, rect);
  const Faces face = faces(frame, look, rect, target.enabled, touch.held);
  frame.panel(rect, {face.fill, face.border, frame.px(20), face.border_px});
  const Text text = button_text(frame, target.label, look, rect.w, target.language, face.text, face.ground);
  const float icon = icon_px(frame, look), gap = icon > 0 ? frame.px(icon_gap) : 0;
  const float pad = frame.px(look.padding);
  if (look.icon_only) {
    if (!look.icon.empty()) frame.icon(look.icon, rect, icon, face.text);
    return touch;
  }
  const float start = look.start_aligned ? pad : (rect.w - icon - gap - text.w) / 2;
  const Tone icon_tone = look.kind == ButtonKind::outline && target.enabled ? Tone::brand : face.text;
  if (icon > 0) {
    const Rect box{rect.x + start, rect.y, icon, rect.h};
    frame.icon(look.icon, frame.mirrored(box, rect), icon, icon_tone);
  }
  // The text's own box, at its width, so that icon and text stand in the middle together.
  const Rect box = frame.mirrored({rect.x + start + icon + gap, rect.y, text.w, rect.h}, rect);
  const float slack = text.spec.width_px - text.w;
  const float x = frame.rtl(text.spec.language) ? box.x - slack : box.x;
  frame.draw(text, x, rect.y + (rect.h - text.h) / 2, target.id + ".label", Role::text, target.id);
  return touch;
}

Touch button(Frame& frame, const Target& target, const Rect& rect, const ButtonLook& look) {
  const float air = frame.px(20);
  frame.push_fold(rect, {rect.x, rect.y + air, rect.w, rect.h - 2 * air});
  const Touch touch = whole_button(frame, target, rect, look);
  frame.pop_clip();
  return touch;
}

float card_height(Frame& frame, const CardSpec& spec, float width, float y) {
  return card_parts(frame, spec, width, y).height;
}

void card_ground(Frame& frame, const Rect& rect, bool held) {
  const Theme& theme = frame.theme();
  frame.panel(rect, {held ? mix(theme[Tone::surface], theme[Tone::tint], 0.6f) : theme[Tone::surface],
                     theme[held ? Tone::brand : Tone::edge], frame.px(24), frame.px(held ? 4 : 2)});
}

static float text_top(const CardSpec& spec, const CardParts& parts, const Rect& rect) {
  const bool below_plate = spec.stacked && parts.plate > 0;
  return rect.y + (below_plate ? parts.pad + parts.plate + parts.gap : (rect.h - parts.text_h) / 2);
}

static Touch whole_card(Frame& frame, const CardSpec& spec, const CardParts& parts, const Rect& rect) {
  const Touch touch = frame.target(spec.target, rect);
  // Out of reach it is a text, and does not look as if it could be touched.
  const bool is_text = frame.out_of_reach(rect);
  if (!is_text) card_ground(frame, rect, touch.held);
  const float text_y = text_top(spec, parts, rect);
  float text_x = parts.pad;
  if (parts.plate > 0) {
    const float plate_y = spec.stacked ? parts.pad : (rect.h - parts.plate) / 2;
    const Rect plate =
        frame.mirrored({rect.x + parts.pad, std::round(rect.y + plate_y), parts.plate, parts.plate}, rect);
    if (spec.disc)
      frame.disc(plate, Tone::yes);
    else
      frame.panel(plate, {frame.theme()[Tone::tint], {}, frame.px(16), 0});
    frame.icon(spec.icon, plate, std::round(parts.plate * 0.58f), spec.disc ? Tone::on_brand : Tone::brand);
    if (!spec.stacked) text_x += parts.plate + parts.gap;
  }
  const Rect column = frame.mirrored({rect.x + text_x, rect.y, parts.text_w, rect.h}, rect);
  const std::string& id = spec.target.id;
  frame.draw(parts.title, column.x, text_y, id + ".title", Role::text, id);
  if (!spec.text.empty())
    frame.draw(parts.text, column.x, text_y + parts.title.h + parts.text_gap, id + ".text", Role::text, id);
  if (spec.chevron && !is_text) {
    const float side = frame.units().mark(48);
    const Rect box{rect.right() - parts.pad - side, rect.y, side + frame.px(8), rect.h};
    frame.icon(frame.rtl() ? "chevron-left" : "chevron-right", frame.mirrored(box, rect), side, Tone::ink);
  }
  return touch;
}

Rect card_name(Frame& frame, const CardSpec& spec, const Rect& rect) {
  const CardParts parts = card_parts(frame, spec, rect.w, rect.y);
  return {rect.x, text_top(spec, parts, rect), rect.w, parts.title.h};
}

Touch card(Frame& frame, const CardSpec& spec, const Rect& rect) {
  const CardParts parts = card_parts(frame, spec, rect.w, rect.y);
  frame.push_fold(rect, {rect.x, text_top(spec, parts, rect), rect.w, parts.title.h});
  const Touch touch = whole_card(frame, spec, parts, rect);
  frame.pop_clip();
  return touch;
}

float paragraph(Frame& frame, const TextSpec& spec, float x, float y, const std::string& id, Role role,
                const std::string& parent) {
  const Text text = frame.set_at(spec, y);
  frame.draw(text, x, y, id, role, parent);
  return text.h;
}

void rule(Frame& frame, float x, float y, float w) {
  frame.fill({x, y, w, frame.px(2)}, Tone::edge);
}

std::optional<QrSize> qr_size(Frame& frame, const std::string& text, float wanted_px) {
  const int modules = frame.toolkit().qr_modules(text);
  if (modules == 0) return std::nullopt;
  constexpr int quiet = 8;
  const auto whole = [](float v) { return static_cast<int>(v); };
  QrSize size;
  size.module_px =
      std::max({whole(frame.px(7)), 7, whole(std::ceil(frame.px(190) / static_cast<float>(modules))),
                whole(wanted_px) / (modules + quiet)});
  size.side_px = static_cast<float>((modules + quiet) * size.module_px);
  return size;
}

void qr(Frame& frame, const std::string& text, const QrSize& size, float x, float y, const std::string& id,
        const std::string& label) {
  const Rect rect{std::round(x), std::round(y), size.side_px, size.side_px};
  frame.raster("qr " + std::to_string(size.module_px) + " " + text, rect, [&] {
    const Result<display::QrCode> code = display::raster_qr(text, size.module_px);
    return code ? code->pixels : display::Pixels{};
  });
  Node node;
  node.id = id;
  node.role = Role::image;
  node.label = label;
  node.rect = rect;
  frame.node(std::move(node));
}

void avatar(Frame& frame, const std::string& name, const Rect& square) {
  frame.disc(square, Tone::yes);
  TextSpec spec;
  spec.text = initials(name);
  spec.weight = 700;
  spec.size_px = std::round(square.w * 0.4f);
  spec.line_height = 1.2f;
  spec.color = Tone::on_brand;
  spec.ground = Tone::yes;
  spec.language = "sv";
  const Text text = frame.set(spec);
  frame.draw(text, square.x + (square.w - text.w) / 2, square.y + (square.h - text.h) / 2, "");
}

std::vector<Rect> grid(Frame& frame, int n, int columns, float x, float y, float w, float cell_h, float gap) {
  const float cell_w = std::floor((w - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns));
  std::vector<Rect> cells;
  for (int i = 0; i < n; ++i) {
    const auto column = static_cast<float>(i % columns), row = static_cast<float>(i / columns);
    cells.push_back(frame.mirrored({x + column * (cell_w + gap), y + row * (cell_h + gap), cell_w, cell_h},
                                   {x, y, w, cell_h}));
  }
  return cells;
}

}  // namespace entre::ui
