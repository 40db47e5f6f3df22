#pragma once
// Says phrases one after the other, and tells which is being said. UI thread only.

#include <cstdint>
#include <vector>

#include "kiosk/ui/spoken.h"
#include "platform/display/speech.h"

namespace entre::kiosk {

class Narrator {
 public:
  // From -18 dB to the loudest, and from slow to fast; a visit begins in the middle.
  static constexpr int volumes = 7, speeds = 5;

  // speech outlives this. loudest_percent: of the amplitude that the sound device can give, 1 to 100.
  Narrator(display::Speech& speech, int loudest_percent);

  // In place of what is being said. Languages are such as the voice speaks.
  void say(std::vector<ui::Phrase> phrases);
  void stop();
  // Goes on when a phrase has been heard. True: another is being said now, or none any more.
  bool step();
  // Null: silence.
  const ui::Phrase* current() const { return is_speaking() ? &phrases_[at_] : nullptr; }
  bool is_speaking() const { return at_ < phrases_.size(); }
  bool works() const { return speech_.works(); }
  bool speaks(const std::string& language) const { return speech_.speaks(language); }

  void change_volume(int by);
  void change_speed(int by);
  int volume() const { return volume_; }  // 1 to volumes
  int speed() const { return speed_; }    // 1 to speeds
  void chime() { speech_.chime(settings()); }
  // The visit has ended: silence, and the usual voice.
  void reset();

 private:
  static constexpr int volume_usual = 5, speed_usual = 3;
  display::VoiceSettings settings() const;
  void say_current();

  display::Speech& speech_;
  const float loudest_db_;
  std::vector<ui::Phrase> phrases_;
  std::size_t at_ = 0;
  std::uint64_t id_ = 0;
  int volume_ = volume_usual, speed_ = speed_usual;
};

}  // namespace entre::kiosk
