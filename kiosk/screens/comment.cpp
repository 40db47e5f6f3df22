// What a visitor may write with an answer, where kiosk.toml allows it: what it becomes is said beside it.
#include "kiosk/screens/parts.h"
#include "sync/content/tokens.h"
#include "sync/wire/wire.h"

namespace entre::screens {

namespace {

float draw_words(Stage& stage, float x, float y, float w) {
  Frame& frame = stage.frame;
  TextSpec spec;
  spec.width_px = w;
  spec.type = Type::h2;
  spec.text = frame.say("feedback.comment_title");
  y += ui::paragraph(frame, spec, x, y, "feedback.comment_title", ui::Role::heading) + frame.px(16);
  spec.type = Type::body;
  spec.text = frame.say("feedback.comment_notice");
  y += ui::paragraph(frame, spec, x, y, "feedback.comment_notice") + frame.px(16);
  spec.type = Type::label;
  spec.color = Tone::secondary;
  spec.text = frame.say("feedback.comment_length",
                        {{"n", std::to_string(content::letters(stage.model().feedback.comment))},
                         {"total", std::to_string(wire::comment_characters_max)}});
  return y + ui::paragraph(frame, spec, x, y, "feedback.comment_length");
}

}  // namespace

void draw_comment_sheet(Stage& stage) {
  Frame& frame = stage.frame;
  Writing writing;
  writing.id = "feedback";
  writing.label = frame.say("feedback.comment_title");
  writing.field_label = frame.say("label.comment_field");
  writing.text = stage.model().feedback.comment;
  writing.placeholder = frame.say("feedback.comment_placeholder");
  writing.go = "feedback.done";
  writing.done = visit::CloseSheet{};
  writing.words = [&](float x, float y, float w) { return draw_words(stage, x, y, w); };
  draw_writing(stage, writing);
}

}  // namespace entre::screens
