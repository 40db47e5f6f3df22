#include "kiosk/screens/parts.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "kiosk/ui/scroller.h"

namespace entre::screens {

float margin(Frame& frame) {
  return frame.px(64);
}

std::vector<Entry> topic_entries(Frame& frame, const std::vector<std::string>& pages,
                                 const std::string& prefix) {
  std::vector<Entry> entries;
  for (const std::string& id : pages) {
    const content::PageSummary* page = frame.model().library->page(id, frame.language());
    if (!page) continue;
    Entry entry{{}, visit::Open{visit::ScreenId::article, id}};
    entry.card.target.id = prefix + id;
    entry.card.target.label = page->title + (page->summary.empty() ? "" : ". " + page->summary);
    entry.card.target.language = page->language;
    entry.card.title_language = entry.card.text_language = page->language;
    entry.card.icon = page->icon;
    entry.card.title = page->title;
    entry.card.text = page->summary;
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::string role_and_unit(Frame& frame, const content::Contact& contact, const char* between) {
  const std::string& fallback = frame.model().library->site.default_language;
  const auto text = [&](const content::Localized& localized) {
    return localized.empty() ? std::string() : content::pick(localized, frame.language(), fallback);
  };
  const std::string role = text(contact.role), unit = text(contact.unit);
  return role.empty() || unit.empty() ? role + unit : role + between + unit;
}

const char* list_comma(const Frame& frame) {
  return frame.rtl() ? "، " : ", ";
}

Entry contact_entry(Frame& frame, const content::Contact& contact, const std::string& id) {
  Entry entry{{}, visit::Open{visit::ScreenId::contact, contact.id}};
  entry.card.target.id = id;
  entry.card.title = contact.name;
  entry.card.text = role_and_unit(frame, contact, list_comma(frame));
  entry.card.target.label = frame.say("label.open_contact", {{"name", contact.name}}) +
                            (entry.card.text.empty() ? "" : ". ") + entry.card.text;
  entry.card.icon = "account-outline";
  return entry;
}

float draw_entries(Stage& stage, const std::vector<Entry>& entries, int columns, float x, float y, float w,
                   float min_h, float gap_px) {
  Frame& frame = stage.frame;
  const float gap = frame.px(gap_px);
  const auto across = static_cast<std::size_t>(std::max(columns, 1));
  const float cell_w = std::floor((w - gap * static_cast<float>(across - 1)) / static_cast<float>(across));
  for (std::size_t first = 0; first < entries.size(); first += across) {
    const std::size_t last = std::min(first + across, entries.size());
    float height = min_h;
    for (std::size_t i = first; i < last; ++i)
      height = std::max(height, ui::card_height(frame, entries[i].card, cell_w, y));
    const Rect row{x, y, w, height};
    const auto cell = [&](std::size_t i) {
      return frame.mirrored({x + static_cast<float>(i - first) * (cell_w + gap), y, cell_w, height}, row);
    };
    // At a column's fold they are seen together, or not at all: one alone would look like the first.
    float name_top = row.bottom(), name_bottom = row.y;
    for (std::size_t i = first; i < last; ++i) {
      const Rect name = ui::card_name(frame, entries[i].card, cell(i));
      name_top = std::min(name_top, name.y);
      name_bottom = std::max(name_bottom, name.bottom());
    }
    frame.push_fold(row, {row.x, name_top, row.w, name_bottom - name_top});
    for (std::size_t i = first; i < last; ++i)
      if (ui::card(frame, entries[i].card, cell(i)).acted) stage.actions.push_back(entries[i].action);
    frame.pop_clip();
    y += height + (last < entries.size() ? gap : 0);
  }
  return y;
}

float lazily(Frame& frame, const std::function<float()>& body) {
  frame.set_lazy(true);
  const float bottom = body();
  frame.set_lazy(false);
  return bottom;
}

float measure(Frame& frame, const std::function<float(float y)>& body, float* highest_control) {
  const bool before = frame.measuring();
  const float met_before = std::exchange(frame.highest_control(), std::numeric_limits<float>::max());
  frame.set_measuring(true);
  const float height = body(0);
  frame.set_measuring(before);
  const float met = std::exchange(frame.highest_control(), met_before);
  if (highest_control != nullptr) *highest_control = met;
  return height;
}

void draw_progress(Frame& frame, const Rect& track, float share, const std::string& prefix) {
  frame.fill(frame.mirrored({track.x, track.y, std::round(track.w * share), track.h}, track), Tone::brand);
  ui::Node node;
  node.id = prefix + ".progress";
  node.role = ui::Role::status;
  node.label = frame.say("article.progress", {{"percent", std::to_string(std::lround(share * 100))}});
  node.rect = track;
  frame.node(std::move(node));
}

namespace {

float page_buttons_gap(Frame& frame) {
  return frame.px(frame.low_reach() ? 12 : 24);
}

}  // namespace

float page_buttons_room(Frame& frame) {
  return ui::page_buttons_height(frame) + 2 * page_buttons_gap(frame);
}

void flow(Stage& stage, const Flow& flow, const std::function<float(float y)>& given) {
  Frame& frame = stage.frame;
  float first_control = 0;
  const float natural = measure(frame, given, &first_control);
  const float lead = std::max(0.f, frame.control_top() - flow.area.y - first_control);
  const auto body = [&](float y) { return given(y + lead); };
  const float content = natural + lead;
  Rect viewport = flow.area;
  const float gap = page_buttons_gap(frame), buttons = ui::page_buttons_height(frame);
  const bool overflows = content > viewport.h;
  if (overflows) viewport.h -= page_buttons_room(frame);
  const std::string id = flow.prefix + " " + (flow.main ? stage.model().place.id : "");
  ui::Scroller scroller(frame, id, viewport, content,
                        flow.main ? std::optional<float>(stage.model().place.scroll_px) : std::nullopt);
  body(scroller.top());
  scroller.end();
  if (overflows) {
    ui::rule(frame, flow.x, viewport.bottom(), flow.w);
    if (flow.progress)
      draw_progress(frame, {flow.x, viewport.bottom(), flow.w, frame.px(8)},
                    std::clamp((scroller.offset_px() + viewport.h) / content, 0.f, 1.f), flow.prefix);
    scroller.page_buttons({flow.x, viewport.bottom() + gap, flow.w, buttons}, flow.prefix, flow.more,
                          std::round(frame.units().font(Type::body) * 1.4f));
  }
  if (flow.main && scroller.moved() && !frame.inert())
    stage.actions.push_back(visit::ScrollTo{scroller.offset_px()});
}

float draw_title(Stage& stage, const std::string& text, const std::string& id) {
  Frame& frame = stage.frame;
  TextSpec spec;
  spec.text = text;
  spec.type = Type::h1;
  spec.width_px = stage.area.w - 2 * margin(frame);
  const float y = frame.px(frame.units().across() ? 40 : 56);
  return y + ui::paragraph(frame, spec, margin(frame), y, id, ui::Role::heading);
}

float reach_top(Stage& stage, float heading_bottom) {
  const Frame& frame = stage.frame;
  const float below = heading_bottom + frame.px(32), reach = frame.control_top();
  return reach > 0 ? std::max(below, reach + frame.px(24)) : below;
}

void draw_sheet_ground(Stage& stage, const Rect& rect, bool free, const std::string& id,
                       const std::string& label) {
  Frame& frame = stage.frame;
  const auto& theme = frame.theme();
  // On a scrim as black as itself a sheet has nothing but its edge.
  const bool has_edge = theme[Tone::paper] == theme[Tone::surface];
  const float radius = frame.px(40);
  frame.push_clip(stage.area);
  // Down to the dock, the lower corners lie behind it.
  frame.panel(
      {rect.x, rect.y, rect.w, rect.h + (free ? 0 : radius)},
      {theme[Tone::paper], theme[has_edge ? Tone::edge : Tone::paper], radius, has_edge ? frame.px(4) : 0});
  frame.pop_clip();
  ui::Node node;
  node.id = id;
  node.role = ui::Role::dialog;
  node.label = label;
  node.rect = rect;
  frame.node(std::move(node));
}

}  // namespace entre::screens
