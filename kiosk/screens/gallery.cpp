// The style sheet: types, colours and every widget in every state, with the kiosk's own texts. Captions name
// things as the code does.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/parts.h"
#include "kiosk/ui/keyboard.h"

namespace entre::screens {

namespace {

using content::Block;
using content::BlockKind;

class Gallery {
 public:
  Gallery(Stage& stage, float x, float w)
      : stage_(stage), frame_(stage.frame), x_(x), w_(w), gap_(frame_.px(16)) {}

  float draw(float y) {
    for (const auto section : {&Gallery::types, &Gallery::colors, &Gallery::buttons, &Gallery::cards,
                               &Gallery::blocks, &Gallery::parts, &Gallery::keys})
      y = std::round((this->*section)(y) + frame_.px(40));
    return y;
  }

 private:
  std::string next_id(const std::string& name) { return "gallery." + name + "." + std::to_string(++ids_); }

  float caption(const std::string& text, float x, float y, float w) {
    TextSpec spec;
    spec.text = text;
    spec.type = Type::label;
    spec.color = Tone::secondary;
    spec.language = "en";
    spec.width_px = w;
    return y + ui::paragraph(frame_, spec, x, y, next_id("caption")) + frame_.px(8);
  }

  float types(float y) {
    constexpr std::pair<const char*, Type> all[] = {
        {"display", Type::display}, {"h1", Type::h1},     {"h2", Type::h2},     {"lead", Type::lead},
        {"title", Type::title},     {"card", Type::card}, {"body", Type::body}, {"label", Type::label}};
    for (const auto& [name, type] : all) {
      const auto pixels = std::to_string(std::lround(frame_.units().font(type)));
      y = caption(std::string(name) + ", " + pixels + " px", x_, y, w_);
      TextSpec spec;
      spec.text = frame_.say(ui::is_heading(type) ? "neutral.title" : "neutral.text");
      spec.type = type;
      spec.width_px = w_;
      y += ui::paragraph(frame_, spec, x_, y, next_id("type")) + gap_;
    }
    return y;
  }

  float colors(float y) {
    const float cell_h = frame_.px(72);
    const float caption_h = std::round(frame_.units().font(Type::label) * 1.4f) + frame_.px(16);
    const auto cells = ui::grid(frame_, content::tone_count, frame_.units().large() ? 2 : 4, x_, y, w_,
                                cell_h + caption_h, gap_);
    for (int i = 0; i < content::tone_count; ++i) {
      const auto tone = static_cast<Tone>(i);
      const Rect& cell = cells[static_cast<std::size_t>(i)];
      frame_.panel({cell.x, cell.y, cell.w, cell_h},
                   {frame_.theme()[tone], frame_.theme()[Tone::edge], gap_, frame_.px(2)});
      caption(content::name(tone), cell.x, cell.y + cell_h + frame_.px(4), cell.w);
    }
    return cells.back().bottom();
  }

  enum class State { rest, held, selected, disabled };
  static constexpr State states[] = {State::rest, State::held, State::selected, State::disabled};

  void button(State state, const std::string& label, ui::ButtonLook look, const Rect& cell) {
    ui::Target target;
    target.id = next_id("button");
    target.label = label;
    target.enabled = state != State::disabled;
    look.selected = state == State::selected;
    if (look.selected) target.state = "selected";
    frame_.set_held(state == State::held);
    ui::button(frame_, target, cell, look);
    frame_.set_held(false);
  }

  // One kind of button in its four states.
  float button_row(const char* name, const std::string& label, const ui::ButtonLook& look, float y) {
    y = caption(std::string("button, ") + name + ": rest, held, selected, disabled", x_, y, w_);
    const int columns = frame_.units().large() ? 2 : 4;
    const float cell_w = (w_ - gap_ * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    const float h = ui::button_height(frame_, label, look, cell_w);
    const auto cells = ui::grid(frame_, 4, columns, x_, y, w_, h, gap_);
    for (std::size_t i = 0; i < cells.size(); ++i) button(states[i], label, look, cells[i]);
    return cells.back().bottom() + gap_;
  }

  float buttons(float y) {
    ui::ButtonLook look;
    look.kind = ui::ButtonKind::primary;
    y = button_row("primary", frame_.say("feedback.done"), look, y);
    look.kind = ui::ButtonKind::outline;
    look.icon = "home";
    y = button_row("outline", frame_.say("dock.home"), look, y);
    look.kind = ui::ButtonKind::yes;
    look.icon = "thumb-up-outline";
    y = button_row("yes", frame_.say("feedback.yes"), look, y);
    look.kind = ui::ButtonKind::no;
    look.icon = "thumb-down-outline";
    y = button_row("no", frame_.say("feedback.no"), look, y);
    look.kind = ui::ButtonKind::outline;
    look.icon = "close";
    look.icon_only = true;
    y = button_row("icon only", frame_.say("label.close"), look, y);
    look.icon_only = false;
    look.start_aligned = true;
    look.icon = "chevron-down";
    y = caption("button, start aligned: rest, held, selected, disabled", x_, y, w_);
    for (const State state : states) {
      const std::string& label = frame_.say("feedback.reason_hard_to_read");
      const Rect row{x_, std::round(y), w_, ui::button_height(frame_, label, look, w_)};
      button(state, label, look, row);
      y = row.bottom() + gap_;
    }
    return y;
  }

  ui::CardSpec card(const std::string& icon) const {
    ui::CardSpec spec;
    spec.icon = icon;
    spec.title = frame_.say("home.contacts");
    spec.text = frame_.say("home.contacts_hint");
    return spec;
  }

  float card_row(const char* name, ui::CardSpec spec, float y) {
    y = caption(std::string("card, ") + name + ": rest, held", x_, y, w_);
    const int columns = frame_.units().large() ? 1 : 2;
    const float cell_w = columns == 1 ? w_ : (w_ - gap_) / 2;
    const float h = ui::card_height(frame_, spec, cell_w, y);
    const auto cells = ui::grid(frame_, 2, columns, x_, y, w_, h, gap_);
    for (std::size_t i = 0; i < 2; ++i) {
      spec.target.id = next_id("card");
      spec.target.label = spec.title + ". " + spec.text;
      frame_.set_held(i == 1);
      ui::card(frame_, spec, cells[i]);
      frame_.set_held(false);
    }
    return cells.back().bottom() + gap_;
  }

  float cards(float y) {
    ui::CardSpec spec = card("compass");
    spec.stacked = true;
    y = card_row("stacked", spec, y);
    spec.small_plate = true;
    y = card_row("stacked, small plate", spec, y);
    spec = card("file-document");
    spec.chevron = true;
    y = card_row("row", spec, y);
    spec.title_marks = {{0, spec.title.size(), false, false, false, true}};
    y = card_row("hit", spec, y);
    spec = card("account-outline");
    spec.disc = true;
    spec.chevron = true;
    return card_row("person", spec, y);
  }

  static Block text_block(BlockKind kind, const std::string& text, int level = 0) {
    Block block;
    block.kind = kind;
    block.level = level;
    block.spans = {{text, false, false, ""}};
    return block;
  }

  // A page with every kind of block that needs no release.
  content::Page specimen() const {
    content::Page page;
    page.language = frame_.language();
    const auto say = [this](const char* key) { return frame_.say(key); };
    Block styles = text_block(BlockKind::paragraph, say("feedback.privacy") + " ");
    styles.spans.push_back({say("feedback.reason_saved"), true, false, ""});
    styles.spans.push_back({" " + say("feedback.undone"), false, true, ""});
    Block list = text_block(BlockKind::list, ""), numbers = text_block(BlockKind::numbered_list, "");
    for (const char* key :
         {"feedback.reason_not_found", "feedback.reason_hard_to_read", "feedback.reason_outdated"}) {
      list.items.push_back({text_block(BlockKind::paragraph, say(key))});
      numbers.items.push_back({text_block(BlockKind::paragraph, say(key))});
    }
    Block quote = text_block(BlockKind::quote, ""), notice = text_block(BlockKind::notice, "");
    quote.blocks = {text_block(BlockKind::paragraph, "\u201D" + say("idle.text") + "\u201D")};
    notice.blocks = {text_block(BlockKind::paragraph, say("article.take_along_text"))};
    Block table = text_block(BlockKind::table, "");
    table.rows = {{{{say("dock.home"), false, false, ""}}, {{say("home.topics"), false, false, ""}}},
                  {{{say("dock.search"), false, false, ""}}, {{say("search.start"), false, false, ""}}},
                  {{{say("dock.language"), false, false, ""}}, {{say("language.note"), false, false, ""}}}};
    page.blocks = {text_block(BlockKind::heading, say("article.contents"), 2),
                   styles,
                   list,
                   text_block(BlockKind::heading, say("article.related"), 3),
                   numbers,
                   quote,
                   notice,
                   table};
    return page;
  }

  float blocks(float y) {
    y = caption("blocks", x_, y, w_);
    const content::Page page = specimen();
    std::vector<float> tops;
    return draw_blocks(stage_, page, 0, x_, y, std::min(w_, frame_.px(920)), &tops);
  }

  float parts(float y) {
    y = caption("avatar, code", x_, y, w_);
    const float disc = frame_.px(104);
    const content::Site& known = stage_.model().library->site;
    const std::string site = content::pick(known.name, frame_.language(), known.default_language, nullptr);
    ui::avatar(frame_, site, frame_.mirrored({x_, y, disc, disc}, {x_, y, w_, disc}));
    if (const auto size = ui::qr_size(frame_, site, 0)) {
      const Rect code =
          frame_.mirrored({x_ + disc + 2 * gap_, y, size->side_px, size->side_px}, {x_, y, w_, disc});
      ui::qr(frame_, site, *size, code.x, code.y, next_id("code"), site);
      y += size->side_px + gap_;
    }
    y = caption("was it useful", x_, y, w_);
    const float useful_h = useful_height(frame_, w_);
    draw_useful(stage_, {x_, y, w_, useful_h});
    y = caption("reading progress, rule", x_, y + useful_h + gap_, w_);
    draw_progress(frame_, {x_, y, w_, frame_.px(8)}, 0.4f, "gallery");
    y = std::round(y + 2 * gap_);
    ui::rule(frame_, x_, y, w_);
    y = caption("search field", x_, y + gap_, w_);
    const float field_h = search_field_height(frame_);
    draw_search_field(stage_, {x_, y, w_, field_h});
    return y + field_h;
  }

  float keys(float y) {
    ui::KeyboardSpec spec;
    for (const bool held : {false, true}) {
      y = caption(held ? "keyboard, shifted: held" : "keyboard: rest", x_, y, w_);
      spec.prefix = held ? "gallery.held." : "gallery.key.";
      spec.shift = held ? visit::Shift::once : visit::Shift::none;
      spec.can_go = spec.can_clear = held;
      spec.words = {"näringsliv", "näringslivets"};
      frame_.set_held(held);
      const float h = ui::keyboard_height(frame_);
      ui::keyboard(frame_, {x_, y, w_, h}, spec);
      frame_.set_held(false);
      y += h + gap_;
    }
    return y;
  }

  Stage& stage_;
  Frame& frame_;
  float x_, w_, gap_;
  int ids_ = 0;
};

}  // namespace

void draw_gallery(Stage& stage) {
  const float x = margin(stage.frame), w = stage.area.w - 2 * x;
  flow(stage, {"gallery", stage.area, x, w, true},
       [&](float y) { return Gallery(stage, x, w).draw(y + stage.frame.px(48)); });
}

}  // namespace entre::screens
