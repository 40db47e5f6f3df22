#pragma once
// The rules of a visit: what each action does to the model, what it asks of the ledger and the loader, and
// when the visit ends. After the idle reset the model equals a cold start's.

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/visit/model.h"
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
using LedgerRequest = std::variant<SaveDraft, ChangeDraft, DropDraft, FinishDraft, FinishAllDrafts>;
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
  std::vector<content::Hit> hits;
};
struct NewContentWaits {};  // the link has moved
using LoaderReply = std::variant<LibraryLoaded, PageLoaded, TextFound, NewContentWaits>;

class Session {
 public:
  // start: the language, theme and text size of a cold start. test: answers are the tour's.
  Session(Config::Visit times, Preferences start, bool test);

  const Model& model() const { return model_; }
  void apply(const Action& action, std::int64_t monotonic_ms);
  void apply(const LoaderReply& reply, std::int64_t monotonic_ms);
  void apply(const LedgerReply& reply, std::int64_t monotonic_ms);
  // Any touch or key: the idle clock starts anew.
  void touched(std::int64_t monotonic_ms);
  // Deadlines that have passed (idle, warning, 60 s of a sheet, headline every 30 s).
  void tick(std::int64_t monotonic_ms);
  std::int64_t next_deadline_ms() const;  // monotonic; when tick() has something to do
  // What has been asked since the last call.
  std::vector<LedgerRequest> take_ledger_requests();
  std::vector<LoaderRequest> take_loader_requests();

 private:
  void open(const Place& place);
  void reset(std::int64_t monotonic_ms);
  void close_feedback();
  outbox::Answer answer() const;

  Config::Visit times_;
  Preferences start_;
  bool test_;
  Model model_;
  std::int64_t last_touch_ms_ = 0;
  std::int64_t last_headline_ms_ = 0;
  bool new_content_waits_ = false;
  std::uint64_t ticket_ = 0;
  std::vector<LedgerRequest> ledger_;
  std::vector<LoaderRequest> loader_;
};

}  // namespace entre::visit
