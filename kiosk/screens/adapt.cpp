// The Adapt panel: a row for each thing that can be made to suit, with all its choices in sight. What is
// touched takes effect at once.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/parts.h"

namespace entre::screens {

namespace {

constexpr float pad_px = 32, air_px = 20, row_gap_px = 12, segment_gap_px = 12;
// Heights of the letter on the buttons of text size: what each will look like, whatever it is now.
constexpr float letter_px[] = {32, 40, 52, 66};
constexpr int text_sizes[] = {100, 125, 150, 200};

struct Choice {
  std::string id, label, spoken;
  bool selected = false;
  visit::Preferences wanted;
  float letter_px = 0;  // not 0: a letter of that size stands for the label
};

struct Row {
  std::string id, title, hint;
  std::vector<Choice> choices;
};

class Panel {
 public:
  explicit Panel(Stage& stage)
      : stage_(stage), frame_(stage.frame), now_(stage.model().preferences), rows_(rows()) {}

  float draw(float x, float y, float w) {
    TextSpec title;
    title.type = Type::h1;
    title.text = frame_.say("adapt.title");
    y = text_and_button(stage_, {x, y, w, 0}, title, {"adapt.title", ui::Role::heading}, "adapt.done",
                        ui::ButtonKind::primary, visit::CloseSheet{});
    y = all_rows(x, y + frame_.px(28), w) + frame_.px(16);
    // All of it is to be in sight without a page button, where the text leaves room for that.
    const bool beside = !frame_.units().large();
    const float about_w = columns() == 2 ? cell_width(w) : beside ? std::round(w * 0.62f) : w;
    const Rect row{x, y, w, 0};
    const float bottom = about(frame_.mirrored({x, y, about_w, 0}, row));
    TextSpec note;
    note.text = frame_.say("adapt.reset_note");
    note.type = Type::label;
    note.color = Tone::secondary;
    const float between = frame_.px(columns() == 2 ? 48 : 24);
    note.width_px = beside ? w - about_w - between : w;
    if (!beside)
      return bottom + frame_.px(20) +
             ui::paragraph(frame_, note, x, bottom + frame_.px(20), "adapt.reset_note");
    const ui::Text set = frame_.set(note);
    const Rect place = frame_.mirrored({x + about_w + between, y, note.width_px, bottom - y}, row);
    frame_.draw(set, place.x, y + (place.h - set.h) / 2, "adapt.reset_note");
    return std::max(bottom, y + set.h);
  }

 private:
  Row row(const char* name, bool hint) const {
    const std::string id = std::string("adapt.") + name;
    return {id, frame_.say(id), hint ? frame_.say(id + "_hint") : "", {}};
  }
  void add(Row* row, const std::string& name, const std::string& label,
           const visit::Preferences& wanted) const {
    row->choices.push_back({row->id + "." + name, label,
                            frame_.say("adapt.choice", {{"title", row->title}, {"choice", label}}),
                            wanted == now_, wanted, 0});
  }
  Row on_off(const char* name, bool hint, bool visit::Preferences::*member, bool on_is = true) const {
    Row made = row(name, hint);
    for (const bool on : {false, true}) {
      visit::Preferences wanted = now_;
      wanted.*member = on == on_is;
      add(&made, on ? "on" : "off", frame_.say(on ? "adapt.on" : "adapt.off"), wanted);
    }
    return made;
  }

  std::vector<Row> rows() const {
    Row text = row("text", true), theme = row("theme", false), time = row("time", true);
    for (std::size_t i = 0; i < std::size(text_sizes); ++i) {
      visit::Preferences wanted = now_;
      wanted.text_percent = text_sizes[i];
      const std::string percent = std::to_string(text_sizes[i]);
      add(&text, percent, frame_.say("adapt.text_size", {{"percent", percent}}), wanted);
      text.choices.back().letter_px = letter_px[i];
    }
    for (const char* name : {"light", "dark", "contrast"}) {
      visit::Preferences wanted = now_;
      wanted.theme = name;
      add(&theme, name, frame_.say(std::string("adapt.") + name), wanted);
    }
    for (const int times : {1, 3, 10}) {
      visit::Preferences wanted = now_;
      wanted.more_time = times;
      const std::string n = std::to_string(times);
      add(&time, n, n + "×", wanted);
      time.choices.back().spoken = frame_.say(
          "adapt.choice", {{"title", time.title}, {"choice", frame_.say("adapt.times", {{"n", n}})}});
    }
    return {text,
            theme,
            on_off("speech", true, &visit::Preferences::speech),
            on_off("reach", true, &visit::Preferences::low_reach),
            on_off("motion", true, &visit::Preferences::calm, false),
            time};
  }

  float about(const Rect& place) {
    ui::CardSpec card;
    card.target.id = "adapt.about";
    card.target.label = card.title = frame_.say("about.title");
    card.icon = "information-outline";
    card.small_plate = card.chevron = true;
    const Rect rect{place.x, place.y, place.w, ui::card_height(frame_, card, place.w, place.y)};
    if (ui::card(frame_, card, rect).acted) stage_.actions.push_back(visit::Open{visit::ScreenId::about, ""});
    return rect.bottom();
  }

  int columns() const { return frame_.units().across() && !frame_.units().large() ? 2 : 1; }
  float cell_width(float w) const {
    const auto across = static_cast<float>(columns());
    return std::floor((w - frame_.px(row_gap_px) * (across - 1)) / across);
  }

  float all_rows(float x, float y, float w) {
    const float gap = frame_.px(row_gap_px), cell_w = cell_width(w);
    const auto across = static_cast<std::size_t>(columns());
    for (std::size_t first = 0; first < rows_.size(); first += across) {
      const std::size_t last = std::min(first + across, rows_.size());
      float height = 0;
      for (std::size_t i = first; i < last; ++i)
        height = std::max(height, measure(frame_, [&](float) {
                            return draw_row(rows_[i], {0, 0, cell_w, 0});
                          }));
      for (std::size_t i = first; i < last; ++i) {
        const Rect cell{x + static_cast<float>(i - first) * (cell_w + gap), std::round(y), cell_w,
                        std::round(height)};
        draw_row(rows_[i], frame_.mirrored(cell, {x, y, w, 0}));
      }
      y += std::round(height) + gap;
    }
    return y - gap;
  }

  ui::ButtonLook look(const Choice& choice) const {
    ui::ButtonLook made;
    made.kind = choice.selected ? ui::ButtonKind::primary : ui::ButtonKind::outline;
    made.padding = 20;
    made.icon_only = choice.letter_px > 0;
    return made;
  }
  float segment_w(const Choice& choice) {
    const float least = frame_.px(108);
    if (choice.letter_px > 0) return least;
    return std::max(least, ui::button_width(frame_, choice.label, look(choice)));
  }

  // Title and choices side by side where the title keeps its line, else one below the other. Returns the
  // height.
  float draw_row(const Row& row, const Rect& rect) {
    const float pad = frame_.px(pad_px), gap = frame_.px(segment_gap_px), inner = rect.w - 2 * pad;
    float all = -gap;
    for (const Choice& choice : row.choices) all += segment_w(choice) + gap;
    TextSpec title;
    title.text = row.title;
    title.type = Type::card;
    title.ground = Tone::surface;
    const float left = inner - all - frame_.px(24);
    const bool beside = frame_.set(title).w <= left;
    title.width_px = beside ? left : inner;
    TextSpec hint = title;
    hint.text = row.hint;
    hint.type = Type::label;
    hint.color = Tone::secondary;
    const ui::Text title_text = frame_.set(title),
                   hint_text = row.hint.empty() ? ui::Text{} : frame_.set(hint);
    const float words_h = title_text.h + hint_text.h;
    const float segments_w = beside ? all : inner;
    const float segments_h = segments(row, {0, 0, segments_w, 0}, {}, false);
    const float air = frame_.px(air_px);
    const float height = std::round(beside ? std::max(words_h, segments_h) + 2 * air
                                           : words_h + frame_.px(16) + segments_h + 2 * air);
    if (frame_.measuring()) return height;
    frame_.push_fold(rect, {rect.x, rect.y + air, rect.w, rect.h - 2 * air});
    ui::card_ground(frame_, rect, false);
    ui::Node group;
    group.id = row.id;
    group.role = ui::Role::group;
    group.label = row.title;
    group.rect = rect;
    frame_.node(std::move(group));
    const float words_y = beside ? rect.y + (rect.h - words_h) / 2 : rect.y + air;
    const Rect column = frame_.mirrored({rect.x + pad, rect.y, title.width_px, rect.h}, rect);
    frame_.draw(title_text, column.x, words_y, row.id + ".title", ui::Role::text, row.id);
    if (!row.hint.empty())
      frame_.draw(hint_text, column.x, words_y + title_text.h, row.id + ".hint", ui::Role::text, row.id);
    const Rect place{
        beside ? rect.right() - pad - all : rect.x + pad,
        std::round(beside ? rect.y + (rect.h - segments_h) / 2 : words_y + words_h + frame_.px(16)),
        segments_w, segments_h};
    segments(row, place, rect, true);
    frame_.pop_clip();
    return height;
  }

  // The choices in lines as wide as `place`; returns their height.
  float segments(const Row& row, const Rect& place, const Rect& within, bool draw) {
    const float gap = frame_.px(segment_gap_px);
    float x = place.x, y = place.y, line_h = frame_.px(96);
    for (const Choice& choice : row.choices)
      if (choice.letter_px == 0)
        line_h = std::max(line_h, ui::button_height(frame_, choice.label, look(choice), segment_w(choice)));
    for (const Choice& choice : row.choices) {
      const float w = std::min(segment_w(choice), place.w);
      if (x > place.x && x + w > place.right() + 0.5f) {
        x = place.x;
        y += line_h + gap;
      }
      if (draw) segment(row, choice, frame_.mirrored({x, y, w, line_h}, within));
      x += w + gap;
    }
    return y + line_h - place.y;
  }

  void segment(const Row& row, const Choice& choice, const Rect& rect) {
    ui::Target target;
    target.id = choice.id;
    target.parent = row.id;
    target.label = choice.label;
    target.spoken = choice.spoken;
    target.state = choice.selected ? "selected" : "";
    if (ui::button(frame_, target, rect, look(choice)).acted)
      stage_.actions.push_back(visit::Adapt{choice.wanted});
    if (choice.letter_px == 0) return;
    TextSpec letter;
    letter.text = "A";
    letter.language = "sv";
    letter.weight = 600;
    letter.size_px = frame_.px(choice.letter_px);
    letter.line_height = 1.2f;
    letter.color = choice.selected ? Tone::on_brand : Tone::ink;
    letter.ground = choice.selected ? Tone::brand : Tone::surface;
    const ui::Text set = frame_.set(letter);
    frame_.draw(set, rect.x + (rect.w - set.w) / 2, rect.y + (rect.h - set.h) / 2, "");
  }

  Stage& stage_;
  Frame& frame_;
  const visit::Preferences& now_;
  const std::vector<Row> rows_;
};

}  // namespace

void draw_adapt_sheet(Stage& stage) {
  Frame& frame = stage.frame;
  const float w = frame.units().across() ? std::min(stage.area.w, frame.px(1792)) : stage.area.w;
  Panel panel(stage);
  draw_sheet(stage, "adapt", frame.say("adapt.title"), w, false,
             [&](float x, float y, float inner_w) { return panel.draw(x, y, inner_w); });
}

}  // namespace entre::screens
