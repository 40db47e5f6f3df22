// Display hours and brightness on the real app, through real finger and key events, on a clock that only the
// test moves. The simulated clock begins on Monday 2026-06-15 at 10:00 in Stockholm.
#include <doctest/doctest.h>

#include "home.h"
#include "staff_worker.h"
#include "tests/support/memory_files.h"
#include "tests/support/service_manager.h"

using namespace entre;
using namespace entre::kiosk;
using entre::kiosk::test::Home;

namespace {

constexpr std::int64_t minute_ms = 60'000, hour_ms = 60 * minute_ms, day_ms = 24 * hour_ms;

class Foyer {
 public:
  explicit Foyer(const char* each_day = "08:00-10:30", Service* service = nullptr,
                 Backlight* backlight = nullptr) {
    home.options.config.display.week.fill(each_day);
    home.clock.set();
    start(service, backlight);
  }
  void start(Service* service = nullptr, Backlight* backlight = nullptr) {
    app_.reset();
    auto created = App::create(home.options, {home.shelf.files, home.clock, home.random, nullptr, nullptr,
                                              nullptr, service, nullptr, nullptr, backlight});
    REQUIRE(created.ok());
    app_ = std::move(*created);
    settle();
  }
  void stop() { app_.reset(); }
  void settle() { entre::kiosk::test::settle(*app_, home.clock); }
  // Time passes as it does for the app, which wakes at its deadlines.
  void wait_ms(std::int64_t ms) {
    for (const std::int64_t end = home.clock.monotonic_ms() + ms; home.clock.monotonic_ms() < end;) {
      home.clock.advance_ms(std::min<std::int64_t>(end - home.clock.monotonic_ms(), 10'000));
      app_->step(0);
      settle();
    }
  }
  // Over a time in which nothing is looked at.
  void skip_ms(std::int64_t ms) {
    home.clock.advance_ms(ms);
    app_->step(0);
    settle();
  }
  void finger(display::FingerPhase phase, float x, float y, int id = 1) {
    display::push_finger(phase, x, y, app_->canvas().size(), id);
    app_->step(0);
    settle();
  }
  void touch_at(float x, float y) {
    home.clock.advance_ms(200);
    finger(display::FingerPhase::down, x, y);
    home.clock.advance_ms(100);
    finger(display::FingerPhase::up, x, y);
  }
  void touch(const std::string& id) {
    const ui::Node* node = app_->nodes().find(id);
    REQUIRE_MESSAGE(node != nullptr, id, " is not on ", screen());
    touch_at(node->rect.x + node->rect.w / 2, node->rect.y + node->rect.h / 2);
  }
  void knock() {
    for (int i = 0; i < 5; ++i) touch_at(static_cast<float>(app_->canvas().size().w) - 20, 20);
  }
  void key(const std::string& name) {
    display::push_key(chord(name).value());
    app_->step(0);
    settle();
  }
  const std::string& screen() const { return app_->info().screen; }
  bool is_black() {
    const auto pixels = app_->canvas().read_pixels();
    REQUIRE(pixels.ok());
    return std::all_of(pixels->argb.begin(), pixels->argb.end(),
                       [](std::uint32_t pixel) { return pixel == 0xFF000000u; });
  }
  std::uint64_t light() {
    std::uint64_t sum = 0;
    for (const std::uint32_t pixel : app_->canvas().read_pixels()->argb) sum += pixel >> 8 & 255;
    return sum;
  }
  // As `kioskctl config set` leaves it: the file, and then the word that it has changed.
  void configure(const std::string& toml) {
    Files& files = home.shelf.files;
    REQUIRE(files.write(home.options.paths.config_file, toml, 0644).ok());
    REQUIRE(files.write(home.options.paths.requests_folder + "/config", "", 0644).ok());
  }
  App& app() { return *app_; }

  Home home;

 private:
  std::unique_ptr<App> app_;
};

}  // namespace

TEST_CASE("outside display hours the screen is black, and it is lit again when they begin") {
  Foyer foyer;
  const auto lit = foyer.app().canvas().read_pixels();
  CHECK(foyer.screen() == "home");
  foyer.wait_ms(30 * minute_ms - 1000);
  CHECK(foyer.screen() == "home");
  foyer.wait_ms(1000);
  CHECK(foyer.screen() == "dark");
  CHECK(foyer.is_black());
  CHECK(foyer.app().nodes().nodes().empty());
  foyer.skip_ms(21 * hour_ms + 30 * minute_ms - 1000);
  CHECK(foyer.is_black());
  foyer.wait_ms(1000);
  CHECK(foyer.screen() == "home");
  CHECK_FALSE(foyer.is_black());
  CHECK(foyer.app().canvas().read_pixels()->argb.size() == lit->argb.size());
}

TEST_CASE("on the nights on which the clocks change it opens by the clock on the wall") {
  Foyer foyer("07:00-17:00");
  // 2026-10-25 has 25 hours, 2027-03-28 has 23.
  foyer.skip_ms(132 * day_ms - 10 * hour_ms + 7 * hour_ms);  // 07:00 would be now without the change
  REQUIRE(local_date(foyer.home.clock, foyer.home.clock.unix_ms()) == "2026-10-25");
  CHECK(foyer.screen() == "dark");
  foyer.wait_ms(hour_ms - 1000);
  CHECK(foyer.screen() == "dark");
  foyer.wait_ms(1000);
  CHECK(foyer.screen() == "home");
  foyer.skip_ms(154 * day_ms - hour_ms - 2000);
  REQUIRE(local_date(foyer.home.clock, foyer.home.clock.unix_ms()) == "2027-03-28");
  CHECK(foyer.screen() == "dark");
  foyer.wait_ms(2000);
  CHECK(foyer.screen() == "home");
}

TEST_CASE("a kiosk that starts outside its hours is black from its first frame on, and alive") {
  Home place;
  entre::test::ServiceManager manager(place.shelf.folder.file("notify"));
  Service service(place.shelf.folder.file("notify").c_str(), "90000000");
  Foyer foyer("12:00-13:00", &service);
  CHECK(foyer.screen() == "dark");
  CHECK(foyer.is_black());
  CHECK(manager.heard().front() == "READY=1\nWATCHDOG=1");
  for (int i = 0; i < 10; ++i) {
    foyer.skip_ms(31'000);
    CHECK(manager.heard() == std::vector<std::string>{"WATCHDOG=1"});
  }
}

TEST_CASE("a visit under way is not cut off: the screen goes dark when it ends") {
  Foyer foyer;
  foyer.wait_ms(30 * minute_ms - 5000);
  foyer.touch("home.topic.alpha");
  foyer.wait_ms(60'000);
  CHECK(foyer.screen() == "article");
  foyer.wait_ms(50'000);  // the warning stands
  CHECK(foyer.app().model().sheet == visit::Sheet::idle);
  CHECK_FALSE(foyer.is_black());
  foyer.wait_ms(30'000);
  CHECK(foyer.screen() == "dark");
}

TEST_CASE("the touch that wakes it does nothing else, and it goes dark again when nobody goes on") {
  Foyer foyer;
  const ui::Node* topic = foyer.app().nodes().find("home.topic.alpha");
  REQUIRE(topic != nullptr);
  const float x = topic->rect.x + topic->rect.w / 2, y = topic->rect.y + topic->rect.h / 2;
  foyer.wait_ms(31 * minute_ms);
  REQUIRE(foyer.screen() == "dark");
  foyer.finger(display::FingerPhase::down, x, y);
  CHECK(foyer.screen() == "home");
  foyer.finger(display::FingerPhase::up, x, y);
  CHECK(foyer.screen() == "home");
  CHECK(foyer.app().model().history.empty());
  foyer.wait_ms(91'000);
  CHECK(foyer.screen() == "dark");
  foyer.touch_at(x, y);
  foyer.touch("home.topic.alpha");
  CHECK(foyer.screen() == "article");
}

TEST_CASE("a double touch on the dark panel presses nothing that nobody has seen") {
  Foyer foyer;
  const display::Rect rect = foyer.app().nodes().find("home.topic.alpha")->rect;
  foyer.wait_ms(31 * minute_ms);
  // Both fall before a frame is shown.
  for (const int id : {1, 2})
    for (const auto phase : {display::FingerPhase::down, display::FingerPhase::up})
      display::push_finger(phase, rect.x + rect.w / 2, rect.y + rect.h / 2, foyer.app().canvas().size(), id);
  foyer.app().step(0);
  foyer.settle();
  CHECK(foyer.screen() == "home");
  CHECK(foyer.app().model().history.empty());
}

TEST_CASE("a key wakes it too, and does nothing else") {
  Foyer foyer;
  foyer.wait_ms(31 * minute_ms);
  foyer.key("Tab");
  CHECK(foyer.screen() == "home");
  CHECK(foyer.app().pointing().ring.empty());
  foyer.key("Tab");
  CHECK_FALSE(foyer.app().pointing().ring.empty());
}

TEST_CASE("where touches do not wake it, staff's touches and key do all the same") {
  Foyer foyer;
  foyer.home.options.config.display.wakes_on_touch = false;
  foyer.start();
  foyer.wait_ms(31 * minute_ms);
  foyer.touch_at(500, 900);
  foyer.key("Tab");
  CHECK(foyer.screen() == "dark");
  CHECK(foyer.is_black());
  foyer.knock();
  CHECK(foyer.screen() == "staff");
  foyer.wait_ms(121'000);
  CHECK(foyer.screen() == "dark");
  foyer.key("Shift+F12");
  CHECK(foyer.screen() == "staff");
}

TEST_CASE("brightness by schedule dims the picture, and what the hub is told is the picture undimmed") {
  Foyer foyer("always");
  const std::uint64_t full = foyer.light();
  foyer.home.options.config.display.brightness = "10:10 50";
  foyer.start();
  // The one step holds round the clock.
  CHECK(foyer.light() < full * 52 / 100);
  CHECK(foyer.light() > full * 48 / 100);
  foyer.home.options.config.display.brightness = "00:00 100; 10:10 50";
  foyer.start();
  CHECK(foyer.light() == full);
  foyer.wait_ms(10 * minute_ms);
  CHECK(foyer.light() < full * 55 / 100);
  foyer.wait_ms(2 * minute_ms);
  foyer.stop();
  const auto text = foyer.home.shelf.files.read(foyer.home.options.paths.frame_file(), wire::frame_bytes_max);
  CHECK(wire::decode_frame(*text)->brightness > 150);
}

TEST_CASE("where the panel can be dimmed itself, it is, and the picture is left alone") {
  entre::test::MemoryFiles sys;
  const std::string device = "/sys/class/backlight/panel";
  REQUIRE(sys.make_folders(device).ok());
  REQUIRE(sys.write(device + "/max_brightness", "200\n").ok());
  REQUIRE(sys.write(device + "/brightness", "200\n").ok());
  Backlight backlight(sys);
  Foyer foyer("always");
  const std::uint64_t full = foyer.light();
  foyer.home.options.config.display.brightness = "00:00 40; 10:05 80";
  foyer.start(nullptr, &backlight);
  CHECK(foyer.light() == full);
  CHECK(*sys.read(device + "/brightness", 64) == "80");
  foyer.wait_ms(5 * minute_ms);
  CHECK(*sys.read(device + "/brightness", 64) == "160");
}

TEST_CASE("the frame report says that the screen is dark by its hours, and keeps the last real picture") {
  Foyer foyer;
  foyer.wait_ms(33 * minute_ms);
  const std::int64_t now_ms = foyer.home.clock.unix_ms();
  foyer.stop();
  const auto text = foyer.home.shelf.files.read(foyer.home.options.paths.frame_file(), wire::frame_bytes_max);
  const auto frame = wire::decode_frame(*text);
  REQUIRE(frame.ok());
  CHECK(frame->is_dark);
  CHECK(frame->brightness > 150);
  CHECK(now_ms - frame->unix_ms <= minute_ms);
}

TEST_CASE("changed display hours hold without a restart, and faulty ones leave those before standing") {
  Foyer foyer("always");
  foyer.configure("[display]\nmonday = \"closed\"\n");
  for (int i = 0; i < 2000 && foyer.screen() != "dark"; ++i) foyer.app().step(5);
  CHECK(foyer.screen() == "dark");
  foyer.configure("[display]\nmonday = \"now and then\"\n");
  // What follows is read after it: the faulty file has been passed over by then.
  foyer.app().step(50);
  CHECK(foyer.screen() == "dark");
  foyer.configure("[display]\nbrightness = \"50\"\n");
  for (int i = 0; i < 2000 && foyer.screen() != "home"; ++i) foyer.app().step(5);
  CHECK(foyer.screen() == "home");
}

TEST_CASE("staff read on their overview that it is closed, until when, and how bright it is") {
  Home home;
  REQUIRE(home.shelf.files
              .write(home.options.paths.config_file,
                     "[display]\nmonday = \"08:00-09:30\"\ntuesday = \"07:15-18:00\"\nbrightness = \"60\"\n",
                     0644)
              .ok());
  entre::kiosk::test::Worker worker(home);
  worker.enter();
  CHECK(worker.node("staff.row.hours.value").label == "stängt till 2026-06-16 07:15");
  CHECK(worker.node("staff.row.brightness.value").label == "60 %");
}
