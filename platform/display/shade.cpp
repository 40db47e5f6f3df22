#include "platform/display/shade.h"

#include <SDL.h>

#include <algorithm>
#include <cstring>

namespace entre::display {
namespace {

constexpr int kStripRows = 64;

// Streaming: SDL would compress a constant texture, and blend it more slowly.
SDL_Texture* make_strip(SDL_Renderer* renderer, int w) {
  SDL_Texture* strip =
      SDL_CreateTexture(renderer, SDL_PIXELFORMAT_RGB888, SDL_TEXTUREACCESS_STREAMING, w, kStripRows);
  void* rows = nullptr;
  int row_bytes = 0;
  if (!strip || SDL_LockTexture(strip, nullptr, &rows, &row_bytes) != 0) {
    if (strip) SDL_DestroyTexture(strip);
    return nullptr;
  }
  std::memset(rows, 0, static_cast<std::size_t>(row_bytes) * kStripRows);
  SDL_UnlockTexture(strip);
  SDL_SetTextureBlendMode(strip, SDL_BLENDMODE_BLEND);
  return strip;
}

}  // namespace

Shade::~Shade() {
  if (strip_) SDL_DestroyTexture(strip_);
}

// A translucent rectangle would be blended pixel by pixel by the software renderer, in a frame's whole time;
// a picture without an alpha of its own is blended by vector instructions.
void Shade::draw(SDL_Renderer* renderer, Size pixels, int percent) {
  if (percent >= 100) return;
  if (!strip_) strip_ = make_strip(renderer, std::max(pixels.w, pixels.h));
  if (!strip_) return;
  SDL_SetTextureAlphaMod(strip_, static_cast<Uint8>(255 - 255 * percent / 100));
  for (int y = 0; y < pixels.h; y += kStripRows) {
    const SDL_Rect from{0, 0, pixels.w, std::min(kStripRows, pixels.h - y)};
    const SDL_Rect to{0, y, from.w, from.h};
    SDL_RenderCopy(renderer, strip_, &from, &to);
  }
}

}  // namespace entre::display
