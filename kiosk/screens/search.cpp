// Search: the field right above the keyboard, the hits above it; across, the hits beside them. Where hits and
// keyboard have not room together, the hits' names are read above it, and the search key puts it away.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/parts.h"
#include "kiosk/ui/keyboard.h"

namespace entre::screens {

namespace {

Entry hit_entry(Frame& frame, const content::Hit& hit, const std::string& id) {
  const visit::Model& model = frame.model();
  const visit::FoundText& found = model.search.found;
  std::vector<Entry> page;
  if (hit.kind == content::Hit::Kind::page) page = topic_entries(frame, {hit.id}, "");
  Entry entry;
  if (!page.empty()) {
    entry = std::move(page[0]);
    entry.card.icon = "file-document";
    entry.card.target.id = id;
    if (const auto excerpt = found.excerpts.find(hit.id); excerpt != found.excerpts.end()) {
      entry.card.text = excerpt->second;
      entry.card.target.label = entry.card.title + ". " + excerpt->second;
    }
  } else if (const content::Contact* contact = model.library->contacts.find(hit.id)) {
    entry = contact_entry(frame, *contact, id);
  }
  entry.card.title_marks = ui::matches(entry.card.title, found.marks);
  entry.card.text_marks = ui::matches(entry.card.text, found.marks);
  return entry;
}

// Pages and people, each best first; the kind of the best hit of all comes first.
struct HitGroup {
  content::Hit::Kind kind;
  std::vector<Entry> entries;
};

std::vector<HitGroup> hit_groups(Frame& frame) {
  std::vector<HitGroup> groups;
  std::size_t number = 0;
  for (const content::Hit& hit : frame.model().search.found.hits) {
    Entry entry = hit_entry(frame, hit, "search.hit." + std::to_string(number + 1));
    if (entry.card.title.empty()) continue;
    ++number;
    auto group =
        std::find_if(groups.begin(), groups.end(), [&](const HitGroup& one) { return one.kind == hit.kind; });
    if (group == groups.end()) group = groups.insert(groups.end(), {hit.kind, {}});
    group->entries.push_back(std::move(entry));
  }
  return groups;
}

std::vector<Entry> nearest_entries(Frame& frame) {
  std::vector<Entry> entries;
  for (const std::string& word : frame.model().search.found.nearest) {
    Entry entry{{}, visit::WriteInstead{word}};
    entry.card.target.id = "search.nearest." + std::to_string(entries.size() + 1);
    entry.card.target.label = entry.card.title = word;
    entry.card.icon = "magnify";
    entry.card.small_plate = true;
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::vector<Entry> help_entries(Frame& frame) {
  const visit::Library& library = *frame.model().library;
  std::size_t groups = 0;
  std::vector<std::string> pages;
  for (const content::Group& group : library.site.groups) {
    ++groups;
    for (const std::string& id : group.pages)
      if (library.page(id, frame.language()) && std::find(pages.begin(), pages.end(), id) == pages.end())
        pages.push_back(id);
  }
  Entry topics{{}, visit::GoHome{}}, people{{}, visit::Open{visit::ScreenId::contacts, ""}};
  topics.card.target.id = "search.help.topics";
  topics.card.icon = "home";
  topics.card.title = frame.say("search.all_topics");
  topics.card.text = frame.count("home.topics", static_cast<std::int64_t>(pages.size())) + " · " +
                     frame.count("home.groups", static_cast<std::int64_t>(groups));
  people.card.target.id = "search.help.contacts";
  people.card.icon = "account-outline";
  people.card.title = frame.say("search.ask_person");
  people.card.text = frame.say("home.contacts") + " · " + frame.say("home.contacts_hint");
  for (Entry* entry : {&topics, &people})
    entry->card.target.label = entry->card.title + ". " + entry->card.text;
  return {topics, people};
}

struct Result {
  std::vector<HitGroup> hits;
  bool answered = false;  // the hits belong to a text
  std::string line;
};

Result read(Frame& frame) {
  const visit::Search& search = frame.model().search;
  Result result;
  result.answered = !search.answered_text.empty();
  result.hits = hit_groups(frame);
  std::size_t shown = 0;
  for (const HitGroup& group : result.hits) shown += group.entries.size();
  const auto n = static_cast<std::int64_t>(shown);
  const ui::Values query = {{"query", search.answered_text}};
  if (!result.answered)
    result.line = frame.say("search.start");
  else if (result.hits.empty())
    result.line = frame.say("search.no_hits", query);
  else if (search.found.partly)
    result.line = frame.say("search.partly", query);
  else if (search.found.total > shown)
    result.line = frame.say("search.best", {{"query", search.answered_text}, {"n", std::to_string(n)}});
  else
    result.line = frame.count("search.hits", n, query);
  return result;
}

float draw_line(Stage& stage, const std::string& line, float x, float y, float w) {
  TextSpec spec;
  spec.text = line;
  spec.width_px = w;
  return y + ui::paragraph(stage.frame, spec, x, y, "search.status", ui::Role::status);
}

float draw_heading(Stage& stage, const std::string& key, float x, float y, float w) {
  Frame& frame = stage.frame;
  TextSpec spec;
  spec.text = frame.say(key);
  spec.type = Type::title;
  spec.width_px = w;
  return std::round(y + ui::paragraph(frame, spec, x, y, key, ui::Role::heading) + frame.px(16));
}

int columns(const Frame& frame, bool narrow) {
  return narrow || frame.units().large() || !frame.units().across() ? 1 : 2;
}

// narrow: beside the keyboard.
float draw_groups(Stage& stage, const std::vector<HitGroup>& groups, float x, float y, float w, bool narrow) {
  for (const HitGroup& group : groups) {
    if (&group != &groups.front()) y += stage.frame.px(32);
    const bool pages = group.kind == content::Hit::Kind::page;
    if (groups.size() > 1) y = draw_heading(stage, pages ? "search.pages" : "search.people", x, y, w);
    y = draw_entries(stage, group.entries, columns(stage.frame, narrow), x, y, w);
  }
  return y;
}

// Nothing was found: the words that look most like it, then the ways on.
float draw_help(Stage& stage, float x, float y, float w, bool narrow) {
  Frame& frame = stage.frame;
  if (const std::vector<Entry> words = nearest_entries(frame); !words.empty()) {
    const bool one = frame.units().large() || (narrow && frame.units().across());
    y = draw_heading(stage, "search.nearest", x, y, w);
    y = draw_entries(stage, words, one ? 1 : 2, x, y, w) + frame.px(32);
  }
  y = draw_heading(stage, "search.help", x, y, w);
  return draw_entries(stage, help_entries(frame), columns(frame, narrow), x, y, w);
}

void draw_found(Stage& stage, const Result& result, const Rect& area, float x, float w, bool narrow) {
  if (!result.answered) return;
  const char* const more = result.hits.empty() ? "article.more_text" : "search.more_hits";
  flow(stage, {"search", area, x, w, true, false, more}, [&](float y) {
    if (result.hits.empty()) return draw_help(stage, x, y, w, narrow);
    return lazily(stage.frame, [&] { return draw_groups(stage, result.hits, x, y, w, narrow); });
  });
}

// All that was found fits, or its first entry and the page buttons do.
bool has_room(Stage& stage, const Result& result, float w, float room) {
  Frame& frame = stage.frame;
  const bool helps = result.hits.empty();
  const float all = measure(frame, [&](float y) {
    if (helps) return draw_help(stage, 0, y, w, true);
    return lazily(frame, [&] { return draw_groups(stage, result.hits, 0, y, w, true); });
  });
  if (all <= room) return true;
  const float first = measure(frame, [&](float y) {
    if (helps || result.hits.size() > 1) y = draw_heading(stage, "search.pages", 0, y, w);
    const std::vector<Entry> entries = helps ? help_entries(frame) : result.hits[0].entries;
    return draw_entries(stage, {entries[0]}, 1, 0, y, w);
  });
  return first + page_buttons_room(frame) <= room;
}

// What the hits are called, best first: to be read, not touched.
void draw_names(Stage& stage, const Result& result, const Rect& area) {
  Frame& frame = stage.frame;
  float y = area.y;
  int number = 0;
  for (const HitGroup& group : result.hits)
    for (const Entry& entry : group.entries) {
      TextSpec spec;
      spec.text = entry.card.title;
      spec.language = entry.card.title_language;
      spec.spans = entry.card.title_marks;
      spec.mark_spans = true;
      spec.type = Type::card;
      spec.line_height = 1.4f;
      spec.width_px = area.w;
      const ui::Text text = frame.set(spec);
      if (y + text.h > area.bottom()) return;
      frame.draw(text, area.x, y, "search.name." + std::to_string(++number));
      y += text.h + frame.px(16);
    }
}

// The end of a text that is wider than the field is what is being written.
void draw_written(Frame& frame, const Rect& box) {
  const std::string& text = frame.model().search.text;
  TextSpec spec;
  spec.text = text.empty() ? frame.say("search.placeholder") : text;
  spec.type = Type::lead;
  spec.ground = Tone::surface;
  spec.color = text.empty() ? Tone::secondary : Tone::ink;
  spec.size_px = std::min(frame.units().font(Type::lead), std::round(box.h * 0.5f));
  const ui::Text set = frame.set(spec);
  // A text's last space has no width of its own in a line.
  const auto spaces = text.size() - (text.find_last_not_of(' ') + 1);
  const float caret_w = frame.px(4), gap = frame.px(4);
  const float written = text.empty() ? 0 : set.w + static_cast<float>(spaces) * spec.size_px * 0.28f;
  const float over = std::max(0.f, written + gap + caret_w - box.w);
  frame.push_clip(box);
  const float start = text.empty() ? gap + caret_w + frame.px(8) : -over;
  const Rect at = frame.mirrored({box.x + start, box.y, set.w, box.h}, box);
  frame.draw(set, at.x, box.y + (box.h - set.h) / 2, over > 0 ? "" : "search.field.text", ui::Role::text,
             "search.field");
  const float caret_h = std::round(spec.size_px * 1.25f);
  const Rect caret{box.x + (text.empty() ? 0 : written - over + gap),
                   std::round(box.y + (box.h - caret_h) / 2), caret_w, caret_h};
  if (!frame.model().search.keys_away) frame.fill(frame.mirrored(caret, box), Tone::brand);
  frame.pop_clip();
}

}  // namespace

ui::KeyboardSpec keyboard_spec(const visit::Keys& keys) {
  ui::KeyboardSpec spec;
  spec.shift = keys.shift;
  spec.other_letters = keys.other_letters;
  spec.layer = keys.symbols         ? visit::KeyLayer::symbols
               : keys.other_letters ? visit::KeyLayer::other_letters
                                    : visit::KeyLayer::letters;
  return spec;
}

visit::Action action_of(const ui::KeyPress& press, const visit::Action& go) {
  switch (press.kind) {
    case ui::KeyPress::Kind::erase:
      return visit::EraseText{};
    case ui::KeyPress::Kind::shift:
      return visit::ToggleShift{};
    case ui::KeyPress::Kind::clear:
      return visit::ClearText{};
    case ui::KeyPress::Kind::layer:
      return visit::ShowKeys{press.layer};
    case ui::KeyPress::Kind::word:
      return visit::CompleteWord{press.utf8};
    case ui::KeyPress::Kind::go:
      return go;
    default:
      return visit::TypeText{press.utf8};
  }
}

float search_field_height(Frame& frame) {
  return std::max(frame.px(104), std::round(frame.units().font(Type::lead) * 1.4f) + frame.px(24));
}

// While the keys are away, the field is what brings them back.
void draw_field_node(Stage& stage, const Rect& rect) {
  Frame& frame = stage.frame;
  const visit::Search& search = stage.model().search;
  const ui::Theme& theme = frame.theme();
  bool held = false;
  if (search.keys_away) {
    ui::Target target;
    target.id = "search.field";
    target.role = ui::Role::text_field;
    target.label = frame.say("label.search_field");
    target.state = search.text;
    target.spoken = target.label + ". " + frame.say("label.show_keyboard");
    const ui::Touch touch = frame.target(target, rect);
    if (touch.acted) stage.actions.push_back(visit::PutKeysAway{false});
    held = touch.held;
  } else {
    ui::Node node;
    node.id = "search.field";
    node.role = ui::Role::text_field;
    node.label = frame.say("label.search_field");
    node.rect = rect;
    node.state = search.text;
    frame.node(std::move(node));
  }
  frame.panel(rect, {theme[held ? Tone::tint : Tone::surface], theme[Tone::brand], std::floor(rect.h / 2),
                     frame.px(held ? 8 : 4)});
}

void draw_search_field(Stage& stage, const Rect& rect) {
  Frame& frame = stage.frame;
  const visit::Search& search = stage.model().search;
  const ui::Theme& theme = frame.theme();
  draw_field_node(stage, rect);
  const float icon = frame.px(96);
  frame.icon("magnify", frame.mirrored({rect.x + frame.px(16), rect.y, icon, rect.h}, rect), frame.px(52),
             Tone::brand);
  const Rect clear = frame.mirrored(
      {rect.right() - icon - frame.px(8), rect.y + frame.px(6), icon, rect.h - frame.px(12)}, rect);
  draw_written(frame, frame.mirrored({rect.x + icon + frame.px(16), rect.y + frame.px(8),
                                      rect.w - 2 * icon - frame.px(32), rect.h - frame.px(16)},
                                     rect));
  if (search.keys_away) return frame.icon("keyboard", clear, frame.px(52), Tone::brand);
  // Where it hangs too high, the keyboard has a key for it.
  if (search.text.empty() || frame.out_of_reach(clear)) return;
  ui::Target target;
  target.id = "search.clear";
  target.label = frame.say("label.clear_field");
  const ui::Touch touch = frame.target(target, clear);
  if (touch.acted) stage.actions.push_back(visit::ClearText{});
  if (touch.held)
    frame.panel(clear, {theme[Tone::tint], theme[Tone::brand], std::floor(clear.h / 2), frame.px(4)});
  frame.icon("close", clear, frame.px(48), Tone::ink);
}

namespace {

void draw_keyboard(Stage& stage, const Rect& rect, const Result& result) {
  const visit::Search& search = stage.model().search;
  ui::KeyboardSpec spec = keyboard_spec(stage.model().keys);
  spec.words = search.found.completions;
  spec.can_go = result.answered;
  spec.can_clear = !search.text.empty();
  const ui::KeyPress press = ui::keyboard(stage.frame, rect, spec);
  if (press.kind != ui::KeyPress::Kind::none)
    stage.actions.push_back(action_of(press, visit::PutKeysAway{true}));
}

void draw_ground(Stage& stage, const Rect& rect) {
  const ui::Theme& theme = stage.frame.theme();
  stage.frame.fill(rect, ui::mix(theme[Tone::paper], theme[Tone::edge], 0.24f));
}

// The line and what was found in the room that the keys leave, below where top_of(the line's bottom) says.
void draw_by_keys(Stage& stage, const Result& result, const Rect& area, float x, float w,
                  const std::function<float(float line)>& top_of) {
  Frame& frame = stage.frame;
  const float line = area.y + measure(frame, [&](float y) { return draw_line(stage, result.line, x, y, w); });
  const float top = top_of(line), room = area.bottom() - top;
  if (!result.answered || has_room(stage, result, w, room)) {
    draw_line(stage, result.line, x, area.y, w);
    return draw_found(stage, result, {area.x, top, area.w, room}, x, w, true);
  }
  const std::string more = result.line + "\n" + frame.say("search.press_go");
  const float y = draw_line(stage, more, x, area.y, w) + frame.px(24);
  draw_names(stage, result, {x, y, w, area.bottom() - y});
}

void draw_upright(Stage& stage, const Result& result) {
  Frame& frame = stage.frame;
  const float x = margin(frame), w = stage.area.w - 2 * x, pad = frame.px(20);
  const float field_h = search_field_height(frame), keys_h = ui::keyboard_height(frame);
  const float ground_h = pad + field_h + pad + keys_h + frame.px(26);
  const Rect ground{0, stage.area.bottom() - ground_h, stage.area.w, ground_h};
  const float heading = draw_title(stage, frame.say("search.title"), "search.title") + frame.px(8);
  draw_by_keys(stage, result, {0, heading, stage.area.w, ground.y - frame.px(16) - heading}, x, w,
               [&](float line) { return reach_top(stage, line); });
  draw_ground(stage, ground);
  draw_search_field(stage, {x, ground.y + pad, w, field_h});
  draw_keyboard(stage, {frame.px(8), ground.y + 2 * pad + field_h, stage.area.w - 2 * frame.px(8), keys_h},
                result);
}

// Across, the field's place and the ground around it, and the column beside them.
struct Halves {
  Rect side, ground, field;
  float x, w;  // of the column
};

Halves halves(Stage& stage) {
  Frame& frame = stage.frame;
  const float side_w = std::round(stage.area.w * 0.425f), pad = frame.px(48);
  const Rect side = frame.mirrored({0, 0, side_w, stage.area.h}, stage.area);
  const Rect ground = frame.mirrored({side_w, 0, stage.area.w - side_w, stage.area.h}, stage.area);
  const Rect field{ground.x + frame.px(35), frame.px(frame.units().large() ? 16 : 40),
                   ground.w - 2 * frame.px(35), search_field_height(frame)};
  return {side, ground, field, side.x + pad, side_w - 2 * pad};
}

void draw_across(Stage& stage, const Result& result) {
  Frame& frame = stage.frame;
  const auto [side, ground, field, x, w] = halves(stage);
  const float y = frame.px(40);
  draw_by_keys(stage, result, {side.x, y, side.w, stage.area.bottom() - frame.px(16) - y}, x, w,
               [&](float line) { return std::max(line + frame.px(20), frame.control_top()); });
  draw_ground(stage, ground);
  // Below where they can be reached, as far as the keys keep their size.
  const float bottom = stage.area.bottom() - frame.px(32), above = field.bottom() + field.y;
  const float keys_y =
      std::clamp(frame.control_top(), above, std::max(above, bottom - ui::keyboard_height_min(frame)));
  draw_search_field(stage, field);
  draw_keyboard(stage, {ground.x + frame.px(16), keys_y, ground.w - 2 * frame.px(16), bottom - keys_y},
                result);
}

// Across, what was found has the keys' place too; the field stays where it was.
void draw_keys_away_across(Stage& stage, const Result& result) {
  Frame& frame = stage.frame;
  const auto [side, ground, field, x, w] = halves(stage);
  const float line = draw_line(stage, result.line, x, frame.px(40), w);
  const float top = std::max(line, field.bottom()) + frame.px(24), edge = margin(frame);
  draw_search_field(stage, field);
  draw_found(stage, result, {0, top, stage.area.w, stage.area.bottom() - top}, edge, stage.area.w - 2 * edge,
             false);
}

// What was found has the whole screen, and the field waits at its foot.
void draw_keys_away(Stage& stage, const Result& result) {
  Frame& frame = stage.frame;
  if (frame.units().across() && frame.control_top() == 0) return draw_keys_away_across(stage, result);
  const float x = margin(frame), w = stage.area.w - 2 * x, pad = frame.px(20);
  const float field_h = search_field_height(frame);
  const Rect ground{0, stage.area.bottom() - field_h - 2 * pad, stage.area.w, field_h + 2 * pad};
  const float heading = draw_title(stage, frame.say("search.title"), "search.title");
  const float top = reach_top(stage, draw_line(stage, result.line, x, heading + frame.px(8), w));
  draw_found(stage, result, {0, top, stage.area.w, ground.y - frame.px(16) - top}, x, w, false);
  draw_ground(stage, ground);
  draw_search_field(stage, {x, ground.y + pad, w, field_h});
}

}  // namespace

void draw_search(Stage& stage) {
  const Result result = read(stage.frame);
  if (stage.model().search.keys_away && result.answered)
    draw_keys_away(stage, result);
  else if (stage.frame.units().across())
    draw_across(stage, result);
  else
    draw_upright(stage, result);
}

}  // namespace entre::screens
