// What the visitor writes, and what was found for it.

#include "kiosk/visit/session.h"
#include "sync/content/tokens.h"

namespace entre::visit {
namespace {

bool continues_a_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

// The key of an action that a key gives; empty for other actions.
std::string key_of(const Action& action) {
  if (const auto* typed = std::get_if<TypeText>(&action)) return typed->utf8;
  if (std::holds_alternative<EraseText>(action)) return "erase";
  if (std::holds_alternative<ToggleShift>(action)) return "shift";
  return {};
}

}  // namespace

// A trembling finger strikes a key twice where once was meant.
bool Session::is_double_strike(const Action& action, std::int64_t monotonic_ms) {
  const std::string key = key_of(action);
  const bool again = !key.empty() && key == last_key_ && monotonic_ms - last_key_ms_ < times_.key_guard_ms;
  // A strike that is left out does not begin the time anew: who strikes fast on purpose is slowed, not
  // stopped.
  if (again) return true;
  last_key_ = key;
  last_key_ms_ = monotonic_ms;
  return false;
}

void Session::type_text(const std::string& utf8) {
  Search& search = model_.search;
  if (model_.place.screen != ScreenId::search) return;
  if (content::letters(search.text) + content::letters(utf8) > search_characters_max) return;
  search.text += utf8;
  if (search.shift == Shift::once) search.shift = Shift::none;
  search_changed();
}

void Session::erase_text() {
  std::string& text = model_.search.text;
  while (!text.empty() && continues_a_character(text.back())) text.pop_back();
  if (!text.empty()) text.pop_back();
  search_changed();
}

void Session::clear_text() {
  write_instead("");
}

void Session::toggle_shift() {
  Shift& shift = model_.search.shift;
  shift = shift == Shift::none ? Shift::once : shift == Shift::once ? Shift::locked : Shift::none;
}

void Session::show_keys(KeyLayer layer) {
  model_.search.symbols = layer == KeyLayer::symbols;
  if (layer != KeyLayer::symbols) model_.search.other_letters = layer == KeyLayer::other_letters;
}

// The word and the space after it, so that the next one can follow.
void Session::complete_word(const std::string& word) {
  const std::string& text = model_.search.text;
  const auto words = content::tokens_of(text);
  const bool open = !words.empty() && words.back().end == text.size();
  write_instead(text.substr(0, open ? words.back().begin : text.size()) + word + " ");
}

void Session::write_instead(const std::string& text) {
  if (model_.place.screen != ScreenId::search || content::letters(text) > search_characters_max) return;
  model_.search.text = text;
  search_changed();
}

// Before the second letter there is nothing to show in their place.
void Session::put_keys_away(bool away) {
  Search& search = model_.search;
  if (model_.place.screen != ScreenId::search || (away && search.answered_text.empty())) return;
  if (search.keys_away != away) model_.place.scroll_px = 0;
  search.keys_away = away;
}

void Session::clear_search() {
  model_.search = {};
  search_asked_ = false;
  last_key_.clear();
}

// The hits before stay until the new ones come, so that the list does not blink at each letter. Before the
// second letter there are none, only words that it may become. The best of the new ones is the first in
// sight.
void Session::search_changed() {
  Search& search = model_.search;
  if (model_.place.screen != ScreenId::search && search.text.empty()) return;
  if (model_.place.screen == ScreenId::search && search.text != search.answered_text)
    model_.place.scroll_px = 0;
  search_asked_ = true;
  loader_.push_back(FindText{search.text, model_.preferences.language});
  if (content::letters(search.text) >= search_characters_min) return;
  put_keys_away(false);
  search.answered_text.clear();
  search.found.hits.clear();
  search.found.nearest.clear();
}

void Session::text_found(const TextFound& found) {
  Search& search = model_.search;
  if (!search_asked_ || found.text != search.text || found.language != model_.preferences.language) return;
  search_asked_ = false;
  if (content::letters(found.text) >= search_characters_min) search.answered_text = found.text;
  search.found = found.found;
}

}  // namespace entre::visit
