#include "sync/wire/progress.h"

#include <algorithm>
#include <array>

#include "platform/json.h"

namespace entre::wire {

namespace {

constexpr std::array phases = {"refresh", "download", "build", "upload", "status"};
constexpr std::int64_t number_max = (1ll << 53) - 1;

}  // namespace

std::optional<SyncPhase> phase_of(std::string_view name) {
  const auto found = std::find(phases.begin(), phases.end(), name);
  if (found == phases.end()) return std::nullopt;
  return static_cast<SyncPhase>(found - phases.begin());
}

std::string progress_file(const std::string& status_file) {
  return status_file.substr(0, status_file.rfind('/') + 1) + "progress.json";
}

std::string encode_progress(const SyncProgress& progress) {
  Json json{{"phase", phases[static_cast<std::size_t>(progress.phase)]},
            {"bytes_done", progress.bytes_done},
            {"bytes_total", progress.bytes_total},
            {"monotonic_ms", progress.monotonic_ms}};
  if (progress.left_s) json["left_s"] = *progress.left_s;
  return json.dump() + "\n";
}

Result<SyncProgress> decode_progress(std::string_view text) {
  JsonCaps caps;
  caps.bytes_max = progress_bytes_max;
  caps.depth_max = 2;
  auto json = parse_json(text, caps);
  if (!json) return json.error();
  auto object = JsonObject::of(*json, "progress");
  if (!object) return object.error();
  auto name = object->string("phase");
  if (!name) return name.error();
  const auto phase = phase_of(*name);
  if (!phase) return Error{ErrorKind::invalid, "progress.phase: \"" + *name + "\" is none that is known"};
  const auto total = object->integer("bytes_total", 0, number_max);
  if (!total) return total.error();
  const auto done = object->integer("bytes_done", 0, *total);
  if (!done) return done.error();
  const auto left_s = object->integer_or("left_s", 0, number_max, -1);
  if (!left_s) return left_s.error();
  const auto monotonic_ms = object->integer("monotonic_ms", 0, number_max);
  if (!monotonic_ms) return monotonic_ms.error();
  SyncProgress progress{
      *phase, static_cast<std::uint64_t>(*done), static_cast<std::uint64_t>(*total), {}, *monotonic_ms};
  if (*left_s >= 0) progress.left_s = *left_s;
  return progress;
}

}  // namespace entre::wire
