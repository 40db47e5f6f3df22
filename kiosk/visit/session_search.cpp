// What the visitor types, and what was found for it.

#include "kiosk/visit/session.h"

namespace entre::visit {
namespace {

bool continues_a_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

std::size_t characters(const std::string& utf8) {
  std::size_t count = 0;
  for (const char byte : utf8) count += continues_a_character(byte) ? 0 : 1;
  return count;
}

}  // namespace

void Session::type_text(const std::string& utf8) {
  Search& search = model_.search;
  if (model_.place.screen != ScreenId::search) return;
  if (characters(search.text) + characters(utf8) > search_characters_max) return;
  search.text += utf8;
  search.shift = false;
  search_changed();
}

void Session::erase_text() {
  std::string& text = model_.search.text;
  while (!text.empty() && continues_a_character(text.back())) text.pop_back();
  if (!text.empty()) text.pop_back();
  search_changed();
}

void Session::clear_search() {
  model_.search = {};
  search_asked_ = false;
}

// The hits before stay until the new ones come, so that the list does not blink at each letter.
void Session::search_changed() {
  Search& search = model_.search;
  search_asked_ = characters(search.text) >= search_characters_min;
  if (search_asked_) {
    loader_.push_back(FindText{search.text, model_.preferences.language});
  } else {
    search.answered_text.clear();
    search.hits.clear();
  }
}

void Session::text_found(const TextFound& found) {
  Search& search = model_.search;
  if (!search_asked_ || found.text != search.text || found.language != model_.preferences.language) return;
  search_asked_ = false;
  search.answered_text = found.text;
  search.hits = found.hits;
}

}  // namespace entre::visit
