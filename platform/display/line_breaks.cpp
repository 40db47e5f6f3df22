#include "platform/display/line_breaks.h"

#include <string_view>
#include <utility>

namespace entre::display {

static float px(int pango_units) {
  return static_cast<float>(pango_units) / PANGO_SCALE;
}

bool cut_within_word(const std::string& text, std::size_t end) {
  if (end == 0 || end >= text.size()) return false;
  constexpr std::string_view breaks = " \n-/@";
  return text[end] != '.' && breaks.find(text[end]) == breaks.npos &&
         breaks.find(text[end - 1]) == breaks.npos && !std::string_view(text).substr(0, end).ends_with("–");
}

bool ends_divided(const PreparedText& prepared, std::size_t end) {
  return end >= 2 && end < prepared.text.size() && prepared.text.compare(end - 2, 2, "\u00AD") == 0;
}

bool wants_hyphens(const TextRequest& request, const PreparedText& prepared, PangoLayout* layout,
                   float hang_px) {
  if (request.width_px <= 0) return false;
  constexpr float reading_em = 15, even = 0.72f;
  const bool reading = request.reading && request.width_px >= reading_em * request.size_px;
  for (GSList* at = pango_layout_get_lines_readonly(layout); at; at = at->next) {
    auto* line = static_cast<PangoLayoutLine*>(at->data);
    PangoRectangle logical;
    pango_layout_line_get_extents(line, nullptr, &logical);
    const float w = px(logical.width) - std::exchange(hang_px, 0.f);
    if (w > request.width_px + 0.5f) return true;
    if (!at->next) return false;
    const std::size_t end = prepared.back[static_cast<std::size_t>(line->start_index + line->length)];
    const bool divided = ends_divided(prepared, static_cast<std::size_t>(line->start_index + line->length));
    if (!divided && cut_within_word(request.text, end)) return true;
    const bool ended = static_cast<PangoLayoutLine*>(at->next->data)->is_paragraph_start;
    if (reading && !ended && w < even * request.width_px) return true;
  }
  return false;
}

bool breaks_words(const TextRequest& request, const PreparedText& prepared, PangoLayout* layout) {
  for (GSList* at = pango_layout_get_lines_readonly(layout); at; at = at->next) {
    const auto* line = static_cast<const PangoLayoutLine*>(at->data);
    const auto end = static_cast<std::size_t>(line->start_index + line->length);
    if (ends_divided(prepared, end) || cut_within_word(request.text, prepared.back[end])) return true;
  }
  return false;
}

bool ends_in_one_word(const PreparedText& prepared, PangoLayout* layout) {
  const PangoLayoutLine* last =
      pango_layout_get_line_readonly(layout, pango_layout_get_line_count(layout) - 1);
  if (last->is_paragraph_start) return false;
  const std::string_view text(prepared.text.data() + last->start_index,
                              static_cast<std::size_t>(last->length));
  return text.substr(0, text.find_last_not_of(' ') + 1).find(' ') == text.npos;
}

}  // namespace entre::display
