#pragma once
// A voice: text in, sound out. One utterance at a time; what is said next is the caller's affair.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace entre::display {

struct Utterance {
  std::uint64_t id = 0;  // the caller's, rising from 1
  std::string text;      // UTF-8; beyond utterance_bytes_max it is cut
  std::string language;  // BCP 47, one that speaks() knows
};
inline constexpr std::size_t utterance_bytes_max = 4000;

struct VoiceSettings {
  int words_per_minute = 160;
  float gain_db = -6;  // 0 is as loud as it gets
  bool operator==(const VoiceSettings&) const = default;
};

// Called on one thread. Nothing is loaded or opened before the first say() or chime().
class Speech {
 public:
  virtual ~Speech() = default;
  virtual bool speaks(const std::string& language) const = 0;
  // Ends what is being said and says this; returns at once.
  virtual void say(const Utterance& utterance, const VoiceSettings& settings) = 0;
  virtual void chime(const VoiceSettings& settings) = 0;
  virtual void stop() = 0;
  // The id of the last utterance that was heard to its end, or could not be said; 0: none. The UI is woken
  // when it changes.
  virtual std::uint64_t ended() const = 0;
  // False once voice or sound device have failed: nothing will be heard.
  virtual bool works() const = 0;
};

// espeak-ng (eSpeak NG 1.51, speak_lib.h) to SDL's audio. The library is loaded, and the device opened, by a
// thread of its own at the first word; the device is closed again after a while of silence, so that at rest
// nothing runs. `wake` is called from that thread.
std::unique_ptr<Speech> make_speech(void (*wake)());

// Samples of 16 bits, mono, at the rate that espeak-ng gives. Internal to the adapter and its tests.
struct Sound {
  int rate_hz = 22'050;
  std::vector<std::int16_t> samples;
};
void amplify(std::vector<std::int16_t>* samples, float gain_db);
// Two rising tones, half a second.
Sound make_chime(int rate_hz);

}  // namespace entre::display
