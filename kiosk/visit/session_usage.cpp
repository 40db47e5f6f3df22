// What is counted of a visit: sums for the hour, never who or in which order. The tour is nobody's visit.

#include "kiosk/visit/session.h"

namespace entre::visit {
namespace {
// At rest a step is half a minute: by then the hour of the last count has passed.
constexpr int kStepsOfAnHour = 60 * 60 * 1000 / headline_ms + 1;
}  // namespace

void Session::count(const wire::Usage& usage) {
  if (test_) return;
  hour_checks_ = kStepsOfAnHour;
  ledger_.push_back(CountUsage{usage});
}

void Session::count_once(wire::Usage::Counts wire::Usage::*kind, const std::string& name) {
  if (!counted_.insert(name).second) return;
  wire::Usage usage;
  (usage.*kind)[name] = 1;
  count(usage);
}

void Session::count_visit() {
  if (!counted_.insert("visit ").second) return;  // no name has a space
  wire::Usage usage;
  usage.visits = 1;
  count(usage);
  count_once(&wire::Usage::languages, model_.preferences.language);
}

void Session::count_adapted(const Preferences& before) {
  const Preferences& now = model_.preferences;
  const std::pair<const char*, bool> changed[] = {{"text", now.text_percent != before.text_percent},
                                                  {"theme", now.theme != before.theme},
                                                  {"calm", now.calm != before.calm},
                                                  {"reach", now.low_reach != before.low_reach},
                                                  {"speech", now.speech != before.speech},
                                                  {"time", now.more_time != before.more_time}};
  for (const auto& [aid, is_changed] : changed)
    if (is_changed) count_once(&wire::Usage::aids, aid);
}

void Session::count_opened(const Place& place) {
  if (place.screen != ScreenId::article) return;
  wire::Usage usage;
  usage.pages[place.id] = 1;
  count(usage);
}

// A page's own code, or a contact's: both screens wait for the page.
void Session::count_code() {
  if (model_.page == nullptr || model_.page->source_url.empty()) return;
  wire::Usage usage;
  usage.codes = 1;
  count(usage);
}

void Session::count_search() {
  const Search& search = model_.search;
  if (search.answered_text.empty() || !search.found.hits.empty()) return;
  wire::Usage usage;
  usage.searches_without_hit = 1;
  // The content's word that looks most like what was written: what was written itself may be anything.
  if (!search.found.nearest.empty()) usage.words[search.found.nearest.front()] = 1;
  count(usage);
}

void Session::close_hour_at_rest() {
  if (hour_checks_ == 0) return;
  --hour_checks_;
  ledger_.push_back(CloseHour{});
}

}  // namespace entre::visit
