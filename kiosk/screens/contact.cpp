// One person: large name, role and numbers, a code for the phone, and pages of the same subject.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/parts.h"
#include "kiosk/screens/vcard.h"

namespace entre::screens {

namespace {

struct Code {
  std::string text, label;
  const char *title_key, *text_key;
};

// The card for the address book; without anything to keep in it, the page on the web.
std::optional<Code> choose_code(Stage& stage, const content::Contact& contact) {
  Frame& frame = stage.frame;
  const visit::Model& model = stage.model();
  if (has_channel(contact))
    return Code{vcard(contact, model.library->site, frame.language()),
                frame.say("label.qr_contact", {{"name", contact.name}}), "contacts.save_title",
                "contacts.save_text"};
  const auto& subjects = contact.subjects;
  if (!model.page || model.page->source_url.empty() ||
      std::find(subjects.begin(), subjects.end(), model.page->id) == subjects.end())
    return std::nullopt;
  return Code{model.page->source_url, frame.say("label.qr_page", {{"title", model.page->title}}),
              "contacts.page_title", "contacts.page_text"};
}

class ContactCard {
 public:
  ContactCard(Stage& stage, const content::Contact& contact)
      : stage_(stage), frame_(stage.frame), contact_(contact), code_(choose_code(stage, contact)) {}

  float draw(float x, float y, float w) {
    const float pad = frame_.px(44), inner = w - 2 * pad;
    const auto body = [&](float at) {
      at = person(x + pad, at + pad, inner);
      at = channels(x + pad, at, inner);
      if (code_) {
        at += frame_.px(36);
        ui::rule(frame_, x + pad, std::round(at), inner);
        at = code(x + pad, at + frame_.px(20), inner);
        return at + frame_.px(24);
      }
      return at + pad;
    };
    const float height = std::round(measure(frame_, body));
    ui::card_ground(frame_, {x, y, w, height}, false);
    body(y);
    return y + height;
  }

 private:
  float person(float x, float y, float w) {
    const float disc = frame_.px(160), gap = frame_.px(36);
    TextSpec spec;
    spec.width_px = w - disc - gap;
    spec.ground = Tone::surface;
    spec.type = Type::h2;
    spec.text = contact_.name;
    const ui::Text name = frame_.set(spec);
    spec.type = Type::body;
    spec.text = role_and_unit(frame_, contact_, "\n");
    const ui::Text role = frame_.set(spec);
    const float text_h = name.h + frame_.px(8) + (spec.text.empty() ? 0 : role.h);
    const float height = std::max(disc, text_h);
    const Rect row{x, y, w, height};
    ui::avatar(frame_, contact_.name,
               frame_.mirrored({x, std::round(y + (height - disc) / 2), disc, disc}, row));
    const Rect column = frame_.mirrored({x + disc + gap, y, spec.width_px, height}, row);
    const float text_y = y + (height - text_h) / 2;
    frame_.draw(name, column.x, text_y, "contact.name", ui::Role::heading);
    if (!spec.text.empty()) frame_.draw(role, column.x, text_y + name.h + frame_.px(8), "contact.role");
    return y + height;
  }

  float channels(float x, float y, float w) {
    const std::pair<const char*, const std::string*> lines[] = {
        {"phone", &contact_.phone}, {"email", &contact_.email}, {"address", &contact_.address}};
    for (const auto& [key, value] : lines) {
      if (value->empty()) continue;
      y += frame_.px(24);
      TextSpec spec;
      spec.width_px = w;
      spec.ground = Tone::surface;
      spec.type = Type::label;
      spec.color = Tone::secondary;
      spec.text = frame_.say(std::string("contacts.") + key);
      y += ui::paragraph(frame_, spec, x, y, std::string("contact.") + key + ".name");
      spec.type = Type::lead;
      spec.weight = 600;
      spec.color = Tone::ink;
      spec.text = *value;
      y += ui::paragraph(frame_, spec, x, y, std::string("contact.") + key);
    }
    return y;
  }

  float code(float x, float y, float w) {
    const auto size = ui::qr_size(frame_, code_->text, frame_.px(420));
    if (!size) return y;
    const float gap = frame_.px(36), beside_w = w - size->side_px - gap;
    const bool beside = beside_w > 6.2f * frame_.units().font(Type::body);
    const float words_w = beside ? beside_w : w;
    const float words_h = measure(frame_, [&](float at) { return words(x, at, words_w); });
    // On white the quiet zone reaches out, so that the modules stand at the text's edge.
    constexpr display::Color white{255, 255, 255, 255};
    const bool on_white = frame_.theme()[Tone::surface] == white;
    const float quiet = static_cast<float>(4 * size->module_px);
    const float out = on_white ? std::min(quiet, frame_.px(24)) : 0, air = on_white ? 0 : frame_.px(20);
    // Marks above the words' letters reach beyond their box, and must not reach into the quiet zone.
    const float below = std::max(air, frame_.px(16));
    const Rect row{x, y + air, w,
                   beside ? std::max(size->side_px, words_h) : size->side_px + below + words_h};
    const Rect plate =
        frame_.mirrored({x - out, std::round(row.y + (beside ? (row.h - size->side_px) / 2 : 0)),
                         size->side_px, size->side_px},
                        row);
    frame_.panel(plate, {white, white, frame_.px(16), 0});
    ui::qr(frame_, code_->text, *size, plate.x, plate.y, "contact.code", code_->label);
    const Rect column = frame_.mirrored({beside ? x + size->side_px + gap - out : x, 0, words_w, 0}, row);
    words(column.x, beside ? row.y + (row.h - words_h) / 2 : plate.bottom() + below, words_w);
    return row.bottom();
  }

  float words(float x, float y, float w) {
    TextSpec spec;
    spec.width_px = w;
    spec.ground = Tone::surface;
    spec.type = Type::title;
    spec.text = frame_.say(code_->title_key);
    y += ui::paragraph(frame_, spec, x, y, "contact.code.title", ui::Role::heading) + frame_.px(12);
    spec.type = Type::body;
    spec.text = frame_.say(code_->text_key);
    return y + ui::paragraph(frame_, spec, x, y, "contact.code.text");
  }

  Stage& stage_;
  Frame& frame_;
  const content::Contact& contact_;
  std::optional<Code> code_;
};

float draw_pages(Stage& stage, const content::Contact& contact, float x, float y, float w) {
  Frame& frame = stage.frame;
  std::vector<Entry> entries = topic_entries(frame, contact.subjects, "contact.pages.");
  if (entries.empty()) return y;
  for (Entry& entry : entries) entry.card.chevron = true;
  TextSpec spec;
  spec.text = frame.say("contacts.same_subject");
  spec.type = Type::h2;
  spec.width_px = w;
  y += ui::paragraph(frame, spec, x, y, "contact.pages", ui::Role::heading) + frame.px(20);
  return draw_entries(stage, entries, 1, x, std::round(y), w);
}

}  // namespace

void draw_contact(Stage& stage) {
  Frame& frame = stage.frame;
  const content::Contact* contact = stage.model().library->contacts.find(stage.model().place.id);
  if (!contact) return frame.set_incomplete();
  const float bottom = draw_title(stage, frame.say("contacts.title"), "contact.title");
  const float x = margin(frame), w = stage.area.w - 2 * x;
  ContactCard card(stage, *contact);
  const bool two = frame.units().across() && !frame.units().large();
  // What is touched stands below the card.
  const float top = bottom + frame.px(two ? 24 : 32);
  const float gap = frame.px(48), card_w = two ? std::floor((w - gap) / 2) : w;
  flow(stage, {"contact", {0, top, stage.area.w, stage.area.bottom() - top}, x, w, true}, [&](float y) {
    const Rect row{x, y, w, 0};
    const float card_bottom = card.draw(frame.mirrored({x, y, card_w, 0}, row).x, y, card_w);
    if (!two) return draw_pages(stage, *contact, x, card_bottom + frame.px(40), w) + frame.px(32);
    const float pages =
        draw_pages(stage, *contact, frame.mirrored({x + card_w + gap, y, card_w, 0}, row).x, y, card_w);
    return std::max(card_bottom, pages) + frame.px(32);
  });
}

}  // namespace entre::screens
