#pragma once
// Every screen and sheet, paged to its end, in one combination; each frame is handed to `look`.

#include <functional>

#include "content.h"
#include "observed.h"
#include "tests/kiosk/screens/stage.h"

namespace entre::conformance {

// stage and model: as drawn, to touch; what a look changes is undone.
using Look = std::function<void(const Observed& frame, testing::Stage& stage, const visit::Model& model)>;

struct Shot {
  std::string name;
  visit::Model model;
};
// `turn` chooses among pages and words, so that combinations differ in them too.
std::vector<Shot> shots(const Combination& at, const Content& real, const Content& large, std::size_t turn);

class Walk {
 public:
  Walk(const Content& real, const Content& large) : real_(real), large_(large) {}
  // turn: the how-manieth combination it is.
  void operator()(const Combination& at, std::size_t turn, const Look& look);

 private:
  void through(const Shot& shot, const Combination& at, const Look& look);
  Observed observe(const std::string& screen, const Combination& at, visit::Model& model);
  double capital_h_px(float font_px);

  const Content &real_, &large_;
  std::unique_ptr<testing::Stage> stage_, letterless_;
  std::map<float, double> capitals_;
  std::unique_ptr<display::Typesetter> typesetter_;
};

}  // namespace entre::conformance
