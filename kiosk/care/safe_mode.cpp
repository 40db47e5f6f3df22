#include "kiosk/care/safe_mode.h"

#include <algorithm>
#include <charconv>

#include "kiosk/care/shelf.h"
#include "platform/json.h"
#include "platform/log.h"

namespace entre::care {
namespace {

constexpr std::uint64_t kBytesMax = 4096, kStartsBytesMax = 16;
constexpr int kCrashesMax = 1'000'000;
constexpr std::size_t kReleasesMax = 64;

}  // namespace

std::optional<SafeMode> read_safe_mode(const Files& files, const Paths& paths) {
  const auto bytes = files.read(paths.safe_mode_file(), kBytesMax);
  const auto json = bytes ? parse_json(*bytes, JsonCaps{}) : bytes.error();
  if (!json) return std::nullopt;
  const auto object = JsonObject::of(*json, "safe_mode.json");
  if (!object) return std::nullopt;
  const auto crashes = object->integer("crashes", 1, kCrashesMax);
  const auto avoided = object->array("avoided", kReleasesMax);
  if (!crashes || !avoided) return std::nullopt;
  SafeMode mode{static_cast<int>(*crashes), {}};
  for (const Json& release : **avoided)
    if (release.is_number_integer()) mode.avoided.insert(release.get<std::int64_t>());
  return mode;
}

Starts::Starts(std::string runtime_folder, Paths paths, Files& files)
    : runtime_folder_(std::move(runtime_folder)), paths_(std::move(paths)), files_(files) {}

int Starts::crashes() const {
  const auto text = files_.read(file(), kStartsBytesMax);
  int count = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), count);
  return std::clamp(count, 0, kCrashesMax);
}

void Starts::write(int crashes) {
  if (auto written = files_.write(file(), std::to_string(crashes)); !written)
    log_warning("crashes cannot be counted: " + written.error().message);
}

std::set<std::int64_t> Starts::begin() {
  if (runtime_folder_.empty()) return {};
  const int before = crashes();
  // Taken back when this start has stood, or ends in order.
  write(before + 1);
  SafeMode mode{before, {}};
  if (before >= crashes_for_release_before) {
    const Shelf shelf = look_at_shelf(files_, paths_);
    if (before >= crashes_for_neutral) mode.avoided.insert(shelf.releases.begin(), shelf.releases.end());
    if (shelf.current > 0) mode.avoided.insert(shelf.current);
  }
  if (mode.avoided.empty()) {
    static_cast<void>(files_.remove(paths_.safe_mode_file()));
    return {};
  }
  log_error("the screen has crashed " + std::to_string(before) +
            " times in a row: safe mode, without release " + std::to_string(*mode.avoided.rbegin()) +
            (mode.avoided.size() > 1 ? " and all older ones" : ""));
  const Json told{{"crashes", mode.crashes}, {"avoided", mode.avoided}};
  if (auto written = files_.write(paths_.safe_mode_file(), told.dump() + "\n"); !written)
    log_error(written.error().message);
  return mode.avoided;
}

void Starts::alive(std::int64_t monotonic_ms) {
  if (stood_ || runtime_folder_.empty()) return;
  if (!first_frame_ms_) first_frame_ms_ = monotonic_ms;
  if (monotonic_ms < *first_frame_ms_ + stood_ms) return;
  stood_ = true;
  write(0);
}

void Starts::ended() {
  if (!runtime_folder_.empty()) write(0);
}

}  // namespace entre::care
