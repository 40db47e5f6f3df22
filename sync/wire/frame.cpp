#include "sync/wire/frame.h"

#include <algorithm>

namespace entre::wire {

namespace {

constexpr std::int64_t number_max = (1ll << 53) - 1;

bool is_fingerprint(const std::string& text) {
  return text.empty() || (text.size() == 16 && std::all_of(text.begin(), text.end(), [](char c) {
                            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                          }));
}

}  // namespace

Json to_json(const FrameFacts& frame) {
  return {{"fingerprint", frame.fingerprint},
          {"brightness", frame.brightness},
          {"unix_ms", frame.unix_ms},
          {"changed_unix_ms", frame.changed_unix_ms},
          {"dark", frame.is_dark},
          {"touch_stuck", frame.touch_is_stuck},
          {"safe_mode", frame.is_safe_mode}};
}

Result<FrameFacts> frame_of(const Json& json) {
  auto object = JsonObject::of(json, "frame");
  if (!object) return object.error();
  FrameFacts frame;
  auto fingerprint = object->string("fingerprint");
  if (!fingerprint) return fingerprint.error();
  if (!is_fingerprint(*fingerprint))
    return Error{ErrorKind::invalid, "frame.fingerprint: expected 16 hexadecimal digits"};
  frame.fingerprint = *std::move(fingerprint);
  auto brightness = object->integer("brightness", 0, 255);
  if (!brightness) return brightness.error();
  frame.brightness = *brightness;
  auto shown = object->integer("unix_ms", 0, number_max);
  if (!shown) return shown.error();
  frame.unix_ms = *shown;
  auto changed = object->integer("changed_unix_ms", 0, number_max);
  if (!changed) return changed.error();
  frame.changed_unix_ms = *changed;
  auto dark = object->boolean_or("dark", false);
  if (!dark) return dark.error();
  frame.is_dark = *dark;
  auto stuck = object->boolean_or("touch_stuck", false);
  if (!stuck) return stuck.error();
  frame.touch_is_stuck = *stuck;
  auto safe_mode = object->boolean_or("safe_mode", false);
  if (!safe_mode) return safe_mode.error();
  frame.is_safe_mode = *safe_mode;
  return frame;
}

std::string encode_frame(const FrameFacts& frame) {
  return to_json(frame).dump() + "\n";
}

Result<FrameFacts> decode_frame(std::string_view text) {
  JsonCaps caps;
  caps.bytes_max = frame_bytes_max;
  caps.depth_max = 2;
  auto json = parse_json(text, caps);
  if (!json) return json.error();
  return frame_of(*json);
}

}  // namespace entre::wire
