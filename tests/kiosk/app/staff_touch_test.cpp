// A panel that feels fingers elsewhere, put right from four touched crosses, and never so that staff are
// locked out.
#include "staff_worker.h"

using namespace entre;
using namespace entre::kiosk;
using namespace entre::kiosk::test;

namespace {

using Feeling = std::function<std::pair<float, float>(float x, float y)>;
constexpr float w = 1080, h = 1920;

const Feeling as_it_is = [](float x, float y) { return std::pair(x, y); };
const Feeling mirrored = [](float x, float y) { return std::pair(w - x, y); };
const Feeling turned = [](float x, float y) { return std::pair(w - x, h - y); };
const Feeling on_its_side = [](float x, float y) { return std::pair(w * y / h, h * (1 - x / w)); };
const Feeling stretched = [](float x, float y) { return std::pair(0.9f * x + 30, 0.95f * y + 60); };

struct Hand : Worker {
  explicit Hand(Home& home) : Worker(home) {
    REQUIRE(home.shelf.files.write(home.options.paths.config_file, "[kiosk]\nname = \"E\"\n", 0644).ok());
  }
  Feeling panel = as_it_is;
  int turn_degrees = 0;
  void aim_at(float x, float y) {
    const TouchPoint on_panel = turn_to_picture(360 - turn_degrees).apply({x / w, y / h});
    const auto [felt_x, felt_y] =
        panel(static_cast<float>(on_panel.x) * w, static_cast<float>(on_panel.y) * h);
    touch_at(felt_x, felt_y);
  }
  void aim(const std::string& id) {
    const display::Rect rect = node(id).rect;
    aim_at(rect.x + rect.w / 2, rect.y + rect.h / 2);
  }
  void aim_at_crosses(const std::vector<int>& order = {1, 2, 3, 4}) {
    for (const int n : order) aim_at(n % 2 == 1 ? 0.22f * w : 0.78f * w, n < 3 ? 0.22f * h : 0.78f * h);
  }
};

// At a panel that is known already.
void open_test_by_aim(Hand& hand) {
  for (int i = 0; i < 5; ++i) hand.aim_at(w - 20, 20);
  for (const char digit : std::string(pin)) hand.aim(std::string("staff.key.") + digit);
  hand.aim("staff.key.go");
  hand.aim("staff.touch");
}

// The panel hangs on its side, and the picture is upright.
void hang(Home& home, Hand& hand, int degrees) {
  home.options.canvas.size = degrees % 180 == 0 ? display::Size{1080, 1920} : display::Size{1920, 1080};
  home.options.canvas.turn_degrees = hand.turn_degrees = degrees;
  hand.start();
}

void open_test(Hand& hand) {
  hand.enter();
  hand.touch("staff.touch");
}

}  // namespace

TEST_CASE("a panel that is mirrored, turned, on its side or stretched is put right by four crosses") {
  for (const Feeling& panel : {mirrored, turned, on_its_side, stretched}) {
    Home home;
    Hand hand(home);
    open_test(hand);
    hand.panel = panel;
    CHECK(hand.find("staff.touch_use") == nullptr);
    hand.aim_at_crosses();
    REQUIRE(hand.find("staff.touch_use") != nullptr);
    // As staff do: it stands in the very middle. A stretched panel feels it near enough.
    hand.aim("staff.touch_use");
    REQUIRE(hand.find("staff.touch_keep") != nullptr);
    hand.aim("staff.touch_keep");
    CHECK(hand.find("staff.touch_keep") == nullptr);
    CHECK(hand.node("staff.touch_help").label.find("Sparat. Det gäller genast.") == 0);
    // All is where it is aimed at from here on, at the next start too.
    hand.aim("staff.close");
    CHECK_FALSE(hand.is_open());
    home.options.config = load_config(home.shelf.files, home.options.paths).value();
    CHECK_FALSE(home.options.config.screen.touch_map.empty());
    hand.start();
    hand.aim("home.topic.alpha");
    CHECK(hand.app().info().screen == "article");
  }
}

TEST_CASE("where the picture is turned the map is the panel's: it holds when the picture is turned again") {
  for (const int degrees : {90, 180, 270}) {
    CAPTURE(degrees);
    Home home;
    Hand hand(home);
    hang(home, hand, degrees);
    CHECK(hand.app().canvas().size() == display::Size{1080, 1920});
    open_test_by_aim(hand);
    // Its controller tells the horizontal the wrong way round.
    hand.panel = mirrored;
    hand.aim_at_crosses();
    hand.aim("staff.touch_use");
    REQUIRE(hand.find("staff.touch_keep") != nullptr);
    hand.aim("staff.touch_keep");
    home.options.config = load_config(home.shelf.files, home.options.paths).value();
    const auto kept = parse_touch_map(home.options.config.screen.touch_map);
    REQUIRE(kept);
    CHECK(kept->a == doctest::Approx(-1).epsilon(0.01));
    CHECK(kept->e == doctest::Approx(1).epsilon(0.01));
    for (const int later : {degrees, 0, 90}) {
      hang(home, hand, later);
      hand.aim("home.topic.alpha");
      CHECK(hand.app().info().screen == "article");
    }
  }
}

TEST_CASE("a map that nobody confirms within 15 seconds is gone, and touches are as before") {
  Home home;
  Hand hand(home);
  open_test(hand);
  hand.panel = mirrored;
  hand.aim_at_crosses();
  hand.aim("staff.touch_use");
  REQUIRE(hand.find("staff.touch_keep") != nullptr);
  // As if it had been wrong: where the finger really is, there is no button.
  hand.panel = as_it_is;
  hand.aim("staff.touch_keep");
  hand.wait_s(10);
  CHECK(hand.node("staff.touch_trial").label.find(" 5 sekunder") != std::string::npos);
  hand.wait_s(5);
  CHECK(hand.node("staff.touch_help").label == "Knappen rördes inte. Det är som förut.");
  CHECK_FALSE(home.shelf.files.exists(home.options.paths.staff_file));
  hand.aim("staff.back");
  CHECK(hand.screen() == "staff overview");
}

TEST_CASE("leaving while a map is tried leaves it too") {
  Home home;
  Hand hand(home);
  open_test(hand);
  hand.panel = mirrored;
  hand.aim_at_crosses();
  hand.aim("staff.touch_use");
  hand.aim("staff.close");
  CHECK_FALSE(hand.is_open());
  hand.panel = as_it_is;
  hand.aim("home.topic.alpha");
  CHECK(hand.app().info().screen == "article");
}

TEST_CASE("a panel that is right, and touches that no panel explains, are offered no map") {
  Home home;
  Hand hand(home);
  open_test(hand);
  hand.aim_at_crosses();
  CHECK(hand.find("staff.touch_use") == nullptr);
  hand.aim("staff.touch_clear");
  hand.aim_at_crosses({1, 2, 4, 3});
  CHECK(hand.find("staff.touch_use") == nullptr);
  hand.aim("staff.touch_clear");
  for (int i = 0; i < 4; ++i) hand.aim_at(540, 900);
  CHECK(hand.find("staff.touch_use") == nullptr);
}

TEST_CASE("a map that was kept is put right once more, and taken back in the settings") {
  Home home;
  Hand hand(home);
  home.options.config.screen.touch_map = "-1 0 1 0 1 0";
  REQUIRE(
      home.shelf.files.write(home.options.paths.staff_file, "[screen]\ntouch_map = \"-1 0 1 0 1 0\"\n", 0644)
          .ok());
  hand.start();
  hand.panel = mirrored;
  open_test_by_aim(hand);
  // Somebody has mounted another panel.
  hand.panel = turned;
  hand.aim_at_crosses();
  hand.aim("staff.touch_use");
  hand.aim("staff.touch_keep");
  const auto kept = load_config(home.shelf.files, home.options.paths).value().screen.touch_map;
  const auto map = parse_touch_map(kept);
  REQUIRE(map);
  CHECK(map->a == doctest::Approx(-1).epsilon(0.01));
  CHECK(map->e == doctest::Approx(-1).epsilon(0.01));
  hand.aim("staff.back");
  CHECK(hand.screen() == "staff overview");
}
