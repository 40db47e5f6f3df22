// The idle clock: a warning that takes nothing away, then a cold start.

#include <algorithm>
#include <limits>

#include "kiosk/visit/session.h"

namespace entre::visit {
namespace {
constexpr std::int64_t kMsPerSecond = 1000;
}

void Session::touched(std::int64_t monotonic_ms) {
  if (staff_.is_open()) return staff_.touched(monotonic_ms);
  visiting_ = true;
  model_.resting = false;
  last_touch_ms_ = monotonic_ms;
  // Whoever touches beside the warning's buttons is there: the countdown starts anew, and nothing is moved
  // from under the finger.
  if (model_.sheet == Sheet::idle) warn(monotonic_ms);
}

void Session::speaking(bool is, std::int64_t monotonic_ms) {
  if (speaking_ != is) last_touch_ms_ = monotonic_ms;
  speaking_ = is;
}

std::int64_t Session::idle_timeout_ms() const {
  return times_.idle_timeout_s * model_.preferences.more_time * kMsPerSecond;
}

std::int64_t Session::idle_warning_s() const {
  return times_.idle_warning_s * model_.preferences.more_time;
}

bool Session::nothing_to_lose() const {
  Preferences start = start_;
  start.language = start_language();
  return (model_.place.screen == ScreenId::home || model_.place.screen == ScreenId::neutral) &&
         model_.sheet == Sheet::none && model_.history.empty() && model_.answered.empty() &&
         model_.preferences == start;
}

std::string Session::start_language() const {
  const content::Site& site = model_.library->site;
  if (!start_.language.empty() && (model_.library->release == 0 || model_.offers(start_.language)))
    return start_.language;
  if (!site.languages.empty() && !model_.offers(site.default_language))
    return model_.offered_languages().front().code;
  return site.default_language.empty() ? neutral_language : site.default_language;
}

void Session::warn(std::int64_t monotonic_ms) {
  if (model_.sheet != Sheet::idle) under_warning_ = model_.sheet;
  model_.sheet = Sheet::idle;
  warned_ms_ = monotonic_ms;
  model_.idle_left_s = model_.idle_of_s = idle_warning_s();
}

void Session::leave_warning() {
  model_.sheet = std::exchange(under_warning_, Sheet::none);
  model_.idle_left_s = model_.idle_of_s = 0;
}

void Session::reset(std::int64_t monotonic_ms) {
  if (model_.sheet == Sheet::idle) leave_warning();
  close_sheet();
  if (model_.place.screen == ScreenId::search) count_search();
  counted_.clear();
  for (LeftBehind& left : left_behind_) left.page.clear();
  Model fresh;
  fresh.installation = model_.installation;
  fresh.library = model_.library;
  fresh.enrolment_code = model_.enrolment_code;
  fresh.preferences = start_;
  fresh.preferences.language = start_language();
  fresh.place.screen = model_.library->release == 0 ? ScreenId::neutral : ScreenId::home;
  fresh.rest_step = model_.rest_step;
  fresh.now_monotonic_ms = monotonic_ms;
  model_ = std::move(fresh);
  answer_ = {};
  last_key_.clear();
  visiting_ = page_asked_ = search_asked_ = false;
  last_headline_ms_ = monotonic_ms;
  ++visits_;
  take_content_if_waiting();
}

void Session::step_headline(std::int64_t monotonic_ms) {
  last_headline_ms_ = monotonic_ms;
  const std::size_t count = model_.library->site.headlines.size();
  // Calm: the same headline all the time.
  if (!model_.preferences.calm) model_.headline = count == 0 ? 0 : (model_.headline + 1) % count;
  ++model_.rest_step;
  model_.resting = true;
  close_hour_at_rest();
}

void Session::tick(std::int64_t monotonic_ms) {
  model_.now_monotonic_ms = monotonic_ms;
  if (staff_.is_open()) {
    staff_.tick(monotonic_ms);
    return follow_staff(monotonic_ms);
  }
  const Sheet sheet = model_.sheet == Sheet::idle ? under_warning_ : model_.sheet;
  if (sheet == Sheet::feedback && !model_.feedback.writing &&
      monotonic_ms >= model_.feedback.opened_ms + feedback_open_ms_max) {
    close_feedback();
    (model_.sheet == Sheet::idle ? under_warning_ : model_.sheet) = Sheet::none;
  }
  if (!visiting_) {
    if (monotonic_ms >= last_headline_ms_ + headline_ms) step_headline(monotonic_ms);
    return;
  }
  if (model_.sheet != Sheet::idle) {
    if (speaking_ || monotonic_ms < last_touch_ms_ + idle_timeout_ms()) return;
    if (nothing_to_lose()) return reset(monotonic_ms);
    return warn(monotonic_ms);
  }
  const std::int64_t left_ms = warned_ms_ + idle_warning_s() * kMsPerSecond - monotonic_ms;
  if (left_ms <= 0) return reset(monotonic_ms);
  model_.idle_left_s = (left_ms + kMsPerSecond - 1) / kMsPerSecond;
}

std::int64_t Session::next_deadline_ms() const {
  if (staff_.is_open()) return staff_.next_deadline_ms();
  std::int64_t next = std::numeric_limits<std::int64_t>::max();
  const Sheet sheet = model_.sheet == Sheet::idle ? under_warning_ : model_.sheet;
  if (sheet == Sheet::feedback && !model_.feedback.writing)
    next = model_.feedback.opened_ms + feedback_open_ms_max;
  if (!visiting_) return std::min(next, last_headline_ms_ + headline_ms);
  if (model_.sheet != Sheet::idle)
    return speaking_ ? next : std::min(next, last_touch_ms_ + idle_timeout_ms());
  // When the number of seconds on the warning changes.
  return std::min(next, warned_ms_ + (model_.idle_of_s - model_.idle_left_s + 1) * kMsPerSecond);
}

}  // namespace entre::visit
