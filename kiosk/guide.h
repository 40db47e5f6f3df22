#pragma once
// What keys, voice and exploring fingers do: where the focus is, what is said of it, and what each asks of
// the visit. UI thread only.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/narrator.h"
#include "kiosk/ui/explore.h"
#include "kiosk/ui/focus.h"
#include "kiosk/ui/frame.h"
#include "kiosk/visit/model.h"
#include "platform/keys.h"

namespace entre::kiosk {

struct GuideOptions {
  KeyMap keys;
  bool has_headset = false;   // a jack is configured: what a visitor typed is said in headphones only
  float mm_px = 2.71f;        // the panel's pixels a millimetre
  int loudest_percent = 100;  // of what the sound device can give
};

class Guide {
 public:
  // All outlive this: tree is the last whole frame's, model the visit's. speech: null: there is no voice.
  Guide(GuideOptions options, ui::Toolkit& toolkit, const ui::NodeTree& tree, const visit::Model& model,
        display::Speech* speech);

  // A key went down, and what it writes by itself, if anything. The first one only shows, and says, where the
  // focus is; what is written goes into the field that is open.
  void key(const Chord& chord, const std::string& written = "");
  bool is_for_staff(const Chord& chord) const { return keys_.find(chord) == KeyCommand::staff; }
  // True: the finger explores, and is nobody else's.
  bool finger(const display::Finger& finger, std::int64_t monotonic_ms);
  void headset(bool inserted);
  // The dock's Listen: the whole screen, or silence.
  void listen();
  // Staff's: a sentence, aloud and to be read.
  void try_sound();
  // After each whole frame.
  void drawn(std::int64_t monotonic_ms);
  // Goes on with what is being said, and with what waits for time to pass.
  void tick(std::int64_t monotonic_ms);
  std::int64_t next_deadline_ms() const;
  // The visit has ended.
  void reset();

  bool is_speaking() const { return narrator_ && narrator_->is_speaking(); }
  // What has been asked for since the last call: actions, a frame, an end to the press under the finger.
  std::vector<visit::Action> take_actions() { return std::exchange(actions_, {}); }
  bool take_frame() { return std::exchange(frame_, false); }
  bool take_cancel() { return std::exchange(cancel_, false); }

 private:
  bool speaks() const { return narrator_ && model_.preferences.speech; }
  void turn_speech(bool on);
  void interrupt();
  void hide();
  bool write(const Chord& chord, const std::string& written, bool is_command);
  void obey(KeyCommand command);
  void select();
  void obey(const ui::Explorer::Meaning& meaning);
  void point(bool reveal);
  void point_at_phrase();
  // guide_speech.cpp
  std::string voice_of(const std::string& language) const;
  std::string voice_for_words() const;
  ui::Words words() const;
  std::optional<ui::Stop> stop() const;
  std::string own_text() const;
  std::string statuses() const;
  ui::Phrase phrase(const std::string& text) const;
  std::vector<ui::Phrase> place_name() const;
  std::vector<ui::Phrase> speakable(std::vector<ui::Phrase> phrases);
  void say(std::vector<ui::Phrase> phrases);
  void describe(bool with_place);
  void add_new_statuses(std::vector<ui::Phrase>* phrases);
  void say_changes();
  void tell(const char* key, const ui::Values& values);
  void caption(const std::string& text);

  const KeyMap keys_;
  const bool has_headset_;
  ui::Toolkit& toolkit_;
  const ui::NodeTree& tree_;
  const visit::Model& model_;
  std::optional<Narrator> narrator_;
  ui::Explorer explorer_;
  ui::CornerHold corner_;
  ui::Focus focus_;

  std::string place_;            // of the last whole frame
  std::string explored_;         // under the finger
  std::string said_, statuses_;  // of the focus and of the screen's messages, as they were said last
  std::string voiceless_place_;  // where it has been said that there is no voice for the language
  std::string private_place_;    // where it has been said that keys are named in headphones only
  bool shown_ = false;           // the ring
  bool spoke_ = false;           // speech was on in the last frame
  bool offered_ = false;         // a key has turned speech on in this visit
  bool listened_ = false;        // the touch or key that came last ended a reading
  bool inserted_ = false;
  std::int64_t caption_until_ms_ = 0;
  std::int64_t now_ms_ = 0;
  std::vector<visit::Action> actions_;
  bool frame_ = false, cancel_ = false;
};

}  // namespace entre::kiosk
