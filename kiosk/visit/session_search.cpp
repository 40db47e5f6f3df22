// What was found for what the visitor writes.

#include "kiosk/visit/session.h"
#include "sync/content/tokens.h"

namespace entre::visit {

// Before the second letter there is nothing to show in their place.
void Session::put_keys_away(bool away) {
  Search& search = model_.search;
  if (model_.place.screen != ScreenId::search || (away && search.answered_text.empty())) return;
  if (search.keys_away != away) model_.place.scroll_px = 0;
  search.keys_away = away;
}

void Session::clear_search() {
  model_.search = {};
  model_.keys = {};
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
