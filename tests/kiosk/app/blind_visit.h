#pragma once
// A visit by keys, touch and voice: what is heard is kept, what is seen is not asked for.

#include "home.h"
#include "tests/support/recorded_speech.h"

namespace entre::kiosk::test {

struct BlindVisit {
  Home home;
  entre::test::RecordedSpeech voice;
  std::unique_ptr<Jack> headset;
  std::unique_ptr<App> app;
  int keys = 0;

  explicit BlindVisit(const std::function<void(BlindVisit&)>& prepare = {}) {
    voice.now = [this] { return home.clock.monotonic_ms(); };
    if (prepare) prepare(*this);
    app = home.app(nullptr, &voice, headset.get());
    rest();
  }
  void rest() {
    app->step(0);
    settle(*app, home.clock);
  }
  void key(const std::string& name) {
    display::push_key(chord(name).value());
    ++keys;
    rest();
  }
  void all(std::initializer_list<const char*> names) {
    for (const char* name : names) key(name);
  }
  void finger(display::FingerPhase phase, float x, float y, int id = 1) {
    display::push_finger(phase, x, y, app->canvas().size(), id);
    rest();
  }
  void finger(display::FingerPhase phase, const std::string& node, int id = 1) {
    const ui::Node* at = app->nodes().find(node);
    REQUIRE_MESSAGE(at, node);
    const display::Rect seen = display::intersect(at->rect, at->clip);
    finger(phase, seen.x + seen.w / 2, seen.y + seen.h / 2, id);
  }
  void wait_ms(std::int64_t ms) {
    home.clock.advance_ms(ms);
    rest();
  }
  // Lets the voice finish all that it was given, and gives what was begun since the last call.
  std::string hear() {
    while (voice.is_speaking()) {
      voice.finish();
      rest();
    }
    std::string text;
    for (; heard_ < voice.said.size(); ++heard_)
      text += (text.empty() ? "" : " | ") + voice.said[heard_].text;
    return text;
  }

 private:
  std::size_t heard_ = 0;
};

}  // namespace entre::kiosk::test
