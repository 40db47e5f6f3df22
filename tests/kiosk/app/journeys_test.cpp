// A visitor's journeys, through real finger events, on a clock that only they move: how many
// touches, and how long for a visitor who needs a second and a half for each.
#include <doctest/doctest.h>

#include "home.h"

using namespace entre;
using namespace entre::kiosk;
using entre::kiosk::test::Home;
using entre::kiosk::test::settle;

namespace {

constexpr std::int64_t look_ms = 1400, press_ms = 100;

class Visitor {
 public:
  explicit Visitor(Home& home) : home_(home), app_(home.app()) { settle(*app_, home_.clock); }

  const ui::Node& node(const std::string& id) {
    const ui::Node* found = app_->nodes().find(id);
    REQUIRE_MESSAGE(found != nullptr, id, " is not on ", app_->info().screen);
    return *found;
  }
  bool shows(const std::string& id) const { return app_->nodes().find(id) != nullptr; }
  // Looks for it, and puts a finger on it for a moment. What is not in sight, or disabled, cannot be touched.
  void touch(const std::string& id) {
    const ui::Node& target = node(id);
    const display::Rect seen = display::intersect(target.rect, target.clip);
    REQUIRE_MESSAGE((target.enabled && seen.w > 0 && seen.h > 0), id, " cannot be touched");
    const float x = seen.x + seen.w / 2, y = seen.y + seen.h / 2;
    home_.clock.advance_ms(look_ms);
    finger(display::FingerPhase::down, x, y);
    home_.clock.advance_ms(press_ms);
    finger(display::FingerPhase::up, x, y);
    ++touches_;
  }
  void wait_s(std::int64_t seconds) {
    home_.clock.advance_ms(seconds * 1000);
    settle(*app_, home_.clock);
  }
  const visit::Model& model() const { return app_->model(); }
  App& app() { return *app_; }
  // Since the beginning or the last call.
  void check_cost(int touches_max, double seconds_max) {
    const double seconds = static_cast<double>(home_.clock.monotonic_ms() - began_ms_) / 1000;
    CHECK(touches_ <= touches_max);
    CHECK(seconds <= seconds_max);
    touches_ = 0;
    began_ms_ = home_.clock.monotonic_ms();
  }

 private:
  void finger(display::FingerPhase phase, float x, float y) {
    display::push_finger(phase, x, y, app_->canvas().size());
    app_->step(0);
    settle(*app_, home_.clock);
  }
  Home& home_;
  std::unique_ptr<App> app_;
  int touches_ = 0;
  std::int64_t began_ms_ = home_.clock.monotonic_ms();
};

}  // namespace

TEST_CASE("journey: from the foyer to a topic in 1 touch and 5 s") {
  Home home;
  Visitor visitor(home);
  visitor.touch("home.topic.alpha");
  CHECK(visitor.model().page->id == "alpha");
  visitor.check_cost(1, 5);
}

TEST_CASE("journey: to a person in 2 touches and 15 s, from home and from a page's question") {
  Home home;
  Visitor visitor(home);
  visitor.touch("home.contacts");
  visitor.touch("contacts.row.someone");
  CHECK(visitor.node("contact.name").label == "Någon Person");
  CHECK(visitor.shows("contact.role"));
  CHECK_FALSE(visitor.shows("contact.phone"));  // not known, not shown
  visitor.check_cost(2, 15);
}

TEST_CASE("journey: a word typed and its hit opened in 6 touches and 20 s") {
  Home home;
  Visitor visitor(home);
  visitor.touch("dock.search");
  for (const char* key : {"search.key.b", "search.key.e"}) visitor.touch(key);
  visitor.touch("search.hit.1");
  CHECK(visitor.model().page->id == "beta");
  visitor.check_cost(6, 20);
}

TEST_CASE("journey: useful or not in 1 touch and 3 s, on disk before it says so, and undone in one more") {
  Home home;
  Visitor visitor(home);
  visitor.touch("home.topic.alpha");
  visitor.check_cost(1, 5);
  visitor.touch("article.useful.yes");
  CHECK(visitor.model().feedback.state == visit::SaveState::saved);
  CHECK(visitor.node("feedback.saved").label.find("Ja") != std::string::npos);
  visitor.check_cost(1, 3);
  CHECK(home.counts().drafts == 1);
  visitor.touch("feedback.undo");
  settle(visitor.app(), home.clock);
  visitor.check_cost(1, 3);
  CHECK(visitor.shows("article.useful.yes"));
}

TEST_CASE(
    "journey: a comment in three touches beside its letters, with its notice, and no trace after the visit") {
  Home home;
  home.options.config.feedback.comment = true;
  Visitor visitor(home);
  const auto pixels = visitor.app().canvas().read_pixels();
  visitor.touch("home.topic.alpha");
  visitor.touch("article.useful.no");
  visitor.check_cost(2, 8);
  visitor.touch("feedback.write");
  CHECK(visitor.node("feedback.comment_notice").label.find("allmän handling") != std::string::npos);
  CHECK(visitor.node("feedback.comment_length").label == "0 av 500 tecken");
  for (const char* key : {"feedback.key.h", "feedback.key.e", "feedback.key.j"}) visitor.touch(key);
  CHECK(visitor.node("feedback.field").state == "Hej");
  CHECK(visitor.node("feedback.comment_length").label == "3 av 500 tecken");
  visitor.touch("feedback.key.go");
  CHECK(visitor.node("feedback.comment").label == "Du skrev: Hej");
  visitor.touch("feedback.done");
  CHECK(home.counts().waiting == 1);
  visitor.wait_s(90);
  visitor.wait_s(30);
  REQUIRE(visitor.app().info().screen == "home");
  CHECK(visitor.app().canvas().read_pixels()->argb == pixels->argb);
}

TEST_CASE("without [feedback] comment in kiosk.toml there is nothing to write in") {
  Home home;
  Visitor visitor(home);
  visitor.touch("home.topic.alpha");
  visitor.touch("article.useful.no");
  CHECK_FALSE(visitor.shows("feedback.write"));
}

TEST_CASE("the thanks say where the answer goes, where it goes anywhere") {
  for (const char* url : {"https://hub.example", "file:///media/stick", ""}) {
    Home home;
    home.options.config.sync.url = url;
    Visitor visitor(home);
    visitor.touch("home.topic.alpha");
    visitor.touch("article.useful.yes");
    CHECK(visitor.node("feedback.saved").label == "Ditt svar är sparat: Ja.");
    const std::string& told = visitor.node("feedback.privacy").label;
    CHECK((told.find("Svaret skickas till Här") == 0) == std::string_view(url).starts_with("http"));
  }
}

TEST_CASE("journey: another language in 2 touches and 8 s, with the page that was open") {
  Home home;
  Visitor visitor(home);
  visitor.touch("home.topic.alpha");
  visitor.check_cost(1, 5);
  visitor.touch("dock.language");
  visitor.touch("language.en");
  CHECK(visitor.model().preferences.language == "en");
  CHECK(visitor.model().page->id == "alpha");
  // It is not translated, and that is said in the language chosen.
  CHECK(visitor.node("article.not_in_language").language == "en");
  visitor.check_cost(2, 8);
}

TEST_CASE("journey: low buttons in 2 touches, seen at once while the panel is open") {
  Home home;
  Visitor visitor(home);
  visitor.touch("dock.adapt");
  visitor.touch("adapt.reach.on");
  CHECK(visitor.model().sheet == visit::Sheet::adapt);
  CHECK(visitor.node("adapt.reach.on").state == "selected");
  const float top = 1920 - 400 * 68.8f / 25.4f;
  for (const ui::Node& node : visitor.app().nodes().nodes()) {
    const display::Rect seen = display::intersect(node.rect, node.clip);
    CAPTURE(node.id);
    if (node.focusable && seen.h > 0) CHECK(seen.y >= top);
  }
  visitor.check_cost(2, 8);
}

TEST_CASE("journey: large text in 2 touches, seen at once while the panel is open") {
  Home home;
  Visitor visitor(home);
  visitor.touch("dock.adapt");
  const float before = visitor.node("adapt.text.title").rect.h;
  visitor.touch("adapt.text.200");
  CHECK(visitor.model().sheet == visit::Sheet::adapt);
  CHECK(visitor.node("adapt.text.title").rect.h > 1.8f * before);
  visitor.check_cost(2, 8);
}

TEST_CASE("journey: who is responsible is one touch from Adapt") {
  Home home;
  home.options.config.kiosk.name = "Foajén";
  home.options.config.kiosk.service_contact = "vaktmästeriet i receptionen";
  Visitor visitor(home);
  visitor.touch("dock.adapt");
  visitor.touch("adapt.about");
  CHECK(visitor.app().info().screen == "about");
  CHECK(visitor.node("about.screen.text.0").label.find("Foajén") != std::string::npos);
  CHECK(visitor.node("about.screen.text.1").label.find("vaktmästeriet i receptionen") != std::string::npos);
  visitor.check_cost(2, 8);
}

TEST_CASE("journey: walking away needs no touch, and after 120 s nothing of the visit is left") {
  Home home;
  Visitor visitor(home);
  const auto pixels = visitor.app().canvas().read_pixels();
  const visit::Preferences cold = visitor.model().preferences;
  visitor.touch("dock.adapt");
  visitor.touch("adapt.text.200");
  visitor.touch("dock.back");
  visitor.wait_s(90);
  CHECK(visitor.model().sheet == visit::Sheet::idle);
  visitor.touch("idle.continue");
  CHECK(visitor.model().preferences.text_percent == 200);
  visitor.wait_s(90);
  visitor.wait_s(30);
  CHECK(visitor.model().preferences == cold);
  CHECK(visitor.model().place == visit::Place{});
  const auto after = visitor.app().canvas().read_pixels();
  CHECK(after->argb == pixels->argb);
}
