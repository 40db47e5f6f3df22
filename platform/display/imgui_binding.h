#pragma once
// Dear ImGui's draw lists as SDL_Renderer calls. Pictures and plain rectangles, which is all that the kiosk
// draws, become copies and fills: several times faster in software than triangles.

#include <cstdint>

#include "platform/display/geometry.h"

struct ImDrawData;
struct SDL_Renderer;
struct SDL_Texture;

namespace entre::display {

// What a TextureId points to.
struct Texture {
  SDL_Texture* sdl = nullptr;
  int w = 0, h = 0;
  bool opaque = false;
  std::uint32_t middle_argb = 0;  // of the pixel at (w/2, h/2): a nine-slice's, stretched over its middle
};

// Draws into the renderer's current target; leaves it without a clip rectangle.
void render(SDL_Renderer* renderer, const ImDrawData& data);

}  // namespace entre::display
