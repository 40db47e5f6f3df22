// One answer a page and visit: a draft at once, final when its sheet closes, 60 s pass or the visit ends.

#include <algorithm>

#include "kiosk/visit/session.h"
#include "sync/wire/wire.h"

namespace entre::visit {

void Session::give_answer(bool useful, std::int64_t monotonic_ms) {
  if (model_.place.screen != ScreenId::article || model_.page == nullptr) return;
  if (model_.answered.contains(model_.place.id)) return;
  close_sheet();
  answer_ = {};
  answer_.page = model_.page->id;
  answer_.language = model_.page->language;
  answer_.release = model_.library->release;
  answer_.useful = useful;
  answer_.test = test_;
  model_.answered[answer_.page] = useful;
  model_.feedback = {SaveState::saving, useful, {}, 0, monotonic_ms};
  model_.sheet = Sheet::feedback;
  change_waits_ = false;
  ledger_.push_back(SaveDraft{++ticket_, answer_});
}

void Session::toggle_reason(const std::string& reason) {
  if (model_.sheet != Sheet::feedback || !model_.answered.contains(answer_.page)) return;
  std::vector<std::string>& reasons = model_.feedback.reasons;
  const auto found = std::find(reasons.begin(), reasons.end(), reason);
  if (found != reasons.end())
    reasons.erase(found);
  else if (reasons.size() < wire::reasons_max)
    reasons.push_back(reason);
  else
    return;
  answer_.reasons = reasons;
  send_change();
}

void Session::send_change() {
  change_waits_ = model_.feedback.state == SaveState::saving;
  if (change_waits_) return;
  model_.feedback.state = SaveState::saving;
  ledger_.push_back(ChangeDraft{++ticket_, model_.feedback.draft, answer_});
}

void Session::undo_answer() {
  if (model_.sheet != Sheet::feedback) return;
  const Feedback& feedback = model_.feedback;
  if (feedback.draft != 0)
    ledger_.push_back(DropDraft{feedback.draft});
  else if (feedback.state == SaveState::saving)
    left_behind_.push_back({ticket_, true, std::nullopt, ""});
  model_.answered.erase(answer_.page);
  model_.feedback = {};
  model_.sheet = Sheet::none;
}

// Only to an answer that is on disk: an answer that cannot be saved has no text either.
void Session::write_comment() {
  Feedback& feedback = model_.feedback;
  if (!model_.installation.comment || model_.sheet != Sheet::feedback || feedback.draft == 0) return;
  feedback.writing = true;
  // A sentence begins with a capital where the script has them; Arabic's second layer holds other letters.
  const bool capital = feedback.comment.empty() && model_.preferences.language != "ar";
  model_.keys = {capital ? Shift::once : Shift::none, false, false};
  last_key_.clear();
}

void Session::stop_writing() {
  model_.feedback.writing = false;
  model_.feedback.opened_ms = model_.now_monotonic_ms;
  model_.keys = {};
  if (take_comment()) send_change();
}

// What has been written into the answer, without the spaces around it; true where it is another than before.
bool Session::take_comment() {
  std::string& text = model_.feedback.comment;
  const auto first = text.find_first_not_of(' ');
  text = first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') + 1 - first);
  if (text == answer_.comment) return false;
  answer_.comment = text;
  return true;
}

void Session::close_feedback() {
  const Feedback& feedback = model_.feedback;
  const bool changed = take_comment() || change_waits_;
  std::optional<outbox::Answer> change;
  if (changed) change = answer_;
  if (feedback.draft != 0) {
    if (change) ledger_.push_back(ChangeDraft{++ticket_, feedback.draft, *change});
    ledger_.push_back(FinishDraft{feedback.draft});
  } else if (feedback.state == SaveState::saving) {
    left_behind_.push_back({ticket_, false, change, answer_.page});
  }
  change_waits_ = false;
  model_.feedback = {};
  model_.keys = {};
}

// What an answer that was left before the ledger replied asks for now. draft 0: it could not be saved.
bool Session::settle_left_behind(std::uint64_t ticket, std::int64_t draft) {
  const auto left = std::find_if(left_behind_.begin(), left_behind_.end(),
                                 [&](const LeftBehind& one) { return one.ticket == ticket; });
  if (left == left_behind_.end()) return false;
  if (draft == 0) {
    model_.answered.erase(left->page);
  } else if (left->drop) {
    ledger_.push_back(DropDraft{draft});
  } else {
    if (left->change) ledger_.push_back(ChangeDraft{++ticket_, draft, *left->change});
    ledger_.push_back(FinishDraft{draft});
  }
  left_behind_.erase(left);
  return true;
}

void Session::apply(const LedgerReply& reply, std::int64_t monotonic_ms) {
  model_.now_monotonic_ms = monotonic_ms;
  const auto* saved = std::get_if<DraftSaved>(&reply);
  const std::uint64_t ticket = saved != nullptr ? saved->ticket : std::get<DraftFailed>(reply).ticket;
  if (settle_left_behind(ticket, saved != nullptr ? saved->draft : 0)) return;
  Feedback& feedback = model_.feedback;
  if (ticket != ticket_ || feedback.state != SaveState::saving) return;
  if (saved != nullptr) {
    feedback.draft = saved->draft;
    feedback.state = SaveState::saved;
    if (change_waits_) send_change();
    return;
  }
  feedback.state = SaveState::failed;
  change_waits_ = false;
  // Nothing was kept, so the page may be answered anew.
  if (feedback.draft == 0) model_.answered.erase(answer_.page);
}

}  // namespace entre::visit
