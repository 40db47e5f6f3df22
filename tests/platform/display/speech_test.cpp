// The real espeak-ng, rendered to a file by SDL's disk driver.
#include "platform/display/speech.h"

#include <SDL.h>

#include <doctest/doctest.h>

#include <atomic>
#include <cmath>
#include <condition_variable>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <mutex>
#include <vector>

#include "platform/process.h"
#include "tests/support/temp_folder.h"

using namespace entre;
using namespace entre::display;

namespace {

std::mutex mutex;
std::condition_variable woken;
int wakes = 0;

void wake() {
  const std::lock_guard lock(mutex);
  ++wakes;
  woken.notify_all();
}

struct Voice {
  test::TempFolder folder;
  std::string file = folder.file("sound.raw");
  std::unique_ptr<Speech> speech;
  std::uint64_t id = 0;

  Voice() {
    ::setenv("SDL_AUDIODRIVER", "disk", 1);
    ::setenv("SDL_DISKAUDIOFILE", file.c_str(), 1);
    speech = make_speech(wake);
  }
  ~Voice() {
    speech.reset();
    ::unsetenv("SDL_AUDIODRIVER");
    ::unsetenv("SDL_DISKAUDIOFILE");
  }
  void say(const std::string& text, const std::string& language, VoiceSettings settings = {}) {
    speech->say({++id, text, language}, settings);
  }
  bool hear() {
    std::unique_lock lock(mutex);
    return woken.wait_for(lock, std::chrono::seconds(30), [&] { return speech->ended() >= id; });
  }
  std::vector<std::int16_t> samples() const {
    std::ifstream stream(file, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(stream), {});
    std::vector<std::int16_t> all(bytes.size() / 2);
    std::copy(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(all.size() * 2),
              reinterpret_cast<char*>(all.data()));
    // What is silent before the first word depends on when the device was opened.
    const auto sounds = [](std::int16_t s) { return std::abs(s) > 50; };
    all.erase(all.begin(), std::find_if(all.begin(), all.end(), sounds));
    all.erase(std::find_if(all.rbegin(), all.rend(), sounds).base(), all.end());
    return all;
  }
};

std::vector<std::int16_t> spoken(const std::string& text, const std::string& language,
                                 VoiceSettings settings = {}) {
  Voice voice;
  voice.say(text, language, settings);
  REQUIRE(voice.hear());
  REQUIRE(voice.speech->works());
  return voice.samples();
}

double loudness(const std::vector<std::int16_t>& samples) {
  double sum = 0;
  for (const std::int16_t s : samples) sum += static_cast<double>(s) * s;
  return std::sqrt(sum / static_cast<double>(std::max<std::size_t>(1, samples.size())));
}

}  // namespace

TEST_CASE("a sentence becomes sound, and another in each language") {
  const std::string text = "Kontakt och information";
  const auto sv = spoken(text, "sv"), en = spoken(text, "en"), fi = spoken(text, "fi");
  for (const auto& samples : {sv, en, fi}) {
    // Between half a second and five, and not silence.
    CHECK(samples.size() > 11'000);
    CHECK(samples.size() < 110'000);
    CHECK(loudness(samples) > 300);
  }
  CHECK(sv != en);
  CHECK(sv != fi);
  CHECK(en != fi);
}

TEST_CASE("every language that it claims to speak has a voice") {
  Voice voice;
  for (const char* language : {"sv", "en", "fi", "da", "nb", "de", "fr", "es", "it", "nl", "pl", "et"}) {
    CAPTURE(language);
    CHECK(voice.speech->speaks(language));
    const std::size_t before = voice.samples().size();
    voice.say("12", language);
    CHECK(voice.hear());
    CHECK(voice.samples().size() > before + 2'000);
  }
  for (const char* language : {"ar", "so", "yi", "se", "fit", ""}) CHECK(!voice.speech->speaks(language));
}

TEST_CASE("volume and tempo are heard") {
  const auto usual = spoken("Startsidan", "sv", {160, -6}), quiet = spoken("Startsidan", "sv", {160, -18}),
             quick = spoken("Startsidan", "sv", {280, -6});
  CHECK(loudness(usual) / loudness(quiet) == doctest::Approx(std::pow(10, 12.0 / 20)).epsilon(0.1));
  CHECK(quick.size() < 0.8 * static_cast<double>(usual.size()));
}

TEST_CASE("the first word is heard within a second of being asked for, library and device included") {
  Voice voice;
  const Stopwatch since;
  const std::clock_t before = std::clock();
  voice.say("Startsidan", "sv");
  while (voice.samples().empty() && since.ms() < 60'000) SDL_Delay(2);
  // The processor's time, not the clock's: a busy machine must not fail it.
  const double work_ms = 1000.0 * static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
  MESSAGE("first sample after " << since.ms() << " ms, " << work_ms << " ms of work");
  CHECK_FALSE(voice.samples().empty());
  CHECK(work_ms < 800);
}

TEST_CASE("what is said ends what was being said, and stop ends all") {
  const std::string text(2'000, 'a');
  Voice voice;
  voice.say(text + " " + text, "sv");
  voice.say("Hem", "sv");
  REQUIRE(voice.hear());
  CHECK(voice.speech->ended() == 2);
  CHECK(voice.samples().size() < 100'000);
  voice.say(text, "sv");
  voice.speech->stop();
  voice.say("Hem", "sv");
  REQUIRE(voice.hear());
  CHECK(voice.speech->ended() == 4);
}

TEST_CASE("ugly texts end like others") {
  Voice voice;
  for (const std::string& text :
       {std::string(), std::string(" \n "), std::string("\xFF\xC3"), std::string("<p>&\"'"),
        std::string(20'000, 'x').replace(0, 1, "å"), std::string("العربية")}) {
    voice.say(text.substr(0, 300), "sv");
    CHECK(voice.hear());
  }
}

TEST_CASE("without a sound device it says that it does not work, and goes on") {
  ::setenv("SDL_AUDIODRIVER", "nothing-of-that-name", 1);
  const auto speech = make_speech(wake);
  CHECK(speech->works());
  speech->say({1, "Hem", "sv"}, {});
  std::unique_lock lock(mutex);
  CHECK(woken.wait_for(lock, std::chrono::seconds(30), [&] { return speech->ended() == 1; }));
  CHECK(!speech->works());
  ::unsetenv("SDL_AUDIODRIVER");
}

TEST_CASE("the chime is half a second of two tones that swell and fade") {
  const Sound chime = make_chime(22'050);
  CHECK(chime.samples.size() == 2 * 5'512);
  CHECK(std::abs(chime.samples.front()) < 50);
  CHECK(std::abs(chime.samples.back()) < 200);
  CHECK(loudness(chime.samples) > 3'000);
}

TEST_CASE("amplifying never wraps round") {
  std::vector<std::int16_t> samples = {32'767, -32'768, 1'000, 0};
  amplify(&samples, 6);
  CHECK(samples == std::vector<std::int16_t>{32'767, -32'768, 1'995, 0});
  amplify(&samples, -18);
  CHECK(samples[2] == 251);
}
