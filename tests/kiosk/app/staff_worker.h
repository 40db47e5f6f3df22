#pragma once
// Staff at the kiosk: real finger and key events on the real app, on a clock that only they move.

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "home.h"
#include "kiosk/care/pin.h"
#include "tests/support/memory_stick.h"

namespace entre::kiosk::test {

inline constexpr const char* pin = "482913";

struct FakeSystem : entre::Machine {
  std::vector<std::string> asked;
  int exit_code = 0;
  Result<Ran> run(const std::vector<std::string>& argv, std::int64_t) override {
    asked.push_back(argv.at(0) + " " + argv.at(1));
    return Ran{exit_code, ""};
  }
  Result<FileFacts> facts(const std::string&) const override { return FileFacts{}; }
  void wait_ms(std::int64_t) override {}
};

class Worker {
 public:
  explicit Worker(Home& home, bool with_pin = true) : home_(home) {
    stick.there = Stick::Seen::none;
    if (with_pin) set_pin();
    start();
  }
  void set_pin() {
    REQUIRE(care::set_pin(pin, care::PinFiles::beside(home_.options.paths.status_file), home_.shelf.files,
                          home_.random)
                .ok());
  }
  void start() {
    app_.reset();
    auto created =
        App::create(home_.options, {home_.shelf.files, home_.clock, home_.random, nullptr, nullptr, nullptr,
                                    nullptr, other != nullptr ? other : &system, nullptr, nullptr, &stick});
    REQUIRE(created.ok());
    app_ = std::move(*created);
    settle();
  }
  // Waits for what its ledger has been asked.
  void stop() { app_.reset(); }
  void settle() { entre::kiosk::test::settle(*app_, home_.clock); }

  const ui::Node* find(const std::string& id) const { return app_->nodes().find(id); }
  const ui::Node& node(const std::string& id) const {
    const ui::Node* found = find(id);
    REQUIRE_MESSAGE(found != nullptr, id, " is not on ", screen());
    return *found;
  }
  std::string screen() const { return app_->info().screen + " " + app_->model().place.id; }
  bool is_open() const { return app_->info().screen == "staff"; }
  void finger(display::FingerPhase phase, float x, float y) {
    display::push_finger(phase, x, y, app_->canvas().size());
    if (app_->step(0)) settle();
  }
  void touch_at(float x, float y) {
    home_.clock.advance_ms(200);
    finger(display::FingerPhase::down, x, y);
    home_.clock.advance_ms(100);
    finger(display::FingerPhase::up, x, y);
  }
  void touch(const std::string& id) {
    for (int pages = 0; pages < 12 && !is_seen(id); ++pages) touch(page_down());
    const display::Rect seen = display::intersect(node(id).rect, node(id).clip);
    REQUIRE_MESSAGE((node(id).enabled && seen.w > 0 && seen.h > 0), id, " cannot be touched");
    touch_at(seen.x + seen.w / 2, seen.y + seen.h / 2);
  }
  void knock(int times = 5) {
    for (int i = 0; i < times; ++i) touch_at(static_cast<float>(app_->canvas().size().w) - 20, 20);
  }
  void type(const std::string& digits) {
    for (const char digit : digits) touch(std::string("staff.key.") + digit);
    touch("staff.key.go");
  }
  void enter() {
    knock();
    type(pin);
    REQUIRE(screen() == "staff overview");
  }
  void key(const std::string& name) {
    display::push_key(chord(name).value());
    if (app_->step(0)) settle();
  }
  void wait_s(std::int64_t seconds) {
    home_.clock.advance_ms(seconds * 1000);
    settle();
  }
  std::string told() const { return node("staff.told").label; }
  App& app() { return *app_; }

  FakeSystem system;
  entre::Machine* other = nullptr;  // in its place, from the next start on
  entre::test::MemoryStick stick;

 private:
  // Of the column that is seen; empty: it does not scroll.
  std::string page_down() const {
    for (const char* column : {"staff.setting", "staff.network_edit", "staff.settings", "staff.network",
                               "staff.stick", "staff.overview"})
      if (const std::string id = std::string(column) + ".page_down"; find(id) != nullptr) return id;
    return "";
  }
  bool is_seen(const std::string& id) const {
    const ui::Node* found = find(id);
    if (page_down().empty() || !node(page_down()).enabled) return true;
    return found != nullptr && display::intersect(found->rect, found->clip).h >= found->rect.h / 2;
  }
  Home& home_;
  std::unique_ptr<App> app_;
};

}  // namespace entre::kiosk::test
