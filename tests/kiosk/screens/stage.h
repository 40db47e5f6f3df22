#pragma once
// A screen drawn without a display, and the model it shows.

#include <memory>
#include <string>
#include <vector>

#include "kiosk/screens/screens.h"
#include "kiosk/ui/frame.h"
#include "kiosk/visit/model.h"
#include "platform/display/canvas.h"
#include "platform/display/typeset.h"

namespace entre::testing {

// A small site in Swedish and Arabic: one contact, `topics` pages in two groups.
std::shared_ptr<const visit::Library> make_library(int topics = 4);
// A page with every kind of block.
std::shared_ptr<const content::Page> make_page(const std::string& language);
// That page with nothing but paragraphs of 80 words.
std::shared_ptr<const content::Page> make_long_page(const content::Page& page, int paragraphs);
visit::Model make_model(const std::string& language, visit::ScreenId screen, int topics = 4);

struct SetText {
  display::TextRequest request;
  std::shared_ptr<const display::TextBlock> block;
};

// Typesets at once; there are no pictures.
class Stage {
 public:
  Stage(display::Size size, double ppi = 68.8, double lower_edge_mm = 700);
  ~Stage();

  struct Drawn {
    ui::NodeTree tree;
    ui::FrameInfo info;
    std::vector<visit::Action> actions;
    bool complete = false, animating = false;
  };
  // One frame at that time; finger: where a finger is, if any.
  Drawn draw(const visit::Model& model);
  // A finger goes down, moves through the points and goes up; every frame between is drawn, and the actions
  // of all are returned. ScrollTo is kept in the model.
  std::vector<visit::Action> touch(visit::Model& model, const std::vector<std::pair<float, float>>& path);
  // One finger event and the frames that follow it, and what they asked for; ScrollTo is kept in the model.
  std::vector<visit::Action> finger(visit::Model& model, display::FingerPhase phase,
                                    std::pair<float, float> at);
  // The frames of so long a time, so far apart, with whatever finger is down.
  std::vector<visit::Action> wait_ms(visit::Model& model, std::int64_t ms, std::int64_t each_ms);
  // Forgets scroll positions, as between visits.
  void reset();
  // What was drawn last.
  display::Pixels pixels();
  // The block of a visible text: the one of that text and size; null where none was set.
  std::shared_ptr<const display::TextBlock> block(const ui::Node& node) const;
  // A stage that sets the same texts and draws none of their letters, icons excepted: what differs between
  // the two pictures is what can be read. Lives no longer than this one.
  std::unique_ptr<Stage> without_letters() const;
  // Writes what was drawn last below the build folder's screens/.
  void save(const std::string& name);
  display::Canvas& canvas();
  // What keys point at in the frames that follow.
  void point(const ui::Pointing& pointing);
  // All that has been typeset so far.
  const std::map<std::string, SetText>& texts() const;

 private:
  struct State;
  explicit Stage(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace entre::testing
