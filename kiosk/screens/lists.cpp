// Screens that are a list: a group's topics, and all contacts.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/parts.h"

namespace entre::screens {

namespace {

// head: what stands above the entries and scrolls with them; returns its bottom.
void draw_list(Stage& stage, const std::string& title, const std::vector<Entry>& entries,
               const std::string& prefix, const std::string& empty,
               const std::function<float(float x, float y, float w)>& head) {
  Frame& frame = stage.frame;
  const float bottom = draw_title(stage, title, prefix + ".title");
  const float top = reach_top(stage, bottom), x = margin(frame), w = stage.area.w - 2 * x;
  const bool two = frame.units().across() && !frame.units().large();
  flow(stage, {prefix, {0, top, stage.area.w, stage.area.bottom() - top}, x, w, true}, [&](float y) {
    if (head) y = head(x, y, w);
    if (entries.empty()) {
      TextSpec spec;
      spec.text = empty;
      spec.width_px = w;
      return y + ui::paragraph(frame, spec, x, y, prefix + ".empty");
    }
    return frame.px(32) + lazily(frame, [&] { return draw_entries(stage, entries, two ? 2 : 1, x, y, w); });
  });
}

}  // namespace

void draw_group(Stage& stage) {
  Frame& frame = stage.frame;
  const content::Site& site = stage.model().library->site;
  for (const content::Group& group : site.groups) {
    if (group.id != stage.model().place.id) continue;
    std::vector<Entry> entries = topic_entries(frame, group.pages, "group.topic.");
    for (Entry& entry : entries) entry.card.chevron = true;
    return draw_list(stage, content::pick(group.title, frame.language(), site.default_language), entries,
                     "group", frame.say("group.empty"), {});
  }
  draw_list(stage, frame.say("group.title"), {}, "group", frame.say("group.empty"), {});
}

namespace {

bool is_about(const content::Contact& contact, const std::string& subject) {
  return subject.empty() ||
         std::find(contact.subjects.begin(), contact.subjects.end(), subject) != contact.subjects.end();
}

struct Subject {
  std::string id, label, language;
};

// All, then the pages that somebody can be asked about, in the site's order.
std::vector<Subject> subjects(Frame& frame) {
  const visit::Library& library = *frame.model().library;
  std::vector<Subject> all = {{"", frame.say("contacts.all"), ""}};
  for (const content::Group& group : library.site.groups) {
    for (const std::string& id : group.pages) {
      const auto& people = library.contacts.contacts;
      const content::PageSummary* page = library.page(id, frame.language());
      const bool known =
          std::any_of(all.begin(), all.end(), [&](const Subject& one) { return one.id == id; });
      if (page != nullptr && !known &&
          std::any_of(people.begin(), people.end(), [&](const auto& one) { return is_about(one, id); }))
        all.push_back({id, page->title, page->language});
    }
  }
  return all;
}

// Buttons as wide as their subjects, in lines.
float draw_filter(Stage& stage, float x, float y, float w) {
  Frame& frame = stage.frame;
  const std::vector<Subject> all = subjects(frame);
  if (all.size() < 2 || stage.model().library->contacts.contacts.size() < 2) return y;
  const float gap = frame.px(12);
  ui::ButtonLook look;
  look.type = Type::label;
  float at = x, line_h = 0;
  for (const Subject& subject : all) {
    const bool chosen = subject.id == stage.model().place.id;
    look.kind = chosen ? ui::ButtonKind::primary : ui::ButtonKind::outline;
    const float width = std::min(w, ui::button_width(frame, subject.label, look, subject.language));
    const float height = ui::button_height(frame, subject.label, look, width);
    if (at > x && at + width > x + w) {
      y += line_h + gap;
      at = x;
      line_h = 0;
    }
    line_h = std::max(line_h, height);
    ui::Target target;
    target.id = "contacts.subject." + (subject.id.empty() ? "all" : subject.id);
    target.label = subject.label;
    target.language = subject.language;
    target.state = chosen ? "selected" : "";
    const Rect rect = frame.mirrored({at, std::round(y), width, height}, {x, y, w, 0});
    if (ui::button(frame, target, rect, look).acted)
      stage.actions.push_back(visit::FilterContacts{subject.id});
    at += width + gap;
  }
  return y + line_h + frame.px(28);
}

}  // namespace

void draw_contacts(Stage& stage) {
  Frame& frame = stage.frame;
  const content::Contacts& contacts = stage.model().library->contacts;
  std::vector<Entry> entries;
  const auto add = [&](const content::Contact& contact) {
    if (!is_about(contact, stage.model().place.id)) return;
    Entry entry = contact_entry(frame, contact, "contacts.row." + contact.id);
    entry.card.chevron = true;
    entries.push_back(std::move(entry));
  };
  const auto order = contacts.order.find(frame.language());
  if (order == contacts.order.end())
    for (const content::Contact& contact : contacts.contacts) add(contact);
  else
    for (const std::string& id : order->second)
      if (const content::Contact* contact = contacts.find(id)) add(*contact);
  draw_list(stage, frame.say("contacts.title"), entries, "contacts", frame.say("contacts.empty"),
            [&](float x, float y, float w) { return draw_filter(stage, x, y, w); });
}

}  // namespace entre::screens
