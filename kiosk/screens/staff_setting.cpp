// One setting being changed: what it is for, the control that suits it, and Save. Nothing obeys it before.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/staff_parts.h"
#include "kiosk/visit/timetable.h"
#include "sync/content/tokens.h"

namespace entre::screens {

using visit::Setting;
using visit::SettingKind;
using visit::StaffAct;
using visit::StaffCommand;

float draw_note(Stage& stage, const std::string& id, const std::string& text, Tone tone, float x, float y,
                float w) {
  TextSpec spec;
  spec.text = text;
  spec.width_px = w;
  spec.weight = 600;
  spec.color = tone;
  return y + ui::paragraph(stage.frame, spec, x, y, id, ui::Role::status);
}

namespace {

ui::ButtonLook look_of(const SettingButton& button) {
  ui::ButtonLook look;
  look.kind = button.selected ? ui::ButtonKind::primary : ui::ButtonKind::outline;
  look.icon = button.icon;
  look.icon_only = button.icon_only;
  look.padding = 16;
  return look;
}

void draw_button(Stage& stage, const SettingButton& button, const Rect& rect) {
  ui::Target target;
  target.id = button.id;
  target.label = button.label;
  target.spoken = button.spoken;
  target.enabled = button.enabled;
  const bool chooses =
      button.act.command == StaffCommand::put || button.act.command == StaffCommand::network_automatic;
  target.state = button.selected && chooses ? "selected" : "";
  if (ui::button(stage.frame, target, rect, look_of(button)).acted) stage.actions.push_back(button.act);
}

}  // namespace

float draw_buttons(Stage& stage, const std::vector<SettingButton>& buttons, int columns, float x, float y,
                   float w) {
  Frame& frame = stage.frame;
  const float gap = frame.px(16);
  const float cell_w = std::floor((w - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns));
  float height = frame.px(104);
  for (const SettingButton& button : buttons)
    if (!button.icon_only)
      height = std::max(height, ui::button_height(frame, button.label, look_of(button), cell_w));
  const auto cells =
      ui::grid(frame, static_cast<int>(buttons.size()), columns, x, std::round(y), w, height, gap);
  for (std::size_t i = 0; i < buttons.size(); ++i) draw_button(stage, buttons[i], cells[i]);
  return cells.back().bottom();
}

float draw_stepper(Stage& stage, const std::string& name, const std::string& value,
                   const std::vector<SettingButton>& less, const std::vector<SettingButton>& more, float x,
                   float y, float w, const std::string& value_beside) {
  Frame& frame = stage.frame;
  const float gap = frame.px(12);
  float button_w = frame.px(112), height = frame.px(104);
  for (const auto* buttons : {&less, &more})
    for (const SettingButton& button : *buttons)
      button_w = std::max(button_w, ui::button_width(frame, button.label, look_of(button)));
  const auto sides = static_cast<float>(less.size() + more.size());
  TextSpec spec;
  spec.type = Type::title;
  spec.weight = 600;
  const float middle_w = w - sides * (button_w + gap);
  bool beside = true;
  for (const std::string& text : {value_beside, value}) {
    spec.text = text;
    beside = beside && frame.set(spec).w <= middle_w;
  }
  spec.align = display::Align::center;
  spec.width_px = beside ? middle_w : w;
  const ui::Text text = frame.set(spec);
  y = std::round(y);
  if (!beside) {
    frame.draw(text, x, y, name, ui::Role::status);
    std::vector<SettingButton> all = less;
    all.insert(all.end(), more.begin(), more.end());
    const int columns = button_w * sides > w ? 2 : static_cast<int>(all.size());
    return draw_buttons(stage, all, columns, x, y + text.h + gap, w);
  }
  height = std::round(std::max(height, text.h));
  float at = x;
  for (const SettingButton& button : less) {
    draw_button(stage, button, {at, y, button_w, height});
    at += button_w + gap;
  }
  frame.draw(text, at, y + (height - text.h) / 2, name, ui::Role::status);
  at += middle_w + gap;
  for (const SettingButton& button : more) {
    draw_button(stage, button, {at, y, button_w, height});
    at += button_w + gap;
  }
  return y + height;
}

namespace {

class Sheet {
 public:
  Sheet(Stage& stage, const visit::SettingEdit& edit)
      : stage_(stage),
        frame_(stage.frame),
        edit_(edit),
        setting_(visit::settings()[edit.setting]),
        value_(stage.model().staff.settings->values[edit.setting]) {}

  void draw() {
    if (setting_.kind == SettingKind::text) return write();
    const float w = frame_.units().across() ? std::min(stage_.area.w, frame_.px(1280)) : stage_.area.w;
    draw_sheet(stage_, "staff.setting", setting_label(frame_, setting_), w, false,
               [&](float x, float y, float inner_w) { return body(x, y, inner_w); });
  }

 private:
  StaffAct put(const std::string& text) const { return {StaffCommand::put, edit_.part, text}; }

  void write() {
    Writing writing;
    writing.id = "staff.setting";
    writing.label = writing.field_label = setting_label(frame_, setting_);
    writing.text = edit_.text;
    writing.placeholder = frame_.say("staff.none");
    writing.go = "staff.save";
    writing.technical = setting_.group == visit::SettingGroup::network;
    writing.can_go = !edit_.saving;
    writing.done = StaffAct{StaffCommand::save};
    writing.words = [&](float x, float y, float w) {
      TextSpec spec;
      spec.type = Type::h2;
      spec.width_px = w;
      spec.text = writing.label;
      y += ui::paragraph(frame_, spec, x, y, "staff.setting_title", ui::Role::heading) + frame_.px(16);
      return around(x, help(x, y, w), w);
    };
    draw_writing(stage_, writing);
  }

  float body(float x, float y, float w) {
    TextSpec title;
    title.type = Type::h1;
    title.width_px = w;
    title.text = setting_label(frame_, setting_);
    y += ui::paragraph(frame_, title, x, y, "staff.setting_title", ui::Role::heading);
    y = help(x, y + frame_.px(16), w) + frame_.px(28);
    y = around(x, control(x, y, w), w);
    const SettingButton save{
        "staff.save", frame_.say("staff.save"), "", {StaffCommand::save}, true, !edit_.saving, "check"};
    return edit_.part >= 0 || setting_.kind == SettingKind::touch_map
               ? y
               : draw_buttons(stage_, {save}, 1, x, y + frame_.px(20), w);
  }

  float help(float x, float y, float w) {
    TextSpec spec;
    spec.width_px = w;
    spec.text = setting_help(frame_, setting_);
    return y + ui::paragraph(frame_, spec, x, y, "staff.setting_help");
  }

  float control(float x, float y, float w) {
    const int columns = frame_.units().large() ? 1 : 2;
    switch (setting_.kind) {
      case SettingKind::text:
        return y;
      case SettingKind::number:
        return number(x, y, w);
      case SettingKind::choice:
        return draw_buttons(stage_, choices(), columns, x, y, w);
      case SettingKind::flag:
        return draw_buttons(
            stage_, {choice("true", frame_.say("staff.yes")), choice("false", frame_.say("staff.no"))},
            columns, x, y, w);
      case SettingKind::language:
      case SettingKind::languages:
        return draw_buttons(stage_, languages(), columns, x, y, w);
      case SettingKind::hours:
        return draw_hours(stage_, edit_.text, x, y, w, [&](const std::string& hours) { return put(hours); });
      case SettingKind::touch_map:
        return draw_buttons(stage_,
                            {{"staff.touch",
                              frame_.say("staff.touch"),
                              "",
                              {StaffCommand::show, static_cast<int>(visit::StaffPage::touch)}}},
                            1, x, y, w);
      case SettingKind::levels:
        return draw_levels(stage_, edit_.text, x, y, w,
                           [&](const std::string& levels) { return put(levels); });
      case SettingKind::dates:
        return draw_dates(stage_, edit_, x, y, w);
    }
    return y;
  }

  float number(float x, float y, float w) {
    const auto button = [&](int by) {
      const std::string label = (by < 0 ? "−" : "+") + std::to_string(std::abs(by));
      const std::string after = visit::stepped(setting_, edit_.text, by);
      const std::string id =
          std::string("staff.") + (by < 0 ? "less." : "more.") + std::to_string(std::abs(by));
      return SettingButton{id,         label, setting_label(frame_, setting_) + ", " + label,
                           put(after), false, after != edit_.text};
    };
    return draw_stepper(stage_, "staff.value", setting_text(frame_, setting_, edit_.text),
                        {button(-setting_.leap), button(-setting_.step)},
                        {button(setting_.step), button(setting_.leap)}, x, y, w);
  }

  SettingButton choice(const std::string& value, const std::string& label) const {
    return {"staff.choice." + value, label, "", put(value), edit_.text == value};
  }

  std::vector<SettingButton> choices() const {
    std::vector<SettingButton> all;
    for (const std::string& value : setting_.config_key().choices)
      all.push_back(choice(value, choice_text(frame_, setting_, value)));
    return all;
  }

  std::vector<SettingButton> languages() const {
    const content::Site& site = stage_.model().library->site;
    const bool one = setting_.kind == SettingKind::language;
    std::vector<SettingButton> all;
    if (one) all.push_back(choice("", frame_.say("staff.language_of_content")));
    const auto some = visit::offered(visit::split_codes(edit_.text), site);
    for (const content::Language& language : site.languages) {
      SettingButton button = choice(language.code, language.endonym);
      if (!one) {
        button.act = put(visit::with_code_toggled(edit_.text, language.code, site));
        button.selected = std::any_of(some.begin(), some.end(),
                                      [&](const auto& each) { return each.code == language.code; });
        if (button.selected) button.icon = "check";
      }
      all.push_back(std::move(button));
    }
    return all;
  }

  float allowed(float x, float y, float w) {
    TextSpec spec;
    spec.type = Type::label;
    spec.color = Tone::secondary;
    spec.width_px = w;
    spec.text = frame_.say("staff.allowed", {{"form", value_.allowed}});
    if (setting_.kind == SettingKind::text)
      spec.text += " " + frame_.say("staff.written", {{"n", std::to_string(content::letters(edit_.text))}});
    y += frame_.px(16);
    return y + ui::paragraph(frame_, spec, x, y, "staff.allowed");
  }

  // What it may be, why it was refused, and the way back.
  float around(float x, float y, float w) {
    // Buttons show by themselves what there is to choose.
    if (setting_.kind == SettingKind::text || setting_.kind == SettingKind::number) y = allowed(x, y, w);
    if (!edit_.refused.empty())
      y = draw_note(stage_, "staff.refused", edit_.refused, Tone::no, x, y + frame_.px(16), w);
    if (!value_.is_changed || edit_.part >= 0) return y;
    const SettingButton usual{
        "staff.usual",
        frame_.say("staff.usual", {{"value", setting_text(frame_, setting_, value_.usual)}}),
        "",
        {StaffCommand::usual},
        false,
        !edit_.saving,
        "undo-variant"};
    return draw_buttons(stage_, {usual}, 1, x, y + frame_.px(20), w);
  }

  Stage& stage_;
  Frame& frame_;
  const visit::SettingEdit& edit_;
  const Setting& setting_;
  const visit::StaffSettings::Value& value_;
};

}  // namespace

void draw_staff_setting(Stage& stage) {
  Sheet(stage, *stage.model().staff.edit).draw();
}

}  // namespace entre::screens
