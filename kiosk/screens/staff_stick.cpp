// Answers saved on a USB stick: what staff are to do, how far it is, and when the stick can be pulled out.
#include <cmath>

#include "kiosk/screens/staff_parts.h"

namespace entre::screens {

using visit::StaffCommand;
using visit::StickFault;
using visit::StickPhase;

namespace {

const char* fault_key(StickFault fault) {
  constexpr const char* keys[] = {"",
                                  "staff.stick_fault_nothing",
                                  "staff.stick_fault_ledger",
                                  "staff.stick_fault_gone",
                                  "staff.stick_fault_mount",
                                  "staff.stick_fault_full",
                                  "staff.stick_fault_read_only",
                                  "staff.stick_fault_write",
                                  "staff.stick_fault_differs",
                                  "staff.stick_fault_held"};
  return keys[static_cast<int>(fault)];
}

class StickPage {
 public:
  explicit StickPage(Stage& stage) : stage_(stage), frame_(stage.frame), seen_(stage.model().staff.stick) {}

  float draw(float x, float y, float w) {
    TextSpec spec;
    spec.width_px = w;
    spec.type = Type::h1;
    spec.text = frame_.say("staff.stick");
    y += ui::paragraph(frame_, spec, x, y, "staff.stick_title", ui::Role::heading) + frame_.px(16);
    // What it is about is said before it begins; from then on how it goes comes first.
    if (seen_.phase <= StickPhase::ready) {
      spec.type = Type::body;
      spec.text = frame_.say("staff.stick_text");
      y += ui::paragraph(frame_, spec, x, y, "staff.stick_text") + frame_.px(24);
    }
    y = told(x, y + frame_.px(16), w);
    if (seen_.phase == StickPhase::writing || seen_.phase == StickPhase::checking) y = bar(x, y, w);
    return buttons(x, y + frame_.px(36), w) + frame_.px(24);
  }

 private:
  std::string words() const {
    switch (seen_.phase) {
      case StickPhase::looking:
        return frame_.say("staff.stick_looking");
      case StickPhase::none:
        return frame_.say("staff.stick_none");
      case StickPhase::foreign:
        return frame_.say("staff.stick_foreign");
      case StickPhase::ready:
        return frame_.say("staff.stick_ready");
      case StickPhase::opening:
        return frame_.say("staff.stick_opening");
      case StickPhase::writing:
        return frame_.say("staff.stick_writing");
      case StickPhase::checking:
        return frame_.say("staff.stick_checking");
      case StickPhase::releasing:
        return frame_.say("staff.stick_releasing");
      case StickPhase::done:
        return frame_.count("staff.stick_done", static_cast<std::int64_t>(seen_.answers));
      case StickPhase::cancelled:
        return frame_.say("staff.stick_cancelled");
      case StickPhase::failed:
        return frame_.say(fault_key(seen_.fault));
    }
    return {};
  }

  // A sign beside it where it is over, so that colour alone says nothing.
  float told(float x, float y, float w) {
    const bool is_done = seen_.phase == StickPhase::done;
    const bool is_bad = seen_.phase == StickPhase::failed || seen_.phase == StickPhase::foreign;
    TextSpec spec;
    spec.weight = 600;
    spec.type = Type::h2;
    spec.color = is_bad ? Tone::no : Tone::ink;
    spec.text = words();
    const float side = is_done || is_bad ? frame_.units().mark(56) : 0, gap = side > 0 ? frame_.px(20) : 0;
    spec.width_px = w - side - gap;
    const ui::Text text = frame_.set(spec);
    if (side > 0)
      frame_.icon(is_done ? "check-circle" : "alert-circle-outline", {x, y, side, side}, side,
                  is_done ? Tone::yes : Tone::no);
    frame_.draw(text, x + side + gap, y, "staff.stick_told", ui::Role::status);
    y = std::round(y + std::max(side, text.h));
    if (seen_.file.empty() || (!is_done && seen_.fault != StickFault::held)) return y;
    spec.type = Type::body;
    spec.weight = 0;
    spec.color = Tone::secondary;
    spec.width_px = w;
    spec.text = frame_.say("staff.stick_file", {{"file", seen_.file}});
    y += frame_.px(16);
    return y + ui::paragraph(frame_, spec, x, y, "staff.stick_file");
  }

  float bar(float x, float y, float w) {
    const auto done = static_cast<float>(seen_.bytes_done), total = static_cast<float>(seen_.bytes_total);
    y = draw_bar(stage_, "staff.stick_bar", total > 0 ? done / total : 0, x, y + frame_.px(24), w);
    TextSpec spec;
    spec.width_px = w;
    spec.text = frame_.say("staff.sync_bytes", {{"done", bytes_text(frame_, seen_.bytes_done)},
                                                {"total", bytes_text(frame_, seen_.bytes_total)}});
    y += frame_.px(12);
    return y + ui::paragraph(frame_, spec, x, y, "staff.stick_bytes");
  }

  float buttons(float x, float y, float w) {
    const auto button = [&](const char* id, StaffCommand command, int value, const char* icon) {
      return SettingButton{id, frame_.say(id), "", {command, value}, false, true, icon};
    };
    std::vector<SettingButton> all;
    if (visit::is_busy(seen_.phase)) {
      all = {button("staff.stick_leave", StaffCommand::leave_stick, 0, "close")};
      // The name is being given: a moment, and too late to end it.
      all[0].enabled = seen_.phase != StickPhase::releasing;
    } else if (seen_.phase == StickPhase::done || seen_.phase == StickPhase::failed ||
               seen_.phase == StickPhase::cancelled) {
      all = {button("staff.stick_again", StaffCommand::look_at_stick, 0, "refresh")};
    } else {
      // They are there before the stick is: what will be possible is seen.
      all = {button("staff.stick_csv", StaffCommand::save_answers, 0, "check"),
             button("staff.stick_json", StaffCommand::save_answers, 1, "check")};
      for (SettingButton& each : all) each.enabled = seen_.phase == StickPhase::ready;
    }
    return draw_buttons(stage_, all, frame_.units().large() ? 1 : 2, x, y, w);
  }

  Stage& stage_;
  Frame& frame_;
  const visit::StickSeen& seen_;
};

}  // namespace

void draw_staff_stick(Stage& stage) {
  draw_staff_column(stage, {"staff.stick", "staff.stick_title"},
                    [&](float x, float y, float w) { return StickPage(stage).draw(x, y, w); });
}

}  // namespace entre::screens
