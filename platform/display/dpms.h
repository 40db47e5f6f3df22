#pragma once
// The panel's power, by the DPMS extension of X11. UI thread only.

#include <memory>

struct SDL_Window;

namespace entre::display {

class Dpms {
 public:
  virtual ~Dpms() = default;
  virtual void set(bool on) = 0;
  // Ends the blanking that the display would do by itself after some minutes. The window outlives what is
  // returned. Null: another display than X11, or one whose panel cannot be switched.
  static std::unique_ptr<Dpms> open(SDL_Window* window);
};

}  // namespace entre::display
