#pragma once
// What the staff screen's settings share. Internal to kiosk/screens.

#include "kiosk/screens/parts.h"
#include "kiosk/visit/settings.h"

namespace entre::screens {

std::string setting_label(const Frame& frame, const visit::Setting& setting);
std::string setting_help(const Frame& frame, const visit::Setting& setting);
// A value in words: "Alltid", "Svenska", "700 mm".
std::string setting_text(const Frame& frame, const visit::Setting& setting, const std::string& value);
std::string hours_text(const Frame& frame, const std::string& hours);
// "Torsdag 2026-12-24".
std::string date_text(const Frame& frame, const std::string& date);
std::string choice_text(const Frame& frame, const visit::Setting& setting, const std::string& choice);
std::string language_text(const Frame& frame, const std::string& code);

// The control of a day's hours; put: what is to be done with what they become. Returns the bottom.
float draw_hours(Stage& stage, const std::string& hours, float x, float y, float w,
                 const std::function<visit::StaffAct(const std::string& hours)>& put);
float draw_levels(Stage& stage, const std::string& levels, float x, float y, float w,
                  const std::function<visit::StaffAct(const std::string& levels)>& put);
float draw_dates(Stage& stage, const visit::SettingEdit& edit, float x, float y, float w);

// A button of the settings: what it is called, and what it asks for.
struct SettingButton {
  std::string id, label, spoken;  // spoken: where the label alone says too little
  visit::StaffAct act;
  bool selected = false, enabled = true;
  std::string icon = {};
  bool icon_only = false;
};
// Equal buttons in rows; returns the bottom.
float draw_buttons(Stage& stage, const std::vector<SettingButton>& buttons, int columns, float x, float y,
                   float w);
// Less, a value, more: one row, or the value above where it, or that of the stepper beside, has no room
// between. Returns the bottom.
float draw_stepper(Stage& stage, const std::string& name, const std::string& value,
                   const std::vector<SettingButton>& less, const std::vector<SettingButton>& more, float x,
                   float y, float w, const std::string& value_beside = "");
// A staff page that is a column. Until it is known the page says that it is being read.
struct StaffColumn {
  std::string id;       // of the column
  std::string heading;  // of its heading's node
  bool known = true;
  std::function<void()> sheet = {};  // what stands over the page; empty: nothing does
};
void draw_staff_column(Stage& stage, const StaffColumn& column,
                       const std::function<float(float x, float y, float w)>& body);
// A name and its value beside it (without a name, quieter), as nodes id.name and id.value. Returns the
// bottom.
float draw_staff_row(Stage& stage, const std::string& id, const std::string& name, const std::string& value,
                     float x, float y, float w);
// A bar of which a share (0 to 1) is done, and its node "35 %". Returns the bottom.
float draw_bar(Stage& stage, const std::string& id, float share, float x, float y, float w);
// "1,4" or "1.4", as the staff screen's language writes it.
std::string one_decimal(const Frame& frame, double value);
// "12 kB", "3,4 MB".
std::string bytes_text(const Frame& frame, std::uint64_t bytes);
// "about 2 minutes left".
std::string left_text(const Frame& frame, std::int64_t left_s);
float draw_note(Stage& stage, const std::string& id, const std::string& text, Tone tone, float x, float y,
                float w);

// A sign and words beside it, which share the first line's middle. Returns the bottom.
float draw_sign(Stage& stage, const char* icon, Tone tone, TextSpec spec, float x, float y, float w,
                const std::string& id, ui::Role role);
// What is open above the network page: its address, one of that one's fields, a Wi-Fi to be joined.
void draw_staff_network_edit(Stage& stage);

}  // namespace entre::screens
