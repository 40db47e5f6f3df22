#pragma once
// Darkness laid over a frame, for panels that cannot be dimmed themselves. UI thread only.

#include "platform/display/geometry.h"

struct SDL_Renderer;
struct SDL_Texture;

namespace entre::display {

class Shade {
 public:
  Shade() = default;
  ~Shade();
  Shade(const Shade&) = delete;
  Shade& operator=(const Shade&) = delete;

  // Leaves so much of the picture's brightness, 1 to 100. The renderer is the same each time and outlives
  // this.
  void draw(SDL_Renderer* renderer, Size pixels, int percent);

 private:
  SDL_Texture* strip_ = nullptr;
};

}  // namespace entre::display
