#include "kiosk/narrator.h"

#include <algorithm>
#include <cmath>

namespace entre::kiosk {
namespace {

constexpr float kStepDb = 3;
constexpr int kWordsPerMinute[Narrator::speeds] = {110, 135, 160, 210, 280};

}  // namespace

Narrator::Narrator(display::Speech& speech, int loudest_percent)
    : speech_(speech),
      loudest_db_(20 * std::log10(static_cast<float>(std::clamp(loudest_percent, 1, 100)) / 100)) {}

display::VoiceSettings Narrator::settings() const {
  return {kWordsPerMinute[speed_ - 1], kStepDb * static_cast<float>(volume_ - volumes) + loudest_db_};
}

void Narrator::say(std::vector<ui::Phrase> phrases) {
  stop();
  phrases_ = std::move(phrases);
  at_ = 0;
  if (is_speaking()) say_current();
}

void Narrator::say_current() {
  speech_.say({++id_, phrases_[at_].text, phrases_[at_].language}, settings());
}

void Narrator::stop() {
  if (is_speaking()) speech_.stop();
  at_ = phrases_.size();
}

bool Narrator::step() {
  if (!is_speaking() || speech_.ended() < id_) return false;
  ++at_;
  if (is_speaking() && speech_.works())
    say_current();
  else
    at_ = phrases_.size();
  return true;
}

void Narrator::change_volume(int by) {
  volume_ = std::clamp(volume_ + by, 1, volumes);
}

void Narrator::change_speed(int by) {
  speed_ = std::clamp(speed_ + by, 1, speeds);
}

void Narrator::reset() {
  stop();
  phrases_.clear();
  at_ = 0;
  volume_ = volume_usual;
  speed_ = speed_usual;
}

}  // namespace entre::kiosk
