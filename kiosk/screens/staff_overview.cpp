// What staff see once the PIN was right: the verdict, what to do, what can be done here, and how all is.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/staff_parts.h"

namespace entre::screens {

namespace {

using visit::StaffCommand;
using visit::StaffTask;

constexpr float pad_px = 28;

struct Deed {
  std::string id, label, icon;
  visit::StaffAct act;
  bool enabled = true;
};

class Overview {
 public:
  Overview(Stage& stage, const visit::StaffOverview& known)
      : stage_(stage), frame_(stage.frame), staff_(stage.model().staff), known_(known) {}

  float draw(float x, float y, float w) {
    y = verdict(x, y, w);
    for (std::size_t i = 0; i < known_.findings.size(); ++i) y = finding(i, x, y + frame_.px(16), w);
    y = sync(x, y, w);
    y = heading("staff.actions", x, y + frame_.px(36), w);
    y = deeds(x, y + frame_.px(16), w);
    y = told(x, y, w);
    y = heading("staff.facts", x, y + frame_.px(36), w);
    y = rows(x, y + frame_.px(12), w);
    TextSpec note;
    note.type = Type::label;
    note.color = Tone::secondary;
    note.width_px = w;
    note.text = frame_.say("staff.closes");
    y += frame_.px(24);
    return y + ui::paragraph(frame_, note, x, y, "staff.closes") + frame_.px(24);
  }

 private:
  float heading(const char* id, float x, float y, float w) {
    TextSpec spec;
    spec.type = Type::h2;
    spec.width_px = w;
    spec.text = frame_.say(id);
    return y + ui::paragraph(frame_, spec, x, y, id, ui::Role::heading);
  }

  // A sign and words beside it, which share the first line's middle.
  float sign_and_words(const char* icon, Tone tone, TextSpec spec, float x, float y, float w,
                       const std::string& id, ui::Role role) {
    const float side = frame_.units().mark(spec.type == Type::h1 ? 72 : 48), gap = frame_.px(20);
    spec.width_px = w - side - gap;
    const ui::Text text = frame_.set(spec);
    const float line = std::min(text.h, 1.4f * text.font_px), top = std::max(0.f, (side - line) / 2);
    frame_.icon(icon, {x, std::round(y + std::max(0.f, (line - side) / 2)), side, side}, side, tone);
    frame_.draw(text, x + side + gap, std::round(y + top), id, role);
    return std::round(y + std::max(side, top + text.h));
  }

  float verdict(float x, float y, float w) {
    TextSpec spec;
    spec.type = Type::h1;
    spec.text = frame_.say(known_.is_well ? "staff.well" : "staff.do_this");
    const char* icon = known_.is_well ? "check-circle" : "alert";
    const Tone tone = known_.is_well ? Tone::yes : Tone::no;
    return sign_and_words(icon, tone, spec, x, y, w, "staff.verdict", ui::Role::heading);
  }

  float finding(std::size_t index, float x, float y, float w) {
    const visit::StaffOverview::Finding& each = known_.findings[index];
    const std::string id = "staff.finding." + std::to_string(index + 1);
    const auto body = [&](float at) {
      const float pad = frame_.px(pad_px);
      TextSpec spec;
      spec.ground = Tone::surface;
      spec.weight = 600;
      spec.text = each.what;
      at = sign_and_words(each.is_note ? "information-outline" : "alert-circle-outline",
                          each.is_note ? Tone::brand : Tone::no, spec, x + pad, at + pad, w - 2 * pad,
                          id + ".what", ui::Role::text);
      spec.weight = 0;
      spec.text = each.todo;
      spec.width_px = w - 2 * pad;
      return at + frame_.px(8) + ui::paragraph(frame_, spec, x + pad, at + frame_.px(8), id + ".todo") + pad;
    };
    y = std::round(y);
    const float height = std::round(measure(frame_, body));
    ui::card_ground(frame_, {x, y, w, height}, false);
    body(y);
    return y + height;
  }

  std::vector<Deed> all_deeds() const {
    const auto asks = [&](const char* name, StaffTask task, const char* icon) {
      const std::string id = std::string("staff.") + name;
      return Deed{id, frame_.say(id), icon, {StaffCommand::ask, static_cast<int>(task)}, true};
    };
    const auto shows = [&](const char* name, visit::StaffPage page, const char* icon) {
      const std::string id = std::string("staff.") + name;
      return Deed{id, frame_.say(id), icon, {StaffCommand::show, static_cast<int>(page)}, true};
    };
    std::vector<Deed> deeds = {asks("sync", StaffTask::sync, "sync")};
    if (known_.syncing) deeds[0].label = frame_.say("staff.syncing");
    deeds[0].enabled = known_.has_sync && !known_.syncing;
    if (known_.forward_to > 0) {
      deeds.push_back(asks("undo_roll_back", StaffTask::undo_roll_back, "undo-variant"));
      deeds.back().label = frame_.say(deeds.back().id, {{"n", std::to_string(known_.forward_to)}});
    } else if (known_.back_to > 0) {
      deeds.push_back(asks("roll_back", StaffTask::roll_back, "undo-variant"));
      deeds.back().label = frame_.say(deeds.back().id, {{"n", std::to_string(known_.back_to)}});
    }
    deeds.push_back(shows("stick", visit::StaffPage::stick, "usb"));
    deeds.push_back(shows("settings", visit::StaffPage::settings, "pencil"));
    deeds.push_back(shows("network", visit::StaffPage::network, "lan"));
    deeds.push_back(shows("touch", visit::StaffPage::touch, "cursor-pointer"));
    deeds.push_back(shows("fields", visit::StaffPage::fields, "monitor"));
    deeds.push_back(
        {"staff.sound", frame_.say("staff.sound"), "volume-high", {StaffCommand::sound, 0}, true});
    deeds.push_back(asks("restart", StaffTask::restart, "refresh"));
    deeds.push_back(asks("reboot", StaffTask::reboot, "laptop"));
    deeds.push_back(asks("power_off", StaffTask::power_off, "power"));
    deeds.push_back({"staff.other_language",
                     frame_.say("staff.other_language"),
                     "web",
                     {StaffCommand::change_language, 0},
                     true});
    for (Deed& deed : deeds) deed.enabled &= staff_.doing == StaffTask::none;
    return deeds;
  }

  float deeds(float x, float y, float w) {
    const std::vector<Deed> all = all_deeds();
    const int columns = frame_.units().large() ? 1 : frame_.units().across() ? 3 : 2;
    const float gap = frame_.px(16);
    const float cell_w =
        std::floor((w - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns));
    ui::ButtonLook look;
    look.start_aligned = true;
    float height = frame_.px(112);
    for (const Deed& deed : all) {
      look.icon = deed.icon;
      height = std::max(height, ui::button_height(frame_, deed.label, look, cell_w));
    }
    const auto cells =
        ui::grid(frame_, static_cast<int>(all.size()), columns, x, std::round(y), w, height, gap);
    for (std::size_t i = 0; i < all.size(); ++i) {
      ui::Target target;
      target.id = all[i].id;
      target.label = all[i].label;
      target.enabled = all[i].enabled;
      if (all[i].act.command == StaffCommand::change_language)
        target.language = staff_.in_swedish ? "en" : "sv";
      look.icon = all[i].icon;
      if (ui::button(frame_, target, cells[i], look).acted) stage_.actions.push_back(all[i].act);
    }
    return cells.back().bottom();
  }

  float line(const char* id, const std::string& text, bool bad, float x, float y, float w) {
    if (text.empty()) return y;
    TextSpec spec;
    spec.text = text;
    spec.width_px = w;
    spec.weight = 600;
    spec.color = bad ? Tone::no : Tone::ink;
    y += frame_.px(20);
    return y + ui::paragraph(frame_, spec, x, y, id, ui::Role::status);
  }

  // How what was asked for goes.
  float told(float x, float y, float w) {
    if (staff_.doing != StaffTask::none) y = line("staff.doing", frame_.say("staff.doing"), false, x, y, w);
    return line("staff.told", staff_.told, staff_.failed, x, y, w);
  }

  // How the sync that was asked for goes, or went. Above what can be done, where it is in sight.
  float sync(float x, float y, float w) {
    if (known_.sync) return syncing(*known_.sync, x, y + frame_.px(24), w);
    return line("staff.sync_told", known_.sync_told, known_.sync_failed, x, y, w);
  }

  // What the sync is at, how far it is, and how long that will take. Of one that says nothing there is no
  // bar.
  float syncing(const visit::SyncSeen& sync, float x, float y, float w) {
    constexpr const char* phases[] = {"staff.sync_refresh", "staff.sync_download", "staff.sync_build",
                                      "staff.sync_upload", "staff.sync_status"};
    TextSpec spec;
    spec.width_px = w;
    spec.weight = 600;
    spec.text = frame_.say(phases[static_cast<int>(sync.phase)]);
    y += ui::paragraph(frame_, spec, x, y, "staff.sync_phase", ui::Role::status) + frame_.px(12);
    spec.weight = 0;
    if (sync.still_s > 0) {
      spec.color = Tone::no;
      spec.text = sync.still_s < 120 ? frame_.count("staff.sync_still", sync.still_s)
                                     : frame_.count("staff.sync_still_minutes", sync.still_s / 60);
      return y + ui::paragraph(frame_, spec, x, y, "staff.sync_still");
    }
    if (sync.bytes_total == 0) return y;
    const auto done = static_cast<double>(sync.bytes_done), total = static_cast<double>(sync.bytes_total);
    y = draw_bar(stage_, "staff.sync_bar", static_cast<float>(done / total), x, y, w) + frame_.px(12);
    spec.text = frame_.say("staff.sync_bytes", {{"done", bytes_text(frame_, sync.bytes_done)},
                                                {"total", bytes_text(frame_, sync.bytes_total)}});
    if (sync.left_s) spec.text += ", " + left_text(frame_, *sync.left_s);
    return y + ui::paragraph(frame_, spec, x, y, "staff.sync_left");
  }

  float rows(float x, float y, float w) {
    for (const visit::StaffRow& row : known_.rows)
      y = draw_staff_row(stage_, "staff.row." + row.id, row.name, row.value, x, y, w);
    return y;
  }

  Stage& stage_;
  Frame& frame_;
  const visit::Staff& staff_;
  const visit::StaffOverview& known_;
};

const char* question(StaffTask task) {
  switch (task) {
    case StaffTask::roll_back:
      return "staff.ask_roll_back";
    case StaffTask::undo_roll_back:
      return "staff.ask_undo_roll_back";
    case StaffTask::mend_settings:
      return "staff.ask_mend_settings";
    case StaffTask::reboot:
      return "staff.ask_reboot";
    case StaffTask::power_off:
      return "staff.ask_power_off";
    default:
      return "staff.ask_restart";
  }
}

}  // namespace

void draw_staff_question(Stage& stage) {
  Frame& frame = stage.frame;
  const std::string key = question(stage.model().staff.confirm);
  const auto body = [&](float x, float y, float w) {
    TextSpec spec;
    spec.width_px = w;
    spec.type = Type::h2;
    spec.text = frame.say(key);
    y += ui::paragraph(frame, spec, x, y, "staff.question", ui::Role::heading) + frame.px(16);
    spec.type = Type::body;
    spec.text = frame.say(key + "_text");
    y += ui::paragraph(frame, spec, x, y, "staff.question_text") + frame.px(36);
    const auto cells =
        ui::grid(frame, 2, frame.units().large() ? 1 : 2, x, std::round(y), w, frame.px(112), frame.px(20));
    for (const bool agrees : {false, true}) {
      ui::Target target;
      target.id = agrees ? "staff.agree" : "staff.refuse";
      target.label = frame.say(target.id);
      ui::ButtonLook look;
      if (agrees) look.kind = ui::ButtonKind::primary;
      if (ui::button(frame, target, cells[agrees ? 1 : 0], look).acted)
        stage.actions.push_back(visit::StaffAct{agrees ? StaffCommand::agree : StaffCommand::refuse, 0});
    }
    return cells.back().bottom();
  };
  const float w = std::min(stage.area.w - 2 * margin(frame), frame.px(1000));
  draw_sheet(stage, "staff.confirm", frame.say(key), w, true, body);
}

void draw_staff_overview(Stage& stage) {
  const visit::Staff& staff = stage.model().staff;
  StaffColumn column{"staff.overview", "staff.verdict", staff.overview != nullptr};
  if (staff.confirm != StaffTask::none) column.sheet = [&] { draw_staff_question(stage); };
  draw_staff_column(stage, column, [&](float x, float y, float w) {
    return Overview(stage, *staff.overview).draw(x, y, w);
  });
}

}  // namespace entre::screens
