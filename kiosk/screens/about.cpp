// About this screen: who is responsible, and what to do when something is wrong.
#include "kiosk/screens/parts.h"

namespace entre::screens {

void draw_about(Stage& stage) {
  draw_title(stage, stage.frame.say("about.title"), "about.title");
}

}  // namespace entre::screens
