// What the visitor writes: a search, or a comment on a page.

#include "kiosk/visit/session.h"
#include "sync/content/tokens.h"

namespace entre::visit {
namespace {

bool continues_a_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

// The key of an action that a key gives; empty for other actions.
std::string key_of(const Action& action) {
  if (const auto* typed = std::get_if<TypeText>(&action)) return typed->guarded ? typed->utf8 : "";
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

std::string* Session::field() {
  if (staff_.is_open()) return staff_.field();
  if (model_.sheet == Sheet::feedback && model_.feedback.writing) return &model_.feedback.comment;
  const bool searches = model_.place.screen == ScreenId::search && model_.sheet == Sheet::none;
  return searches ? &model_.search.text : nullptr;
}

std::size_t Session::field_characters_max() const {
  if (staff_.is_open()) return staff_.field_characters_max();
  return model_.feedback.writing ? wire::comment_characters_max : search_characters_max;
}

void Session::field_changed() {
  if (staff_.is_open()) return;
  if (!model_.feedback.writing) search_changed();
}

void Session::type_text(const std::string& utf8) {
  std::string* const text = field();
  if (text == nullptr || content::letters(*text) + content::letters(utf8) > field_characters_max()) return;
  *text += utf8;
  if (model_.keys.shift == Shift::once) model_.keys.shift = Shift::none;
  field_changed();
}

void Session::erase_text() {
  std::string* const text = field();
  if (text == nullptr) return;
  while (!text->empty() && continues_a_character(text->back())) text->pop_back();
  if (!text->empty()) text->pop_back();
  field_changed();
}

void Session::clear_text() {
  write_instead("");
}

void Session::toggle_shift() {
  Shift& shift = model_.keys.shift;
  shift = shift == Shift::none ? Shift::once : shift == Shift::once ? Shift::locked : Shift::none;
}

void Session::show_keys(KeyLayer layer) {
  model_.keys.symbols = layer == KeyLayer::symbols;
  if (layer != KeyLayer::symbols) model_.keys.other_letters = layer == KeyLayer::other_letters;
}

// The word and the space after it, so that the next one can follow.
void Session::complete_word(const std::string& word) {
  const std::string* const text = field();
  if (text == nullptr) return;
  const auto words = content::tokens_of(*text);
  const bool open = !words.empty() && words.back().end == text->size();
  write_instead(text->substr(0, open ? words.back().begin : text->size()) + word + " ");
}

void Session::write_instead(const std::string& written) {
  std::string* const text = field();
  if (text == nullptr || content::letters(written) > field_characters_max()) return;
  *text = written;
  field_changed();
}

}  // namespace entre::visit
