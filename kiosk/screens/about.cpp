// About this screen: who is responsible, how to complain, what is stored, and whom to call when it is broken.
// What is not known is not shown.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/parts.h"

namespace entre::screens {

namespace {

// The names of what is used; docs/design.md "Libraries" says for what.
constexpr const char* software =
    "SDL, Dear ImGui, Pango, Cairo, HarfBuzz, FriBidi, FreeType, fontconfig, libpng, libjpeg-turbo, "
    "libqrencode, libhyphen, libvoikko, SQLite, libcurl, OpenSSL, zstd, fmt, spdlog, nlohmann-json, toml++ & "
    "CLI11";
constexpr const char* fonts = "Inter, Noto & Material Design Icons";

constexpr float pad_px = 32;

struct Section {
  const char *key, *icon;
  std::vector<std::string> texts;
};

class About {
 public:
  explicit About(Stage& stage)
      : frame_(stage.frame), site_(stage.model().library->site), model_(stage.model()) {}

  float draw(float x, float y, float w) {
    for (const Section& section : sections()) {
      const auto body = [&](float at) { return words(section, x, at, w); };
      const float height = std::round(measure(frame_, body));
      const Rect card{x, std::round(y), w, height};
      const float heading = 1.4f * frame_.units().font(Type::title);
      frame_.push_fold(card, {x, card.y + frame_.px(pad_px), w,
                              heading + frame_.follows_px(ui::Role::heading, Type::title)});
      ui::card_ground(frame_, card, false);
      body(card.y);
      frame_.pop_clip();
      y = std::round(y) + height + frame_.px(20);
    }
    return y;
  }

 private:
  std::string pick(const content::Localized& text) const {
    return text.empty() ? "" : content::pick(text, frame_.language(), site_.default_language);
  }

  std::vector<Section> sections() const {
    const content::About& about = site_.about;
    const visit::Installation& screen = model_.installation;
    const std::string responsible = pick(about.responsible);
    std::vector<Section> all = {
        {"screen", "information-outline", {}},
        {"responsible",
         "domain",
         {responsible.empty() ? frame_.say("about.responsible_text", {{"name", pick(site_.name)}})
                              : responsible}},
        {"accessibility", "human", {frame_.say("about.accessibility_text"), pick(about.accessibility)}},
        {"complain", "email", {pick(about.complain)}},
        {"privacy", "account-outline", {frame_.say("about.privacy_text"), pick(about.privacy)}},
        {"licences",
         "file-document",
         {frame_.say("about.licences_text", {{"software", software}, {"fonts", fonts}})}}};
    if (!screen.name.empty())
      all[0].texts.push_back(frame_.say("about.screen_name", {{"name", screen.name}}));
    if (!screen.service_contact.empty())
      all[0].texts.push_back(frame_.say("about.service", {{"contact", screen.service_contact}}));
    all[0].texts.push_back(
        frame_.say("about.release", {{"release", std::to_string(model_.library->release)}}));
    if (!about.website.empty())
      all[1].texts.push_back(frame_.say("about.website", {{"address", about.website}}));
    if (screen.comment) all[4].texts.insert(all[4].texts.begin() + 1, frame_.say("about.privacy_comment"));
    for (Section& section : all) std::erase(section.texts, "");
    std::erase_if(all, [](const Section& section) { return section.texts.empty(); });
    return all;
  }

  // Returns the card's bottom.
  float words(const Section& section, float x, float y, float w) {
    const float pad = frame_.px(pad_px), icon = frame_.units().mark(56), gap = frame_.px(24);
    const std::string id = std::string("about.") + section.key;
    const Rect card{x, y, w, 0};
    frame_.icon(section.icon, frame_.mirrored({x + pad, y + pad, icon, icon}, card), icon, Tone::brand);
    TextSpec spec;
    spec.width_px = w - 2 * pad - icon - gap;
    spec.ground = Tone::surface;
    spec.type = Type::title;
    spec.text = frame_.say(id);
    const float column = frame_.mirrored({x + pad + icon + gap, y, spec.width_px, 0}, card).x;
    y += pad;
    y += ui::paragraph(frame_, spec, column, y, id + ".title", ui::Role::heading);
    spec.type = Type::body;
    for (std::size_t i = 0; i < section.texts.size(); ++i) {
      spec.text = section.texts[i];
      y += frame_.px(8);
      y += ui::paragraph(frame_, spec, column, y, id + ".text." + std::to_string(i));
    }
    return y + pad;
  }

  Frame& frame_;
  const content::Site& site_;
  const visit::Model& model_;
};

}  // namespace

void draw_about(Stage& stage) {
  Frame& frame = stage.frame;
  const float bottom = draw_title(stage, frame.say("about.title"), "about.title");
  // Nothing here is touched, so it may begin right below its title.
  const float top = bottom + frame.px(32), x = margin(frame), w = stage.area.w - 2 * x;
  const float column = std::min(w, frame.px(1320));
  const float left = frame.rtl() ? x + w - column : x;
  About about(stage);
  flow(stage, {"about", {0, top, stage.area.w, stage.area.bottom() - top}, x, w, true, true},
       [&](float y) { return about.draw(left, y, column) + frame.px(12); });
}

}  // namespace entre::screens
