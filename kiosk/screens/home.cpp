// Home: the headline, the languages, the topics and the people.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/parts.h"
#include "platform/display/shapes.h"

namespace entre::screens {

namespace {

constexpr float headline_gap = 16;
constexpr std::size_t cards_max = 6, rows_max = 12;

struct Headline {
  ui::Text title, text;
  float height = 0;
};

// slim: the title alone.
Headline set_headline(Frame& frame, const content::Headline& headline, float w, bool slim) {
  const std::string& fallback = frame.model().library->site.default_language;
  TextSpec spec;
  spec.width_px = w;
  spec.color = Tone::on_brand;
  spec.ground = Tone::brand;
  spec.text = content::pick(headline.title, frame.language(), fallback, &spec.language);
  spec.type = Type::display;
  Headline set;
  set.title = frame.set(spec);
  set.height = set.title.h;
  if (slim) return set;
  spec.text = content::pick(headline.text, frame.language(), fallback, &spec.language);
  spec.type = Type::body;
  set.text = frame.set(spec);
  set.height += frame.px(headline_gap) + set.text.h;
  return set;
}

void draw_constellation(Stage& stage, const Rect& rect, unsigned seed) {
  Frame& frame = stage.frame;
  if (rect.w < frame.px(160) || rect.h < frame.px(120)) return;
  const display::Size size{static_cast<int>(rect.w), static_cast<int>(rect.h)};
  const ui::Theme& theme = frame.theme();
  const std::string key = "constellation " + std::to_string(size.w) + "x" + std::to_string(size.h) + " " +
                          std::to_string(seed) + theme.name + (frame.rtl() ? " mirrored" : "");
  frame.raster(key, rect, [&] {
    const display::Color line = ui::mix(theme[Tone::brand], theme[Tone::on_brand], 0.45f);
    const display::Color quiet =
        theme.name == "contrast" ? theme[Tone::on_brand] : display::Color{124, 197, 176};
    return display::raster_constellation(size, frame.rtl(), seed, line, theme[Tone::on_brand], quiet,
                                         theme[Tone::sun]);
  });
}

ui::Text set_name(Frame& frame) {
  const content::Site& site = frame.model().library->site;
  TextSpec spec;
  spec.text = content::pick(site.name, frame.language(), site.default_language, &spec.language);
  spec.type = Type::body;
  spec.weight = 600;
  spec.line_height = 1.2f;
  spec.color = Tone::on_brand;
  spec.ground = Tone::brand;
  return frame.set(spec);
}

// The part of the ground beside or below the texts, where the network may lie.
struct Banner {
  float height = 0, text_w = 0, headline_h = 0, widest = 0;
  float above = 0, between = 0, below = 0;  // the name, and the headline
  bool slim = false;
  ui::Text name;
  Headline shown;
};

Banner set_banner(Frame& frame, float w, float min_h, bool across, bool slim) {
  const content::Site& site = frame.model().library->site;
  Banner banner;
  banner.name = set_name(frame);
  banner.slim = slim;
  banner.above = frame.px(banner.slim ? 28 : 56);
  banner.between = frame.px(banner.slim ? 8 : 36);
  banner.below = frame.px(banner.slim ? 24 : 48);
  banner.text_w = std::floor(across || frame.units().large() ? w : w * 0.66f);
  for (std::size_t i = 0; i < site.headlines.size(); ++i) {
    const Headline one = set_headline(frame, site.headlines[i], banner.text_w, banner.slim);
    banner.headline_h = std::max(banner.headline_h, one.height);
    banner.widest = std::max({banner.widest, one.title.w, one.text.w});
    if (i == frame.model().headline) banner.shown = one;
  }
  // High enough for each headline, so that nothing below moves when they change.
  const float content = banner.above + banner.name.h + banner.between + banner.headline_h + banner.below;
  banner.height = std::max(min_h, content);
  return banner;
}

void draw_banner(Stage& stage, const Rect& rect, const Banner& banner, bool across) {
  Frame& frame = stage.frame;
  frame.fill(rect, Tone::brand);
  const float pad = margin(frame), name_y = rect.y + banner.above;
  const float rest = rect.bottom() - banner.below - (name_y + banner.name.h + banner.between);
  const float top = name_y + banner.name.h + banner.between +
                    std::round((rest - banner.headline_h) * (across ? 0.42f : 1.f));
  const auto place = [&](const ui::Text& text, float y, const char* id, ui::Role role) {
    const float box = text.spec.width_px > 0 ? text.spec.width_px : text.w;
    const Rect at = frame.mirrored({rect.x + pad, y, box, text.h}, rect);
    frame.draw(text, at.x, y, id, role);
  };
  const auto network = [&](const Rect& at, unsigned seed) {
    draw_constellation(stage, frame.mirrored(at, rect), seed);
  };
  if (across) {
    const float above = top - frame.px(32) - rect.y, start = pad + banner.name.w + frame.px(48);
    network({rect.x + start, rect.y, rect.w - start, std::min(above, frame.px(200))}, 3);
    const float below = top + banner.headline_h + frame.px(40);
    network({rect.x + frame.px(120), below, rect.w - frame.px(120), rect.bottom() - below}, 8);
  } else {
    const float start = pad + std::max(banner.widest, banner.name.w) + frame.px(40);
    network({rect.x + start, rect.y, rect.w - start, rect.h}, 7);
  }
  place(banner.name, name_y, "home.name", ui::Role::text);
  // A shorter headline stands at the foot of the room for the longest.
  const float slack = across ? 0 : banner.headline_h - banner.shown.height;
  place(banner.shown.title, top + slack, "home.headline.title", ui::Role::heading);
  if (!banner.slim)
    place(banner.shown.text, top + slack + banner.shown.title.h + frame.px(headline_gap),
          "home.headline.text", ui::Role::text);
}

float draw_languages(Stage& stage, float x, float y, float w) {
  Frame& frame = stage.frame;
  const auto languages = stage.model().offered_languages();
  if (languages.size() < 2) return y;
  ui::ButtonLook look;
  look.type = Type::label;
  look.padding = 14;
  const float gap = frame.px(12), height = std::max(frame.px(96), ui::button_height(frame, "X", look, w));
  float widest = frame.units().target_min();
  for (const content::Language& one : languages)
    widest = std::max(widest, ui::button_width(frame, one.endonym, look, one.code));
  const int n = static_cast<int>(languages.size());
  const int fit = std::clamp(static_cast<int>((w + gap) / (widest + gap)), 1, n);
  const int rows = (n + fit - 1) / fit, columns = (n + rows - 1) / rows;
  const auto cells = ui::grid(frame, n, columns, x, y, w, height, gap);
  for (std::size_t i = 0; i < languages.size(); ++i) {
    const bool current = languages[i].code == frame.language();
    ui::Target target;
    target.id = "home.language." + languages[i].code;
    target.label = languages[i].endonym;
    target.language = languages[i].code;
    if (current) target.state = "selected";
    look.kind = current ? ui::ButtonKind::primary : ui::ButtonKind::outline;
    if (ui::button(frame, target, cells[i], look).acted && !current)
      stage.actions.push_back(visit::SetLanguage{languages[i].code});
  }
  return y + static_cast<float>(rows) * height + static_cast<float>(rows - 1) * gap;
}

Entry people_entry(Frame& frame) {
  const auto& contacts = frame.model().library->contacts.contacts;
  Entry entry{{}, visit::Open{visit::ScreenId::contacts, ""}};
  entry.card.target.id = "home.contacts";
  entry.card.icon = "account-outline";
  entry.card.disc = true;
  const bool one = contacts.size() == 1;
  entry.card.title = frame.say(one ? "home.contact" : "home.contacts");
  entry.card.text = one ? contacts[0].name + "\n" + role_and_unit(frame, contacts[0], list_comma(frame))
                        : frame.count("home.people", static_cast<std::int64_t>(contacts.size())) + "\n" +
                              frame.say("home.contacts_hint");
  entry.card.target.label = entry.card.title + ". " + entry.card.text;
  std::replace(entry.card.target.label.begin(), entry.card.target.label.end(), '\n', ' ');
  return entry;
}

std::vector<Entry> group_entries(Frame& frame) {
  const content::Site& site = frame.model().library->site;
  std::vector<Entry> entries;
  for (const content::Group& group : site.groups) {
    const std::size_t n = topic_entries(frame, group.pages, "").size();
    if (n == 0) continue;
    Entry entry{{}, visit::Open{visit::ScreenId::group, group.id}};
    entry.card.title = content::pick(group.title, frame.language(), site.default_language);
    entry.card.text = frame.count("home.topics", static_cast<std::int64_t>(n));
    entry.card.target.id = "home.group." + group.id;
    entry.card.target.label = entry.card.title + ". " + entry.card.text;
    entry.card.icon = group.icon;
    entry.card.chevron = true;
    entries.push_back(std::move(entry));
  }
  return entries;
}

struct Choice {
  std::vector<Entry> entries;
  int columns = 1;
  bool people_in_grid = false;
};

// What home offers: cards up to six topics, rows up to twelve, groups beyond.
Choice choose(Frame& frame) {
  std::vector<std::string> pages;
  for (const content::Group& group : frame.model().library->site.groups)
    for (const std::string& id : group.pages)
      if (std::find(pages.begin(), pages.end(), id) == pages.end()) pages.push_back(id);
  const bool large = frame.units().large();
  Choice choice;
  choice.entries = topic_entries(frame, pages, "home.topic.");
  choice.columns = large || choice.entries.size() == 1 ? 1 : 2;
  if (choice.entries.size() <= cards_max) {
    // One card alone takes the width.
  } else if (choice.entries.size() <= rows_max) {
    for (Entry& entry : choice.entries) {
      entry.card.text.clear();
      entry.card.small_plate = true;
    }
  } else {
    choice.entries = group_entries(frame);
    choice.columns = frame.units().across() && !large ? 2 : 1;
  }
  choice.people_in_grid = choice.columns == 2 && choice.entries.size() % 2 == 1;
  return choice;
}

void restyle(Choice& choice, bool stacked, bool small) {
  for (Entry& entry : choice.entries) {
    entry.card.stacked = stacked;
    entry.card.small_plate = small;
  }
}

// Topics and people; the rows grow into the room that there is. Returns the bottom.
float draw_choice(Stage& stage, Choice choice, float x, float y, float w, float room) {
  Frame& frame = stage.frame;
  const bool has_people = !stage.model().library->contacts.contacts.empty();
  const float gap = frame.px(24);
  Entry people = people_entry(frame);
  const bool cards =
      choice.entries.size() <= cards_max && !choice.entries.empty() && !choice.entries[0].card.chevron;
  if (choice.people_in_grid && has_people) choice.entries.push_back(people);
  const float grid_gap = cards ? 24 : 16;
  const bool people_below = has_people && !choice.people_in_grid;
  float people_h = people_below ? std::max(ui::card_height(frame, people.card, w, y), frame.px(176)) : 0;
  const auto grid_room = [&] { return room - (people_below ? people_h + gap : 0); };
  const auto rows =
      static_cast<float>((choice.entries.size() + static_cast<std::size_t>(choice.columns) - 1) /
                         static_cast<std::size_t>(choice.columns));
  const auto height = [&](float least) {
    return measure(frame, [&](float at) {
      return draw_entries(stage, choice.entries, choice.columns, x, at, w, least, grid_gap);
    });
  };
  const auto natural = [&] { return height(0); };
  if (cards && !frame.units().across() && choice.columns == 2) {
    restyle(choice, true, false);
    if (natural() > grid_room()) restyle(choice, true, true);
    if (natural() > grid_room()) restyle(choice, false, true);
  }
  // All topics in sight go before what is said of them.
  if (cards && natural() > grid_room() && !frame.units().large()) {
    restyle(choice, false, true);
    for (Entry& entry : choice.entries)
      if (entry.card.target.id != people.card.target.id) entry.card.text.clear();
  }
  // Then what is said of the people.
  if (people_below && natural() > grid_room() && !frame.units().large()) {
    people.card.text.clear();
    people.card.target.label = people.card.title;
    people.card.small_plate = true;
    people_h = std::max(ui::card_height(frame, people.card, w, y), frame.units().target_min());
  }
  const float row_gap = frame.px(grid_gap);
  const float even = std::floor((grid_room() - (rows - 1) * row_gap) / rows);
  const bool fits = natural() <= grid_room();
  float min_h = fits ? std::min(even, frame.px(cards ? 400 : 160)) : 0;
  // One that needs more than its share leaves less to the others.
  if (fits) min_h -= std::max(0.f, height(min_h) - grid_room());
  y = draw_entries(stage, choice.entries, choice.columns, x, y, w, min_h, grid_gap);
  if (!people_below) return y;
  y += gap;
  if (ui::card(frame, people.card, {x, y, w, people_h}).acted) stage.actions.push_back(people.action);
  return y + people_h;
}

}  // namespace

void draw_home(Stage& stage) {
  Frame& frame = stage.frame;
  const Rect& area = stage.area;
  // Large text needs the whole width: the headline then stands above, as upright.
  const bool across = frame.units().across() && !frame.units().large();
  const Choice choice = choose(frame);
  const float gap = frame.px(32), pad = across ? frame.px(48) : margin(frame);
  Rect side = area, body = area;
  if (across) {
    side.w = std::round(area.w * 0.365f);
    body = {side.w, frame.control_top(), area.w - side.w, area.h - frame.control_top()};
    if (frame.rtl()) std::swap(side.x, body.x), side.x = body.w, body.x = 0;
  }
  const float x = body.x + pad, w = body.w - 2 * pad;
  const auto content = [&](float y, float bottom) {
    y = draw_languages(stage, x, y, w) + gap;
    return draw_choice(stage, choice, x, y, w, bottom - gap - y);
  };
  const float natural = measure(frame, [&](float y) { return content(y, y); });
  const auto banner_of = [&](bool slim) {
    const float share = slim || across ? 0 : std::round(static_cast<float>(frame.size().h) * 0.26f);
    const float reach = across || frame.units().across() ? 0 : frame.control_top();
    return set_banner(frame, side.w - 2 * margin(frame), std::max(share, reach), across, slim);
  };
  // What can be touched goes first: of a headline that it has no room beside, the title alone is left.
  Banner banner = banner_of(frame.units().large() && frame.units().across());
  if (!across && !frame.units().large() && banner.height + natural + 2 * gap > area.h)
    banner = banner_of(true);
  if (!across) side.h = banner.height;
  Flow below{"home", body, x, w, true};
  if (!across) below.area = {0, side.bottom(), area.w, area.h - side.h};
  // Where little would be left below the headline, it scrolls too.
  const bool all =
      !across && !frame.low_reach() && natural + 2 * gap > below.area.h && below.area.h < area.h * 0.6f;
  if (all) below.area = area;
  if (!all) draw_banner(stage, side, banner, across);
  const float room = below.area.h;
  flow(stage, below, [&](float y) {
    const float start = y;
    if (all) {
      draw_banner(stage, {0, y, area.w, banner.height}, banner, false);
      y += banner.height;
    }
    return content(y + (across ? frame.px(40) : gap), start + room) + gap;
  });
}

}  // namespace entre::screens
