// Display hours by touch: a day's times in quarters of an hour, and dates with times of their own.
#include <cmath>

#include "kiosk/screens/staff_parts.h"
#include "kiosk/visit/timetable.h"
#include "platform/hours.h"

namespace entre::screens {

using visit::StaffAct;
using visit::StaffCommand;

namespace {

class Hours {
 public:
  using Put = std::function<StaffAct(const std::string& hours)>;
  Hours(Stage& stage, const std::string& hours, const Put& put)
      : stage_(stage), frame_(stage.frame), hours_(hours), put_(put) {}

  float draw(float x, float y, float w) {
    const bool has_times = hours_ != "always" && hours_ != "closed";
    y = draw_buttons(
        stage_,
        {mode("always", hours_ == "always", "always"), mode("closed", hours_ == "closed", "closed"),
         mode("times", has_times, has_times ? hours_ : visit::first_hours)},
        frame_.units().large() ? 1 : 3, x, y, w);
    if (!has_times) return y;
    const auto day = parse_open_day(hours_);
    if (!day) return y;
    for (std::size_t i = 0; i < day->size(); ++i) y = span(i, (*day)[i], day->size() > 1, x, y, w);
    if (!visit::can_add_span(hours_)) return y;
    const SettingButton add{"staff.hours_add", frame_.say("staff.hours_add"), "",
                            put_(visit::with_span_added(hours_))};
    return draw_buttons(stage_, {add}, 1, x, y + frame_.px(20), w);
  }

 private:
  SettingButton mode(const std::string& name, bool is, const std::string& hours) const {
    return {"staff.hours_" + name, frame_.say("staff.hours_" + name), "", put_(hours), is};
  }

  // From and to beside each other where there is room, and across the way to take it out too.
  float span(std::size_t index, const OpenSpan& span, bool can_go, float x, float y, float w) {
    const bool beside = !frame_.units().large(), one_row = beside && frame_.units().across() && can_go;
    const float gap = frame_.px(one_row ? 48 : 32), go_w = one_row ? frame_.px(112) + gap : 0;
    const float each = beside ? std::floor((w - go_w - gap) / 2) : w;
    y += frame_.px(20);
    const std::string from_text = edge_text(false, span.from_min), to_text = edge_text(true, span.to_min);
    const float from = edge(index, false, from_text, beside ? to_text : "", x, y, each);
    const float to_y = beside ? y : from + frame_.px(12);
    const float to =
        edge(index, true, to_text, beside ? from_text : "", beside ? x + each + gap : x, to_y, each);
    const float bottom = std::max(from, to);
    if (!can_go) return bottom;
    SettingButton remove{"staff.hours_remove." + std::to_string(index + 1), frame_.say("staff.hours_remove"),
                         frame_.say("staff.hours_remove") + " " + visit::clock_text(span.from_min),
                         put_(visit::with_span_removed(hours_, index))};
    if (!one_row) return draw_buttons(stage_, {remove}, 1, x, bottom + frame_.px(12), w);
    remove.icon = "close";
    remove.icon_only = true;
    draw_buttons(stage_, {remove}, 1, x + w - frame_.px(112), y, frame_.px(112));
    return bottom;
  }

  static const char* edge_name(bool is_end) { return is_end ? "staff.hours_to" : "staff.hours_from"; }
  std::string edge_text(bool is_end, int minutes) const {
    return frame_.say(edge_name(is_end)) + " " + visit::clock_text(minutes);
  }

  float edge(std::size_t index, bool is_end, const std::string& value, const std::string& value_beside,
             float x, float y, float w) {
    const std::string name = edge_name(is_end);
    const std::string id = name + "." + std::to_string(index + 1);
    const auto button = [&](int by_min) {
      const std::string after = visit::with_edge_moved(hours_, index, is_end, by_min);
      const std::string label = by_min < 0 ? "−" : "+";
      const char* const spoken = by_min < 0 ? "staff.quarter_earlier" : "staff.quarter_later";
      return SettingButton{id + (by_min < 0 ? ".less" : ".more"),
                           label,
                           frame_.say(name) + ". " + frame_.say(spoken),
                           put_(after),
                           false,
                           after != hours_};
    };
    return draw_stepper(stage_, id, value, {button(-visit::hours_step_min)}, {button(visit::hours_step_min)},
                        x, y, w, value_beside);
  }

  Stage& stage_;
  Frame& frame_;
  const std::string& hours_;
  const Put& put_;
};

class Levels {
 public:
  Levels(Stage& stage, const std::string& levels, const Hours::Put& put)
      : stage_(stage), frame_(stage.frame), levels_(levels), put_(put) {}

  float draw(float x, float y, float w) {
    const bool by_time = visit::is_by_time(levels_);
    const auto brightness = parse_brightness(levels_);
    if (!brightness) return y;
    const std::string now = std::to_string(brightness->front().percent);
    const std::vector<SettingButton> modes = {
        {"staff.levels_same", frame_.say("staff.levels_same"), "", put_(now), !by_time},
        {"staff.levels_times", frame_.say("staff.levels_times"), "",
         put_(by_time ? levels_ : visit::first_levels), by_time}};
    y = draw_buttons(stage_, modes, frame_.units().large() ? 1 : 2, x, y, w);
    if (!by_time) return percent(0, brightness->front().percent, x, y + frame_.px(20), w);
    for (std::size_t i = 0; i < brightness->size(); ++i)
      y = level(i, (*brightness)[i], brightness->size() > 2, x, y + frame_.px(20), w);
    const std::string more = visit::with_level_added(levels_);
    const SettingButton add{"staff.level_add", frame_.say("staff.hours_add"), "", put_(more)};
    return more == levels_ ? y : draw_buttons(stage_, {add}, 1, x, y + frame_.px(20), w);
  }

 private:
  float level(std::size_t index, const BrightnessStep& level, bool can_go, float x, float y, float w) {
    const bool beside = !frame_.units().large();
    const float gap = frame_.px(32), each = beside ? std::floor((w - gap) / 2) : w;
    const std::string id = "staff.level_from." + std::to_string(index + 1);
    const auto button = [&](int by_min) {
      const std::string after = visit::with_level_moved(levels_, index, by_min);
      const char* const spoken = by_min < 0 ? "staff.quarter_earlier" : "staff.quarter_later";
      return SettingButton{id + (by_min < 0 ? ".less" : ".more"),
                           by_min < 0 ? "−" : "+",
                           frame_.say("staff.hours_from") + ". " + frame_.say(spoken),
                           put_(after),
                           false,
                           after != levels_};
    };
    const std::string from = frame_.say("staff.hours_from") + " " + visit::clock_text(level.from_min);
    const std::string percents = percent_text(level.percent);
    const float bottom = draw_stepper(stage_, id, from, {button(-visit::hours_step_min)},
                                      {button(visit::hours_step_min)}, x, y, each, beside ? percents : "");
    const float percent_y = beside ? y : bottom + frame_.px(12);
    const float below = std::max(bottom, percent(index, level.percent, beside ? x + each + gap : x, percent_y,
                                                 each, beside ? from : ""));
    if (!can_go) return below;
    const SettingButton remove{"staff.level_remove." + std::to_string(index + 1),
                               frame_.say("staff.hours_remove"), "",
                               put_(visit::with_level_removed(levels_, index))};
    return draw_buttons(stage_, {remove}, 1, x, below + frame_.px(12), w);
  }

  static std::string percent_text(int percent) { return std::to_string(percent) + " %"; }

  float percent(std::size_t index, int percent, float x, float y, float w, const std::string& beside = "") {
    const std::string id = "staff.level." + std::to_string(index + 1);
    const auto button = [&](int by) {
      const std::string after = visit::with_level_stepped(levels_, index, by);
      return SettingButton{id + (by < 0 ? ".less" : ".more"),
                           by < 0 ? "−" : "+",
                           frame_.say(by < 0 ? "staff.darker" : "staff.brighter"),
                           put_(after),
                           false,
                           after != levels_};
    };
    return draw_stepper(stage_, id, percent_text(percent), {button(-visit::level_step_percent)},
                        {button(visit::level_step_percent)}, x, y, w, beside);
  }

  Stage& stage_;
  Frame& frame_;
  const std::string& levels_;
  const Hours::Put& put_;
};

float draw_all_dates(Stage& stage, const visit::SettingEdit& edit, float x, float y, float w) {
  Frame& frame = stage.frame;
  std::vector<SettingButton> buttons;
  const auto all = visit::split_dates(edit.text);
  for (std::size_t i = 0; i < all.size(); ++i)
    buttons.push_back({"staff.date." + std::to_string(i + 1),
                       date_text(frame, all[i].date) + ": " + hours_text(frame, all[i].hours),
                       "",
                       {StaffCommand::put, static_cast<int>(i), edit.text}});
  const visit::DatesChange added = visit::with_date_added(edit.text, stage.model().staff.settings->today);
  buttons.push_back({"staff.date_add",
                     frame.say("staff.date_add"),
                     "",
                     {StaffCommand::put, added.index, added.dates},
                     false,
                     added.index >= 0,
                     "calendar"});
  const int columns = frame.units().across() && !frame.units().large() ? 2 : 1;
  return draw_buttons(stage, buttons, columns, x, y, w);
}

// One day and one month earlier and later.
float draw_date(Stage& stage, const visit::SettingEdit& edit, const visit::OpenDate& date, float x, float y,
                float w) {
  Frame& frame = stage.frame;
  const auto button = [&](const char* name, int days, int months) {
    const visit::DatesChange moved = visit::with_date_moved(edit.text, edit.part, days, months);
    const std::string id = std::string("staff.date_") + name;
    return SettingButton{id, frame.say(id), "", {StaffCommand::put, moved.index, moved.dates}};
  };
  y = draw_note(stage, "staff.date", date_text(frame, date.date), Tone::ink, x, y, w) + frame.px(16);
  y = draw_buttons(stage,
                   {button("month_earlier", 0, -1), button("day_earlier", -1, 0), button("day_later", 1, 0),
                    button("month_later", 0, 1)},
                   frame.units().large()    ? 1
                   : frame.units().across() ? 4
                                            : 2,
                   x, y, w);
  y = draw_hours(stage, date.hours, x, y + frame.px(28), w, [&](const std::string& hours) {
    return StaffAct{StaffCommand::put, edit.part, visit::with_date_hours(edit.text, edit.part, hours)};
  });
  const std::vector<SettingButton> ways = {
      {"staff.date_remove",
       frame.say("staff.date_remove"),
       "",
       {StaffCommand::put, -1, visit::with_date_removed(edit.text, edit.part)}},
      {"staff.date_all", frame.say("staff.date_all"), "", {StaffCommand::put, -1, edit.text}}};
  return draw_buttons(stage, ways, frame.units().large() ? 1 : 2, x, y + frame.px(28), w);
}

}  // namespace

float draw_hours(Stage& stage, const std::string& hours, float x, float y, float w, const Hours::Put& put) {
  return Hours(stage, hours, put).draw(x, y, w);
}

float draw_levels(Stage& stage, const std::string& levels, float x, float y, float w, const Hours::Put& put) {
  return Levels(stage, levels, put).draw(x, y, w);
}

float draw_dates(Stage& stage, const visit::SettingEdit& edit, float x, float y, float w) {
  const auto all = visit::split_dates(edit.text);
  const bool one = edit.part >= 0 && static_cast<std::size_t>(edit.part) < all.size();
  return one ? draw_date(stage, edit, all[static_cast<std::size_t>(edit.part)], x, y, w)
             : draw_all_dates(stage, edit, x, y, w);
}

}  // namespace entre::screens
