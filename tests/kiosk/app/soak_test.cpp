// Touches without end: on whatever can be touched, with drags, pauses and visits that are left. Memory stays
// where it was.
#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>
#include <random>

#include "home.h"

using namespace entre;
using namespace entre::kiosk;
using entre::kiosk::test::Home;
using entre::kiosk::test::settle;

namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kMemoryTells = false;  // what is freed stays in quarantine
#else
constexpr bool kMemoryTells = true;
#endif

double resident_mib() {
  std::ifstream statm("/proc/self/statm");
  std::int64_t all = 0, resident = 0;
  statm >> all >> resident;
  return static_cast<double>(resident * ::sysconf(_SC_PAGESIZE)) / (1 << 20);
}

class Visitor {
 public:
  Visitor(App& app, SimulatedClock& clock) : app_(app), clock_(clock) {}

  void touch() {
    std::vector<const ui::Node*> seen;
    for (const ui::Node& node : app_.nodes().nodes()) {
      const display::Rect rect = display::intersect(node.rect, node.clip);
      if (node.focusable && node.enabled && rect.w > 0 && rect.h > 0) seen.push_back(&node);
    }
    REQUIRE(!seen.empty());
    const ui::Node& node = *seen[number(seen.size())];
    const display::Rect rect = display::intersect(node.rect, node.clip);
    const float x = rect.x + rect.w / 2, y = rect.y + rect.h / 2;
    finger(display::FingerPhase::down, x, y);
    clock_.advance_ms(static_cast<std::int64_t>(20 + number(200)));
    float to = y;
    if (number(10) == 0)
      for (int i = 0; i < 4; ++i) finger(display::FingerPhase::move, x, to += y > 480 ? -60.f : 60.f);
    finger(display::FingerPhase::up, x, to);
    // Most wait until the screen stands; some touch into its motion.
    if (number(4) != 0) settle(app_, clock_);
    if (number(40) == 0) leave();
  }

  void leave() {
    settle(app_, clock_);
    const int times = app_.model().preferences.more_time;
    for (const std::int64_t seconds : {91, 31}) {
      clock_.advance_ms(seconds * 1000 * times);
      settle(app_, clock_);
    }
  }

 private:
  std::size_t number(std::size_t below) { return random_() % below; }
  void finger(display::FingerPhase phase, float x, float y) {
    display::push_finger(phase, x, y, app_.canvas().size());
    app_.step(0);
    clock_.advance_ms(16);
  }

  App& app_;
  SimulatedClock& clock_;
  std::mt19937 random_{2026};  // the same walk each time
};

void soak(int touches, bool calm, double growth_max_mib) {
  Home home;
  home.options.canvas.size = {540, 960};
  home.options.config.screen.ppi = 34.4;
  home.options.start.calm = calm;
  const auto app = home.app();
  settle(*app, home.clock);
  Visitor visitor(*app, home.clock);
  double before_mib = 0;
  for (int i = 0; i < touches; ++i) {
    if (i == touches / 3) before_mib = resident_mib();
    visitor.touch();
  }
  const double grown_mib = resident_mib() - before_mib;
  MESSAGE(touches, " touches; grown by ", grown_mib, " MiB since ", before_mib);
  if (kMemoryTells) CHECK(grown_mib < growth_max_mib);
  visitor.leave();
  CHECK(app->model().place.screen == visit::ScreenId::home);
  CHECK(app->model().history.empty());
  CHECK(app->failure().empty());
}

}  // namespace

TEST_SUITE("soak") {
  TEST_CASE("3,000 touches leave the kiosk at home, and memory grows by less than 12 MiB") {
    // Measured: 8 MiB. Too few touches to tell a cache that fills from a leak: the 100,000 tell.
    soak(3000, true, 12);
  }
}

TEST_SUITE("long") {
  TEST_CASE("100,000 touches leave the kiosk at home and its memory where it was") {
    soak(100'000, false, 4);
  }
}
