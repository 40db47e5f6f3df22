#pragma once
// One frame being built: what widgets draw with. UI thread only; made anew for each frame by the app, over a
// Toolkit that keeps textures, theme, strings and scroll states between frames.

#include <memory>
#include <string>

#include "kiosk/ui/node.h"
#include "kiosk/visit/sources.h"
#include "platform/display/canvas.h"
#include "platform/json.h"

namespace entre::ui {

// What stays between frames.
struct ToolkitOptions {
  std::string assets_folder;  // strings/, themes/
  double ppi = 68.8;
  double viewing_distance_mm = 700;
  double lower_edge_mm = 700;
};

class Toolkit {
 public:
  // Reads assets/strings/*.toml and assets/themes/*.toml; invalid with file, line and key on a fault or when
  // a key is missing in a language.
  static Result<std::unique_ptr<Toolkit>> create(const ToolkitOptions& options, const Files& files,
                                                 display::Canvas& canvas, visit::TextSource& texts,
                                                 visit::ImageSource& images);
  ~Toolkit();
  // Forgets scroll positions and presses: the visit has ended.
  void reset();

  struct State;
  State& state() { return *state_; }

 private:
  explicit Toolkit(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

class Frame;

}  // namespace entre::ui
