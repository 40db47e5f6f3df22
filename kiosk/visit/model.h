#pragma once
// What a visit is: plain values that the screens read and actions change. No SDL, no ImGui, no clock of its
// own.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/visit/staff.h"
#include "sync/content/content.h"
#include "sync/content/content_file.h"
#include "sync/wire/enrolment.h"

namespace entre::visit {

// gallery: every widget in every state, for those who look at the design; nothing a visitor touches leads
// there. staff: no visitor's either; its pages are StaffVisit's.
enum class ScreenId { neutral, home, group, article, contacts, contact, search, about, gallery, staff };
const char* name(ScreenId screen);

struct Place {
  ScreenId screen = ScreenId::home;
  std::string id;       // group, page or contact; of contacts: the subject they are filtered by
  float scroll_px = 0;  // as the visitor left it
  bool operator==(const Place&) const = default;
};

enum class Sheet { none, feedback, language, adapt, idle };

// What the loader has read; immutable, replaced whole. Pages are those valid today.
struct Library {
  std::int64_t release = 0;  // 0: no content of its own yet
  content::Site site;
  content::Contacts contacts;
  std::map<std::string, std::vector<content::PageSummary>> pages;  // by language
  // The page in the language, else in the nearest that has it (base, site's default, any); null where there
  // is none.
  const content::PageSummary* page(const std::string& id, const std::string& language) const;
};

enum class SaveState { none, saving, saved, failed };

struct Feedback {
  SaveState state = SaveState::none;
  bool useful = false;
  std::vector<std::string> reasons;
  std::int64_t draft = 0;      // ledger's id
  std::int64_t opened_ms = 0;  // monotonic
  std::string comment = {};    // as it is being written
  bool writing = false;        // its keys are there
};

struct FoundText {
  std::vector<content::Hit> hits;               // best first: pages and contacts that may be shown today
  std::size_t total = 0;                        // of all there are
  bool partly = false;                          // none has all of the words
  std::map<std::string, std::string> excerpts;  // page id -> the sentence that was found
  content::Marks marks;
  std::vector<std::string> completions;  // words that the last one may become
  std::vector<std::string> nearest;      // without hits: words that look like what was written
};

enum class Shift { none, once, locked };

// Of the one field that is written in.
struct Keys {
  Shift shift = Shift::none;
  bool symbols = false;        // the keys' second layer
  bool other_letters = false;  // Latin letters, where the language has others
  bool operator==(const Keys&) const = default;
};

struct Search {
  std::string text;
  bool keys_away = false;     // what was found has the keys' place, until the field is touched
  std::string answered_text;  // what `found` belongs to
  FoundText found;
};

struct Preferences {
  std::string language;  // of the interface and, where there is one, of the page
  std::string theme = "light";
  int text_percent = 100;
  bool calm = false;       // nothing moves by itself
  bool low_reach = false;  // every control lies below screen.low_reach_mm
  bool speech = false;     // what is touched or marked is spoken
  int more_time = 1;       // times the idle time and its warning: 1, 3 or 10
  bool operator==(const Preferences&) const = default;
};

// What kiosk.toml says of this screen; the same in all visits.
struct Installation {
  std::string name, service_contact;        // empty: not known, not shown
  bool comment = false;                     // free text may be left with an answer
  bool sends_answers = false;               // there is a hub that they go to
  std::vector<std::string> languages = {};  // codes of those that are offered; none: all
  int turn_degrees = 0;                     // of the picture on the panel, clockwise
  bool operator==(const Installation&) const = default;
};

// Those of the site's languages that are wanted, in the site's order; all of them where none is.
std::vector<content::Language> offered(const std::vector<std::string>& wanted, const content::Site& site);

struct Model {
  std::vector<content::Language> offered_languages() const;
  bool offers(const std::string& language) const;

  Installation installation;
  std::shared_ptr<const Library> library;         // never null; release 0 shows the neutral screen
  std::optional<wire::ShownCode> enrolment_code;  // on the neutral screen
  Preferences preferences;
  Place place;
  std::vector<Place> history;  // where Back leads, newest last
  Sheet sheet = Sheet::none;
  std::shared_ptr<const content::Page> page;  // of place, once the loader has it
  Feedback feedback;                          // of the page in the sheet
  std::map<std::string, bool> answered;       // page id -> useful: one answer a page and visit
  Search search;
  Keys keys;
  Staff staff;                   // while the screen is staff
  std::int64_t idle_left_s = 0;  // while sheet is idle
  std::int64_t idle_of_s = 0;    // of how many
  std::size_t headline = 0;      // home's, of the site's headlines
  std::size_t rest_step = 0;     // half minutes at rest, over all visits
  bool resting = false;          // nobody has touched the screen for half a minute or more
  std::int64_t now_monotonic_ms = 0;
};

// What a screen asks for; exactly one touch, one action.
struct GoBack {};
struct GoHome {};
struct Open {
  ScreenId screen;
  std::string id;
};
struct SetLanguage {
  std::string language;
};
// Everything but the language, which has SetLanguage: a text size, theme or time that there is not changes
// nothing.
struct Adapt {
  Preferences preferences;
};
struct FilterContacts {
  std::string subject;  // a page's id; empty: all
};
struct OpenSheet {
  Sheet sheet;
};
struct Listen {};  // the app's: the session only notes the touch
struct CloseSheet {};
struct GiveAnswer {
  bool useful;
};
struct ToggleReason {
  std::string reason;
};
struct UndoAnswer {};
struct WriteComment {};  // CloseSheet and GoBack lead back from its keys to the sheet
struct TypeText {
  std::string utf8;
  bool guarded = true;  // a finger may have struck twice; a keyboard's key does not
};
struct EraseText {};
struct ClearText {};
struct ToggleShift {};
enum class KeyLayer { letters, other_letters, symbols };
struct ShowKeys {
  KeyLayer layer;
};
struct CompleteWord {
  std::string word;  // in place of the last word written
};
struct WriteInstead {
  std::string text;
};
struct PutKeysAway {
  bool away;  // false: they come back
};
struct ExtendVisit {};
struct EndVisit {};
struct ScrollTo {
  float px;
};                  // the screen's own scroller has moved
struct UseKeys {};  // the app's: a key was pressed; counted, and nothing else
using Action = std::variant<GoBack, GoHome, Open, SetLanguage, Adapt, FilterContacts, OpenSheet, CloseSheet,
                            GiveAnswer, ToggleReason, UndoAnswer, WriteComment, TypeText, EraseText,
                            ClearText, ToggleShift, ShowKeys, CompleteWord, WriteInstead, PutKeysAway,
                            ExtendVisit, EndVisit, ScrollTo, Listen, UseKeys, StaffAct>;

}  // namespace entre::visit
