#pragma once
// Where frames are drawn: SDL_Renderer (GPU, X11 software or headless surface) with the project's own Dear
// ImGui binding. UI thread only.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "platform/display/geometry.h"
#include "platform/display/input.h"
#include "platform/display/window.h"
#include "platform/result.h"
#include "platform/touch_map.h"

union SDL_Event;

namespace entre::display {

using TextureId = void*;  // an ImTextureID; null is no texture

class Canvas {
 public:
  // Sets SDL's hints (no mouse emulation by touch), starts video only, and opens no window yet: what a frame
  // needs can be asked for while open() makes one. unavailable: there is no display.
  static Result<std::unique_ptr<Canvas>> create(const WindowOptions& options);
  ~Canvas();

  // Opens the window and its renderer; nothing where that is done, or where there is no window.
  Result<void> open();
  bool is_open() const;

  // Until it is open, what the window is expected to get.
  Size size() const;
  // How much smaller than asked for the window was opened, 0.1 to 1: what is drawn shrinks with it.
  float scale() const;
  // From one of the display's frames to the next, in whole ms, rounded down: 16 at 60 Hz, and where the
  // display does not tell.
  std::int64_t frame_ms() const;
  const std::string& renderer_name() const;  // which was chosen, for the log; empty until it is open
  // Null for an empty picture or one beyond the renderer's limit, and until it is open. Pictures drawn at
  // their own size keep their pixels; give ImGui whole-pixel UVs (i / w) for parts of them.
  TextureId make_texture(const Pixels& pixels);
  // Of that colour where it covers. A colour given here costs nothing when the texture is drawn; one given to
  // ImGui makes the software renderer multiply every pixel of every frame.
  TextureId make_texture(const Coverage& coverage, Color color);
  void drop_texture(TextureId texture);

  // Fingers that wait_event() gives from here on are where this map says that they are meant on the panel, as
  // that hangs; the mouse is not concerned.
  void set_touch_map(const TouchMap& map);

  // Input: every SDL event goes here. Fingers by id: one primary finger, later ones are ignored, one that has
  // not moved for 10 s loses the role; a real mouse is finger 0. Transitions queue up and are played one a
  // frame.
  void on_event(const SDL_Event& event, std::int64_t monotonic_ms);
  // The primary finger's press comes to nothing, and the finger is ignored until it lifts.
  void cancel_touch(std::int64_t monotonic_ms);
  // Whether a contact that does not count has been there for PointerQueue::stuck_ms.
  bool touch_is_stuck(std::int64_t monotonic_ms) const;
  // True while a transition waits, and for two frames after the last: draw again.
  bool input_pending() const;

  // One frame: begin() starts ImGui's with the next transition, end() turns its draw lists into SDL calls on
  // a cleared target.
  void begin(std::int64_t monotonic_ms);
  void end(Color clear);
  // Ends ImGui's frame without drawing: its texts were not all there yet. What the frame asked for is to be
  // ignored: its transition, and the presses it makes, come again in the next frame.
  void discard();
  // Lays darkness over that frame, for panels that cannot be dimmed themselves: so much of its brightness is
  // left, 1 to 100. 100 costs nothing.
  void dim(int percent);
  void present();
  // Switches the panel off or on, and its own blanking off for good. False: it cannot be done (no window that
  // fills the screen, another display than X11, no DPMS): show a black frame.
  bool set_power(bool on);
  // Once, before the first frame: an empty screen of that colour. What window and display make at their first
  // frame is then made while the texts are being set.
  void prepare(Color clear);
  Result<Pixels> read_pixels();  // of the frame drawn by end(); ask before present(), alpha is 255

  // The same frame at columns x rows points, a row after the other, 0 (black) to 255: luma of ITU-R BT.601. A
  // line of pixels is read for each row, not the picture. Empty: it could not be read back.
  std::vector<std::uint8_t> sample_luminance(int columns, int rows);

  // From any thread: wakes a wait_event() on the UI thread.
  static void wake();
  // The next event, or false after timeout_ms (-1: no limit).
  bool wait_event(SDL_Event* event, std::int64_t timeout_ms);

 private:
  struct State;
  explicit Canvas(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Makes a finger event as a touch screen would and pushes it to SDL's queue: for the tour. x, y in pixels.
void push_finger(FingerPhase phase, float x, float y, Size size, int finger = 1);

}  // namespace entre::display
