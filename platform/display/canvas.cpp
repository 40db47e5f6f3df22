#include "platform/display/canvas.h"

#include <SDL.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cfloat>
#include <climits>
#include <cmath>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "platform/display/event.h"
#include "platform/display/imgui_binding.h"
#include "platform/display/input.h"
#include "platform/display/shade.h"

namespace entre::display {
namespace {

constexpr std::uint32_t kNoEvent = static_cast<std::uint32_t>(-1);
std::atomic<std::uint32_t> wake_event{kNoEvent};
std::atomic<bool> wake_waits{false};

// What a frame changes in ImGui's memory of the pointer; put back when the frame is discarded, so that its
// transition is played again as if for the first time.
class InteractionMemory {
 public:
  void save() {
    for (std::size_t i = 0; i < std::size(bytes_); ++i) {
      const Range range = ranges()[i];
      bytes_[i].assign(range.begin, range.end);
    }
  }
  void restore() const {
    for (std::size_t i = 0; i < std::size(bytes_); ++i) {
      std::memcpy(ranges()[i].begin, bytes_[i].data(), bytes_[i].size());
    }
  }

 private:
  struct Range {
    char* begin;
    char* end;
  };
  // In ImGui 1.86 both are plain values in a row: the pointer's past in the IO, and which item is hovered or
  // active, with its window.
  static std::array<Range, 2> ranges() {
    ImGuiContext& g = *ImGui::GetCurrentContext();
    const auto bytes = [](auto* at) { return reinterpret_cast<char*>(at); };
    return {Range{bytes(&g.IO.MousePosPrev), bytes(&g.IO.MouseDragMaxDistanceSqr + 1)},
            Range{bytes(&g.HoveredWindow), bytes(&g.LastActiveIdTimer + 1)}};
  }
  std::array<std::vector<char>, 2> bytes_;
};

}  // namespace

struct Canvas::State {
  std::unique_ptr<Window> window;
  ImGuiContext* imgui = nullptr;
  bool prepared = false, presented = false;
  std::vector<Texture*> textures;
  std::optional<Shade> shade{std::in_place};
  PointerQueue pointer;
  InteractionMemory memory;
  std::int64_t frame_ms = -1;

  SDL_Renderer* renderer() const { return window->renderer(); }
  ~State() {
    if (imgui) ImGui::DestroyContext(imgui);
    for (Texture* texture : textures) {
      SDL_DestroyTexture(texture->sdl);
      delete texture;
    }
  }
  void start_imgui();
};

void Canvas::State::start_imgui() {
  imgui = ImGui::CreateContext();
  ImGui::SetCurrentContext(imgui);
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.BackendPlatformName = io.BackendRendererName = "entre";
  io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
  // NewFrame wants a built atlas. It is never drawn: its texture id, null, means plain colour.
  constexpr ImWchar one_letter[] = {'?', '?', 0};
  ImFontConfig font;
  font.GlyphRanges = one_letter;
  io.Fonts->AddFontDefault(&font);
  unsigned char* pixels = nullptr;
  int w = 0, h = 0;
  io.Fonts->GetTexDataAsAlpha8(&pixels, &w, &h);
  io.Fonts->SetTexID(nullptr);
  // Their lines and edges would otherwise be taken from that atlas.
  ImGui::GetStyle().AntiAliasedLinesUseTex = false;
}

Canvas::Canvas(std::unique_ptr<State> state) : state_(std::move(state)) {}
Canvas::~Canvas() = default;

Result<std::unique_ptr<Canvas>> Canvas::create(const WindowOptions& options) {
  auto window = Window::create(options);
  if (!window) return window.error();
  if (wake_event == kNoEvent) wake_event = SDL_RegisterEvents(1);
  wake_waits = false;
  auto state = std::make_unique<State>();
  state->window = std::move(*window);
  state->start_imgui();
  std::unique_ptr<Canvas> canvas(new Canvas(std::move(state)));
  if (options.headless)
    if (Result<void> opened = canvas->open(); !opened) return opened.error();
  return canvas;
}

Result<void> Canvas::open() {
  return state_->window->open();
}

bool Canvas::is_open() const {
  return state_->window->is_open();
}

Size Canvas::size() const {
  return state_->window->size();
}

float Canvas::scale() const {
  return state_->window->scale();
}

std::int64_t Canvas::frame_ms() const {
  return state_->window->frame_ms();
}

const std::string& Canvas::renderer_name() const {
  return state_->window->renderer_name();
}

TextureId Canvas::make_texture(const Pixels& pixels) {
  if (!is_open() || pixels.w <= 0 || pixels.h <= 0 || pixels.argb.size() != std::size_t(pixels.w) * pixels.h)
    return nullptr;
  SDL_Texture* sdl = SDL_CreateTexture(state_->renderer(), SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STATIC,
                                       pixels.w, pixels.h);
  if (!sdl) return nullptr;
  SDL_UpdateTexture(sdl, nullptr, pixels.argb.data(), pixels.w * 4);
  const bool opaque =
      std::all_of(pixels.argb.begin(), pixels.argb.end(), [](std::uint32_t p) { return p >> 24 == 255; });
  const std::size_t middle = std::size_t(pixels.h / 2) * pixels.w + pixels.w / 2;
  state_->textures.push_back(new Texture{sdl, pixels.w, pixels.h, opaque, pixels.argb[middle]});
  return state_->textures.back();
}

TextureId Canvas::make_texture(const Coverage& coverage, Color color) {
  if (!is_open() || coverage.w <= 0 || coverage.h <= 0 ||
      coverage.alpha.size() != std::size_t(coverage.w) * coverage.h)
    return nullptr;
  SDL_Texture* sdl = SDL_CreateTexture(state_->renderer(), SDL_PIXELFORMAT_ARGB8888,
                                       SDL_TEXTUREACCESS_STREAMING, coverage.w, coverage.h);
  void* rows = nullptr;
  int row_bytes = 0;
  if (!sdl || SDL_LockTexture(sdl, nullptr, &rows, &row_bytes) != 0) {
    if (sdl) SDL_DestroyTexture(sdl);
    return nullptr;
  }
  const std::uint32_t rgb = std::uint32_t(color.r) << 16 | std::uint32_t(color.g) << 8 | color.b;
  const auto colored = [&](std::uint8_t a) { return (a * std::uint32_t(color.a) + 127) / 255 << 24 | rgb; };
  bool opaque = true;
  for (int y = 0; y < coverage.h; ++y) {
    const std::uint8_t* from = coverage.alpha.data() + std::size_t(y) * coverage.w;
    auto* to =
        reinterpret_cast<std::uint32_t*>(static_cast<std::byte*>(rows) + std::ptrdiff_t(y) * row_bytes);
    std::transform(from, from + coverage.w, to, colored);
    opaque = opaque && std::all_of(from, from + coverage.w, [](std::uint8_t a) { return a == 255; });
  }
  SDL_UnlockTexture(sdl);
  const std::size_t middle = std::size_t(coverage.h / 2) * coverage.w + coverage.w / 2;
  state_->textures.push_back(
      new Texture{sdl, coverage.w, coverage.h, opaque && color.a == 255, colored(coverage.alpha[middle])});
  return state_->textures.back();
}

void Canvas::drop_texture(TextureId id) {
  const auto at = std::find(state_->textures.begin(), state_->textures.end(), static_cast<Texture*>(id));
  if (at == state_->textures.end()) return;
  SDL_DestroyTexture((*at)->sdl);
  delete *at;
  *at = state_->textures.back();
  state_->textures.pop_back();
}

void Canvas::set_touch_map(const TouchMap& map) {
  state_->window->set_touch_map(map);
}

void Canvas::on_event(const SDL_Event& event, std::int64_t monotonic_ms) {
  const std::optional<Finger> told = finger(event, size());
  if (!told) return;
  PointerQueue& pointer = state_->pointer;
  switch (told->phase) {
    case FingerPhase::down:
      return pointer.down(told->id, told->x, told->y, monotonic_ms);
    case FingerPhase::move:
      return pointer.move(told->id, told->x, told->y, monotonic_ms);
    case FingerPhase::up:
      return pointer.up(told->id, told->x, told->y, monotonic_ms);
  }
}

void Canvas::cancel_touch(std::int64_t monotonic_ms) {
  state_->pointer.release(monotonic_ms);
}

bool Canvas::touch_is_stuck(std::int64_t monotonic_ms) const {
  return state_->pointer.is_stuck(monotonic_ms);
}

bool Canvas::input_pending() const {
  return state_->pointer.pending();
}

void Canvas::begin(std::int64_t monotonic_ms) {
  State& s = *state_;
  ImGui::SetCurrentContext(s.imgui);
  s.memory.save();
  s.pointer.tick(monotonic_ms);
  const Pointer pointer = s.pointer.peek();
  ImGuiIO& io = ImGui::GetIO();
  const Size pixels = size();
  io.DisplaySize = ImVec2(static_cast<float>(pixels.w), static_cast<float>(pixels.h));
  const std::int64_t past_ms = s.frame_ms < 0 ? 0 : monotonic_ms - s.frame_ms;
  io.DeltaTime = static_cast<float>(std::max<std::int64_t>(1, past_ms)) / 1000.0f;
  s.frame_ms = monotonic_ms;
  io.MousePos = pointer.present ? ImVec2(pointer.x, pointer.y) : ImVec2(-FLT_MAX, -FLT_MAX);
  io.MouseDown[0] = pointer.down;
  ImGui::NewFrame();
}

void Canvas::end(Color clear) {
  State& s = *state_;
  ImGui::SetCurrentContext(s.imgui);
  ImGui::Render();
  s.pointer.consume();
  s.window->begin();
  SDL_SetRenderDrawColor(s.renderer(), clear.r, clear.g, clear.b, clear.a);
  SDL_RenderClear(s.renderer());
  render(s.renderer(), *ImGui::GetDrawData());
  // Drawn here and not in present(), so that a frame's work is known.
  SDL_RenderFlush(s.renderer());
}

void Canvas::discard() {
  ImGui::SetCurrentContext(state_->imgui);
  ImGui::EndFrame();
  state_->memory.restore();
}

void Canvas::prepare(Color clear) {
  if (std::exchange(state_->prepared, true)) return;
  SDL_SetRenderDrawColor(state_->renderer(), clear.r, clear.g, clear.b, 255);
  SDL_RenderClear(state_->renderer());
  state_->window->present();
}

void Canvas::dim(int percent) {
  state_->shade->draw(state_->renderer(), size(), percent);
}

bool Canvas::set_power(bool on) {
  return state_->window->set_power(on);
}

void Canvas::present() {
  state_->window->present();
  state_->prepared = state_->presented = true;
}

Result<Pixels> Canvas::read_pixels() {
  const Size pixels = size();
  Pixels out{pixels.w, pixels.h, {}};
  out.argb.resize(std::size_t(out.w) * out.h);
  if (SDL_RenderReadPixels(state_->renderer(), nullptr, SDL_PIXELFORMAT_ARGB8888, out.argb.data(),
                           out.w * 4) != 0) {
    return Error{ErrorKind::io, std::string("the frame could not be read back: ") + SDL_GetError()};
  }
  for (std::uint32_t& pixel : out.argb) pixel |= 0xFF000000u;
  return out;
}

std::vector<std::uint8_t> Canvas::sample_luminance(int columns, int rows) {
  const Size pixels = size();
  std::vector<std::uint8_t> samples;
  std::vector<std::uint32_t> line(static_cast<std::size_t>(pixels.w));
  for (int row = 0; row < rows; ++row) {
    const SDL_Rect rect{0, (2 * row + 1) * pixels.h / (2 * rows), pixels.w, 1};
    if (SDL_RenderReadPixels(state_->renderer(), &rect, SDL_PIXELFORMAT_ARGB8888, line.data(),
                             pixels.w * 4) != 0)
      return {};
    for (int column = 0; column < columns; ++column) {
      const std::uint32_t argb = line[static_cast<std::size_t>((2 * column + 1) * pixels.w / (2 * columns))];
      const std::uint32_t red = argb >> 16 & 255, green = argb >> 8 & 255, blue = argb & 255;
      samples.push_back(static_cast<std::uint8_t>((77 * red + 150 * green + 29 * blue) >> 8));
    }
  }
  return samples;
}

void Canvas::wake() {
  // One wake in the queue is enough, however often the threads call.
  if (wake_event == kNoEvent || wake_waits.exchange(true)) return;
  SDL_Event event{};
  event.type = wake_event;
  if (SDL_PushEvent(&event) != 1) wake_waits = false;
}

bool Canvas::wait_event(SDL_Event* event, std::int64_t timeout_ms) {
  if (state_->presented) state_->window->settle();
  bool came = false;
  if (timeout_ms == 0) {
    // SDL_PollEvent ends at its sentinel, even before events that came after it.
    SDL_PumpEvents();
    came = SDL_PeepEvents(event, 1, SDL_GETEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT) == 1;
  } else {
    const int timeout = static_cast<int>(std::min<std::int64_t>(timeout_ms, INT_MAX));
    came = (timeout < 0 ? SDL_WaitEvent(event) : SDL_WaitEventTimeout(event, timeout)) == 1;
  }
  if (came && event->type == wake_event) wake_waits = false;
  if (came) state_->window->to_picture(*event);
  return came;
}

void push_finger(FingerPhase phase, float x, float y, Size size, int finger) {
  SDL_Event event{};
  event.type = phase == FingerPhase::down   ? SDL_FINGERDOWN
               : phase == FingerPhase::move ? SDL_FINGERMOTION
                                            : SDL_FINGERUP;
  event.tfinger.touchId = 1;
  event.tfinger.fingerId = finger;
  event.tfinger.x = x / static_cast<float>(size.w);
  event.tfinger.y = y / static_cast<float>(size.h);
  event.tfinger.pressure = phase == FingerPhase::up ? 0.0f : 1.0f;
  SDL_PushEvent(&event);
}

}  // namespace entre::display
