#pragma once
// The window, its renderer and the way from a drawn picture to the panel, turned where the panel hangs on its
// side. UI thread only.

#include <cstdint>
#include <memory>
#include <string>

#include "platform/display/geometry.h"
#include "platform/result.h"
#include "platform/touch_map.h"

union SDL_Event;
struct SDL_Renderer;

namespace entre::display {

struct WindowOptions {
  std::string title = "Entré";
  // Of the window, where it is not fullscreen: one larger than its desktop is shrunk to fit.
  Size size{1080, 1920};
  bool fullscreen = false;
  bool headless = false;  // a surface in memory, no display, no GPU, no window
  // How far the picture is turned clockwise on the panel: 0, 90, 180 or 270 degrees.
  int turn_degrees = 0;
};

class Window {
 public:
  // Sets SDL's hints (no mouse emulation by touch), starts video only, and opens no window yet. unavailable:
  // there is no display; invalid: a size beyond 1 to 16384 pixels each way.
  static Result<std::unique_ptr<Window>> create(const WindowOptions& options);
  ~Window();

  // Makes the window and its renderer; nothing where that is done. unavailable: there is no window, renderer
  // or memory to be had.
  Result<void> open();
  bool is_open() const { return renderer_ != nullptr; }

  // Draws the picture, upright. Null until the window is open, the same from then on.
  SDL_Renderer* renderer() const { return renderer_; }
  // Of the picture; until it is open, what is expected.
  Size size() const;
  // How much smaller than asked for the window was opened, 0.1 to 1.
  float scale() const { return scale_; }
  // From one of the display's frames to the next, in whole ms, rounded down: 16 at 60 Hz, and where the
  // display does not tell.
  std::int64_t frame_ms() const;
  const std::string& renderer_name() const { return renderer_name_; }  // empty until it is open

  // Before a frame is drawn: the picture has the panel's size, also where that has changed.
  void begin();
  // What has been drawn is seen.
  void present();
  // Once a frame has been presented: the window becomes fullscreen where it was not made so.
  void settle();
  // See Canvas::set_power().
  bool set_power(bool on);

  // Where fingers are meant on the panel, in its own way up: platform/touch_map.h. The mouse is not
  // concerned.
  void set_touch_map(const TouchMap& map);
  // A finger's or the mouse's event, told by the panel, becomes one of the picture.
  void to_picture(SDL_Event& event) const;

 private:
  struct Parts;
  Window(const WindowOptions& options, std::unique_ptr<Parts> parts);
  void expect();
  Result<void> open_surface();
  Result<void> open_window();
  Size panel_size() const;
  bool write_to_surface();

  WindowOptions options_;
  std::unique_ptr<Parts> parts_;
  SDL_Renderer* renderer_ = nullptr;
  std::string renderer_name_;
  Size expected_;  // of the panel's window, until there is a renderer
  float scale_ = 1;
  TouchMap finger_to_picture_, mouse_to_picture_;
};

}  // namespace entre::display
