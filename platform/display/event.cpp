#include "platform/display/event.h"

#include <SDL.h>

namespace entre::display {

Event::Event() : event_(std::make_unique<SDL_Event>()) {}
Event::~Event() = default;

EventKind Event::kind() const {
  switch (event_->type) {
    case SDL_FINGERDOWN:
    case SDL_MOUSEBUTTONDOWN:
      return EventKind::press;
    case SDL_FINGERMOTION:
    case SDL_FINGERUP:
    case SDL_MOUSEBUTTONUP:
      return EventKind::pointer;
    case SDL_MOUSEMOTION:
      return event_->motion.state != 0 ? EventKind::pointer : EventKind::other;
    case SDL_KEYDOWN:
      return event_->key.repeat != 0 ? EventKind::other : EventKind::key;
    case SDL_WINDOWEVENT:
    case SDL_RENDER_TARGETS_RESET:
    case SDL_RENDER_DEVICE_RESET:
      return EventKind::redraw;
    case SDL_QUIT:
      return EventKind::quit;
    default:
      return EventKind::other;
  }
}

std::optional<Chord> Event::key() const {
  if (kind() != EventKind::key) return std::nullopt;
  const SDL_Keysym& symbol = event_->key.keysym;
  if ((symbol.mod & (KMOD_CTRL | KMOD_ALT | KMOD_GUI)) != 0) return std::nullopt;
  // SDL numbers scancodes as the HID usages of page 0x07.
  return Chord{static_cast<int>(symbol.scancode), (symbol.mod & KMOD_SHIFT) != 0};
}

void push_key(const Chord& key, KeyPress press) {
  SDL_Event event{};
  event.type = SDL_KEYDOWN;
  event.key.keysym.scancode = static_cast<SDL_Scancode>(key.usage);
  event.key.keysym.mod = static_cast<Uint16>(key.shift ? KMOD_LSHIFT : KMOD_NONE);
  if (press == KeyPress::with_alt) event.key.keysym.mod |= KMOD_LALT;
  event.key.repeat = press == KeyPress::repeated ? 1 : 0;
  SDL_PushEvent(&event);
}

}  // namespace entre::display
