// A visit by keys alone, through real events on the real app.
#include <doctest/doctest.h>

#include "home.h"

using namespace entre;
using namespace entre::kiosk;
using entre::kiosk::test::Home;
using entre::kiosk::test::settle;

namespace {

struct Visit {
  Home home;
  std::unique_ptr<App> app;
  int keys = 0;

  Visit() : app(home.app()) { settle(*app, home.clock); }
  void key(const std::string& name) {
    display::push_key(chord(name).value());
    app->step(0);
    settle(*app, home.clock);
    ++keys;
  }
  void keys_of(std::initializer_list<const char*> names) {
    for (const char* name : names) key(name);
  }
};

}  // namespace

TEST_CASE("a topic is opened with three keys, and Escape leads back to it") {
  Visit visit;
  visit.keys_of({"Home", "Right", "Enter"});
  CHECK(visit.app->info().screen == "article");
  CHECK(visit.app->model().place.id == "beta");
  CHECK(visit.app->pointing().ring == "article.title");
  visit.key("Escape");
  CHECK(visit.app->info().screen == "home");
  CHECK(visit.app->pointing().ring == "home.topic.beta");
  visit.keys_of({"Tab", "Home"});
  CHECK(visit.app->pointing().ring == "home.topic.alpha");
}

TEST_CASE("the first key shows where the focus is and opens nothing; a touch hides the ring") {
  Visit visit;
  CHECK(visit.app->pointing().ring.empty());
  visit.key("Enter");
  CHECK(visit.app->info().screen == "home");
  CHECK(visit.app->pointing().ring == "home.topic.alpha");
  display::push_finger(display::FingerPhase::down, 5, 5, visit.app->canvas().size());
  visit.app->step(0);
  settle(*visit.app, visit.home.clock);
  CHECK(visit.app->pointing().ring.empty());
}

TEST_CASE("keys that come faster than frames meet each the screen that the one before has made") {
  Visit visit;
  for (const char* name : {"Home", "Right", "Enter", "Escape", "Left", "Enter"})
    display::push_key(chord(name).value());
  visit.app->step(0);
  settle(*visit.app, visit.home.clock);
  CHECK(visit.app->model().place.id == "alpha");
}

TEST_CASE("a key that is held down acts once, and a chord with Alt or Ctrl is the system's") {
  Visit visit;
  visit.key("Home");
  visit.key("Q");
  CHECK(visit.app->pointing().ring == "home.topic.alpha");
  for (const auto press : {display::KeyPress::repeated, display::KeyPress::with_alt}) {
    display::push_key(chord("Right").value(), press);
    visit.app->step(0);
    settle(*visit.app, visit.home.clock);
    CHECK(visit.app->pointing().ring == "home.topic.alpha");
  }
}

TEST_CASE("a keyboard's letters are written into the search field, Backspace erases, Enter shows the hits") {
  Visit visit;
  for (int i = 0; i < 20 && visit.app->pointing().ring != "dock.search"; ++i) visit.key("Left");
  visit.key("Enter");
  REQUIRE(visit.app->info().screen == "search");
  visit.keys_of({"B", "E", "T", "T"});
  CHECK(visit.app->model().search.text == "bett");
  CHECK(visit.app->pointing().ring == "search.field");
  visit.keys_of({"Backspace", "A"});
  CHECK(visit.app->model().search.text == "beta");
  visit.key("Space");
  CHECK(visit.app->model().search.text == "beta ");
  // Commands stay commands, and what a key writes with Ctrl or Alt held is the system's.
  visit.keys_of({"Right", "Left"});
  display::push_key(chord("Q").value(), display::KeyPress::with_alt);
  visit.app->step(0);
  settle(*visit.app, visit.home.clock);
  CHECK(visit.app->model().search.text == "beta ");
  CHECK(visit.app->pointing().ring == "search.field");
  visit.key("Enter");
  CHECK(visit.app->model().search.keys_away);
  for (int i = 0; i < 20 && visit.app->pointing().ring != "search.hit.1"; ++i) visit.key("Right");
  visit.key("Enter");
  CHECK(visit.app->model().place.id == "beta");
  visit.keys_of({"B", "Backspace", "1"});
  CHECK(visit.app->model().place.id == "beta");
}

TEST_CASE("a letter that is a command stays one, and a letter alone turns no speech on") {
  Home home;
  REQUIRE_FALSE(home.options.config.keys.set(KeyCommand::next, {chord("N").value()}));
  const auto app = home.app();
  settle(*app, home.clock);
  const auto key = [&](const char* name) {
    display::push_key(chord(name).value());
    app->step(0);
    settle(*app, home.clock);
  };
  const ui::Node* search = app->nodes().find("dock.search");
  for (const auto phase : {display::FingerPhase::down, display::FingerPhase::up}) {
    display::push_finger(phase, search->rect.x + 9, search->rect.y + 9, app->canvas().size());
    app->step(0);
    settle(*app, home.clock);
  }
  REQUIRE(app->info().screen == "search");
  key("A");
  CHECK_FALSE(app->model().preferences.speech);
  key("N");
  CHECK(app->model().search.text == "a");
  CHECK(app->pointing().ring != "search.field");
}

TEST_CASE("a sheet holds keys within itself and the dock, and gives the focus back") {
  Visit visit;
  visit.keys_of({"Home", "Enter"});
  // The dock lies before the title, round the beginning.
  visit.key("Left");
  CHECK(visit.app->pointing().ring == "dock.language");
  visit.key("Enter");
  CHECK(visit.app->model().sheet == visit::Sheet::language);
  CHECK(visit.app->pointing().ring == "language.title");
  for (int i = 0; i < 40; ++i) {
    visit.key("Right");
    const std::string id = visit.app->pointing().ring;
    CAPTURE(id);
    CHECK((id.starts_with("language.") || id.starts_with("dock.")));
  }
  visit.key("Escape");
  CHECK(visit.app->pointing().ring == "dock.language");
}

TEST_CASE("a key answers the idle warning, whose first stop is the way on") {
  Visit visit;
  visit.keys_of({"Home", "Enter"});
  visit.home.clock.advance_ms(90'000);
  settle(*visit.app, visit.home.clock);
  REQUIRE(visit.app->model().sheet == visit::Sheet::idle);
  CHECK(visit.app->pointing().ring == "idle.continue");
  visit.key("Enter");
  CHECK(visit.app->model().sheet == visit::Sheet::none);
  CHECK(visit.app->info().screen == "article");
  visit.home.clock.advance_ms(200'000);
  settle(*visit.app, visit.home.clock);
  visit.home.clock.advance_ms(200'000);
  settle(*visit.app, visit.home.clock);
  CHECK(visit.app->info().screen == "home");
  CHECK(visit.app->pointing().ring.empty());
}
