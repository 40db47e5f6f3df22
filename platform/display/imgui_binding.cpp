#include "platform/display/imgui_binding.h"

#include <SDL.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace entre::display {
namespace {

// An axis-aligned rectangle of one colour, of the picture's part u0 v0 - u1 v1.
struct Quad {
  float x0, y0, x1, y1;
  float u0, v0, u1, v1;
  ImU32 color;
};

int whole(float value) {
  return static_cast<int>(std::lround(value));
}

// ImDrawList writes every rectangle as the indices a b c, a c d of its corners clockwise from the upper left.
std::optional<Quad> as_quad(const ImDrawVert* vertices, const ImDrawIdx* index) {
  if (index[0] != index[3] || index[2] != index[4]) return std::nullopt;
  const ImDrawVert &a = vertices[index[0]], &b = vertices[index[1]], &c = vertices[index[2]],
                   &d = vertices[index[5]];
  const bool aligned = a.pos.y == b.pos.y && b.pos.x == c.pos.x && c.pos.y == d.pos.y && d.pos.x == a.pos.x;
  const bool upright = a.uv.y == b.uv.y && b.uv.x == c.uv.x && c.uv.y == d.uv.y && d.uv.x == a.uv.x;
  const bool forward = a.pos.x <= c.pos.x && a.pos.y <= c.pos.y && a.uv.x <= c.uv.x && a.uv.y <= c.uv.y;
  const bool even = a.col == b.col && a.col == c.col && a.col == d.col;
  if (!aligned || !upright || !forward || !even) return std::nullopt;
  return Quad{a.pos.x, a.pos.y, c.pos.x, c.pos.y, a.uv.x, a.uv.y, c.uv.x, c.uv.y, a.col};
}

Color unpack(ImU32 color) {
  return {static_cast<std::uint8_t>(color >> IM_COL32_R_SHIFT),
          static_cast<std::uint8_t>(color >> IM_COL32_G_SHIFT),
          static_cast<std::uint8_t>(color >> IM_COL32_B_SHIFT),
          static_cast<std::uint8_t>(color >> IM_COL32_A_SHIFT)};
}

Color modulate(Color a, Color b) {
  const auto times = [](int x, int y) { return static_cast<std::uint8_t>((x * y + 127) / 255); };
  return {times(a.r, b.r), times(a.g, b.g), times(a.b, b.b), times(a.a, b.a)};
}

void fill(SDL_Renderer* renderer, const SDL_Rect& rect, Color color) {
  if (color.a == 0) return;
  SDL_SetRenderDrawBlendMode(renderer, color.a == 255 ? SDL_BLENDMODE_NONE : SDL_BLENDMODE_BLEND);
  SDL_SetRenderDrawColor(renderer, color.r, color.g, color.b, color.a);
  SDL_RenderFillRect(renderer, &rect);
}

// Corners to whole pixels, so that neighbours meet without gap or overlap.
SDL_Rect pixels_of(const Quad& quad) {
  const int x = whole(quad.x0), y = whole(quad.y0);
  return {x, y, std::max(1, whole(quad.x1) - x), std::max(1, whole(quad.y1) - y)};
}

void copy(SDL_Renderer* renderer, const Texture& texture, const Quad& quad) {
  const int sx = whole(quad.u0 * texture.w), sy = whole(quad.v0 * texture.h);
  const SDL_Rect source{sx, sy, std::max(1, whole(quad.u1 * texture.w) - sx),
                        std::max(1, whole(quad.v1 * texture.h) - sy)};
  SDL_Rect target = pixels_of(quad);
  const Color color = unpack(quad.color);
  if (source.w == 1 && source.h == 1 && sx == texture.w / 2 && sy == texture.h / 2) {
    const std::uint32_t argb = texture.middle_argb;
    const Color middle{static_cast<std::uint8_t>(argb >> 16), static_cast<std::uint8_t>(argb >> 8),
                       static_cast<std::uint8_t>(argb), static_cast<std::uint8_t>(argb >> 24)};
    return fill(renderer, target, modulate(middle, color));
  }
  // A picture at its own size on a fraction of a pixel is moved, never scaled.
  if (std::abs(quad.x1 - quad.x0 - source.w) < 0.5f) target.w = source.w;
  if (std::abs(quad.y1 - quad.y0 - source.h) < 0.5f) target.h = source.h;
  // One pixel stretched must not take colour from its neighbours.
  const bool scaled = (target.w != source.w && source.w > 1) || (target.h != source.h && source.h > 1);
  SDL_SetTextureScaleMode(texture.sdl, scaled ? SDL_ScaleModeLinear : SDL_ScaleModeNearest);
  SDL_SetTextureColorMod(texture.sdl, color.r, color.g, color.b);
  SDL_SetTextureAlphaMod(texture.sdl, color.a);
  SDL_SetTextureBlendMode(texture.sdl,
                          texture.opaque && color.a == 255 ? SDL_BLENDMODE_NONE : SDL_BLENDMODE_BLEND);
  SDL_RenderCopy(renderer, texture.sdl, &source, &target);
}

void triangles(SDL_Renderer* renderer, const Texture* texture, const ImDrawVert* vertices, int vertex_count,
               const ImDrawIdx* index, int index_count) {
  if (index_count == 0) return;
  if (texture) {
    SDL_SetTextureColorMod(texture->sdl, 255, 255, 255);
    SDL_SetTextureAlphaMod(texture->sdl, 255);
    SDL_SetTextureBlendMode(texture->sdl, SDL_BLENDMODE_BLEND);
    SDL_SetTextureScaleMode(texture->sdl, SDL_ScaleModeLinear);
  }
  SDL_SetRenderDrawBlendMode(renderer, SDL_BLENDMODE_BLEND);
  static_assert(IM_COL32_R_SHIFT == 0 && IM_COL32_A_SHIFT == 24 && SDL_BYTEORDER == SDL_LIL_ENDIAN,
                "ImU32 is laid out as SDL_Color");
  SDL_RenderGeometryRaw(renderer, texture ? texture->sdl : nullptr, &vertices->pos.x, sizeof(ImDrawVert),
                        reinterpret_cast<const SDL_Color*>(&vertices->col), sizeof(ImDrawVert),
                        &vertices->uv.x, sizeof(ImDrawVert), vertex_count, index, index_count,
                        sizeof(ImDrawIdx));
}

void draw_command(SDL_Renderer* renderer, const ImDrawList& list, const ImDrawCmd& command) {
  const auto* texture = static_cast<const Texture*>(command.GetTexID());
  const ImDrawVert* vertices = list.VtxBuffer.Data + command.VtxOffset;
  const int vertex_count = list.VtxBuffer.Size - static_cast<int>(command.VtxOffset);
  const ImDrawIdx* index = list.IdxBuffer.Data + command.IdxOffset;
  const int count = static_cast<int>(command.ElemCount);
  int loose = 0;  // where the triangles that are no rectangle begin
  int at = 0;
  while (at < count) {
    const std::optional<Quad> quad = at + 6 <= count ? as_quad(vertices, index + at) : std::nullopt;
    if (!quad) {
      at += 3;
      continue;
    }
    triangles(renderer, texture, vertices, vertex_count, index + loose, at - loose);
    if (texture) {
      copy(renderer, *texture, *quad);
    } else {
      fill(renderer, pixels_of(*quad), unpack(quad->color));
    }
    at += 6;
    loose = at;
  }
  triangles(renderer, texture, vertices, vertex_count, index + loose, count - loose);
}

}  // namespace

void render(SDL_Renderer* renderer, const ImDrawData& data) {
  const Rect screen{0, 0, data.DisplaySize.x, data.DisplaySize.y};
  for (int i = 0; i < data.CmdListsCount; ++i) {
    const ImDrawList& list = *data.CmdLists[i];
    for (const ImDrawCmd& command : list.CmdBuffer) {
      if (command.UserCallback) {
        if (command.UserCallback != ImDrawCallback_ResetRenderState) command.UserCallback(&list, &command);
        continue;
      }
      const ImVec4& c = command.ClipRect;
      const Rect clip =
          intersect(screen, {c.x - data.DisplayPos.x, c.y - data.DisplayPos.y, c.z - c.x, c.w - c.y});
      const int x = whole(clip.x), y = whole(clip.y);
      const SDL_Rect sdl_clip{x, y, whole(clip.right()) - x, whole(clip.bottom()) - y};
      if (sdl_clip.w <= 0 || sdl_clip.h <= 0) continue;
      SDL_RenderSetClipRect(renderer, &sdl_clip);
      draw_command(renderer, list, command);
    }
  }
  SDL_RenderSetClipRect(renderer, nullptr);
}

}  // namespace entre::display
