// What tells two texts apart: the caches' key.
#include <type_traits>

#include "platform/display/typeset.h"

namespace entre::display {

// Bytes, not digits: a frame asks for some hundred keys, and writing a float takes longer than all else here.
std::string key(const TextRequest& r) {
  std::string bytes;
  bytes.reserve(r.text.size() + r.family.size() + r.language.size() + 96 + 24 * r.spans.size());
  const auto add = [&bytes](const auto& value) {
    static_assert(std::is_arithmetic_v<std::remove_cvref_t<decltype(value)>>);
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  };
  for (const std::string* text : {&r.text, &r.family, &r.language}) {
    add(text->size());
    bytes += *text;
  }
  add(r.spans.size());
  for (const TextSpan& s : r.spans) {
    add(s.begin);
    add(s.end);
    for (const bool flag : {s.strong, s.emphasis, s.underline, s.mark}) add(flag);
  }
  for (const float value : {r.size_px, r.line_height, r.letter_spacing_em, r.width_px, r.size_min_px})
    add(value);
  for (const int value : {r.weight, static_cast<int>(r.align)}) add(value);
  for (const bool flag :
       {r.tabular_figures, r.rtl, r.reading, r.hang_quote, r.balance, r.shrink_to_word, r.symbol})
    add(flag);
  return bytes;
}

}  // namespace entre::display
