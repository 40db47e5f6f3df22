// The dock: the same six in the same places on every screen and sheet; not mirrored.
#include <algorithm>
#include <array>
#include <cmath>

#include "kiosk/screens/parts.h"

namespace entre::screens {

namespace {

struct Item {
  const char* name;
  const char* icon;
};
constexpr Item items[] = {{"back", "arrow-left"},    {"home", "home"},   {"search", "magnify"},
                          {"listen", "volume-high"}, {"adapt", "human"}, {"language", "web"}};
constexpr int item_count = 6;
constexpr float pill_w_px = 124, beside_gap_px = 12;

struct Metrics {
  int columns, rows;
  bool beside;  // the label beside its icon: across there is little height, and room
  float pad, pill_h, icon, label_h, label_px, gap, row_h;
  std::array<float, item_count + 1> edges;  // of a row's places, from the left
};

TextSpec label_spec(const std::string& label, bool enabled) {
  TextSpec spec;
  spec.text = label;
  spec.type = Type::label;
  spec.weight = enabled ? 600 : 400;
  spec.color = enabled ? Tone::ink : Tone::disabled;
  spec.ground = Tone::surface;
  return spec;
}

// Of each label, at the scaled size.
std::array<float, item_count> label_widths(Frame& frame) {
  std::array<float, item_count> widths{};
  for (std::size_t i = 0; i < item_count; ++i)
    widths[i] = frame.set(label_spec(frame.say(std::string("dock.") + items[i].name), true)).w;
  return widths;
}

// The labels' common size: smaller than the scaled one where the widest would leave its place.
float label_size(Frame& frame, float place_px, float widest) {
  const float scaled = frame.units().font(Type::label);
  const float least = scaled * 100 / static_cast<float>(frame.model().preferences.text_percent);
  return std::clamp(std::floor(scaled * place_px / std::max(widest, 1.f)), std::min(least, scaled), scaled);
}

// Places of the same width, but for labels that on a narrow panel need more.
void set_edges(Frame& frame, Metrics& m, std::array<float, item_count> needed) {
  const auto width = static_cast<float>(frame.size().w);
  float even = width / static_cast<float>(m.columns);
  if (m.rows == 1) {
    for (int pass = 0; pass < item_count; ++pass) {
      float rest = width;
      int others = 0;
      for (const float need : needed) need > even ? rest -= need : others += 1;
      if (others > 0) even = rest / static_cast<float>(others);
    }
  }
  for (std::size_t i = 0; i < item_count; ++i)
    m.edges[i + 1] = m.edges[i] + (m.rows == 1 ? std::max(even, needed[i]) : even);
}

Metrics metrics(Frame& frame) {
  Metrics m{};
  const bool large = frame.units().large();
  m.columns = large ? 3 : 6;
  m.rows = item_count / m.columns;
  m.beside = large && frame.units().across();
  m.pad = frame.px(large ? 12 : 29);
  m.pill_h = frame.px(64);
  m.icon = frame.px(large ? 60 : 52);
  m.gap = frame.px(large ? 0 : 6);
  m.label_h = std::ceil(frame.units().font(Type::label) * 1.5f);
  const float cell_w = static_cast<float>(frame.size().w) / static_cast<float>(m.columns);
  const float air = frame.px(12);
  auto widths = label_widths(frame);
  m.label_px = label_size(frame, cell_w - air - (m.beside ? frame.px(pill_w_px + beside_gap_px) : 0),
                          *std::max_element(widths.begin(), widths.end()));
  for (float& width : widths) width = width * m.label_px / frame.units().font(Type::label) + air;
  set_edges(frame, m, widths);
  m.row_h = m.beside ? std::max(m.pill_h, m.label_h) : m.pill_h + m.gap + m.label_h;
  return m;
}

bool is_enabled(const visit::Model& model, const std::string& name) {
  const bool open = model.library->release > 0;
  if (name == "back")
    return open && (model.place.screen != visit::ScreenId::home || model.sheet != visit::Sheet::none);
  return open;
}

// The item whose sheet is open; null: another sheet, or none.
const char* sheet_item(visit::Sheet sheet) {
  return sheet == visit::Sheet::language ? "language" : sheet == visit::Sheet::adapt ? "adapt" : nullptr;
}

bool is_current(const visit::Model& model, const std::string& name) {
  if (const char* of_sheet = sheet_item(model.sheet)) return name == of_sheet;
  if (name == "home") return model.place.screen == visit::ScreenId::home;
  return name == "search" && model.place.screen == visit::ScreenId::search;
}

void act(Stage& stage, const std::string& name) {
  if (name == "listen") stage.actions.push_back(visit::Listen{});
  if (name == "back") stage.actions.push_back(visit::GoBack{});
  if (name == "home") stage.actions.push_back(visit::GoHome{});
  if (name == "search") stage.actions.push_back(visit::Open{visit::ScreenId::search, ""});
  for (const visit::Sheet sheet : {visit::Sheet::language, visit::Sheet::adapt}) {
    if (name != sheet_item(sheet)) continue;
    if (stage.model().sheet == sheet)
      stage.actions.push_back(visit::CloseSheet{});
    else
      stage.actions.push_back(visit::OpenSheet{sheet});
  }
}

void draw_item(Stage& stage, const Item& item, const Rect& cell, const Metrics& m) {
  Frame& frame = stage.frame;
  // While a screen is being read, Listen is what stops it.
  const bool stops = std::string_view(item.name) == "listen" && frame.pointing().listening;
  const bool current = stops || is_current(stage.model(), item.name);
  ui::Target target;
  target.id = std::string("dock.") + item.name;
  target.label = frame.say(stops ? "dock.stop" : target.id);
  target.enabled = is_enabled(stage.model(), item.name);
  target.parent = "dock";
  if (current) target.state = "selected";
  const float inset = std::ceil(frame.units().gap_min() / 2);
  const Rect touch_rect{cell.x + inset, cell.y, cell.w - 2 * inset, cell.h};
  const ui::Touch touch = frame.target(target, touch_rect);
  if (touch.acted) act(stage, item.name);
  const float top = cell.y + std::round((cell.h - m.row_h) / 2);
  TextSpec spec = label_spec(target.label, target.enabled);
  spec.size_px = m.label_px;
  const ui::Text text = frame.set(spec);
  const float pill_w = frame.px(pill_w_px), beside_w = m.beside ? frame.px(beside_gap_px) + text.w : 0;
  const Rect pill{std::round(cell.x + (cell.w - pill_w - beside_w) / 2),
                  m.beside ? top + std::round((m.row_h - m.pill_h) / 2) : top, pill_w, m.pill_h};
  const ui::Theme& theme = frame.theme();
  if (current || touch.held) {
    // The rim says where one is to who sees no tint.
    const float rim = frame.px(touch.held ? 6 : 3);
    frame.panel(pill, {theme[Tone::tint], theme[Tone::brand], std::floor(m.pill_h / 2), rim});
  }
  const Tone tone = !target.enabled ? Tone::disabled : current ? Tone::brand : Tone::ink;
  frame.icon(stops ? "stop" : item.icon, pill, m.icon, tone);
  const float x =
      m.beside ? pill.right() + frame.px(beside_gap_px) : std::round(cell.x + (cell.w - text.w) / 2);
  const float y = m.beside ? top + std::round((m.row_h - text.h) / 2)
                           : top + m.pill_h + m.gap + std::round((m.label_h - text.h) / 2);
  frame.draw(text, x, y, target.id + ".label", ui::Role::text, target.id);
}

}  // namespace

namespace {

ui::Text set_caption(Frame& frame) {
  TextSpec spec;
  spec.text = frame.pointing().caption;
  spec.color = Tone::on_tint;
  spec.ground = Tone::tint;
  spec.type = Type::label;
  spec.width_px = static_cast<float>(frame.size().w) - 2 * margin(frame) - frame.px(72);
  return frame.set(spec);
}

}  // namespace

float caption_height(Frame& frame) {
  if (frame.pointing().caption.empty()) return 0;
  return std::round(std::max(set_caption(frame).h, frame.px(52)) + 2 * frame.px(16));
}

void draw_caption(Frame& frame, float y) {
  const float h = caption_height(frame);
  if (h == 0) return;
  const ui::Text text = set_caption(frame);
  const Rect band{0, y, static_cast<float>(frame.size().w), h};
  frame.fill(band, Tone::tint);
  ui::rule(frame, 0, y, band.w);
  const Rect icon{margin(frame), y, frame.px(52), h};
  frame.icon("volume-high", frame.mirrored(icon, band), frame.px(52), Tone::brand);
  const Rect column = frame.mirrored({icon.right() + frame.px(20), y, text.spec.width_px, h}, band);
  frame.draw(text, column.x, std::round(y + (h - text.h) / 2), "speech.caption", ui::Role::status);
}

float dock_height(Frame& frame) {
  const Metrics m = metrics(frame);
  return std::round(static_cast<float>(m.rows) * (m.row_h + 2 * m.pad));
}

void draw_dock(Stage& stage) {
  Frame& frame = stage.frame;
  const Metrics m = metrics(frame);
  const auto width = static_cast<float>(frame.size().w), height = static_cast<float>(frame.size().h);
  const Rect dock{0, height - dock_height(frame), width, dock_height(frame)};
  frame.fill(dock, Tone::surface);
  ui::rule(frame, 0, dock.y, width);
  ui::Node node;
  node.id = "dock";
  node.role = ui::Role::group;
  node.label = frame.say("label.dock");
  node.rect = dock;
  frame.node(std::move(node));
  const float cell_h = dock.h / static_cast<float>(m.rows);
  const float inset = frame.px(6);
  for (int i = 0; i < item_count; ++i) {
    const auto column = static_cast<std::size_t>(i % m.columns);
    const float row = static_cast<float>(i / m.columns), left = std::round(m.edges[column]);
    draw_item(stage, items[i],
              {left, std::round(dock.y + row * cell_h + inset),
               std::round(m.edges[column + 1] - m.edges[column]), std::round(cell_h - 2 * inset)},
              m);
  }
}

}  // namespace entre::screens
