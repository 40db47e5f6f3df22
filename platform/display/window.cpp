#include "platform/display/window.h"

#include <SDL.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/display/dpms.h"
#include "platform/display/turn.h"
#include "platform/files.h"

namespace entre::display {
namespace {

// Read, turned and written at a time: few enough to stay in the processor's cache.
constexpr int kBandRows = 32;

Error unavailable(const std::string& what) {
  return {ErrorKind::unavailable, what + ": " + SDL_GetError()};
}

void set_hints(const WindowOptions& options) {
  const auto set = [](const char* hint, const char* value) {
    SDL_SetHintWithPriority(hint, value, SDL_HINT_OVERRIDE);
  };
  if (options.headless) set(SDL_HINT_VIDEODRIVER, "dummy");
  set(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
  set(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
  // Capturing the mouse while it is pressed stops touch from arriving (SDL #11469).
  set(SDL_HINT_MOUSE_AUTO_CAPTURE, "0");
  set(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
  set(SDL_HINT_RENDER_BATCHING, "1");
  // Where no session bus is named SDL would start one, and where a locale composes letters X would read its
  // table of thousands: the first frame waits for neither. What the environment says goes first.
  SDL_setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", 0);
  SDL_setenv("XCOMPOSEFILE", "/dev/null", 0);
}

// Without a render node, GL is a software rasterizer and slower than SDL's own.
bool has_gpu() {
  for (const std::string& name : SystemFiles().list("/dev/dri")) {
    if (name.rfind("renderD", 0) == 0) return true;
  }
  return false;
}

// On X11 SDL waits up to 100 ms for a window manager to make the window fullscreen. The first frame does not
// wait: the window covers the screen without a border, and is made fullscreen once the frame is shown. On
// Wayland a window that is made without a size stays one pixel, and one that has to be made anew for GL is
// not shown again (SDL 2.26).
SDL_Window* open_fullscreen(const std::string& title, const char* driver) {
  const std::string_view display = driver ? driver : "";
  SDL_Rect bounds{0, 0, 1, 1};
  const bool is_known = SDL_GetDisplayBounds(0, &bounds) == 0;
  std::uint32_t flags = SDL_WINDOW_FULLSCREEN_DESKTOP;
  if (display == "x11" && is_known) flags = SDL_WINDOW_BORDERLESS;
  if (display == "wayland") flags |= SDL_WINDOW_OPENGL;
  return SDL_CreateWindow(title.c_str(), bounds.x, bounds.y, bounds.w, bounds.h, flags);
}

// What a desktop has room for, its panels and a title bar left out.
Size room_for_window() {
  constexpr int kTitleBarPx = 40;
  SDL_Rect usable{0, 0, 16384, 16384};
  SDL_GetDisplayUsableBounds(0, &usable);
  return {usable.w, usable.h - kTitleBarPx};
}

}  // namespace

struct Window::Parts {
  SDL_Window* window = nullptr;
  SDL_Surface* surface = nullptr;
  SDL_Renderer* renderer = nullptr;
  SDL_Texture* picture = nullptr;  // where the picture is turned: what is drawn on
  Size picture_size;
  std::vector<std::uint32_t> band;
  bool make_fullscreen = false;  // once the first frame is shown
  std::unique_ptr<Dpms> dpms;
  bool dpms_sought = false;

  ~Parts() {
    dpms.reset();
    if (picture) SDL_DestroyTexture(picture);
    if (renderer) SDL_DestroyRenderer(renderer);
    if (surface) SDL_FreeSurface(surface);
    if (window) SDL_DestroyWindow(window);
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
  }
};

Window::Window(const WindowOptions& options, std::unique_ptr<Parts> parts)
    : options_(options), parts_(std::move(parts)) {
  mouse_to_picture_ = finger_to_picture_ = turn_to_picture(options_.turn_degrees);
  expect();
}

Window::~Window() = default;

Result<std::unique_ptr<Window>> Window::create(const WindowOptions& options) {
  if (options.size.w <= 0 || options.size.h <= 0 || options.size.w > 16384 || options.size.h > 16384) {
    return Error{ErrorKind::invalid, "the size of the screen must be 1 to 16384 pixels each way"};
  }
  set_hints(options);
  if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) return unavailable("there is no display");
  auto parts = std::make_unique<Parts>();
  // SDL falls back to drivers that draw where nobody sees it.
  const std::string_view driver = SDL_GetCurrentVideoDriver();
  if (!options.headless && (driver == "offscreen" || driver == "dummy"))
    return Error{ErrorKind::unavailable, "there is no display (neither Wayland, X11 nor KMS)"};
  // Other displays read that table only when a letter is composed, and say so where it is not there.
  if (driver != "x11") unsetenv("XCOMPOSEFILE");
  SDL_StopTextInput();
  SDL_DisableScreenSaver();
  return std::unique_ptr<Window>(new Window(options, std::move(parts)));
}

void Window::expect() {
  expected_ = options_.size;
  if (options_.headless) return;
  SDL_Rect bounds{0, 0, 0, 0};
  if (options_.fullscreen && SDL_GetDisplayBounds(0, &bounds) == 0) expected_ = {bounds.w, bounds.h};
  if (options_.fullscreen) return;
  scale_ = shrink_to_fit(options_.size, room_for_window());
  expected_ = {static_cast<int>(static_cast<float>(options_.size.w) * scale_),
               static_cast<int>(static_cast<float>(options_.size.h) * scale_)};
}

Result<void> Window::open() {
  if (is_open()) return {};
  if (const Result<void> opened = options_.headless ? open_surface() : open_window(); !opened) return opened;
  renderer_ = parts_->renderer;
  begin();
  if (options_.turn_degrees != 0 && !parts_->picture) return unavailable("no memory for the turned picture");
  return {};
}

Result<void> Window::open_surface() {
  parts_->surface = SDL_CreateRGBSurfaceWithFormat(0, expected_.w, expected_.h, 32, SDL_PIXELFORMAT_ARGB8888);
  if (!parts_->surface) return unavailable("no memory for the picture");
  parts_->renderer = SDL_CreateSoftwareRenderer(parts_->surface);
  if (!parts_->renderer) return unavailable("SDL has no software renderer");
  renderer_name_ = "software, in memory";
  return {};
}

Result<void> Window::open_window() {
  SDL_Window*& window = parts_->window;
  SDL_Renderer*& renderer = parts_->renderer;
  const bool gpu = has_gpu();
  if (!gpu) SDL_SetHintWithPriority(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0", SDL_HINT_OVERRIDE);
  const char* driver = SDL_GetCurrentVideoDriver();
  if (options_.fullscreen) {
    window = open_fullscreen(options_.title, driver);
    parts_->make_fullscreen = window && !(SDL_GetWindowFlags(window) & SDL_WINDOW_FULLSCREEN);
  } else {
    window = SDL_CreateWindow(options_.title.c_str(), SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                              expected_.w, expected_.h, SDL_WINDOW_RESIZABLE);
  }
  if (!window) return unavailable("the window could not be opened");
  if (gpu) {
    renderer = SDL_CreateRenderer(window, -1, SDL_RENDERER_ACCELERATED | SDL_RENDERER_PRESENTVSYNC);
  }
  if (!renderer) renderer = SDL_CreateRenderer(window, -1, SDL_RENDERER_SOFTWARE);
  if (!renderer) {
    // SDL's Wayland windows take no pixels but a GL renderer's, be it a software one.
    SDL_SetHintWithPriority(SDL_HINT_FRAMEBUFFER_ACCELERATION, "1", SDL_HINT_OVERRIDE);
    renderer = SDL_CreateRenderer(window, -1, 0);
  }
  if (!renderer) return unavailable("SDL has no renderer for this display");
  SDL_RendererInfo info{};
  SDL_GetRendererInfo(renderer, &info);
  renderer_name_ = std::string(info.name ? info.name : "unknown") + ", " + (driver ? driver : "unknown");
  if (options_.fullscreen) SDL_ShowCursor(SDL_DISABLE);
  return {};
}

Size Window::panel_size() const {
  if (!is_open()) return expected_;
  if (!parts_->window) return {parts_->surface->w, parts_->surface->h};
  // The renderer's output is the picture while that is drawn on.
  Size size;
  SDL_GetWindowSizeInPixels(parts_->window, &size.w, &size.h);
  return size;
}

Size Window::size() const {
  return turned(panel_size(), options_.turn_degrees);
}

std::int64_t Window::frame_ms() const {
  constexpr int kLeastHz = 24, kMostHz = 240, kUsualHz = 60;
  SDL_DisplayMode mode{};
  const int display = parts_->window ? SDL_GetWindowDisplayIndex(parts_->window) : -1;
  const bool told = display >= 0 && SDL_GetCurrentDisplayMode(display, &mode) == 0 && mode.refresh_rate > 0;
  return 1000 / (told ? std::clamp(mode.refresh_rate, kLeastHz, kMostHz) : kUsualHz);
}

void Window::begin() {
  if (options_.turn_degrees == 0 || (parts_->picture && parts_->picture_size == size())) return;
  if (parts_->picture) SDL_DestroyTexture(parts_->picture);
  parts_->picture_size = size();
  // Without alpha: blending onto it costs the software renderer least.
  parts_->picture = SDL_CreateTexture(renderer_, SDL_PIXELFORMAT_RGB888, SDL_TEXTUREACCESS_TARGET,
                                      parts_->picture_size.w, parts_->picture_size.h);
  if (!parts_->picture) return;
  SDL_SetTextureBlendMode(parts_->picture, SDL_BLENDMODE_NONE);
  SDL_SetRenderTarget(renderer_, parts_->picture);
}

// The software renderer would turn a picture in thirty times the time.
bool Window::write_to_surface() {
  SDL_RendererInfo info{};
  SDL_GetRendererInfo(renderer_, &info);
  if (!(info.flags & SDL_RENDERER_SOFTWARE)) return false;
  SDL_Surface* surface = SDL_GetWindowSurface(parts_->window);
  const Size picture = parts_->picture_size, panel = turned(picture, options_.turn_degrees);
  if (!surface || surface->format->BytesPerPixel != 4 || surface->w != panel.w || surface->h != panel.h ||
      SDL_MUSTLOCK(surface))
    return false;
  parts_->band.resize(std::size_t(picture.w) * kBandRows);
  for (int y = 0; y < picture.h; y += kBandRows) {
    const SDL_Rect band{0, y, picture.w, std::min(kBandRows, picture.h - y)};
    if (SDL_RenderReadPixels(renderer_, &band, surface->format->format, parts_->band.data(), picture.w * 4) !=
        0)
      return false;
    write_turned(parts_->band.data(), y, band.h, picture, options_.turn_degrees,
                 static_cast<std::uint32_t*>(surface->pixels), surface->pitch / 4);
  }
  return SDL_UpdateWindowSurface(parts_->window) == 0;
}

void Window::present() {
  if (!parts_->picture) return SDL_RenderPresent(renderer_);
  if (write_to_surface()) return;
  const Size panel = panel_size(), picture = parts_->picture_size;
  const auto w = static_cast<float>(picture.w), h = static_cast<float>(picture.h);
  const SDL_FRect middle{(static_cast<float>(panel.w) - w) / 2, (static_cast<float>(panel.h) - h) / 2, w, h};
  SDL_SetRenderTarget(renderer_, nullptr);
  SDL_RenderCopyExF(renderer_, parts_->picture, nullptr, &middle, options_.turn_degrees, nullptr,
                    SDL_FLIP_NONE);
  SDL_RenderPresent(renderer_);
  SDL_SetRenderTarget(renderer_, parts_->picture);
}

void Window::settle() {
  if (std::exchange(parts_->make_fullscreen, false))
    SDL_SetWindowFullscreen(parts_->window, SDL_WINDOW_FULLSCREEN_DESKTOP);
}

bool Window::set_power(bool on) {
  if (options_.fullscreen && parts_->window && !std::exchange(parts_->dpms_sought, true))
    parts_->dpms = Dpms::open(parts_->window);
  if (!parts_->dpms) return false;
  parts_->dpms->set(on);
  return true;
}

void Window::set_touch_map(const TouchMap& map) {
  finger_to_picture_ = mouse_to_picture_.after(map);
}

void Window::to_picture(SDL_Event& event) const {
  const auto map_mouse = [&](Sint32& x, Sint32& y) {
    const Size panel = panel_size(), picture = size();
    // The middle of a pixel stays one.
    const TouchPoint at = mouse_to_picture_.apply({(x + 0.5) / panel.w, (y + 0.5) / panel.h});
    x = static_cast<Sint32>(std::floor(at.x * picture.w));
    y = static_cast<Sint32>(std::floor(at.y * picture.h));
  };
  switch (event.type) {
    case SDL_FINGERDOWN:
    case SDL_FINGERMOTION:
    case SDL_FINGERUP: {
      const TouchPoint meant = finger_to_picture_.apply({event.tfinger.x, event.tfinger.y});
      event.tfinger.x = static_cast<float>(meant.x);
      event.tfinger.y = static_cast<float>(meant.y);
      return;
    }
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
      if (options_.turn_degrees != 0) map_mouse(event.button.x, event.button.y);
      return;
    case SDL_MOUSEMOTION:
      if (options_.turn_degrees != 0) map_mouse(event.motion.x, event.motion.y);
      return;
    default:
      return;
  }
}

}  // namespace entre::display
