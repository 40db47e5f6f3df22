#pragma once
// A voice that keeps what it was to say. An utterance lasts until finish() or something else is said.

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "platform/display/speech.h"

namespace entre::test {

class RecordedSpeech : public display::Speech {
 public:
  struct Said {
    std::string text, language;
    display::VoiceSettings settings;
    std::int64_t at_ms = 0;  // of `now`
  };
  std::function<std::int64_t()> now = [] { return std::int64_t{0}; };
  std::vector<std::string> languages = {"sv", "en", "fi"};
  std::vector<Said> said;  // all that was begun
  int chimes = 0, stops = 0;
  bool broken = false;

  bool speaks(const std::string& language) const override {
    return std::find(languages.begin(), languages.end(), language) != languages.end();
  }
  void say(const display::Utterance& utterance, const display::VoiceSettings& settings) override {
    said.push_back({utterance.text, utterance.language, settings, now()});
    current_ = utterance.id;
    if (broken) finish();
  }
  void chime(const display::VoiceSettings&) override { ++chimes; }
  void stop() override {
    ++stops;
    current_ = 0;
  }
  std::uint64_t ended() const override { return ended_; }
  bool works() const override { return !broken; }

  bool is_speaking() const { return current_ != 0; }
  void finish() {
    if (current_ != 0) ended_ = std::exchange(current_, 0);
  }

 private:
  std::uint64_t current_ = 0, ended_ = 0;
};

}  // namespace entre::test
