#pragma once
// One event of the window system, so that the app needs no SDL of its own. UI thread only.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "platform/display/canvas.h"
#include "platform/display/input.h"
#include "platform/keys.h"

namespace entre::display {

// A finger, or the mouse's left button, as the panel tells of it.
struct Finger {
  FingerPhase phase = FingerPhase::down;
  FingerId id;
  float x = 0, y = 0;  // pixels
};

// What an event tells of a finger; nullopt: nothing.
std::optional<Finger> finger(const SDL_Event& event, Size screen);

enum class EventKind {
  press,    // a finger or the mouse went down
  pointer,  // moved or let go
  key,      // went down; not its repeats
  redraw,   // size, exposure or lost textures
  quit,     // SIGTERM, SIGINT or the window's closing
  other,    // a wake among them
};

class Event {
 public:
  Event();
  ~Event();
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  // The next event, or false after timeout_ms (-1: no limit).
  bool wait(Canvas& canvas, std::int64_t timeout_ms) { return canvas.wait_event(event_.get(), timeout_ms); }
  EventKind kind() const;
  // The key that went down, without Ctrl, Alt or a logo key held: nullopt otherwise.
  std::optional<Chord> key() const;
  // The letter or sign that this key writes by itself in the keyboard's layout; empty: none.
  std::string written() const;
  std::optional<Finger> finger(Size screen) const { return display::finger(*event_, screen); }
  const SDL_Event& sdl() const { return *event_; }

 private:
  std::unique_ptr<SDL_Event> event_;
};

// Makes a key event as a keyboard would and pushes it to SDL's queue: for tests.
enum class KeyPress { first, repeated, with_alt };
void push_key(const Chord& key, KeyPress press = KeyPress::first);

}  // namespace entre::display
