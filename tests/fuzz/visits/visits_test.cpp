// Visits that nobody would make: touches anywhere, drags, second fingers, keys, pauses. None crashes, each
// place leads home by touches and by keys, and after each the kiosk is as it was in the morning. A visit that
// fails prints its seed; ENTRE_FUZZ_SEED=n makes that visit alone again.
#include <SDL.h>
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <random>

#include "tests/accessibility/kiosk_home.h"

using namespace entre;
using display::FingerPhase;
using kiosk::test::settle;

namespace {

constexpr std::int64_t ms_per_s = 1000;
constexpr int steps_max = 60, touches_home_max = 4;

// All of a model that a visit may change.
std::string describe(const visit::Model& model) {
  const visit::Preferences& preferences = model.preferences;
  std::string text = preferences.language + " " + preferences.theme;
  for (const auto number : {std::int64_t{preferences.text_percent},
                            std::int64_t{preferences.calm},
                            std::int64_t{preferences.low_reach},
                            std::int64_t{preferences.speech},
                            std::int64_t{preferences.more_time},
                            static_cast<std::int64_t>(model.place.screen),
                            static_cast<std::int64_t>(model.place.scroll_px),
                            static_cast<std::int64_t>(model.history.size()),
                            static_cast<std::int64_t>(model.sheet),
                            std::int64_t{model.page != nullptr},
                            static_cast<std::int64_t>(model.feedback.state),
                            static_cast<std::int64_t>(model.feedback.reasons.size()),
                            std::int64_t{model.feedback.writing},
                            model.feedback.draft,
                            static_cast<std::int64_t>(model.answered.size()),
                            static_cast<std::int64_t>(model.search.found.hits.size()),
                            static_cast<std::int64_t>(model.keys.shift),
                            std::int64_t{model.keys.symbols},
                            std::int64_t{model.keys.other_letters},
                            std::int64_t{model.search.keys_away},
                            model.idle_left_s,
                            static_cast<std::int64_t>(model.headline)})
    text += " " + std::to_string(number);
  return text + " " + model.place.id + "|" + model.search.text + "|" + model.search.answered_text + "|" +
         model.feedback.comment;
}

class Fuzz {
 public:
  Fuzz() : home_(conformance::real_site()) {
    home_.options.canvas.size = {540, 960};
    home_.options.config.screen.ppi = 34.4;
    // Nothing drifts and no headline changes: rest looks like the first minute.
    home_.options.config.screen.calm = true;
    home_.options.config.feedback.comment = true;
    app_ = home_.app();
    settle(*app_, home_.clock);
    leave();
    remember();
  }

  void visit(std::uint32_t seed) {
    CAPTURE(seed);
    random_.seed(seed);
    const auto steps = 5 + number(steps_max);
    for (std::size_t i = 0; i < steps; ++i) step();
    settle(*app_, home_.clock);
    CHECK_MESSAGE(app_->failure().empty(), app_->failure());
    if (seed % 2 == 0)
      home_by_touches();
    else
      home_by_keys();
    for (std::size_t i = 0; i < number(8); ++i) step();
    leave();
    CHECK(describe(app_->model()) == model_);
    CHECK(ui::to_json(app_->info(), app_->nodes()).dump() == tree_);
    const auto pixels = app_->canvas().read_pixels();
    CHECK((pixels.ok() && pixels->argb == pixels_.argb));
  }

 private:
  std::size_t number(std::size_t below) { return random_() % below; }
  bool chance(std::size_t percent) { return number(100) < percent; }

  void step() {
    const std::size_t kind = number(100);
    if (kind < 60)
      touch_node();
    else if (kind < 70)
      touch_anywhere();
    else if (kind < 90)
      key(any_key());
    else if (kind < 95)
      home_.clock.advance_ms(static_cast<std::int64_t>(number(5'000)));
    else
      home_.clock.advance_ms(static_cast<std::int64_t>(60'000 + number(70'000)));
    // Most wait until the screen stands; some touch into its motion.
    if (chance(75)) settle(*app_, home_.clock);
  }

  void finger(FingerPhase phase, float x, float y, int id = 1) {
    display::push_finger(phase, x, y, app_->canvas().size(), id);
    app_->step(0);
    home_.clock.advance_ms(16);
  }

  void touch_at(float x, float y) {
    finger(FingerPhase::down, x, y);
    const bool second = chance(5);
    if (second) finger(FingerPhase::down, 20, 20, 2);
    home_.clock.advance_ms(static_cast<std::int64_t>(chance(3) ? 11'000 : number(200)));
    if (chance(10))
      for (int i = 0; i < 4; ++i) finger(FingerPhase::move, x, y += y > 480 ? -60.f : 60.f);
    finger(FingerPhase::up, x, y);
    if (second) finger(FingerPhase::up, 20, 20, 2);
  }

  void touch_node() {
    std::vector<display::Rect> seen;
    for (const ui::Node& node : app_->nodes().nodes()) {
      const display::Rect rect = display::intersect(node.rect, node.clip);
      if (node.focusable && rect.w > 0 && rect.h > 0) seen.push_back(rect);
    }
    if (seen.empty()) return touch_anywhere();
    const display::Rect at = seen[number(seen.size())];
    touch_at(at.x + at.w / 2, at.y + at.h / 2);
  }

  void touch_anywhere() { touch_at(static_cast<float>(number(540)), static_cast<float>(number(960))); }

  SDL_Scancode any_key() {
    constexpr SDL_Scancode usual[] = {
        SDL_SCANCODE_TAB,    SDL_SCANCODE_RIGHT, SDL_SCANCODE_LEFT,   SDL_SCANCODE_DOWN,   SDL_SCANCODE_UP,
        SDL_SCANCODE_RETURN, SDL_SCANCODE_SPACE, SDL_SCANCODE_RETURN, SDL_SCANCODE_ESCAPE, SDL_SCANCODE_HOME};
    return chance(80) ? usual[number(std::size(usual))] : static_cast<SDL_Scancode>(1 + number(255));
  }

  void key(SDL_Scancode code) {
    for (const Uint32 type : {SDL_KEYDOWN, SDL_KEYUP}) {
      SDL_Event event{};
      event.type = type;
      event.key.keysym.scancode = code;
      event.key.keysym.sym = SDL_GetKeyFromScancode(code);
      event.key.state = type == SDL_KEYDOWN ? SDL_PRESSED : SDL_RELEASED;
      SDL_PushEvent(&event);
    }
    app_->step(0);
  }

  bool is_home() const {
    return app_->model().place.screen == visit::ScreenId::home && app_->model().sheet == visit::Sheet::none;
  }

  void home_by_touches() {
    for (int i = 0; i < touches_home_max && !is_home(); ++i) {
      const ui::Node* way = app_->nodes().find("dock.home");
      REQUIRE((way != nullptr && way->enabled));
      touch_quietly(*way);
    }
    CHECK_MESSAGE(is_home(), "a trap for fingers at ", describe(app_->model()));
  }
  void touch_quietly(const ui::Node& node) {
    const float x = node.rect.x + node.rect.w / 2, y = node.rect.y + node.rect.h / 2;
    finger(FingerPhase::down, x, y);
    finger(FingerPhase::up, x, y);
    settle(*app_, home_.clock);
  }
  // The usual key of the dock's Home; a warning is answered by the first.
  void home_by_keys() {
    for (int i = 0; i < touches_home_max && !is_home(); ++i) {
      key(SDL_SCANCODE_HOME);
      settle(*app_, home_.clock);
    }
    CHECK_MESSAGE(is_home(), "a trap for keys at ", describe(app_->model()));
  }

  // However much more time was asked for: ten times the idle time, then ten times the warning.
  void leave() {
    constexpr std::int64_t more_time_max = 10;
    settle(*app_, home_.clock);
    const Config::Visit& times = home_.options.config.visit;
    for (const std::int64_t seconds : {times.idle_timeout_s, times.idle_warning_s}) {
      home_.clock.advance_ms((seconds * more_time_max + 1) * ms_per_s);
      settle(*app_, home_.clock);
    }
    // And into rest, as every kiosk in the morning is.
    home_.clock.advance_ms(60 * ms_per_s);
    settle(*app_, home_.clock);
  }

  void remember() {
    model_ = describe(app_->model());
    tree_ = ui::to_json(app_->info(), app_->nodes()).dump();
    const auto pixels = app_->canvas().read_pixels();
    REQUIRE(pixels.ok());
    pixels_ = *pixels;
  }

  conformance::KioskHome home_;
  std::unique_ptr<kiosk::App> app_;
  std::mt19937 random_;
  std::string model_, tree_;
  display::Pixels pixels_;
};

void fuzz(std::chrono::seconds duration, std::uint32_t first_seed) {
  Fuzz fuzz;
  if (const char* seed = std::getenv("ENTRE_FUZZ_SEED"))
    return fuzz.visit(static_cast<std::uint32_t>(std::strtoul(seed, nullptr, 10)));
  const auto end = std::chrono::steady_clock::now() + duration;
  std::uint32_t seed = first_seed;
  while (std::chrono::steady_clock::now() < end) fuzz.visit(seed++);
  const std::uint32_t visits = seed - first_seed;
  MESSAGE(visits, " visits from seed ", first_seed);
  CHECK(seed > first_seed);
}

}  // namespace

TEST_CASE("20 s of senseless visits leave no trace, find no trap and do not end the kiosk") {
  fuzz(std::chrono::seconds(20), 1);
}

TEST_SUITE("long") {
  TEST_CASE("20 minutes of other senseless visits do neither") {
    fuzz(std::chrono::minutes(20), 1'000'000);
  }
}
