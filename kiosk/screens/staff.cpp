// The staff screen: its foot, and the pad that opens it. No dock: nothing here is a visitor's.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/parts.h"

namespace entre::screens {

namespace {

using visit::PinState;
using visit::StaffCommand;

constexpr float foot_px = 152, foot_button_px = 104, pad_gap_px = 16, key_px = 140, pad_w_px = 760;

// Closing is always at the same place.
void draw_foot(Stage& stage, const Rect& foot) {
  Frame& frame = stage.frame;
  frame.fill(foot, Tone::surface);
  ui::rule(frame, 0, foot.y, foot.w);
  const float x = margin(frame), w = foot.w - 2 * x;
  const auto cells = ui::grid(frame, 2, 2, x, std::round(foot.y + (foot.h - frame.px(foot_button_px)) / 2), w,
                              frame.px(foot_button_px), frame.px(24));
  ui::ButtonLook look;
  for (const bool closes : {false, true}) {
    ui::Target target;
    target.id = closes ? "staff.close" : "staff.back";
    target.label = frame.say(target.id);
    look.icon = closes ? "close" : "arrow-left";
    if (ui::button(frame, target, cells[closes ? 1 : 0], look).acted)
      stage.actions.push_back(visit::StaffAct{closes ? StaffCommand::close : StaffCommand::back});
  }
}

class Pad {
 public:
  explicit Pad(Stage& stage) : stage_(stage), frame_(stage.frame), staff_(stage.model().staff) {}

  // Across, words at the start and keys at the end.
  float draw(float x, float y, float w) {
    const float pad_w = std::min(frame_.px(pad_w_px), w);
    if (frame_.units().across())
      return std::max(words(x, y, w - pad_w - frame_.px(64)), keys(x + w - pad_w, y, pad_w));
    x += std::round((w - pad_w) / 2);
    return keys(x, std::round(words(x, y, pad_w) + frame_.px(40)), pad_w);
  }

 private:
  std::string told() const {
    const auto text = [&](const char* key) { return frame_.say(key); };
    switch (staff_.pin) {
      case PinState::looking:
        return text("staff.pin_looking");
      case PinState::asked:
        return text("staff.pin_asked");
      case PinState::judging:
        return text("staff.pin_judging");
      case PinState::wrong:
        return frame_.count("staff.pin_wrong", staff_.tries_left);
      case PinState::wait:
        if (staff_.wait_left_s <= 120) return frame_.count("staff.pin_wait", staff_.wait_left_s);
        return frame_.say("staff.pin_wait_minutes", {{"n", std::to_string((staff_.wait_left_s + 59) / 60)}});
      case PinState::not_set:
        return text("staff.pin_not_set");
      case PinState::unreadable:
        return text("staff.pin_unreadable");
    }
    return {};
  }

  float words(float x, float y, float w) {
    TextSpec spec;
    spec.width_px = w;
    spec.type = Type::h1;
    spec.text = frame_.say("staff.title");
    y += ui::paragraph(frame_, spec, x, y, "staff.title", ui::Role::heading) + frame_.px(16);
    spec.type = Type::body;
    spec.text = told();
    const bool bad =
        staff_.pin != PinState::looking && staff_.pin != PinState::asked && staff_.pin != PinState::judging;
    spec.color = bad ? Tone::no : Tone::ink;
    spec.weight = bad ? 600 : 0;
    y += ui::paragraph(frame_, spec, x, y, "staff.told", ui::Role::status) + frame_.px(24);
    return field({x, std::round(y), std::min(w, frame_.px(pad_w_px)), frame_.px(96)});
  }

  // As many dots as there are digits; what they are is nowhere on the screen.
  float field(const Rect& rect) {
    const ui::Theme& theme = frame_.theme();
    frame_.panel(rect, {theme[Tone::surface], theme[Tone::edge], frame_.px(16), frame_.px(3)});
    const float dot = frame_.px(28), gap = frame_.px(20);
    float x = rect.x + frame_.px(32);
    for (std::size_t i = 0; i < staff_.digits; ++i, x += dot + gap)
      frame_.disc({x, rect.y + std::round((rect.h - dot) / 2), dot, dot}, Tone::ink);
    ui::Node node;
    node.id = "staff.field";
    node.role = ui::Role::text_field;
    node.label = frame_.count("staff.digits", static_cast<std::int64_t>(staff_.digits));
    node.rect = rect;
    frame_.node(std::move(node));
    return rect.bottom();
  }

  float keys(float x, float y, float w) {
    const float gap = frame_.px(pad_gap_px);
    const auto cells = ui::grid(frame_, 12, 3, x, y, w, frame_.px(key_px), gap);
    const bool writes = staff_.pin == PinState::asked || staff_.pin == PinState::wrong;
    for (std::size_t i = 0; i < 12; ++i) {
      if (i == 9)
        word(cells[i], "staff.erase", "backspace", StaffCommand::erase, writes && staff_.digits > 0);
      else if (i == 11)
        word(cells[i], "staff.key.go", "check", StaffCommand::enter, writes && staff_.digits > 0);
      else
        digit(cells[i], staff_.keys[i == 10 ? 9 : i], writes);
    }
    const bool usual = staff_.keys == visit::Staff{}.keys;
    y = cells.back().bottom() + gap;
    const char* order = usual ? "staff.shuffle" : "staff.usual_keys";
    const float half_w = std::floor((w - gap) / 2);
    const float two_h =
        std::max(outline_height(order, half_w), outline_height("staff.other_language", half_w));
    const auto two = ui::grid(frame_, 2, 2, x, y, w, two_h, gap);
    outline(two[0], order, usual ? StaffCommand::shuffle : StaffCommand::usual_keys);
    outline(two[1], "staff.other_language", StaffCommand::change_language);
    const Rect below{x, two.back().bottom() + gap, w, outline_height("staff.clean", w, "spray")};
    outline(below, "staff.clean", StaffCommand::clean, "spray");
    return below.bottom();
  }

  void digit(const Rect& rect, int digit, bool enabled) {
    ui::Target target;
    target.id = "staff.key." + std::to_string(digit);
    target.role = ui::Role::key;
    target.label = std::to_string(digit);
    target.enabled = enabled;
    // Named in headphones only.
    target.types = true;
    ui::ButtonLook look;
    look.type = Type::h2;
    if (ui::button(frame_, target, rect, look).acted)
      stage_.actions.push_back(visit::StaffAct{StaffCommand::digit, digit});
  }

  void word(const Rect& rect, const char* id, const char* icon, StaffCommand command, bool enabled) {
    ui::Target target;
    target.id = id;
    target.role = ui::Role::key;
    target.label = frame_.say(command == StaffCommand::enter ? "staff.go" : id);
    target.enabled = enabled;
    ui::ButtonLook look;
    look.icon = icon;
    look.icon_only = command == StaffCommand::erase || frame_.units().large();
    look.padding = 8;
    if (command == StaffCommand::enter) look.kind = ui::ButtonKind::primary;
    if (ui::button(frame_, target, rect, look).acted) stage_.actions.push_back(visit::StaffAct{command});
  }

  static ui::ButtonLook outline_look(const char* icon) {
    ui::ButtonLook look;
    look.icon = icon;
    look.padding = 12;
    return look;
  }
  float outline_height(const char* id, float w, const char* icon = "") {
    return std::max(frame_.px(104), ui::button_height(frame_, frame_.say(id), outline_look(icon), w));
  }

  void outline(const Rect& rect, const char* id, StaffCommand command, const char* icon = "") {
    ui::Target target;
    target.id = id;
    target.label = frame_.say(id);
    if (command == StaffCommand::change_language) target.language = staff_.in_swedish ? "en" : "sv";
    if (ui::button(frame_, target, rect, outline_look(icon)).acted)
      stage_.actions.push_back(visit::StaffAct{command});
  }

  Stage& stage_;
  Frame& frame_;
  const visit::Staff& staff_;
};

void draw_pad(Stage& stage) {
  Frame& frame = stage.frame;
  const float x = margin(frame), w = stage.area.w - 2 * x;
  Pad pad(stage);
  const auto body = [&](float y) { return pad.draw(x, y + frame.px(56), w) + frame.px(24); };
  flow(stage, {"staff.pad", stage.area, x, w}, body);
}

}  // namespace

void draw_staff(Stage& stage) {
  Frame& frame = stage.frame;
  if (stage.model().staff.page == visit::StaffPage::fields) return draw_staff_field(stage);
  if (stage.model().staff.page == visit::StaffPage::cleaning) return draw_staff_cleaning(stage);
  const Rect foot{0, static_cast<float>(frame.size().h) - frame.px(foot_px), stage.area.w, frame.px(foot_px)};
  stage.area.h -= foot.h;
  switch (stage.model().staff.page) {
    case visit::StaffPage::pin:
      draw_pad(stage);
      break;
    case visit::StaffPage::settings:
      draw_staff_settings(stage);
      break;
    case visit::StaffPage::network:
      draw_staff_network(stage);
      break;
    case visit::StaffPage::stick:
      draw_staff_stick(stage);
      break;
    case visit::StaffPage::touch:
      draw_staff_touch(stage);
      break;
    default:
      draw_staff_overview(stage);
  }
  draw_caption(frame, stage.area.bottom());
  draw_foot(stage, foot);
}

}  // namespace entre::screens
