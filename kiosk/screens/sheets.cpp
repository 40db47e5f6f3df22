// The sheets: thanks and the reason, the languages, and "are you still there".
#include <algorithm>
#include <cmath>

#include "kiosk/screens/parts.h"
#include "platform/display/shapes.h"

namespace entre::screens {

void draw_sheet(Stage& stage, const std::string& id, const std::string& label, float w, bool free,
                const std::function<float(float x, float y, float w)>& body) {
  Frame& frame = stage.frame;
  // Of a sheet on the dock only the air above its first row lies out of reach.
  const float air = frame.px(44);
  const float top_min = std::max(frame.px(32), free ? 0 : frame.control_top() - air),
              x = std::round((stage.area.w - w) / 2), pad = margin(frame);
  const auto padded = [&](float y) { return body(x + pad, y + air, w - 2 * pad) + frame.px(free ? 56 : 64); };
  const float natural = std::round(measure(frame, padded));
  const float height = std::min(natural, stage.area.h - top_min - (free ? frame.px(32) : 0));
  // Free in the middle; in low reach as low as it goes.
  const float share = frame.low_reach() ? 1 : frame.units().across() ? 0.5f : 0.82f;
  const float y = free ? std::round((stage.area.h - height - (share < 1 ? 0 : frame.px(32))) * share)
                       : stage.area.h - height;
  const Rect rect{x, y, w, height};
  draw_sheet_ground(stage, rect, free, id, label);
  flow(stage, {id, rect, x + pad, w - 2 * pad, false}, padded);
}

float sheet_width(Stage& stage) {
  const Frame& frame = stage.frame;
  return frame.units().across() ? std::min(stage.area.w, frame.px(1280)) : stage.area.w;
}

float text_and_button(Stage& stage, const Rect& place, TextSpec spec, const TextNode& text_node,
                      const char* button_id, ui::ButtonKind kind, const visit::Action& action) {
  Frame& frame = stage.frame;
  ui::ButtonLook look;
  look.kind = kind;
  const std::string& label = frame.say(button_id);
  const float button_w = std::max(frame.px(176), ui::button_width(frame, label, look) + frame.px(32));
  const float button_h = ui::button_height(frame, label, look, button_w);
  spec.width_px = place.w - button_w - frame.px(24);
  const ui::Text text = frame.set(spec);
  const Rect row{place.x, std::round(place.y), place.w, std::round(std::max(text.h, button_h))};
  const Rect column = frame.mirrored({row.x, row.y, spec.width_px, row.h}, row);
  frame.draw(text, column.x, row.y + (row.h - text.h) / 2, text_node.id, text_node.role);
  ui::Target target;
  target.id = button_id;
  target.label = label;
  const Rect button{row.right() - button_w, std::round(row.y + (row.h - button_h) / 2), button_w, button_h};
  if (ui::button(frame, target, frame.mirrored(button, row), look).acted) stage.actions.push_back(action);
  return row.bottom();
}

namespace {

struct Reason {
  const char* id;
  const char* icon;
};
constexpr Reason reasons[] = {{"not_found", "magnify"},
                              {"hard_to_read", "format-size"},
                              {"outdated", "clock-outline"},
                              {"wrong_contact", "account-outline"}};

class Thanks {
 public:
  explicit Thanks(Stage& stage) : stage_(stage), frame_(stage.frame), feedback_(stage.model().feedback) {}

  float draw(float x, float y, float w) {
    y = heading(x, y, w);
    y = state(x, y + frame_.px(24), w);
    if (is_saved() && !feedback_.useful) y = why(x, y + frame_.px(28), w);
    if (is_saved() && stage_.model().installation.comment) y = comment(x, y + frame_.px(28), w);
    if (feedback_.state == visit::SaveState::failed) return y;
    TextSpec spec;
    spec.text = frame_.say("feedback.privacy");
    if (is_saved() && stage_.model().installation.sends_answers) spec.text = next() + " " + spec.text;
    spec.type = Type::label;
    spec.color = Tone::secondary;
    spec.width_px = w;
    y += frame_.px(28);
    return y + ui::paragraph(frame_, spec, x, y, "feedback.privacy");
  }

  // A change of the reason is being saved while the answer already is.
  bool is_saved() const {
    return feedback_.state == visit::SaveState::saved ||
           (feedback_.state == visit::SaveState::saving && feedback_.draft != 0);
  }

 private:
  float heading(float x, float y, float w) {
    TextSpec spec;
    spec.type = Type::h1;
    spec.text = frame_.say(is_saved() ? "feedback.thanks" : "feedback.question");
    if (!is_saved()) spec.type = Type::h2;
    return text_and_button(stage_, {x, y, w, 0}, spec, {"feedback.title", ui::Role::heading}, "feedback.done",
                           ui::ButtonKind::primary, visit::CloseSheet{});
  }

  float state(float x, float y, float w) {
    TextSpec spec;
    if (feedback_.state == visit::SaveState::failed) {
      spec.text = frame_.say("feedback.could_not_save");
      spec.color = Tone::no;
      spec.weight = 600;
      spec.width_px = w;
      return y + ui::paragraph(frame_, spec, x, y, "feedback.failed", ui::Role::status);
    }
    const std::string answer = frame_.say(feedback_.useful ? "feedback.yes" : "feedback.no");
    if (is_saved()) {
      const ui::Filled filled = ui::fill(frame_.say("feedback.saved"), {{"answer", answer}});
      spec.text = filled.text;
      for (const auto& range : filled.ranges)
        spec.spans.push_back({range.begin, range.end, true, false, false, false});
    }
    return text_and_button(stage_, {x, y, w, 0}, spec, {"feedback.saved", ui::Role::status}, "feedback.undo",
                           ui::ButtonKind::outline, visit::UndoAnswer{});
  }

  // Where the answer goes from here.
  std::string next() const {
    const content::Site& site = stage_.model().library->site;
    return frame_.say("feedback.next",
                      {{"name", content::pick(site.name, frame_.language(), site.default_language)}});
  }

  float comment(float x, float y, float w) {
    const bool is_empty = feedback_.comment.empty();
    if (!is_empty) {
      TextSpec spec;
      spec.text = frame_.say("feedback.written", {{"text", feedback_.comment}});
      spec.width_px = w;
      // A status: what a visitor wrote is said in headphones only.
      y += ui::paragraph(frame_, spec, x, y, "feedback.comment", ui::Role::status) + frame_.px(16);
    }
    ui::ButtonLook look;
    look.icon = "pencil";
    ui::Target target;
    target.id = "feedback.write";
    target.label = frame_.say(is_empty ? "feedback.write" : "feedback.edit");
    const float height = std::max(frame_.px(104), ui::button_height(frame_, target.label, look, w));
    const Rect rect{x, std::round(y), w, height};
    if (ui::button(frame_, target, rect, look).acted) stage_.actions.push_back(visit::WriteComment{});
    return rect.bottom();
  }

  float why(float x, float y, float w) {
    TextSpec spec;
    spec.text = frame_.say("feedback.what_better");
    spec.type = Type::title;
    spec.width_px = w;
    y += ui::paragraph(frame_, spec, x, y, "feedback.why", ui::Role::heading);
    y = std::round(y + frame_.px(20));
    ui::ButtonLook look;
    look.start_aligned = true;
    const int columns = frame_.units().large() ? 1 : 2;
    const float gap = frame_.px(20);
    const float cell_w =
        std::floor((w - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns));
    float height = frame_.px(136);
    for (const Reason& reason : reasons) {
      look.icon = reason.icon;
      height = std::max(height, ui::button_height(frame_, label(reason), look, cell_w));
    }
    const auto cells = ui::grid(frame_, 4, columns, x, y, w, height, gap);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      ui::Target target;
      target.id = std::string("feedback.reason.") + reasons[i].id;
      target.label = label(reasons[i]);
      const auto& chosen = feedback_.reasons;
      look.selected = std::find(chosen.begin(), chosen.end(), reasons[i].id) != chosen.end();
      look.icon = reasons[i].icon;
      target.state = look.selected ? "selected" : "";
      if (ui::button(frame_, target, cells[i], look).acted)
        stage_.actions.push_back(visit::ToggleReason{reasons[i].id});
    }
    return cells.back().bottom();
  }

  const std::string& label(const Reason& reason) const {
    return frame_.say(std::string("feedback.reason_") + reason.id);
  }

  Stage& stage_;
  Frame& frame_;
  const visit::Feedback& feedback_;
};

}  // namespace

void draw_feedback_sheet(Stage& stage) {
  Thanks thanks(stage);
  const std::string& label = stage.frame.say(thanks.is_saved() ? "feedback.thanks" : "feedback.question");
  draw_sheet(stage, "feedback", label, sheet_width(stage), false,
             [&](float x, float y, float w) { return thanks.draw(x, y, w); });
}

void draw_language_sheet(Stage& stage) {
  Frame& frame = stage.frame;
  const auto languages = stage.model().offered_languages();
  const auto body = [&](float x, float y, float w) {
    TextSpec spec;
    spec.width_px = w;
    spec.type = Type::h1;
    spec.text = frame.say("language.title");
    y += ui::paragraph(frame, spec, x, y, "language.title", ui::Role::heading) + frame.px(12);
    spec.type = Type::body;
    spec.text = frame.say("language.note");
    y += ui::paragraph(frame, spec, x, y, "language.note") + frame.px(32);
    ui::ButtonLook look;
    look.type = Type::lead;
    const int columns = frame.units().across() && !frame.units().large() ? 2 : 1;
    const float height = std::max(frame.px(120), ui::button_height(frame, "X", look, w));
    const auto cells = ui::grid(frame, static_cast<int>(languages.size()), columns, x, std::round(y), w,
                                height, frame.px(16));
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const bool current = languages[i].code == frame.language();
      ui::Target target;
      target.id = "language." + languages[i].code;
      target.label = languages[i].endonym;
      target.language = languages[i].code;
      target.state = current ? "selected" : "";
      look.selected = current;
      look.icon = current ? "check" : "";
      if (ui::button(frame, target, cells[i], look).acted)
        stage.actions.push_back(current ? visit::Action(visit::CloseSheet{})
                                        : visit::Action(visit::SetLanguage{languages[i].code}));
    }
    return cells.empty() ? y : cells.back().bottom();
  };
  draw_sheet(stage, "language", frame.say("language.title"), sheet_width(stage), false, body);
}

namespace {

class Warning {
 public:
  explicit Warning(Stage& stage)
      : stage_(stage), frame_(stage.frame), wide_(frame_.units().across() && frame_.units().large()) {}

  // Where a large text leaves little height, ring and words stand side by side, and so do the buttons: they
  // must be seen without scrolling.
  float draw(float x, float y, float w) {
    const float side = frame_.px(wide_ ? 168 : frame_.units().across() ? 184 : 232), gap = frame_.px(28);
    const Rect row{x, y, w, side};
    ring(frame_.mirrored(
        {std::round(wide_ ? x : x + (w - side) / 2), std::round(y + frame_.px(12)), side, side}, row));
    if (!wide_) {
      const float bottom = words(x, y + frame_.px(12) + side + gap, w);
      return buttons(x, std::round(bottom + frame_.px(36)), w);
    }
    const Rect column = frame_.mirrored({x + side + gap, y, w - side - gap, side}, row);
    const float bottom = words(column.x, y, column.w);
    return buttons(x, std::round(std::max(bottom, y + side + gap) + gap), w);
  }

 private:
  void ring(const Rect& square) {
    const std::int64_t left_s = stage_.model().idle_left_s;
    const ui::Theme& theme = frame_.theme();
    const float value = std::clamp(
        static_cast<float>(left_s) / static_cast<float>(std::max<std::int64_t>(stage_.model().idle_of_s, 1)),
        0.f, 1.f);
    frame_.raster(
        "ring " + std::to_string(left_s) + " " + std::to_string(square.w) + theme.name, square, [&] {
          return display::raster_ring(static_cast<int>(square.w), frame_.px(22), value, theme[Tone::brand],
                                      ui::mix(theme[Tone::paper], theme[Tone::edge], 0.28f));
        });
    TextSpec spec;
    spec.text = std::to_string(left_s);
    spec.type = Type::h1;
    spec.size_px = std::round(square.w * 0.38f);
    spec.line_height = 1.1f;
    const ui::Text seconds = frame_.set(spec);
    frame_.draw(seconds, square.x + (square.w - seconds.w) / 2, square.y + (square.h - seconds.h) / 2,
                "idle.seconds", ui::Role::status);
  }

  float words(float x, float y, float w) {
    TextSpec spec;
    if (!wide_) spec.align = display::Align::center;
    spec.width_px = w;
    spec.type = Type::h1;
    spec.text = frame_.say("idle.title");
    y += ui::paragraph(frame_, spec, x, y, "idle.title", ui::Role::heading) + frame_.px(12);
    spec.type = Type::body;
    spec.text = frame_.say("idle.text");
    return y + ui::paragraph(frame_, spec, x, y, "idle.text");
  }

  float buttons(float x, float y, float w) {
    const float gap = frame_.px(20), each = wide_ ? std::floor((w - gap) / 2) : w;
    const float first_h = button({x, y, each, 0}, "idle.continue", ui::ButtonKind::primary, Type::lead, 136,
                                 visit::ExtendVisit{}, w);
    const Rect second{wide_ ? x + each + gap : x, wide_ ? y : y + first_h + gap, each, 0};
    const float second_h = button(second, "idle.restart", ui::ButtonKind::outline,
                                  wide_ ? Type::lead : Type::body, wide_ ? 136 : 104, visit::EndVisit{}, w);
    return wide_ ? y + std::max(first_h, second_h) : second.y + second_h;
  }

  float button(Rect rect, const char* id, ui::ButtonKind kind, Type type, float min_h,
               const visit::Action& action, float w) {
    ui::ButtonLook look;
    look.kind = kind;
    look.type = type;
    ui::Target target;
    target.id = id;
    target.label = frame_.say(id);
    rect.h = std::max(frame_.px(min_h), ui::button_height(frame_, target.label, look, rect.w));
    const Rect row{margin_x(w), rect.y, w, rect.h};
    if (ui::button(frame_, target, frame_.mirrored(rect, row), look).acted) stage_.actions.push_back(action);
    return rect.h;
  }

  // The sheet stands in the middle of the area, and so does its column.
  float margin_x(float w) const { return std::round((stage_.area.w - w) / 2); }

  Stage& stage_;
  Frame& frame_;
  const bool wide_;
};

}  // namespace

void draw_idle_sheet(Stage& stage) {
  Frame& frame = stage.frame;
  const bool wide = frame.units().across() && frame.units().large();
  const float w = std::min(stage.area.w - 2 * margin(frame), frame.px(wide                     ? 1792
                                                                      : frame.units().across() ? 1280
                                                                                               : 952));
  Warning warning(stage);
  draw_sheet(stage, "idle", frame.say("idle.title"), w, true,
             [&](float x, float y, float inner_w) { return warning.draw(x, y, inner_w); });
}

}  // namespace entre::screens
