// Screens that are a list: a group's topics, and all contacts.
#include "kiosk/screens/parts.h"

namespace entre::screens {

namespace {

void draw_list(Stage& stage, const std::string& title, const std::vector<Entry>& entries,
               const std::string& prefix, const std::string& empty) {
  Frame& frame = stage.frame;
  const float bottom = draw_title(stage, title, prefix + ".title");
  const float top = reach_top(stage, bottom), x = margin(frame), w = stage.area.w - 2 * x;
  const bool two = frame.units().across() && !frame.units().large();
  flow(stage, {prefix, {0, top, stage.area.w, stage.area.bottom() - top}, x, w, true}, [&](float y) {
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
                     "group", frame.say("group.empty"));
  }
  draw_list(stage, frame.say("group.title"), {}, "group", frame.say("group.empty"));
}

void draw_contacts(Stage& stage) {
  Frame& frame = stage.frame;
  const content::Contacts& contacts = stage.model().library->contacts;
  std::vector<Entry> entries;
  const auto add = [&](const content::Contact& contact) {
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
  draw_list(stage, frame.say("contacts.title"), entries, "contacts", frame.say("group.empty"));
}

}  // namespace entre::screens
