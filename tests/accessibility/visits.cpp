#include "visits.h"

#include <SDL.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "kiosk_home.h"
#include "observed.h"

namespace entre::conformance {
namespace {

using kiosk::test::settle;

constexpr std::int64_t frame_ms = 16, press_ms = 96, ms_per_s = 1000;

class Visitor {
 public:
  explicit Visitor(const Content& site, visit::Preferences start = {}, const Config::Visit& times = {})
      : home_(site) {
    home_.options.config.visit = times;
    home_.options.start = std::move(start);
    app_ = home_.app();
    settle(*app_, home_.clock);
  }
  kiosk::App& app() { return *app_; }
  const visit::Model& model() const { return app_->model(); }

  // The first node whose id begins so, or none; fails the test where there is none.
  const ui::Node& node(const std::string& prefix) const {
    for (const ui::Node& one : app_->nodes().nodes())
      if (one.id.starts_with(prefix) && one.focusable && one.enabled && is_whole(one)) return one;
    FAIL("no " << prefix << " on " << app_->info().screen);
    std::abort();
  }
  bool has(const std::string& id) const { return app_->nodes().find(id) != nullptr; }

  void down(const ui::Node& node) { finger(display::FingerPhase::down, node); }
  void up(const ui::Node& node) { finger(display::FingerPhase::up, node); }
  void touch(const std::string& prefix) {
    const ui::Node at = node(prefix);
    down(at);
    pass(press_ms);
    up(at);
    settle(*app_, home_.clock);
  }
  void wait_s(std::int64_t seconds) {
    home_.clock.advance_ms(seconds * ms_per_s);
    settle(*app_, home_.clock);
  }
  // Until nothing moves.
  void rest() { settle(*app_, home_.clock); }
  // Frame by frame, with what moves.
  void pass(std::int64_t ms) {
    for (std::int64_t passed = 0; passed < ms; passed += frame_ms) {
      app_->step(0);
      if (recording_) record();
      home_.clock.advance_ms(frame_ms);
    }
  }
  std::vector<std::vector<float>>& start_recording() { return recording_.emplace(); }

 private:
  void finger(display::FingerPhase phase, const ui::Node& node) {
    const display::Rect at = seen(node);
    display::push_finger(phase, at.x + at.w / 2, at.y + at.h / 2, app_->canvas().size());
    app_->step(0);
  }
  void record() {
    constexpr int part_px = 24;
    const auto pixels = app_->canvas().read_pixels();
    REQUIRE(pixels.ok());
    std::vector<float> parts;
    for (int y = 0; y + part_px <= pixels->h; y += part_px)
      for (int x = 0; x + part_px <= pixels->w; x += part_px) {
        double sum = 0;
        for (int row = 0; row < part_px; row += 4)
          for (int column = 0; column < part_px; column += 4)
            sum += luminance(
                pixels->argb[static_cast<std::size_t>(y + row) * static_cast<std::size_t>(pixels->w) +
                             static_cast<std::size_t>(x + column)]);
        parts.push_back(static_cast<float>(sum / 36));
      }
    recording_->push_back(std::move(parts));
  }

  KioskHome home_;
  std::unique_ptr<kiosk::App> app_;
  std::optional<std::vector<std::vector<float>>> recording_;
};

}  // namespace

void idle_time(const Content& site, Tally& tally, const Config::Visit& times) {
  tally.at("a visit that is left");
  Visitor visitor(site, {}, times);
  visitor.touch("home.topic.");
  const visit::Place place = visitor.model().place;
  for (int i = 0; i < 10; ++i) {
    visitor.wait_s(times.idle_timeout_s);
    tally.check(13, visitor.model().sheet == visit::Sheet::idle && visitor.model().idle_left_s >= 20, [&] {
      return "no warning of 20 s or more, " + std::to_string(visitor.model().idle_left_s) + " s left";
    });
    visitor.touch("idle.continue");
    tally.check(13, visitor.model().sheet == visit::Sheet::none && visitor.model().place == place, [&] {
      return "extension " + std::to_string(i + 1) + " did not leave the visit where it was";
    });
  }
  visitor.wait_s(times.idle_timeout_s);
  visitor.wait_s(times.idle_warning_s);
  tally.check(13, visitor.app().info().screen == "home", [] { return std::string("the visit did not end"); });
  for (const int more : {3, 10}) {
    visit::Preferences start;
    start.more_time = more;
    Visitor slow(site, start, times);
    slow.touch("home.topic.");
    slow.wait_s(times.idle_timeout_s * more - 1);
    tally.check(13, slow.model().sheet == visit::Sheet::none,
                [&] { return "a warning before " + std::to_string(more) + " times the idle time"; });
    slow.wait_s(2);
    tally.check(13, slow.model().sheet == visit::Sheet::idle,
                [&] { return "no warning after " + std::to_string(more) + " times the idle time"; });
  }
}

int flashes_a_second(const std::vector<std::vector<float>>& frames, std::int64_t each_ms) {
  constexpr float change = 0.1f, dark = 0.8f;
  // 0.006 steradians at 700 mm are 54 mm square: 37 parts.
  constexpr std::size_t parts_max = 37;
  std::vector<std::size_t> of_parts;
  for (std::size_t part = 0; !frames.empty() && part < frames[0].size(); ++part) {
    std::vector<std::int64_t> turns;  // when the luminance went the other way, by so much
    float extreme = frames[0][part];
    int direction = 0;
    for (std::size_t i = 1; i < frames.size(); ++i) {
      const float now = frames[i][part];
      const int way = now > extreme ? 1 : -1;
      if (way == direction) {
        extreme = now;
      } else if (std::abs(now - extreme) >= change && std::min(now, extreme) < dark) {
        turns.push_back(static_cast<std::int64_t>(i) * each_ms);
        direction = way;
        extreme = now;
      }
    }
    std::size_t most = 0;
    for (std::size_t first = 0, last = 0; last < turns.size(); ++last) {
      while (turns[last] - turns[first] >= ms_per_s) ++first;
      most = std::max(most, (last - first + 1) / 2);
    }
    of_parts.push_back(most);
  }
  std::sort(of_parts.rbegin(), of_parts.rend());
  return of_parts.size() > parts_max ? static_cast<int>(of_parts[parts_max]) : 0;
}

void flashes(const Content& site, Tally& tally) {
  constexpr int flashes_max = 3;
  for (const char* theme : {"light", "dark", "contrast"}) {
    tally.at(std::string("a visit with all its motion, ") + theme);
    visit::Preferences start;
    start.theme = theme;
    Visitor visitor(site, start);
    auto& frames = visitor.start_recording();
    // A touch each second.
    for (const char* id :
         {"home.topic.", "dock.language", "language.en", "article.useful.no", "feedback.done", "dock.home",
          "home.contacts", "dock.search", "search.key.", "dock.home"}) {
      const ui::Node at = visitor.node(id);
      visitor.down(at);
      visitor.pass(press_ms);
      visitor.up(at);
      visitor.pass(900);
      visitor.rest();
    }
    const int most = flashes_a_second(frames, frame_ms);
    tally.check(14, frames.size() > 100 && most <= flashes_max, [&] {
      return std::to_string(most) + " flashes in a second of " + std::to_string(frames.size()) + " frames";
    });
  }
}

void calm(const Content& site, Tally& tally, bool is_calm) {
  tally.at("a visit in calm mode");
  visit::Preferences start;
  start.calm = is_calm;
  Visitor visitor(site, start);
  for (const char* id : {"home.topic.", "dock.language", "language.en", "dock.home", "home.contacts"}) {
    const ui::Node at = visitor.node(id);
    visitor.down(at);
    visitor.pass(press_ms);
    visitor.up(at);
    bool moved = false;
    for (int i = 0; i < 200; ++i) visitor.app().step(1), moved = moved || visitor.app().animating();
    tally.check(14, !moved, [&] { return std::string(id) + ": something moves by itself"; });
    visitor.wait_s(0);
  }
}

void press_feedback(const Content& site, Tally& tally) {
  constexpr std::int64_t feedback_ms_max = 50;
  Visitor visitor(site);
  for (const char* id : {"home.topic.", "dock.search", "search.key.", "dock.language", "language.fi"}) {
    tally.at(std::string("a press on ") + id);
    const ui::Node at = visitor.node(id);
    const auto before = visitor.app().canvas().read_pixels();
    visitor.down(at);
    std::int64_t ms = 0;
    bool shown = false;
    while (!shown && ms <= 10 * feedback_ms_max) {
      visitor.app().step(0);
      const auto now = visitor.app().canvas().read_pixels();
      shown = before.ok() && now.ok() && before->argb != now->argb;
      if (!shown) visitor.pass(frame_ms), ms += frame_ms;
    }
    tally.check(14, shown && ms <= feedback_ms_max,
                [&] { return "seen after " + std::to_string(ms) + " ms of frames"; });
    visitor.up(at);
    visitor.wait_s(0);
  }
}

void answers(const Content& site, Tally& tally) {
  tally.at("a visit that answers");
  Visitor visitor(site);
  visitor.touch("home.topic.");
  visitor.touch("article.useful.yes");
  tally.check(23, visitor.has("feedback.saved"), [] { return std::string("nothing says that it is saved"); });
  visitor.touch("feedback.done");
  tally.check(23, visitor.has("article.useful.answered") && !visitor.has("article.useful.yes"),
              [] { return std::string("the page can be answered again"); });
  visitor.touch("dock.home");
  visitor.touch("home.topic.");
  tally.check(23, !visitor.has("article.useful.yes"),
              [] { return std::string("it can be answered after Home"); });
}

// Whatever a keyboard or a plugged device sends, the kiosk stays. SIGTERM alone ends it.
void keys_stay(const Content& site, Tally& tally, std::uint32_t extra_event) {
  Visitor visitor(site);
  const auto stays = [&](const std::string& what) {
    bool ran = true;
    while (ran && SDL_PeepEvents(nullptr, 0, SDL_PEEKEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT) > 0)
      ran = visitor.app().step(0);
    ran = ran && visitor.app().step(0);
    tally.check(25, ran && visitor.app().failure().empty(), [&] { return what + " ends the kiosk"; });
  };
  tally.at("every key with every modifier");
  for (const int modifier :
       {0, int{KMOD_CTRL}, int{KMOD_ALT}, KMOD_CTRL | KMOD_ALT, int{KMOD_GUI}, int{KMOD_SHIFT}})
    for (int code = SDL_SCANCODE_A; code < SDL_NUM_SCANCODES; ++code) {
      SDL_Event event{};
      event.key.keysym.scancode = static_cast<SDL_Scancode>(code);
      event.key.keysym.sym = SDL_GetKeyFromScancode(event.key.keysym.scancode);
      event.key.keysym.mod = static_cast<Uint16>(modifier);
      for (const Uint32 type : {SDL_KEYDOWN, SDL_KEYUP}) {
        event.type = type;
        event.key.state = type == SDL_KEYDOWN ? SDL_PRESSED : SDL_RELEASED;
        SDL_PushEvent(&event);
      }
      if (code % 16 == 0) stays("a key up to scancode " + std::to_string(code));
    }
  tally.at("what is plugged in and dropped");
  for (const Uint32 type : std::initializer_list<Uint32>{
           SDL_JOYDEVICEADDED, SDL_CONTROLLERDEVICEADDED, SDL_AUDIODEVICEADDED, SDL_DROPBEGIN,
           SDL_DROPCOMPLETE, SDL_CLIPBOARDUPDATE, SDL_KEYMAPCHANGED, SDL_MULTIGESTURE, extra_event}) {
    if (type == 0) continue;
    SDL_Event event{};
    event.type = type;
    SDL_PushEvent(&event);
    stays("event " + std::to_string(type));
  }
  if (tally.rule(25).faults > 0) return;
  visitor.wait_s(0);
  tally.check(25, visitor.has("dock.home") && SDL_IsTextInputActive() == SDL_FALSE,
              [] { return std::string("the kiosk left its screens"); });
}

}  // namespace entre::conformance
