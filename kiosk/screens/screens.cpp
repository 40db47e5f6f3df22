#include "kiosk/screens/screens.h"

#include "kiosk/screens/parts.h"

namespace entre::screens {

namespace {

void draw_screen(Stage& stage) {
  switch (stage.model().place.screen) {
    case visit::ScreenId::neutral:
      return draw_neutral(stage);
    case visit::ScreenId::home:
      return draw_home(stage);
    case visit::ScreenId::group:
      return draw_group(stage);
    case visit::ScreenId::article:
      return draw_article(stage);
    case visit::ScreenId::contacts:
      return draw_contacts(stage);
    case visit::ScreenId::contact:
      return draw_contact(stage);
    case visit::ScreenId::search:
      return draw_search(stage);
    case visit::ScreenId::about:
      return draw_about(stage);
    case visit::ScreenId::gallery:
      return draw_gallery(stage);
    case visit::ScreenId::staff:
      return draw_staff(stage);
  }
}

void draw_open_sheet(Stage& stage) {
  switch (stage.model().sheet) {
    case visit::Sheet::none:
      return;
    case visit::Sheet::feedback:
      return stage.model().feedback.writing ? draw_comment_sheet(stage) : draw_feedback_sheet(stage);
    case visit::Sheet::language:
      return draw_language_sheet(stage);
    case visit::Sheet::adapt:
      return draw_adapt_sheet(stage);
    case visit::Sheet::idle:
      return draw_idle_sheet(stage);
  }
}

}  // namespace

std::vector<visit::Action> draw(Frame& frame, const visit::Model& model) {
  Actions actions;
  Stage stage{frame, actions, {0, 0, static_cast<float>(frame.size().w), 0}};
  stage.area.h = static_cast<float>(frame.size().h) - caption_height(frame);
  if (model.place.screen == visit::ScreenId::staff) {
    draw_screen(stage);
    frame.draw_ring();
    frame.close();
    return actions;
  }
  stage.area.h -= dock_height(frame);
  const bool modal = model.sheet != visit::Sheet::none;
  frame.set_inert(modal);
  frame.drift();
  if (modal) frame.fill(stage.area, Tone::paper);
  const float slide = frame.px(32);
  frame.set_shift(slide * frame.arrival("screen", std::string(visit::name(model.place.screen)) + " " +
                                                      model.place.id + " " + model.preferences.language));
  draw_screen(stage);
  frame.set_inert(false);
  frame.set_shift(slide * frame.arrival("sheet", std::to_string(static_cast<int>(model.sheet)) +
                                                     (model.feedback.writing ? "writing" : "sheet")));
  if (modal) draw_open_sheet(stage);
  frame.set_shift(0);
  draw_caption(frame, stage.area.bottom());
  draw_dock(stage);
  frame.draw_ring();
  frame.close();
  return actions;
}

}  // namespace entre::screens
