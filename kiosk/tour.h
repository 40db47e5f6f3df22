#pragma once
// --tour DIR: a visit walked by real finger events on a clock that stands still between steps, so that each
// run gives the same pictures and the same node trees. docs/tour.md lists the steps and the JSON.

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "kiosk/app.h"
#include "platform/clock.h"
#include "platform/files.h"

namespace entre::kiosk {

// 2026-06-15 10:00:00 in Europe/Stockholm, and later only as far as the tour says. Any thread may ask it.
class SimulatedClock : public Clock {
 public:
  std::int64_t unix_ms() const override;
  std::int64_t monotonic_ms() const override;
  std::string boot_id() const override { return ""; }
  static constexpr const char* zone = "Europe/Stockholm";
  // Nobody may take an answer's time from it, until it is said to be set.
  bool trusted() const override { return is_set_; }
  void set() { is_set_ = true; }
  LocalTime local(std::int64_t unix_ms) const override;
  void advance_ms(std::int64_t ms) { passed_ms_ += ms; }

 private:
  std::atomic<std::int64_t> passed_ms_ = 0;
  std::atomic<bool> is_set_ = false;
};

struct TourOptions {
  std::string folder;    // for the pictures; made where it is missing
  std::string language;  // that must be the site's; empty: any
  Config::Visit times;
};

class Tour {
 public:
  // All references outlive this.
  Tour(App& app, SimulatedClock& clock, Files& files, TourOptions options)
      : app_(app), clock_(clock), files_(files), options_(std::move(options)) {}
  // The whole walk. invalid: the site has no such language; not_found names the node that was looked for;
  // unavailable: the screen did not come to rest, or there is no content.
  Result<void> walk();
  // The style sheet instead, to be walked by an app that opens it: pictures and node trees NAME, NAME-2 and
  // so on where it is higher than the screen.
  Result<void> walk_gallery(const std::string& name);
  int pictures() const { return pictures_; }

 private:
  Result<void> visit_article();
  Result<void> visit_contacts();
  Result<void> visit_search();
  Result<void> visit_language();
  Result<void> visit_adapt();
  Result<void> leave();
  Result<void> search(const std::string& word);
  std::string word_with_hits() const;
  std::string word_without_hits() const;
  std::string typeable_word(const std::string& title) const;

  Result<void> settle();
  Result<void> capture(const std::string& name);
  Result<void> write(const std::string& name);
  Result<void> touch(const std::string& id);
  Result<void> touch_first(const std::string& id_prefix);
  Result<void> reveal(const std::function<const ui::Node*()>& find, const std::string& what);
  Result<void> press(const ui::Node& node);
  // The first enabled node that may be touched, by the beginning of its id; null where there is none.
  const ui::Node* first(const std::string& id_prefix) const;
  // The page button of that way (".page_up", ".page_down"), while it can be pressed; null otherwise.
  const ui::Node* page_button(const std::string& way) const;

  App& app_;
  SimulatedClock& clock_;
  Files& files_;
  TourOptions options_;
  int pictures_ = 0;
};

}  // namespace entre::kiosk
