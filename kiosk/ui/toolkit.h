#pragma once
// What stays between frames. Internal to kiosk/ui.

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "kiosk/ui/frame.h"

namespace entre::ui {

struct Texture {
  display::TextureId id = nullptr;
  int w = 0, h = 0;
  int slice_px = 0;              // corners of a nine-slice
  std::uint64_t last_frame = 0;  // when it was last drawn
};

// A text's block, and a texture for each colour that it is drawn in: usually one.
struct TextEntry {
  std::shared_ptr<const display::TextBlock> block;
  std::vector<std::pair<display::Color, Texture>> textures;
  std::uint64_t last_frame = 0;
};

struct TextSize {
  float w = 0, h = 0;
  bool operator==(const TextSize&) const = default;
};

struct ScrollState {
  float offset_px = 0, offset_max_px = 0;
  float velocity_px_s = 0;
  bool tracking = false, dragging = false;
  float start_y = 0, grip_y = 0, grip_offset = 0;
  struct Sample {
    double time_s;
    float y;
  };
  std::deque<Sample> samples;
  std::uint64_t last_frame = 0;
  // The first block that is seen, where it lay in the column, and how far it has moved since the model was
  // told.
  std::string anchor_id;
  float anchor_px = 0, shift_px = 0;
};

// The anchors of the column that is being drawn.
struct Anchoring {
  ScrollState* scroll = nullptr;
  float top = 0, seen_from = 0;
  std::string first_id;  // the first that is seen
  float first_px = 0;
  std::string jump_id;  // the one that the column is about to be scrolled to
  float jump_px = 0;
  std::optional<float> known_px;  // where the last frame's anchor lies now
};

// In low reach, the controls of a column that reaches above: paging must bring each of them down to where it
// can be touched.
struct Reach {
  bool active = false;
  float bottom = 0;           // of the column's viewport
  float next_top = 0;         // of the first control that is not whole yet, below
  float previous_bottom = 0;  // of the last that is no longer whole, above
  void met(const display::Rect& control, float control_top) {
    if (control.bottom() > bottom && control.y > control_top) next_top = std::min(next_top, control.y);
    if (control.y < control_top && control.bottom() < bottom)
      previous_bottom = std::max(previous_bottom, control.bottom());
  }
};

// The upper and lower edge of a column at rest: no line of text is drawn that one of them cuts, and a page
// further begins with the first thing that the lower one cuts.
struct Fold {
  static constexpr float share_max = 0.75f;
  bool active = false;
  display::Rect window;
  float next_top = 0;         // of the first that the lower edge cuts
  float previous_bottom = 0;  // of the last that the upper edge cuts
  // Whether the part is cut and so low that paging can show it whole; remembers where.
  bool cuts(const display::Rect& part) {
    const bool below = part.y < window.bottom() && part.bottom() > window.bottom() + 0.5f;
    const bool above = part.bottom() > window.y && part.y < window.y - 0.5f;
    if (part.h > share_max * window.h) return false;
    if (below) next_top = std::min(next_top, part.y);
    if (above) previous_bottom = std::max(previous_bottom, part.bottom());
    return below || above;
  }
};

// What arrived last and when, for its motion.
struct Arrival {
  std::string shown;
  double began_s = -1;
};

struct Toolkit::State {
  State(const ToolkitOptions& given, display::Canvas& on, visit::TextSource& from,
        visit::ImageSource& pictures, Strings all_strings, Themes all_themes)
      : options(given),
        canvas(on),
        texts(from),
        images(pictures),
        strings(std::move(all_strings)),
        themes(std::move(all_themes)) {}
  ~State();

  ToolkitOptions options;
  display::Canvas& canvas;
  visit::TextSource& texts;
  visit::ImageSource& images;
  Strings strings;
  Themes themes;

  std::unordered_map<std::string, TextEntry> text_entries;
  // Of texts set lazily, by the hash of their request: a page keeps its height when its textures are gone.
  std::unordered_map<std::size_t, TextSize> text_sizes;
  std::unordered_map<std::string, Texture> textures;  // shapes and pictures
  std::map<std::string, ScrollState> scrolls;
  Anchoring anchoring;
  Reach reach;
  Fold fold;
  std::unordered_map<std::string, int> code_modules;
  std::map<std::string, Arrival> arrivals;
  Pointing pointing;
  std::optional<display::Rect> revealed;  // where what is to be revealed lies in the column being drawn
  std::uint64_t frame = 0;
  std::size_t texture_pixels = 0;  // of all textures that are kept

  // A texture by key, made by `make` when it is not there; without an id until the canvas is open.
  template <class Make>
  Texture& texture(const std::string& key, const Make& make) {
    Texture& found = textures[key];
    if (!found.id && canvas.is_open()) {
      found = make();
      texture_pixels += static_cast<std::size_t>(found.w) * static_cast<std::size_t>(found.h);
    }
    found.last_frame = frame;
    return found;
  }
  // Modules a side of a text's code, 0 where it has none: encoding takes a millisecond, and each frame asks.
  int qr_modules(const std::string& text);
  Texture upload(const display::Pixels& pixels);
  // The entry of a text, null where it is not there yet.
  TextEntry* text(const display::TextRequest& request);
  // Its texture in that colour; without an id where the text has no ink, and until the canvas is open.
  const Texture& colored(TextEntry& entry, display::Color color);
  // Starts a frame: drops textures not drawn lately when there are too many.
  void begin_frame();
};

}  // namespace entre::ui
