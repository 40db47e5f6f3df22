#pragma once
// The rules of a visit: what each action does to the model, what it asks of the ledger and the loader, and
// when the visit ends. After the idle reset the model equals a cold start's.

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/visit/model.h"
#include "kiosk/visit/staff_visit.h"
#include "platform/config/config.h"
#include "sync/outbox/outbox.h"

namespace entre::visit {

// Asked of the ledger thread.
struct SaveDraft {
  std::uint64_t ticket;
  outbox::Answer answer;
};
struct ChangeDraft {
  std::uint64_t ticket;
  std::int64_t draft;
  outbox::Answer answer;
};
struct DropDraft {
  std::int64_t draft;
};
struct FinishDraft {
  std::int64_t draft;
};
struct FinishAllDrafts {};
struct CountUsage {
  wire::Usage usage;  // of this hour
};
struct CloseHour {};  // counts of hours that have passed can be written
struct ReportFrame {
  std::string text;  // of the frame file
};
using LedgerRequest = std::variant<SaveDraft, ChangeDraft, DropDraft, FinishDraft, FinishAllDrafts,
                                   CountUsage, CloseHour, ReportFrame>;
// Its replies.
struct DraftSaved {
  std::uint64_t ticket;
  std::int64_t draft;
};
struct DraftFailed {
  std::uint64_t ticket;
};
using LedgerReply = std::variant<DraftSaved, DraftFailed>;

// Asked of the loader thread.
struct LoadPage {
  std::string id, language;
};
struct FindText {
  std::string text, language;
};
struct TakeNewContent {};  // at rest or at a page change: the visit's file may be changed now
using LoaderRequest = std::variant<LoadPage, FindText, TakeNewContent>;
// Its replies (typeset blocks and pictures go to the text and image caches, not here).
struct LibraryLoaded {
  std::shared_ptr<const Library> library;
};
struct PageLoaded {
  std::string id, language;
  std::shared_ptr<const content::Page> page;
};  // null: not there
struct TextFound {
  std::string text, language;
  FoundText found;
};
struct NewContentWaits {};  // the link has moved
struct CodeToShow {
  std::optional<wire::ShownCode> code;
};  // of an enrolment that waits; none: no longer
using LoaderReply = std::variant<LibraryLoaded, PageLoaded, TextFound, NewContentWaits, CodeToShow>;

inline constexpr std::int64_t feedback_open_ms_max = 60'000;  // then the answer is final
inline constexpr std::int64_t headline_ms = 30'000;
inline constexpr std::size_t history_max = 64;
inline constexpr std::size_t search_characters_max = 64;
inline constexpr std::size_t search_characters_min = 2;  // results from the second letter
// Of the neutral screen, where neither staff nor a site has said another.
inline constexpr const char* neutral_language = "sv";

class Session {
 public:
  // start: the language (empty: the site's default), theme and text size of a cold start. test: answers are
  // the tour's. started_ms: the clock's monotonic time now, from which rest is counted.
  Session(Config::Visit times, Preferences start, bool test, std::int64_t started_ms,
          Installation installation = {});

  const Model& model() const { return model_; }
  void apply(const Action& action, std::int64_t monotonic_ms);
  void apply(const LoaderReply& reply, std::int64_t monotonic_ms);
  void apply(const LedgerReply& reply, std::int64_t monotonic_ms);
  void apply(const StaffReply& reply, std::int64_t monotonic_ms);
  // Any touch or key: the idle clock starts anew.
  void touched(std::int64_t monotonic_ms);
  // Something is being read aloud: until it ends the idle clock stands, and then starts anew. A warning that
  // is already there goes on counting.
  void speaking(bool is, std::int64_t monotonic_ms);
  // Deadlines that have passed (idle, warning, 60 s of a sheet, headline every 30 s).
  void tick(std::int64_t monotonic_ms);
  // Monotonic; when tick() has something to do; INT64_MAX: never.
  std::int64_t next_deadline_ms() const;
  // The place's page has been asked for: there is nothing to draw until it comes.
  bool waits_for_page() const { return page_asked_; }
  // No reply is on its way: page, hits, or the ledger's word on an answer.
  bool settled() const;
  // Counts the resets: when it changes, whatever else remembers the visit forgets it too.
  std::uint64_t visits() const { return visits_; }
  // Visitors or staff are there: the idle clock runs for someone.
  bool is_occupied() const { return visiting_ || staff_.is_open(); }
  // Opened by StaffAct, which ends the visit; nobody's visit goes on until it closes.
  StaffVisit& staff() { return staff_; }
  // What has been asked since the last call.
  std::vector<LedgerRequest> take_ledger_requests();
  std::vector<LoaderRequest> take_loader_requests();

 private:
  // An answer whose sheet closed before the ledger had replied: what to do once it has.
  struct LeftBehind {
    std::uint64_t ticket = 0;
    bool drop = false;                     // undone; else made final
    std::optional<outbox::Answer> change;  // a reason touched meanwhile
    std::string page;                      // empty once its visit has ended
  };

  // session.cpp
  void perform(const Action& action, std::int64_t monotonic_ms);
  void open(const Place& place, bool remember);
  void go_back();
  void go_home();
  void set_language(const std::string& language);
  void adapt(const Preferences& wanted);
  void open_sheet(Sheet sheet);
  void close_sheet();
  std::string page_id() const;  // the page that the place needs; empty: none
  void ask_page();
  void take_content_if_waiting();
  void library_loaded(const LibraryLoaded& loaded);
  void page_loaded(const PageLoaded& loaded);
  bool exists(const Place& place) const;
  // session_writing.cpp
  std::string* field();  // that is written in; null: none
  std::size_t field_characters_max() const;
  void field_changed();
  void type_text(const std::string& utf8);
  void erase_text();
  void clear_text();
  void toggle_shift();
  void show_keys(KeyLayer layer);
  void complete_word(const std::string& word);
  void write_instead(const std::string& text);
  bool is_double_strike(const Action& action, std::int64_t monotonic_ms);
  // session_search.cpp
  void put_keys_away(bool away);
  void clear_search();
  void search_changed();
  void text_found(const TextFound& found);
  // session_feedback.cpp
  void give_answer(bool useful, std::int64_t monotonic_ms);
  void toggle_reason(const std::string& reason);
  void undo_answer();
  void write_comment();
  void stop_writing();
  bool take_comment();
  void close_feedback();
  void send_change();
  bool settle_left_behind(std::uint64_t ticket, std::int64_t draft);
  // session_idle.cpp
  bool nothing_to_lose() const;
  std::int64_t idle_timeout_ms() const;
  std::int64_t idle_warning_s() const;
  std::string start_language() const;
  void warn(std::int64_t monotonic_ms);
  void leave_warning();
  void reset(std::int64_t monotonic_ms);
  void step_headline(std::int64_t monotonic_ms);
  // session_staff.cpp
  void act_for_staff(const Action& action, std::int64_t monotonic_ms);
  void follow_staff(std::int64_t monotonic_ms);
  // session_usage.cpp
  void count(const wire::Usage& usage);
  void count_once(wire::Usage::Counts wire::Usage::*kind, const std::string& name);
  void count_visit();
  void count_adapted(const Preferences& before);
  void count_opened(const Place& place);
  void count_code();
  void count_search();
  void close_hour_at_rest();

  Config::Visit times_;
  Preferences start_;  // an empty language is the site's default
  bool test_;
  Model model_;
  StaffVisit staff_;
  bool visiting_ = false;  // someone has touched the screen since the cold start
  std::int64_t last_touch_ms_ = 0;
  std::int64_t last_headline_ms_ = 0;
  std::int64_t warned_ms_ = 0;
  bool speaking_ = false;
  Sheet under_warning_ = Sheet::none;
  bool new_content_waits_ = false;
  bool page_asked_ = false;
  bool search_asked_ = false;
  std::string last_key_;  // struck, and when
  std::int64_t last_key_ms_ = 0;
  std::uint64_t visits_ = 0;
  std::uint64_t ticket_ = 0;  // the last that was given out, the open answer's
  outbox::Answer answer_;     // in the feedback sheet
  bool change_waits_ = false;
  std::vector<LeftBehind> left_behind_;
  std::set<std::string> counted_;  // what this visit has used and is counted once
  int hour_checks_ = 0;            // how many steps of rest still ask whether the hour has passed
  std::vector<LedgerRequest> ledger_;
  std::vector<LoaderRequest> loader_;
};

}  // namespace entre::visit
