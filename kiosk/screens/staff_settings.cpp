// What staff can set here: each setting with what it is now, in groups; one that is touched opens above them.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/staff_parts.h"
#include "kiosk/visit/timetable.h"

namespace entre::screens {

using visit::Setting;
using visit::SettingKind;
using visit::StaffCommand;
using visit::StaffTask;

namespace {

// "kiosk.name" as a key of the strings.
std::string key_of(const Setting& setting) {
  std::string key = setting.key;
  std::replace(key.begin(), key.end(), '.', '_');
  return "staff.set_" + key;
}

const char* group_key(visit::SettingGroup group) {
  constexpr const char* keys[] = {"staff.group_kiosk", "staff.group_light", "staff.group_sound",
                                  "staff.group_panel", "staff.group_network"};
  return keys[static_cast<int>(group)];
}

class List {
 public:
  List(Stage& stage, const visit::StaffSettings& known)
      : stage_(stage), frame_(stage.frame), staff_(stage.model().staff), known_(known) {}

  float draw(float x, float y, float w) {
    TextSpec spec;
    spec.type = Type::h1;
    spec.width_px = w;
    spec.text = frame_.say("staff.settings");
    y += ui::paragraph(frame_, spec, x, y, "staff.settings_title", ui::Role::heading);
    y = news(x, y, w);
    const auto& all = visit::settings();
    for (std::size_t first = 0; first < all.size();) {
      std::size_t last = first;
      while (last < all.size() && all[last].group == all[first].group) ++last;
      y = group(first, last, x, y + frame_.px(32), w);
      first = last;
    }
    return y + frame_.px(24);
  }

 private:
  // What was just done, what is wrong, and what still has to be.
  float news(float x, float y, float w) {
    if (!staff_.told.empty())
      y = draw_note(stage_, "staff.told", staff_.told, staff_.failed ? Tone::no : Tone::ink, x,
                    y + frame_.px(16), w);
    if (!known_.left_out.empty()) {
      y = draw_note(stage_, "staff.left_out", frame_.say("staff.left_out", {{"fault", known_.left_out}}),
                    Tone::no, x, y + frame_.px(16), w);
      y = task("staff.mend_settings", StaffTask::mend_settings, "check", x, y + frame_.px(16), w);
    }
    const bool waits = std::any_of(known_.values.begin(), known_.values.end(),
                                   [](const auto& value) { return value.waits; });
    if (waits) y = task("staff.restart_now", StaffTask::restart, "refresh", x, y + frame_.px(16), w);
    return y;
  }

  float task(const char* id, StaffTask task, const char* icon, float x, float y, float w) {
    const SettingButton button{id,    frame_.say(id),
                               "",    {StaffCommand::ask, static_cast<int>(task)},
                               false, staff_.doing == StaffTask::none,
                               icon};
    return draw_buttons(stage_, {button}, frame_.units().across() && !frame_.units().large() ? 2 : 1, x, y,
                        w);
  }

  float group(std::size_t first, std::size_t last, float x, float y, float w) {
    const char* const key = group_key(visit::settings()[first].group);
    TextSpec spec;
    spec.type = Type::h2;
    spec.width_px = w;
    spec.text = frame_.say(key);
    y += ui::paragraph(frame_, spec, x, y, key, ui::Role::heading) + frame_.px(16);
    std::vector<Entry> entries;
    for (std::size_t i = first; i < last; ++i) entries.push_back(entry(i));
    return draw_entries(stage_, entries, frame_.units().across() && !frame_.units().large() ? 2 : 1, x, y, w);
  }

  Entry entry(std::size_t index) {
    const Setting& setting = visit::settings()[index];
    const visit::StaffSettings::Value& value = known_.values[index];
    Entry made{{}, visit::StaffAct{StaffCommand::edit, static_cast<int>(index)}};
    made.card.target.id = "staff.setting." + setting.key;
    made.card.icon = setting.icon;
    made.card.small_plate = made.card.chevron = true;
    made.card.title = setting_label(frame_, setting);
    made.card.text = setting_text(frame_, setting, value.text);
    if (value.is_changed) made.card.text += " · " + frame_.say("staff.changed_here");
    if (value.waits) made.card.text += " · " + frame_.say("staff.waits");
    made.card.target.label = made.card.title + ". " + made.card.text;
    return made;
  }

  Stage& stage_;
  Frame& frame_;
  const visit::Staff& staff_;
  const visit::StaffSettings& known_;
};

}  // namespace

std::string setting_label(const Frame& frame, const Setting& setting) {
  return frame.say(key_of(setting));
}

// The seven days share theirs.
std::string setting_help(const Frame& frame, const Setting& setting) {
  return frame.say(setting.kind == SettingKind::hours ? "staff.set_hours_help" : key_of(setting) + "_help");
}

std::string hours_text(const Frame& frame, const std::string& hours) {
  if (hours == "always" || hours == "closed") return frame.say("staff.hours_" + hours);
  std::string text;
  for (const char c : hours) text += c == '-' ? "–" : std::string(1, c);
  return text;
}

std::string date_text(const Frame& frame, const std::string& date) {
  constexpr const char* days[] = {"monday", "tuesday",  "wednesday", "thursday",
                                  "friday", "saturday", "sunday"};
  return frame.say(std::string("staff.set_display_") + days[visit::weekday_of(date)]) + " " + date;
}

std::string choice_text(const Frame& frame, const Setting& setting, const std::string& choice) {
  return frame.say(key_of(setting) + "_" + choice);
}

std::string language_text(const Frame& frame, const std::string& code) {
  const content::Language* language = frame.model().library->site.language(code);
  return language == nullptr ? code : language->endonym;
}

std::string setting_text(const Frame& frame, const Setting& setting, const std::string& value) {
  switch (setting.kind) {
    case SettingKind::text:
      if (value.empty())
        return frame.say(setting.key == visit::time_server_key ? "staff.network_own_time"
                         : setting.key == visit::proxy_key     ? "staff.network_no_proxy"
                                                               : "staff.none");
      return setting.key == visit::proxy_key ? visit::without_login(value) : value;
    case SettingKind::number: {
      const std::string& unit = setting.config_key().unit;
      return value + (unit.empty() ? "" : " " + unit);
    }
    case SettingKind::choice:
      return choice_text(frame, setting, value);
    case SettingKind::flag:
      return frame.say(value == "true" ? "staff.yes" : "staff.no");
    case SettingKind::language:
      return value.empty() ? frame.say("staff.language_of_content") : language_text(frame, value);
    case SettingKind::languages: {
      if (value.empty()) return frame.say("staff.languages_all");
      std::string names;
      for (const auto& language : visit::offered(visit::split_codes(value), frame.model().library->site))
        names += (names.empty() ? "" : ", ") + language.endonym;
      return names;
    }
    case SettingKind::hours:
      return hours_text(frame, value);
    case SettingKind::touch_map:
      return frame.say(value.empty() ? "staff.touch_as_felt" : "staff.touch_mapped");
    case SettingKind::levels: {
      if (!visit::is_by_time(value)) return value + " %";
      std::string text;
      for (const char c : value) text += c == ';' ? std::string(" %,") : std::string(1, c);
      return text + " %";
    }
    case SettingKind::dates: {
      const auto n = static_cast<std::int64_t>(visit::split_dates(value).size());
      return n == 0 ? frame.say("staff.none") : frame.count("staff.dates", n);
    }
  }
  return value;
}

void draw_staff_settings(Stage& stage) {
  const visit::Staff& staff = stage.model().staff;
  StaffColumn column{"staff.settings", "staff.settings_title", staff.settings != nullptr};
  if (staff.confirm != StaffTask::none)
    column.sheet = [&] { draw_staff_question(stage); };
  else if (staff.edit)
    column.sheet = [&] { draw_staff_setting(stage); };
  draw_staff_column(stage, column,
                    [&](float x, float y, float w) { return List(stage, *staff.settings).draw(x, y, w); });
}

}  // namespace entre::screens
