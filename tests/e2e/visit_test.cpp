// A visitor's own visit, through real events on the real app, and what of it reaches the hub.
#include <doctest/doctest.h>

#include "platform/config/config.h"
#include "platform/json.h"
#include "platform/random.h"
#include "tests/e2e/world.h"
#include "tests/kiosk/app/home.h"

using namespace entre;
using namespace entre::test;

namespace {

// The screen on a kiosk's home as it lies on disk; it ends with the visit.
class Screen {
 public:
  explicit Screen(const World& world) {
    kiosk::AppOptions options;
    options.paths = Paths::with_home(world.home());
    options.assets_folder = ENTRE_ASSETS_DIR;
    options.canvas.headless = true;
    auto config = load_config(files_, options.paths);
    REQUIRE_MESSAGE(config.ok(), (config ? "" : config.error().message));
    options.config = *config;
    auto created = kiosk::App::create(options, {files_, clock_, random_});
    REQUIRE(created.ok());
    app_ = std::move(*created);
    kiosk::test::settle(*app_, clock_);
  }
  void touch(const std::string& id) {
    const ui::Node* found = app_->nodes().find(id);
    REQUIRE_MESSAGE(found != nullptr, id, " is not on ", app_->info().screen);
    const display::Rect at = display::intersect(found->rect, found->clip);
    for (const auto phase : {display::FingerPhase::down, display::FingerPhase::up}) {
      display::push_finger(phase, at.x + at.w / 2, at.y + at.h / 2, app_->canvas().size());
      app_->step(0);
      clock_.advance_ms(200);
      kiosk::test::settle(*app_, clock_);
    }
  }
  void key(const char* name) {
    display::push_key(chord(name).value());
    app_->step(0);
    kiosk::test::settle(*app_, clock_);
  }

 private:
  SystemFiles files_;
  SystemRandom random_;
  kiosk::SimulatedClock clock_;
  std::unique_ptr<kiosk::App> app_;
};

}  // namespace

TEST_CASE("a visit becomes one row of counts at the hub, and its answer one with the comment") {
  World world;
  REQUIRE(world.sync().exit_code == 0);
  world.overwrite("home/kiosk.toml", world.read("home/kiosk.toml") + "\n[feedback]\ncomment = true\n");
  {
    Screen screen(world);
    for (const char* id :
         {"home.topic.our-task", "article.useful.no", "feedback.reason.outdated", "feedback.write",
          "feedback.key.h", "feedback.key.å", "feedback.key.go", "feedback.done", "dock.search",
          "search.key.f", "search.key.x", "search.key.x", "search.key.q", "dock.home", "dock.listen"})
      screen.touch(id);
    screen.key("Tab");
  }
  const Finished sent = world.sync();
  REQUIRE_MESSAGE(sent.exit_code == 0, sent.err);
  CHECK(world.hub_rows("SELECT page || ' ' || useful || ' ' || reasons || ' ' || comment || ' ' || test FROM "
                       "feedback") == std::vector<std::string>{"our-task 0 [\"outdated\"] Hå 0"});
  CHECK(world.hub_rows("SELECT visits || ' ' || searches_without_hit FROM usage") ==
        std::vector<std::string>{"1 1"});
  const Json names = Json::parse(world.hub_rows("SELECT names FROM usage").at(0));
  CHECK(names["pages"] == Json{{"our-task", 1}});
  CHECK(names["languages"] == Json{{"sv", 1}});
  CHECK(names["aids"]["listen"] == 1);
  CHECK(names["aids"]["keys"] == 1);
  // What was written is no word of the content, and is not told.
  CHECK(names["words"].size() <= 1);
  CHECK(names.dump().find("fxxq") == std::string::npos);
  const Finished exported = run({program("kiosk-hub"), "export", "--db", world.path("hub.db")});
  CHECK(exported.out.find(",Hå,") != std::string::npos);
}
