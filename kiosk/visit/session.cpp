#include "kiosk/visit/session.h"

#include <algorithm>

namespace entre::visit {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

bool same_place(const Place& a, const Place& b) {
  return a.screen == b.screen && a.id == b.id;
}

}  // namespace

Session::Session(Config::Visit times, Preferences start, bool test, std::int64_t started_ms,
                 Installation installation)
    : times_(times),
      start_(std::move(start)),
      test_(test),
      staff_(model_.staff, installation.turn_degrees),
      last_headline_ms_(started_ms) {
  model_.installation = std::move(installation);
  model_.library = std::make_shared<const Library>();
  model_.preferences = start_;
  model_.preferences.language = start_language();
  model_.place.screen = ScreenId::neutral;
}

void Session::apply(const Action& action, std::int64_t monotonic_ms) {
  model_.now_monotonic_ms = monotonic_ms;
  // A page that glides to a stop moves by itself: that is nobody's touch.
  if (const auto* scroll = std::get_if<ScrollTo>(&action)) {
    model_.place.scroll_px = scroll->px;
    return;
  }
  if (staff_.is_open() || std::holds_alternative<StaffAct>(action))
    return act_for_staff(action, monotonic_ms);
  if (model_.place.screen == ScreenId::neutral) return;
  // Whoever presses a key at the warning may not have seen it yet.
  if (std::holds_alternative<UseKeys>(action)) {
    count_visit();
    return count_once(&wire::Usage::aids, "keys");
  }
  touched(monotonic_ms);
  if (model_.sheet == Sheet::idle) {
    const bool only_answers_the_warning = std::holds_alternative<ExtendVisit>(action) ||
                                          std::holds_alternative<CloseSheet>(action) ||
                                          std::holds_alternative<GoBack>(action);
    leave_warning();
    if (only_answers_the_warning) return;
  }
  count_visit();
  if (!is_double_strike(action, monotonic_ms)) perform(action, monotonic_ms);
}

void Session::perform(const Action& action, std::int64_t monotonic_ms) {
  std::visit(Overloaded{
                 [&](const GoBack&) { go_back(); },
                 [&](const GoHome&) { go_home(); },
                 [&](const Open& target) {
                   open({target.screen, target.id, 0}, true);
                 },
                 [&](const SetLanguage& choice) { set_language(choice.language); },
                 [&](const Adapt& wanted) { adapt(wanted.preferences); },
                 [&](const FilterContacts& filter) {
                   if (model_.place.screen == ScreenId::contacts)
                     model_.place = {ScreenId::contacts, filter.subject, 0};
                 },
                 [&](const OpenSheet& sheet) { open_sheet(sheet.sheet); },
                 [&](const CloseSheet&) { model_.feedback.writing ? stop_writing() : close_sheet(); },
                 [&](const GiveAnswer& given) { give_answer(given.useful, monotonic_ms); },
                 [&](const ToggleReason& toggle) { toggle_reason(toggle.reason); },
                 [&](const UndoAnswer&) { undo_answer(); },
                 [&](const WriteComment&) { write_comment(); },
                 [&](const TypeText& typed) { type_text(typed.utf8); },
                 [&](const EraseText&) { erase_text(); },
                 [&](const ClearText&) { clear_text(); },
                 [&](const ToggleShift&) { toggle_shift(); },
                 [&](const ShowKeys& show) { show_keys(show.layer); },
                 [&](const CompleteWord& completed) { complete_word(completed.word); },
                 [&](const WriteInstead& written) { write_instead(written.text); },
                 [&](const PutKeysAway& keys) { put_keys_away(keys.away); },
                 [&](const ExtendVisit&) {},
                 [&](const EndVisit&) { reset(monotonic_ms); },
                 [&](const ScrollTo&) {},
                 [&](const Listen&) { count_once(&wire::Usage::aids, "listen"); },
                 [&](const UseKeys&) {},
                 [&](const StaffAct&) {},
             },
             action);
}

void Session::open(const Place& place, bool remember) {
  if (!exists(place)) return;
  close_sheet();
  if (same_place(place, model_.place)) return put_keys_away(false);
  if (model_.place.screen == ScreenId::search) count_search();
  if (remember) {
    count_opened(place);
    if (model_.history.size() == history_max) model_.history.erase(model_.history.begin());
    model_.history.push_back(model_.place);
    if (place.screen == ScreenId::search) clear_search();
  }
  model_.place = place;
  model_.page.reset();
  page_asked_ = false;
  take_content_if_waiting();
  if (!page_id().empty()) ask_page();
  if (place.screen == ScreenId::search && model_.search.answered_text.empty()) search_changed();
}

void Session::go_back() {
  if (model_.feedback.writing) return stop_writing();
  if (model_.sheet != Sheet::none) return close_sheet();
  if (model_.history.empty()) return go_home();
  const Place before = model_.history.back();
  model_.history.pop_back();
  open(before, false);
}

void Session::go_home() {
  close_sheet();
  model_.history.clear();
  if (model_.place.screen == ScreenId::search) count_search();
  clear_search();
  open({ScreenId::home, "", 0}, false);
  model_.place.scroll_px = 0;
}

void Session::set_language(const std::string& language) {
  if (!model_.offers(language)) return;
  close_sheet();
  if (model_.preferences.language == language) return;
  model_.preferences.language = language;
  count_once(&wire::Usage::languages, language);
  if (!page_id().empty()) ask_page();
  search_changed();
}

void Session::adapt(const Preferences& wanted) {
  const auto is_one_of = [](const auto& value, std::initializer_list<std::decay_t<decltype(value)>> all) {
    return std::find(all.begin(), all.end(), value) != all.end();
  };
  if (!is_one_of(wanted.text_percent, {100, 125, 150, 200}) || !is_one_of(wanted.more_time, {1, 3, 10}) ||
      !is_one_of(wanted.theme, {"light", "dark", "contrast"}))
    return;
  const Preferences before = std::exchange(model_.preferences, wanted);
  model_.preferences.language = before.language;
  count_adapted(before);
}

void Session::open_sheet(Sheet sheet) {
  // The answer's sheet opens with the answer, the warning with the clock.
  if (sheet != Sheet::language && sheet != Sheet::adapt) return;
  close_sheet();
  model_.sheet = sheet;
}

void Session::close_sheet() {
  if (model_.sheet == Sheet::feedback) close_feedback();
  model_.sheet = Sheet::none;
}

// A contact's page is the first of its subjects: its address is what the contact's code leads to.
std::string Session::page_id() const {
  if (model_.place.screen == ScreenId::article) return model_.place.id;
  if (model_.place.screen != ScreenId::contact) return {};
  const content::Contact* contact = model_.library->contacts.find(model_.place.id);
  if (contact == nullptr) return {};
  for (const std::string& id : contact->subjects)
    if (model_.library->page(id, model_.preferences.language) != nullptr) return id;
  return {};
}

void Session::ask_page() {
  page_asked_ = true;
  loader_.push_back(LoadPage{page_id(), model_.preferences.language});
}

void Session::take_content_if_waiting() {
  if (!new_content_waits_) return;
  new_content_waits_ = false;
  loader_.push_back(TakeNewContent{});
}

void Session::apply(const LoaderReply& reply, std::int64_t monotonic_ms) {
  model_.now_monotonic_ms = monotonic_ms;
  std::visit(Overloaded{
                 [&](const LibraryLoaded& loaded) {
                   if (model_.library->release == 0) last_headline_ms_ = monotonic_ms;
                   library_loaded(loaded);
                 },
                 [&](const PageLoaded& loaded) { page_loaded(loaded); },
                 [&](const TextFound& found) { text_found(found); },
                 [&](const NewContentWaits&) {
                   new_content_waits_ = true;
                   if (!visiting_ || model_.library->release == 0) take_content_if_waiting();
                 },
                 [&](const CodeToShow& shown) { model_.enrolment_code = shown.code; },
             },
             reply);
}

void Session::library_loaded(const LibraryLoaded& loaded) {
  model_.library = loaded.library;
  if (staff_.is_open()) return;
  if (model_.library->site.language(model_.preferences.language) == nullptr || !visiting_)
    model_.preferences.language = start_language();
  if (model_.headline >= model_.library->site.headlines.size()) model_.headline = 0;
  std::erase_if(model_.history, [&](const Place& place) { return !exists(place); });
  if (model_.library->release == 0) {
    close_sheet();
    model_.history.clear();
    model_.page.reset();
    page_asked_ = false;
    model_.place = {ScreenId::neutral, "", 0};
  } else if (model_.place.screen == ScreenId::neutral) {
    model_.place = {ScreenId::home, "", 0};
  } else if (!exists(model_.place)) {
    page_asked_ = false;
    go_home();
  } else if (!page_id().empty() && !page_asked_) {
    // The page shown stays until its new text comes, so that nothing blinks.
    loader_.push_back(LoadPage{page_id(), model_.preferences.language});
  }
  search_changed();
}

void Session::page_loaded(const PageLoaded& loaded) {
  if (page_id().empty() || loaded.id != page_id() || loaded.language != model_.preferences.language) return;
  page_asked_ = false;
  if (loaded.page == nullptr && model_.place.screen == ScreenId::article) return go_home();
  const bool first = model_.page == nullptr;
  model_.page = loaded.page;
  if (first) count_code();
}

bool Session::exists(const Place& place) const {
  const Library& library = *model_.library;
  if (library.release == 0) return place.screen == ScreenId::neutral;
  const auto& groups = library.site.groups;
  switch (place.screen) {
    case ScreenId::neutral:
      return false;
    case ScreenId::group:
      return std::any_of(groups.begin(), groups.end(), [&](const auto& one) { return one.id == place.id; });
    case ScreenId::article:
      return library.page(place.id, model_.preferences.language) != nullptr;
    case ScreenId::contact:
      return library.contacts.find(place.id) != nullptr;
    default:
      return true;
  }
}

bool Session::settled() const {
  return !page_asked_ && !search_asked_ && model_.feedback.state != SaveState::saving &&
         left_behind_.empty() && staff_.settled();
}

std::vector<LedgerRequest> Session::take_ledger_requests() {
  return std::exchange(ledger_, {});
}

std::vector<LoaderRequest> Session::take_loader_requests() {
  return std::exchange(loader_, {});
}

}  // namespace entre::visit
