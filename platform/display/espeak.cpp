#include <SDL.h>
#include <dlfcn.h>
#include <espeak-ng/speak_lib.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <numbers>
#include <optional>
#include <thread>
#include <utility>

#include "platform/display/speech.h"
#include "platform/log.h"

namespace entre::display {
namespace {

using std::chrono::milliseconds;

// Of espeak-ng's voices those that read ordinary text: its Arabic wants vowel signs that nobody writes.
constexpr const char* kLanguages[] = {"sv", "en", "fi", "da", "nb", "de", "fr", "es", "it", "nl", "pl", "et"};
constexpr int kChunkMs = 60;
constexpr Uint16 kDeviceSamples = 512;
constexpr milliseconds kDeviceBuffer{60};  // what is queued is heard so much later
constexpr milliseconds kSilenceMax{3000};  // then the device is closed

// The library's functions that are used. It is loaded when the first word is said: linked, it would be read
// and relocated before the first frame of every start.
struct Library {
  decltype(&espeak_Initialize) initialize = nullptr;
  decltype(&espeak_SetSynthCallback) set_callback = nullptr;
  decltype(&espeak_SetVoiceByName) set_voice = nullptr;
  decltype(&espeak_SetParameter) set_parameter = nullptr;
  decltype(&espeak_Synth) synth = nullptr;

  bool load() {
    void* const handle = ::dlopen("libespeak-ng.so.1", RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) return false;
    const auto find = [&](auto& function, const char* symbol) {
      function = reinterpret_cast<std::decay_t<decltype(function)>>(::dlsym(handle, symbol));
      return function != nullptr;
    };
    return find(initialize, "espeak_Initialize") && find(set_callback, "espeak_SetSynthCallback") &&
           find(set_voice, "espeak_SetVoiceByName") && find(set_parameter, "espeak_SetParameter") &&
           find(synth, "espeak_Synth");
  }
};

struct Task {
  Utterance utterance;  // without text: the chime
  VoiceSettings settings;
  bool is_chime = false;
};

class EspeakSpeech : public Speech {
 public:
  explicit EspeakSpeech(void (*wake)()) : wake_(wake) {}
  ~EspeakSpeech() override {
    if (!thread_.joinable()) return;
    change([&] { quit_ = true; });
    thread_.join();
  }
  EspeakSpeech(const EspeakSpeech&) = delete;
  EspeakSpeech& operator=(const EspeakSpeech&) = delete;

  bool speaks(const std::string& language) const override {
    return std::find(std::begin(kLanguages), std::end(kLanguages), language) != std::end(kLanguages);
  }
  void say(const Utterance& utterance, const VoiceSettings& settings) override {
    start({utterance, settings, false});
  }
  void chime(const VoiceSettings& settings) override { start({{}, settings, true}); }
  void stop() override {
    if (thread_.joinable()) change([&] { task_.reset(); });
  }
  std::uint64_t ended() const override { return ended_; }
  bool works() const override { return works_; }

 private:
  void start(Task task) {
    change([&] { task_ = std::move(task); });
    if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  }
  // Whatever is being said is out of date from now on.
  template <class Change>
  void change(const Change& what) {
    {
      const std::lock_guard lock(mutex_);
      what();
      ++wanted_;
    }
    changed_.notify_one();
  }

  // The speech thread, from here on.
  void run();
  std::optional<Task> next();
  void perform(Task task);
  bool open();
  void close();
  bool load();
  void synthesize(const Task& task);
  bool queue(const std::int16_t* samples, int count);
  void hear_out();
  static int on_samples(short* samples, int count, espeak_EVENT* events);
  bool is_current() const { return doing_ == wanted_; }

  void (*wake_)();
  std::thread thread_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Task> task_;
  bool quit_ = false;
  std::atomic<std::uint64_t> wanted_ = 0, ended_ = 0;
  std::atomic<bool> works_ = true;

  // Of the speech thread alone.
  std::uint64_t doing_ = 0;
  Library library_;
  bool loaded_ = false, audio_ = false;
  int rate_hz_ = 22'050;
  float gain_db_ = 0;
  SDL_AudioDeviceID device_ = 0;
};

void EspeakSpeech::run() {
  while (auto task = next()) perform(std::move(*task));
  close();
  if (audio_) SDL_QuitSubSystem(SDL_INIT_AUDIO);
}

// Waits for something to say; nullopt: the end.
std::optional<Task> EspeakSpeech::next() {
  std::unique_lock lock(mutex_);
  const auto is_due = [&] { return quit_ || task_.has_value(); };
  if (device_ != 0 && !changed_.wait_for(lock, kSilenceMax, is_due)) close();
  changed_.wait(lock, is_due);
  doing_ = wanted_;
  if (quit_) return std::nullopt;
  return std::exchange(task_, std::nullopt);
}

void EspeakSpeech::perform(Task task) {
  if (device_ != 0) SDL_ClearQueuedAudio(device_);
  gain_db_ = task.settings.gain_db;
  works_ = (task.is_chime || load()) && open();
  if (works_ && task.is_chime) {
    const Sound chime = make_chime(rate_hz_);
    queue(chime.samples.data(), static_cast<int>(chime.samples.size()));
  } else if (works_) {
    synthesize(task);
  }
  if (works_) hear_out();
  if (!is_current()) {
    if (device_ != 0) SDL_ClearQueuedAudio(device_);
    return;
  }
  if (task.is_chime) return;
  ended_ = task.utterance.id;
  wake_();
}

bool EspeakSpeech::load() {
  if (std::exchange(loaded_, true)) return library_.synth != nullptr;
  const bool found = library_.load();
  const int rate_hz =
      found ? library_.initialize(AUDIO_OUTPUT_SYNCHRONOUS, kChunkMs, nullptr, espeakINITIALIZE_DONT_EXIT)
            : -1;
  if (rate_hz <= 0) {
    log_error("espeak-ng or its voices are not installed: nothing can be read aloud");
    library_.synth = nullptr;
    return false;
  }
  rate_hz_ = rate_hz;
  library_.set_callback(on_samples);
  return true;
}

bool EspeakSpeech::open() {
  if (device_ != 0) return true;
  audio_ = audio_ || SDL_InitSubSystem(SDL_INIT_AUDIO) == 0;
  SDL_AudioSpec spec{};
  spec.freq = rate_hz_;
  spec.format = AUDIO_S16SYS;
  spec.channels = 1;
  spec.samples = kDeviceSamples;
  if (audio_) device_ = SDL_OpenAudioDevice(nullptr, 0, &spec, nullptr, 0);
  if (device_ == 0) {
    log_error(std::string("there is no sound device: ") + SDL_GetError());
    return false;
  }
  SDL_PauseAudioDevice(device_, 0);
  return true;
}

void EspeakSpeech::close() {
  if (device_ != 0) SDL_CloseAudioDevice(std::exchange(device_, 0));
}

void EspeakSpeech::synthesize(const Task& task) {
  const std::string text = task.utterance.text.substr(0, utterance_bytes_max);
  if (library_.set_voice(task.utterance.language.c_str()) != EE_OK) {
    log_error("espeak-ng has no voice for " + task.utterance.language);
    return;
  }
  library_.set_parameter(espeakRATE, task.settings.words_per_minute, 0);
  library_.synth(text.c_str(), text.size() + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, nullptr, this);
}

int EspeakSpeech::on_samples(short* samples, int count, espeak_EVENT* events) {
  auto* const self = static_cast<EspeakSpeech*>(events->user_data);
  return self->queue(samples, count) ? 0 : 1;
}

// False: something else is wanted by now.
bool EspeakSpeech::queue(const std::int16_t* samples, int count) {
  if (!is_current()) return false;
  if (samples == nullptr || count <= 0) return true;
  std::vector<std::int16_t> louder(samples, samples + count);
  amplify(&louder, gain_db_);
  SDL_QueueAudio(device_, louder.data(), static_cast<Uint32>(louder.size() * sizeof louder[0]));
  return true;
}

// Until all has been heard, or something else is wanted.
void EspeakSpeech::hear_out() {
  std::unique_lock lock(mutex_);
  for (;;) {
    const Uint32 left = SDL_GetQueuedAudioSize(device_) / sizeof(std::int16_t);
    const auto rest = milliseconds(left * 1000 / static_cast<Uint32>(rate_hz_)) + kDeviceBuffer;
    if (changed_.wait_for(lock, rest, [&] { return !is_current(); }) || left == 0) return;
  }
}

}  // namespace

void amplify(std::vector<std::int16_t>* samples, float gain_db) {
  const float gain = std::pow(10.f, gain_db / 20);
  for (std::int16_t& sample : *samples)
    sample = static_cast<std::int16_t>(
        std::clamp(std::lround(static_cast<float>(sample) * gain), -32768L, 32767L));
}

Sound make_chime(int rate_hz) {
  constexpr std::array<double, 2> tones_hz = {587.33, 880};
  constexpr double tone_s = 0.25, peak = 12'000;
  Sound sound{rate_hz, {}};
  const int count = static_cast<int>(tone_s * rate_hz);
  for (const double tone_hz : tones_hz)
    for (int i = 0; i < count; ++i) {
      const double t = static_cast<double>(i) / count;
      const double swell = std::min({1.0, t * 20, (1 - t) * 4});
      sound.samples.push_back(
          static_cast<std::int16_t>(peak * swell * std::sin(2 * std::numbers::pi * tone_hz * i / rate_hz)));
    }
  return sound;
}

std::unique_ptr<Speech> make_speech(void (*wake)()) {
  return std::make_unique<EspeakSpeech>(wake);
}

}  // namespace entre::display
