#include "platform/display/event.h"

#include <SDL.h>

#include <algorithm>
#include <cmath>

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

std::optional<Finger> finger(const SDL_Event& event, Size screen) {
  constexpr FingerId mouse{-1, 0};
  const auto w = static_cast<float>(screen.w), h = static_cast<float>(screen.h);
  const auto within = [&](FingerPhase phase, FingerId id, float x, float y) {
    return Finger{phase, id, std::clamp(x, 0.f, w - 1), std::clamp(y, 0.f, h - 1)};
  };
  switch (event.type) {
    case SDL_FINGERDOWN:
    case SDL_FINGERMOTION:
    case SDL_FINGERUP: {
      const SDL_TouchFingerEvent& touch = event.tfinger;
      if (!std::isfinite(touch.x) || !std::isfinite(touch.y)) return std::nullopt;
      const FingerPhase phase = event.type == SDL_FINGERDOWN ? FingerPhase::down
                                : event.type == SDL_FINGERUP ? FingerPhase::up
                                                             : FingerPhase::move;
      return within(phase, {touch.touchId, touch.fingerId}, touch.x * w, touch.y * h);
    }
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP: {
      const SDL_MouseButtonEvent& button = event.button;
      if (button.which == SDL_TOUCH_MOUSEID || button.button != SDL_BUTTON_LEFT) return std::nullopt;
      return within(event.type == SDL_MOUSEBUTTONDOWN ? FingerPhase::down : FingerPhase::up, mouse,
                    static_cast<float>(button.x), static_cast<float>(button.y));
    }
    case SDL_MOUSEMOTION: {
      const SDL_MouseMotionEvent& motion = event.motion;
      if (motion.which == SDL_TOUCH_MOUSEID || !(motion.state & SDL_BUTTON_LMASK)) return std::nullopt;
      return within(FingerPhase::move, mouse, static_cast<float>(motion.x), static_cast<float>(motion.y));
    }
    default:
      return std::nullopt;
  }
}

std::optional<Chord> Event::key() const {
  if (kind() != EventKind::key) return std::nullopt;
  const SDL_Keysym& symbol = event_->key.keysym;
  if ((symbol.mod & (KMOD_CTRL | KMOD_ALT | KMOD_GUI)) != 0) return std::nullopt;
  // SDL numbers scancodes as the HID usages of page 0x07.
  return Chord{static_cast<int>(symbol.scancode), (symbol.mod & KMOD_SHIFT) != 0};
}

std::string Event::written() const {
  if (!key()) return {};
  // SDL's key codes are Unicode's where a key writes something, and else have a bit above them. What it
  // composes itself (SDL_TEXTINPUT) is off: it would open the session's own keyboard on the screen.
  const auto code = static_cast<char32_t>(event_->key.keysym.sym);
  if (code < 0x20 || code == 0x7F || code > 0xFFFF || (code >= 0xD800 && code < 0xE000)) return {};
  std::string utf8;
  if (code < 0x80) {
    utf8 += static_cast<char>(code);
  } else {
    if (code < 0x800) {
      utf8 += static_cast<char>(0xC0 | code >> 6);
    } else {
      utf8 += static_cast<char>(0xE0 | code >> 12);
      utf8 += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    }
    utf8 += static_cast<char>(0x80 | (code & 0x3F));
  }
  return utf8;
}

void push_key(const Chord& key, KeyPress press) {
  SDL_Event event{};
  event.type = SDL_KEYDOWN;
  event.key.keysym.scancode = static_cast<SDL_Scancode>(key.usage);
  event.key.keysym.sym = SDL_GetKeyFromScancode(event.key.keysym.scancode);
  event.key.keysym.mod = static_cast<Uint16>(key.shift ? KMOD_LSHIFT : KMOD_NONE);
  if (press == KeyPress::with_alt) event.key.keysym.mod |= KMOD_LALT;
  event.key.repeat = press == KeyPress::repeated ? 1 : 0;
  SDL_PushEvent(&event);
}

}  // namespace entre::display
