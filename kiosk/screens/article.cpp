// A page: its text in one column, what to take along, whom to ask, and whether it was useful.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/parts.h"

namespace entre::screens {

namespace {

class Article {
 public:
  Article(Stage& stage, const content::Page& page) : stage_(stage), frame_(stage.frame), page_(page) {}

  // Title, lead, contents and text, in a column whose content begins at `top`.
  float text(float x, float top, float first_y, float w) {
    float y = first_y;
    TextSpec spec = page_text(Type::h1, w);
    spec.text = page_.title;
    y += ui::paragraph(frame_, spec, x, y, "article.title", ui::Role::heading) + frame_.px(28);
    y = notices(x, y, w);
    std::size_t first = 0;
    spec = page_text(Type::lead, w);
    if (!page_.blocks.empty() && page_.blocks[0].kind == content::BlockKind::paragraph) {
      spec.text = content::plain_text(page_.blocks[0].spans);
      first = 1;
    } else {
      spec.text = page_.summary;
    }
    if (!spec.text.empty()) y += ui::paragraph(frame_, spec, x, y, "article.lead") + frame_.px(36);
    const std::optional<std::size_t> wanted = contents(&y, first, x, w, top + frame_.control_top());
    std::vector<float> tops;
    y = draw_blocks(stage_, page_, first, x, y, w, &tops);
    if (wanted) {
      frame_.jump(block_id(*wanted), tops[*wanted]);
      stage_.actions.push_back(visit::ScrollTo{tops[*wanted] - top - frame_.px(24)});
    }
    return y;
  }

  bool has_code() const { return !page_.source_url.empty(); }

  // The code with its words beside it, on a card or on the paper.
  float code(float x, float y, float w, bool on_card) {
    const auto size = ui::qr_size(frame_, page_.source_url, 0);
    if (!size) return y;
    const float inset = frame_.px(on_card ? 8 : 0), gap = frame_.px(on_card ? 12 : 36);
    const float text_w = w - size->side_px - gap - inset - frame_.px(on_card ? 24 : 0);
    // Too narrow beside: the words go below.
    const bool beside = text_w > 6.2f * frame_.units().font(Type::label);
    const float words_w = beside ? text_w : w - 2 * frame_.px(32);
    const Tone ground = on_card ? Tone::surface : Tone::paper;
    const float words_h = measure(frame_, [&](float at) { return words(x, at, words_w, ground); });
    const float h = beside ? std::max(size->side_px, words_h) + 2 * inset
                           : size->side_px + words_h + 2 * inset + frame_.px(24);
    const Rect card{x, std::round(y), w, std::round(h)};
    if (on_card)
      frame_.panel(card,
                   {frame_.theme()[Tone::surface], frame_.theme()[Tone::edge], frame_.px(24), frame_.px(2)});
    const Rect plate = frame_.mirrored({card.x + inset, card.y + inset, size->side_px, size->side_px}, card);
    constexpr display::Color white{255, 255, 255, 255};
    frame_.panel(plate, {white, white, frame_.px(16), 0});
    ui::qr(frame_, page_.source_url, *size, plate.x, plate.y, "article.code",
           frame_.say("label.qr_page", {{"title", page_.title}}));
    if (beside) {
      const Rect column = frame_.mirrored({card.x + inset + size->side_px + gap, 0, text_w, 0}, card);
      words(column.x, card.y + (card.h - words_h) / 2, text_w, ground);
    } else {
      words(card.x + frame_.px(32), plate.bottom(), words_w, ground);
    }
    return card.bottom();
  }

  float updated(float x, float y, float w) {
    if (page_.updated_text.empty()) return y;
    TextSpec spec;
    spec.width_px = w;
    spec.type = Type::label;
    spec.color = Tone::secondary;
    spec.text = frame_.say("article.updated", {{"date", page_.updated_text}});
    return y + ui::paragraph(frame_, spec, x, y, "article.updated");
  }

  float people(float x, float y, float w) {
    const std::vector<std::string> shown = inline_contacts(page_.blocks);
    if (shown.empty() && page_.contacts.empty()) return anybody(x, y, w);
    for (const std::string& id : page_.contacts) {
      const content::Contact* contact = stage_.model().library->contacts.find(id);
      if (!contact || std::find(shown.begin(), shown.end(), id) != shown.end()) continue;
      Entry entry = contact_entry(frame_, *contact, "article.contact." + id);
      entry.card.disc = entry.card.chevron = true;
      entry.card.title = frame_.say("article.ask");
      entry.card.text = contact->name + "\n" + role_and_unit(frame_, *contact, list_comma(frame_));
      // Said as it is written.
      entry.card.target.label = entry.card.title + ". " + entry.card.text;
      std::replace(entry.card.target.label.begin(), entry.card.target.label.end(), '\n', ' ');
      y = draw_entries(stage_, {entry}, 1, x, std::round(y), w) + frame_.px(16);
    }
    return y;
  }

  // A page that names nobody leads to those who answer for its subject, or to all.
  float anybody(float x, float y, float w) {
    const auto& people = stage_.model().library->contacts.contacts;
    if (people.empty()) return y;
    const bool known = std::any_of(people.begin(), people.end(), [&](const content::Contact& one) {
      return std::find(one.subjects.begin(), one.subjects.end(), page_.id) != one.subjects.end();
    });
    Entry entry{{}, visit::Open{visit::ScreenId::contacts, known ? page_.id : ""}};
    entry.card.target.id = "article.ask";
    entry.card.target.label = entry.card.title = frame_.say("article.ask");
    entry.card.icon = "account-outline";
    entry.card.disc = entry.card.chevron = true;
    return draw_entries(stage_, {entry}, 1, x, std::round(y), w) + frame_.px(16);
  }

  float related(float x, float y, float w) {
    std::vector<std::string> ids = page_.related;
    for (const std::string& id : inline_pages(page_.blocks))
      if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    std::erase(ids, page_.id);
    std::vector<Entry> entries = topic_entries(frame_, ids, "article.related.");
    if (entries.empty()) return y;
    for (Entry& entry : entries) entry.card.chevron = true;
    TextSpec spec;
    spec.width_px = w;
    spec.type = Type::h2;
    spec.text = frame_.say("article.related");
    y += ui::paragraph(frame_, spec, x, y, "article.related", ui::Role::heading) + frame_.px(20);
    return draw_entries(stage_, entries, 1, x, std::round(y), w);
  }

 private:
  // The headings that a long page's contents name; none where it is short.
  std::vector<std::size_t> sections(std::size_t first) const {
    constexpr std::size_t sections_min = 4, blocks_min = 12;
    std::vector<std::size_t> parts;
    for (std::size_t i = first; i < page_.blocks.size(); ++i)
      if (page_.blocks[i].kind == content::BlockKind::heading && page_.blocks[i].level <= 2)
        parts.push_back(i);
    if (parts.size() < sections_min || page_.blocks.size() < blocks_min) parts.clear();
    return parts;
  }

  // A long page's sections, each one touch away, not above `reach`; the block of the one that was touched.
  // `y` moves below them.
  std::optional<std::size_t> contents(float* y, std::size_t first, float x, float w, float reach) {
    const std::vector<std::size_t> parts = sections(first);
    if (parts.empty()) return std::nullopt;
    TextSpec title;
    title.width_px = w;
    title.type = Type::title;
    title.text = frame_.say("article.contents");
    *y = std::max(*y, reach - frame_.set(title).h - frame_.px(16));
    *y += ui::paragraph(frame_, title, x, *y, "article.contents", ui::Role::heading) + frame_.px(16);
    ui::ButtonLook look;
    look.icon = "chevron-down";
    look.start_aligned = true;
    std::optional<std::size_t> wanted;
    for (const std::size_t i : parts) {
      ui::Target target;
      target.id = "article.contents." + std::to_string(i);
      target.role = ui::Role::link;
      target.label = content::plain_text(page_.blocks[i].spans);
      target.language = page_.language;
      const Rect row{x, std::round(*y), w, ui::button_height(frame_, target.label, look, w)};
      if (ui::button(frame_, target, row, look).acted) wanted = i;
      *y = row.bottom() + frame_.px(16);
    }
    *y += frame_.px(24);
    return wanted;
  }

  TextSpec page_text(Type type, float w) const {
    TextSpec spec;
    spec.type = type;
    spec.width_px = w;
    spec.language = page_.language;
    return spec;
  }

  // What the visitor must know of the text: not in this language, or by a machine.
  float notices(float x, float y, float w) {
    const content::Site& site = stage_.model().library->site;
    if (page_.language != frame_.language()) {
      const content::Language* wanted = site.language(frame_.language());
      y = notice(x, y, w,
                 frame_.say("article.not_in_language", {{"language", wanted ? wanted->endonym : ""}}),
                 "article.not_in_language");
    }
    if (page_.translation == content::Translation::machine)
      y = notice(x, y, w, frame_.say("article.machine_translation"), "article.machine_translation");
    return y;
  }

  float notice(float x, float y, float w, const std::string& text, const std::string& id) {
    const float pad = frame_.px(24), icon = frame_.px(48);
    TextSpec spec;
    spec.text = text;
    spec.type = Type::label;
    spec.width_px = w - 2 * pad - icon - frame_.px(20);
    spec.color = Tone::on_tint;
    spec.ground = Tone::tint;
    const ui::Text set = frame_.set(spec);
    const Rect box{x, std::round(y), w, std::round(std::max(set.h, icon) + 2 * pad)};
    frame_.panel(box, {frame_.theme()[Tone::tint], {}, frame_.px(16), 0});
    frame_.icon("information-outline", frame_.mirrored({x + pad, box.y, icon, box.h}, box), icon,
                Tone::brand);
    const Rect column = frame_.mirrored({x + pad + icon + frame_.px(20), box.y, spec.width_px, box.h}, box);
    frame_.draw(set, column.x, box.y + (box.h - set.h) / 2, id, ui::Role::status);
    return box.bottom() + frame_.px(24);
  }

  float words(float x, float y, float w, Tone ground) {
    TextSpec spec;
    spec.width_px = w;
    spec.ground = ground;
    spec.type = Type::title;
    spec.text = frame_.say("article.take_along_title");
    y += ui::paragraph(frame_, spec, x, y, "article.code.title", ui::Role::heading) + frame_.px(8);
    spec.type = Type::label;
    spec.color = Tone::secondary;
    spec.text = frame_.say("article.take_along_text");
    return y + ui::paragraph(frame_, spec, x, y, "article.code.text");
  }

  Stage& stage_;
  Frame& frame_;
  const content::Page& page_;
};

void draw_upright(Stage& stage, Article& article) {
  Frame& frame = stage.frame;
  const float x = margin(frame), w = stage.area.w - 2 * x, panel_h = useful_height(frame, w);
  const Rect panel{x, stage.area.bottom() - panel_h - frame.px(24), w, panel_h};
  // Large text in low reach leaves the question no room of its own: it stands at the end of the page.
  const bool pinned = !frame.low_reach() || !frame.units().large();
  const float bottom = pinned ? panel.y : stage.area.bottom();
  const float column = std::min(w, frame.px(920));
  const float text_x = frame.rtl() ? x + w - column : x;
  flow(stage, {"article", {0, 0, stage.area.w, bottom}, x, w, true, true}, [&](float top) {
    float y = article.text(text_x, top, top + frame.px(56), column) + frame.px(40);
    ui::rule(frame, x, std::round(y), w);
    y += frame.px(34);
    if (article.has_code()) y = article.code(x, y, w, false) + frame.px(24);
    y = article.updated(x, y, w) + frame.px(32);
    y = article.people(x, y, w) + frame.px(24);
    y = article.related(x, y, w) + frame.px(32);
    if (pinned) return y;
    draw_useful(stage, {x, std::round(y), w, panel_h});
    return y + panel_h + frame.px(32);
  });
  if (pinned) draw_useful(stage, panel);
}

void draw_across(Stage& stage, Article& article) {
  Frame& frame = stage.frame;
  const float pad = margin(frame), gap = frame.px(24), side_w = std::round(stage.area.w * 0.331f);
  const Rect side = frame.mirrored({stage.area.w - pad - side_w, 0, side_w, stage.area.h}, stage.area);
  const float panel_h = useful_height(frame, side_w);
  const Rect panel{side.x, stage.area.bottom() - panel_h - frame.px(40), side_w, panel_h};
  // The side holds what fits above the question; the rest follows the text.
  const auto height = [&](const std::function<float(float)>& part) { return measure(frame, part); };
  const float room = panel.y - gap - frame.px(48);
  const float updated_h = height([&](float y) { return article.updated(side.x, y, side_w) + frame.px(20); });
  const float code_h =
      article.has_code() ? height([&](float y) { return article.code(side.x, y, side_w, true) + gap; }) : 0;
  const float people_h = height([&](float y) { return article.people(side.x, y, side_w) + frame.px(8); });
  const bool code_beside = updated_h + code_h <= room;
  const bool people_beside = frame.control_top() == 0 && code_beside && updated_h + code_h + people_h <= room;
  const bool updated_beside = updated_h <= room;
  const float left_w = stage.area.w - 2 * pad - side_w - frame.px(56);
  // Arabic letters are narrower.
  const float column = std::min(left_w, frame.px(frame.rtl() ? 1070 : 1140));
  const float left_x = frame.rtl() ? stage.area.w - pad - left_w : pad;
  const float x = frame.rtl() ? left_x + left_w - column : left_x;
  const Rect left{frame.rtl() ? left_x : 0, 0, left_w + pad, stage.area.h};
  flow(stage, {"article", left, left_x, left_w, true, true}, [&](float top) {
    float y = article.text(x, top, top + frame.px(48), column) + frame.px(40);
    if (!code_beside && article.has_code()) y = article.code(x, y, column, true) + gap;
    if (!people_beside) y = article.people(x, y, column) + gap;
    if (!updated_beside) y = article.updated(x, y, column) + gap;
    return article.related(x, y, column) + frame.px(40);
  });
  float y = frame.px(52);
  if (updated_beside) y = article.updated(side.x, y, side_w) + frame.px(20);
  if (code_beside && article.has_code()) y = article.code(side.x, y, side_w, true) + gap;
  if (people_beside) article.people(side.x, y, side_w);
  draw_useful(stage, panel);
}

}  // namespace

void draw_article(Stage& stage) {
  const auto& page = stage.model().page;
  if (!page || page->id != stage.model().place.id) return stage.frame.set_incomplete();
  Article article(stage, *page);
  if (stage.frame.units().across())
    draw_across(stage, article);
  else
    draw_upright(stage, article);
}

}  // namespace entre::screens
