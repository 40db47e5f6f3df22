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
      return EventKind::key;
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

}  // namespace entre::display
