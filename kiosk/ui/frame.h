#pragma once
// One frame being built: what widgets draw with. UI thread only; made anew for each frame by the app, over a
// Toolkit that keeps textures, theme, strings and scroll states between frames.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/node.h"
#include "kiosk/ui/strings.h"
#include "kiosk/ui/theme.h"
#include "kiosk/ui/units.h"
#include "kiosk/visit/model.h"
#include "kiosk/visit/sources.h"
#include "platform/display/canvas.h"
#include "platform/display/typeset.h"
#include "platform/files.h"

namespace entre::ui {

// What stays between frames.
struct ToolkitOptions {
  std::string assets_folder;  // strings/, themes/
  double ppi = 68.8;
  double viewing_distance_mm = 700;
  double lower_edge_mm = 700;
  double low_reach_mm = 1100;
  bool oled_safe = false;  // at rest: dark, and drifting further
};

// What keys and voice point at: set between frames, obeyed by the next that is whole.
struct Pointing {
  std::string ring = "";    // the node that has the focus ring; empty: none
  std::string reveal = "";  // the node that is to be scrolled into view
  std::string press = "";   // the target that acts as if it had been touched
  // What is being said of a text: the bytes of its label, marked. begin == end: none.
  std::string reading = "";
  std::size_t begin = 0, end = 0;
  bool listening = false;  // a whole screen is being read: the dock offers to stop
  std::string caption =
      "";  // what a sound or voice tells that nothing else shows; in the interface's language
};

class Toolkit {
 public:
  // Reads assets/strings/*.toml and assets/themes/*.toml; invalid with file, line and key on a fault or when
  // a key is missing in a language.
  static Result<std::unique_ptr<Toolkit>> create(const ToolkitOptions& options, const Files& files,
                                                 display::Canvas& canvas, visit::TextSource& texts,
                                                 visit::ImageSource& images);
  ~Toolkit();
  // What the themes refuse of a site's colours, and why.
  std::vector<std::string> refused_colors(const content::Site& site) const;
  Pointing& pointing();
  const Strings& strings() const;
  float height_px() const;  // of the screen
  // Forgets scroll positions, presses and the focus: the visit has ended.
  void reset();
  // The textures of all texts: what a visitor has written is among them.
  void forget_texts();

  struct State;
  State& state() { return *state_; }

 private:
  explicit Toolkit(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// A text to be set; what is not given is the type's own.
struct TextSpec {
  std::string text;
  Type type = Type::body;
  Tone color = Tone::ink, ground = Tone::paper;
  float width_px = 0;  // 0: as wide as it gets
  std::vector<display::TextSpan> spans;
  int weight = 0;
  display::Align align = display::Align::start;
  std::string language;     // the interface's where empty
  float size_px = 0;        // the type's where 0
  float line_height = 0;    // the type's where 0
  bool mark_spans = false;  // a sun-coloured ground behind spans with `mark`
  bool hang_quote = false;  // see TextRequest
  std::string family = "Inter";
};

struct TextEntry;

// A text that has been set: where it would lie is the caller's.
struct Text {
  std::shared_ptr<const display::TextBlock> block;  // null while it is not there; w and h are then guesses
  TextEntry* entry = nullptr;                       // its textures, as long as the frame
  TextSpec spec;
  float w = 0, h = 0, font_px = 0;
  float left = 0;       // of the widest line within the block
  bool is_far = false;  // too far from what is seen to be set; w and h are the last known, or guesses
};

// What a touch target is; its rectangle is given where it is drawn.
struct Target {
  std::string id;
  Role role = Role::button;
  std::string label;
  std::string state;
  bool enabled = true;
  std::string parent;
  std::string language;  // of the label; the interface's where empty
  std::string spoken;    // where the label alone says too little
  bool types = false;    // writes the letter or word that it shows
};
struct Touch {
  bool acted = false;  // released on it in this frame
  bool held = false;   // a finger is on it
};

class Frame {
 public:
  // Opens the one ImGui window of the frame; between Canvas::begin() and end() or discard().
  Frame(Toolkit& toolkit, const visit::Model& model);
  ~Frame();
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;

  // False when a text or picture was not there yet: the frame is to be discarded and drawn anew.
  bool complete() const;
  // True while something moves by itself: the next frame follows at once.
  bool animating() const;
  const NodeTree& nodes() const;
  FrameInfo info() const;
  display::Color clear_color() const;

  // For the screens, from here on.
  const Pointing& pointing() const;
  const visit::Model& model() const;
  const Units& units() const;
  const Theme& theme() const;
  display::Size size() const;
  Toolkit::State& toolkit();
  float px(float reference_px) const { return units().px(reference_px); }

  // The interface's language, and texts in it.
  const std::string& language() const;
  bool rtl() const;
  bool rtl(std::string_view language) const;
  const std::string& say(std::string_view key) const;
  std::string say(std::string_view key, const Values& values) const;
  std::string count(std::string_view key, std::int64_t n, const Values& values = {}) const;

  // Closes the window; called by screens::draw, then nothing more is drawn.
  void close();

  // While measuring, nothing is drawn, touched or added to the tree: layout is done twice, first for its
  // height.
  bool measuring() const;
  void set_measuring(bool measuring);
  // The y of the highest control that was met while measuring; who measures sets it anew.
  float& highest_control();
  // The y above which nothing asks: 1220 mm above the floor, in low reach the height that is configured; 0
  // where the panel does not reach so high. Where it hangs so high that little would be left, the lower 45 %
  // must do.
  float control_top() const;
  bool low_reach() const;  // asked for, and it lowers something here
  // So little of a control there lies below control_top() that it looks like text and cannot be touched.
  bool out_of_reach(const display::Rect& rect) const;
  // Motion. How far what has just come is from its place, 1 to 0 in 180 ms, easing out; 0 in calm mode and
  // for what is there from the start. `what` is a place on the screen, `shown` what stands there.
  float arrival(const std::string& what, const std::string& shown);
  // All that is drawn from here on lies so much lower; nodes and touches stay.
  void set_shift(float y);
  // The whole frame stands a little beside its place, another each half minute of rest; not in calm mode.
  void drift();

  // Targets that are drawn from here on look as if a finger were on them.
  void set_held(bool held);
  // Inert: drawn as it looks through the scrim behind a modal sheet, neither touched nor in the tree.
  bool inert() const;
  void set_inert(bool inert);
  void set_animating();
  void set_incomplete();

  // What lies outside is neither seen nor touched. Nested clips intersect.
  void push_clip(const display::Rect& rect);
  void pop_clip();
  // A clip for one control of a column at rest: nothing of it is seen where the fold cuts its name.
  void push_fold(const display::Rect& control, const display::Rect& name);
  // What is to be in sight below a heading for the heading to be seen at a fold.
  float follows_px(Role role, Type type = Type::h2) const;
  const display::Rect& clip() const;

  // Shapes.
  void fill(const display::Rect& rect, Tone tone);
  void fill(const display::Rect& rect, display::Color color);
  struct Panel {
    display::Color fill{0, 0, 0, 0}, border{0, 0, 0, 0};
    float radius_px = 0, border_px = 0;
  };
  void panel(const display::Rect& rect, const Panel& panel);
  void disc(const display::Rect& square, Tone tone);
  // Other rastered pictures by a key that says all about them.
  void raster(const std::string& key, const display::Rect& rect,
              const std::function<display::Pixels()>& make);
  // A texture of the release's picture, asked for when it is seen or about to be; false while it is not there
  // or cannot be shown.
  bool picture(const std::string& name, const display::Rect& rect);

  // While lazy, set_at() sets only what is seen or about to be: a page of any length costs what is near.
  bool lazy() const;
  void set_lazy(bool lazy);

  // A block of the column that is being scrolled, at `y`: the first that is seen stays where it is when what
  // lies above it turns out to be higher or lower than was guessed.
  void anchor(const std::string& id, float y);
  // The column is about to be scrolled to the block at `y`: from now on that one stays.
  void jump(const std::string& id, float y);

  // Text. draw() puts the block's box at (x, y): its start edge at x, or at x + width for right-to-left.
  Text set(const TextSpec& spec);
  Text set_at(const TextSpec& spec, float y);
  void draw(const Text& text, float x, float y, const std::string& id, Role role = Role::text,
            const std::string& parent = "");
  // An icon centred in a square; no node.
  void icon(std::string_view name, const display::Rect& box, float size_px, Tone tone);

  // Touch and tree.
  Touch target(const Target& target, const display::Rect& rect);
  void node(Node node);  // language, clip and parent are filled in where empty

  // The ring around the node that has it, over all that was drawn before.
  void draw_ring();

  // Where a rectangle lies for this direction: mirrored within `within` when right-to-left.
  display::Rect mirrored(const display::Rect& rect, const display::Rect& within) const;

 private:
  Text marked(const Text& text, const std::string& id);
  display::Rect whole_lines(const Text& text, float y, Role role);
  void draw_clipped(const Text& text, float x, float y, const std::string& id, Role role,
                    const std::string& parent);
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace entre::ui
