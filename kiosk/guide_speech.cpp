// What the guide says, and in which language.
#include <algorithm>

#include "kiosk/guide.h"

namespace entre::kiosk {
namespace {

constexpr std::int64_t kCaptionMs = 5000;

}  // namespace

// The voice's language for a site's: its own, or the one that it is a kind of. Empty: there is none.
std::string Guide::voice_of(const std::string& language) const {
  const content::Language* known = model_.library->site.language(language);
  const std::string& base = known && !known->base.empty() ? known->base : language;
  return narrator_->speaks(base) ? base : "";
}

// In which the kiosk says what things are, where the interface's language has no voice.
std::string Guide::voice_for_words() const {
  for (const std::string& language : {model_.preferences.language, model_.library->site.default_language})
    if (!voice_of(language).empty()) return language;
  return "en";
}

ui::Words Guide::words() const {
  const bool searches = model_.place.screen == visit::ScreenId::search;
  const bool answers = model_.sheet == visit::Sheet::feedback;
  return {toolkit_.strings(), voice_for_words(),
          answers    ? model_.feedback.comment
          : searches ? model_.search.text
                     : ""};
}

ui::Phrase Guide::phrase(const std::string& text) const {
  return {text, voice_for_words(), "", 0, 0, false};
}

std::optional<ui::Stop> Guide::stop() const {
  for (const ui::Stop& each : ui::stops(tree_))
    if (each.node->id == focus_.id()) return each;
  return std::nullopt;
}

std::string Guide::own_text() const {
  const auto focused = stop();
  return focused ? focus_.id() + " " + ui::text_of(ui::description(*focused, words())) : "";
}

// What the screen tells by itself. The seconds of the warning, the progress and what voice itself tells are
// none of it.
std::string Guide::statuses() const {
  std::string all;
  for (const ui::Node& node : tree_.nodes())
    if (node.role == ui::Role::status && node.id != "idle.seconds" && node.id != "speech.caption" &&
        !node.id.ends_with(".progress"))
      all += node.label + "\n";
  return all;
}

std::vector<ui::Phrase> Guide::place_name() const {
  std::vector<ui::Phrase> phrases;
  const ui::Strings& strings = toolkit_.strings();
  const std::string language = voice_for_words();
  if (model_.sheet == visit::Sheet::none) {
    phrases.push_back(
        phrase(strings.get(language, std::string("speech.screen_") + visit::name(model_.place.screen))));
    return phrases;
  }
  for (const ui::Node& node : tree_.nodes())
    if (node.role == ui::Role::dialog) phrases.push_back({node.label, node.language, node.id, 0, 0, false});
  if (model_.sheet != visit::Sheet::idle) return phrases;
  phrases.push_back(phrase(strings.get(language, "idle.text")));
  phrases.push_back(phrase(strings.count(language, "idle.seconds", model_.idle_left_s)));
  return phrases;
}

// Each in a language that has a voice. What has none is told of once on a screen, in one that has.
std::vector<ui::Phrase> Guide::speakable(std::vector<ui::Phrase> phrases) {
  std::vector<ui::Phrase> said;
  const ui::Strings& strings = toolkit_.strings();
  const std::string& shown = model_.preferences.language;
  bool hidden = false;
  for (ui::Phrase& each : phrases) {
    if (each.is_private && has_headset_ && !inserted_) {
      if (std::exchange(hidden, true)) continue;
      // Of each key that would be tiresome: the keyboard is all that the next one is called.
      const ui::Node* node = tree_.find(each.node);
      const bool is_key = node != nullptr && node->types;
      const bool told = is_key && std::exchange(private_place_, place_) == place_;
      each.text = strings.get(voice_for_words(), told ? "label.keyboard" : "speech.private");
      each.language = voice_for_words();
      if (!told) caption(strings.get(shown, "speech.private"));
    }
    std::string voice = voice_of(each.language);
    if (voice.empty()) {
      if (voiceless_place_ == place_) continue;
      voiceless_place_ = place_;
      each.text = strings.get(voice_for_words(), "speech.no_voice");
      voice = voice_of(voice_for_words());
      each.begin = each.end = 0;
      caption(strings.get(shown, "speech.no_voice"));
    }
    each.language = voice.empty() ? "en" : voice;
    said.push_back(std::move(each));
  }
  return said;
}

void Guide::say(std::vector<ui::Phrase> phrases) {
  narrator_->say(speakable(std::move(phrases)));
  point_at_phrase();
}

void Guide::describe(bool with_place) {
  std::vector<ui::Phrase> phrases;
  if (with_place) {
    phrases = place_name();
    statuses_.clear();
  }
  if (const auto focused = stop())
    for (ui::Phrase& each : ui::description(*focused, words())) phrases.push_back(std::move(each));
  said_ = own_text();
  add_new_statuses(&phrases);
  say(std::move(phrases));
}

// What the screen has come to tell since it was listened to last: the number of hits, "saved".
void Guide::add_new_statuses(std::vector<ui::Phrase>* phrases) {
  const std::string before = std::exchange(statuses_, statuses());
  for (const ui::Stop& each : ui::stops(tree_)) {
    const std::string line = each.node->label + "\n";
    const bool is_told = statuses_.find(line) != std::string::npos;
    if (each.node->role != ui::Role::status || !is_told || each.node->id == focus_.id()) continue;
    if (before.find(line) != std::string::npos) continue;
    for (ui::Phrase& part : ui::reading(each, words())) phrases->push_back(std::move(part));
  }
}

// What has changed without a move: the state of what was pressed, or what the screen tells.
void Guide::say_changes() {
  if (!speaks() || toolkit_.pointing().listening) return;
  if (own_text() != said_) return describe(false);
  std::vector<ui::Phrase> phrases;
  add_new_statuses(&phrases);
  if (!phrases.empty()) say(std::move(phrases));
}

// What the voice tells of itself, seen too.
void Guide::tell(const char* key, const ui::Values& values) {
  caption(toolkit_.strings().format(model_.preferences.language, key, values));
  say({phrase(toolkit_.strings().format(voice_for_words(), key, values))});
}

void Guide::caption(const std::string& text) {
  toolkit_.pointing().caption = text;
  caption_until_ms_ = now_ms_ + kCaptionMs;
  frame_ = true;
}

}  // namespace entre::kiosk
