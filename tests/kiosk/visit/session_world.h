#pragma once
// A small site and a session on it, for the tests of visits.

#include <memory>
#include <string>
#include <variant>

#include "kiosk/visit/session.h"
#include "sync/content/tokens.h"

namespace entre::visit::test {

inline std::shared_ptr<Library> small_library(std::int64_t release = 7) {
  auto library = std::make_shared<Library>();
  library->release = release;
  library->site.default_language = "sv";
  library->site.languages = {{"sv", "Svenska", "sv", false},
                             {"sv-simple", "Lättläst", "sv", false},
                             {"en", "English", "en", false},
                             {"ar", "العربية", "ar", true}};
  library->site.headlines.resize(3);
  library->site.groups = {{"strategy", "compass", {{"sv", "Om"}}, {"alpha", "beta"}}};
  library->pages["sv"] = {{"alpha", "sv", "Alfa", "", "", "", ""}, {"beta", "sv", "Beta", "", "", "", ""}};
  library->pages["en"] = {{"alpha", "en", "Alpha", "", "", "", ""}};
  library->contacts.contacts = {{"someone", "Någon", {}, {}, "", "", "", {}}};
  return library;
}

inline std::shared_ptr<content::Page> page(const std::string& id, const std::string& language) {
  auto made = std::make_shared<content::Page>();
  made->id = id;
  made->language = language;
  return made;
}

template <class T, class V>
int count(const std::vector<V>& requests) {
  int found = 0;
  for (const V& one : requests) found += std::holds_alternative<T>(one) ? 1 : 0;
  return found;
}

// One hit, from the second letter on.
inline TextFound found(const std::string& text, const std::string& language = "sv") {
  TextFound made{text, language, {}};
  if (content::letters(text) >= search_characters_min) made.found.hits.resize(1);
  made.found.completions = {text + "s"};
  return made;
}

// Answers the session's requests as the loader would, and keeps those to the ledger.
struct World {
  explicit World(Preferences start = {}, Config::Visit times = {}, Installation installation = {})
      : session(times, start, false, now, std::move(installation)) {
    session.apply(LibraryLoaded{library}, now);
    session.tick(now);
    settle();
  }
  void act(const Action& action) {
    session.apply(action, now);
    settle();
  }
  void settle() {
    for (const LoaderRequest& request : session.take_loader_requests()) {
      if (const auto* load = std::get_if<LoadPage>(&request)) {
        const content::PageSummary* found = library->page(load->id, load->language);
        session.apply(PageLoaded{load->id, load->language, found ? page(load->id, found->language) : nullptr},
                      now);
      } else if (std::holds_alternative<TakeNewContent>(request)) {
        ++taken;
        if (next != nullptr) library = next;
        session.apply(LibraryLoaded{library}, now);
      } else if (const auto* find = std::get_if<FindText>(&request)) {
        searches.push_back(find->text);
        if (answer_searches) session.apply(found(find->text, find->language), now);
      }
    }
    if (!session.take_loader_requests().empty()) again = true;
    for (LedgerRequest& request : session.take_ledger_requests()) {
      const bool counts =
          std::holds_alternative<CountUsage>(request) || std::holds_alternative<CloseHour>(request);
      (counts ? usage : ledger).push_back(std::move(request));
    }
  }
  // The ledger says that the last SaveDraft or ChangeDraft is on disk.
  void saved(std::int64_t draft = 41) {
    for (auto request = ledger.rbegin(); request != ledger.rend(); ++request) {
      std::uint64_t ticket = 0;
      if (const auto* save = std::get_if<SaveDraft>(&*request)) ticket = save->ticket;
      if (const auto* change = std::get_if<ChangeDraft>(&*request)) ticket = change->ticket;
      if (ticket == 0) continue;
      session.apply(DraftSaved{ticket, draft}, now);
      break;
    }
    settle();
  }
  void wait_s(std::int64_t seconds) {
    now += seconds * 1000;
    session.tick(now);
    settle();
  }
  const Model& model() const { return session.model(); }

  std::int64_t now = 5'000'000;
  std::shared_ptr<Library> library = small_library();
  std::shared_ptr<Library> next;
  Session session;
  std::vector<LedgerRequest> ledger;
  std::vector<LedgerRequest> usage;  // what is counted, apart from the answers
  std::vector<std::string> searches;
  bool answer_searches = true;
  bool again = false;
  int taken = 0;
};

}  // namespace entre::visit::test
