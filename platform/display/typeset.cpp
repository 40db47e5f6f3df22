#include "platform/display/typeset.h"

#include <hb.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "platform/display/fonts.h"
#include "platform/display/line_breaks.h"
#include "platform/display/prepared_text.h"
#include "platform/display/surface.h"

namespace entre::display {
namespace {

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
using LayoutPtr = std::unique_ptr<PangoLayout, Unref>;
using FontPtr = std::unique_ptr<PangoFont, Unref>;

float px(int pango_units) {
  return static_cast<float>(pango_units) / PANGO_SCALE;
}

void add(PangoAttrList* list, PangoAttribute* attribute, std::size_t begin = 0,
         std::size_t end = PANGO_ATTR_INDEX_TO_TEXT_END) {
  attribute->start_index = static_cast<guint>(begin);
  attribute->end_index = static_cast<guint>(end);
  pango_attr_list_insert(list, attribute);
}

bool has_unknown_glyph(const PangoLayoutLine* line) {
  for (const GSList* at = line->runs; at; at = at->next) {
    const PangoGlyphString* glyphs = static_cast<const PangoLayoutRun*>(at->data)->glyphs;
    for (int i = 0; i < glyphs->num_glyphs; ++i) {
      const PangoGlyph glyph = glyphs->glyphs[i].glyph;
      if (glyph != PANGO_GLYPH_EMPTY && (glyph & PANGO_GLYPH_UNKNOWN_FLAG)) return true;
    }
  }
  return false;
}

// White space to newlines, byte for byte: each word on a line of its own.
std::string one_word_a_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == ' ' || c == '\t'; }, '\n');
  return text;
}

}  // namespace

struct Typesetter::State {
  FontSet fonts;
  Hyphenator hyphenator;
  std::unique_ptr<PangoFontMap, Unref> map;
  std::unique_ptr<PangoContext, Unref> context;

  // As the request wants it, in whole.
  struct Arranged {
    LayoutPtr layout;
    float size_px = 0;
  };
  Arranged arrange(const TextRequest& request, const PreparedText& prepared);
  LayoutPtr layout(const TextRequest& request, const PreparedText& prepared, float size_px, float width_px);
  LayoutPtr without_runt(const TextRequest& request, const PreparedText& prepared, float size_px,
                         LayoutPtr set);
  void keep_last_word(const TextRequest& request, PreparedText* prepared, Arranged* arranged);
  float hang_px(const TextRequest& request, float size_px);
  float token_px(TextRequest request, const std::string& token, float size_px);
  float widest_word_px(const TextRequest& request, const PreparedText& prepared, float size_px);
  float fitting_size_px(const TextRequest& request, const PreparedText& prepared);
  float balanced_width_px(const TextRequest& request, const PreparedText& prepared, float size_px, int lines);
  void place(const TextRequest& request, const PreparedText& prepared, PangoLayout* layout, TextBlock* block);
  void place_symbol(const TextRequest& request, TextBlock* block);
  FontPtr load(const TextRequest& request, float size_px);
};

// Attributes of the whole text and of its spans, in bytes of the prepared text.
static PangoAttrList* attributes(const TextRequest& request, const PreparedText& prepared, float size_px) {
  PangoAttrList* list = pango_attr_list_new();
  // Spacing would pull joined scripts apart.
  if (request.letter_spacing_em != 0 && !request.rtl) {
    const float spacing = request.letter_spacing_em * size_px * PANGO_SCALE;
    add(list, pango_attr_letter_spacing_new(static_cast<int>(std::lround(spacing))));
  }
  if (request.tabular_figures) add(list, pango_attr_font_features_new("tnum=1"));
  for (const TextSpan& span : request.spans) {
    const std::size_t begin = prepared.forward[std::min(span.begin, request.text.size())];
    const std::size_t end = prepared.forward[std::min(span.end, request.text.size())];
    if (begin >= end) continue;
    if (span.strong) {
      const auto weight = static_cast<PangoWeight>(std::max(700, request.weight));
      add(list, pango_attr_weight_new(weight), begin, end);
    }
    if (span.emphasis) add(list, pango_attr_style_new(PANGO_STYLE_ITALIC), begin, end);
    if (span.underline) add(list, pango_attr_underline_new(PANGO_UNDERLINE_SINGLE), begin, end);
  }
  return list;
}

static PangoFontDescription* description(const FontSet& fonts, const TextRequest& request, float size_px) {
  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family(font, fonts.with_fallback(request.family).c_str());
  pango_font_description_set_weight(font, static_cast<PangoWeight>(std::clamp(request.weight, 100, 1000)));
  pango_font_description_set_absolute_size(font, double(size_px) * PANGO_SCALE);
  return font;
}

FontPtr Typesetter::State::load(const TextRequest& request, float size_px) {
  PangoFontDescription* font = description(fonts, request, size_px);
  FontPtr loaded(pango_context_load_font(context.get(), font));
  pango_font_description_free(font);
  return loaded;
}

LayoutPtr Typesetter::State::layout(const TextRequest& request, const PreparedText& prepared, float size_px,
                                    float width_px) {
  PangoLanguage* language = pango_language_from_string(request.language.c_str());
  pango_context_set_language(context.get(), language);
  pango_context_set_base_dir(context.get(), request.rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
  LayoutPtr layout(pango_layout_new(context.get()));
  pango_layout_set_auto_dir(layout.get(), FALSE);
  PangoFontDescription* font = description(fonts, request, size_px);
  pango_layout_set_font_description(layout.get(), font);
  pango_font_description_free(font);
  PangoAttrList* list = attributes(request, prepared, size_px);
  pango_layout_set_attributes(layout.get(), list);
  pango_attr_list_unref(list);
  if (width_px > 0) {
    // A negative indent leaves the first line alone and narrows those that follow.
    const float hang = hang_px(request, size_px);
    pango_layout_set_indent(layout.get(), -static_cast<int>(std::lround(hang * PANGO_SCALE)));
    pango_layout_set_width(layout.get(), static_cast<int>(std::ceil((width_px + hang) * PANGO_SCALE)));
    // Within a word only where a whole line is too narrow for it: better divided than cut off.
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  }
  pango_layout_set_text(layout.get(), prepared.text.data(), static_cast<int>(prepared.text.size()));
  return layout;
}

float Typesetter::State::hang_px(const TextRequest& request, float size_px) {
  if (!request.hang_quote || request.text.find('\n') != std::string::npos) return 0;
  const std::string mark(opening_quote(request.text));
  return mark.empty() ? 0 : token_px(request, mark, size_px);
}

float Typesetter::State::token_px(TextRequest request, const std::string& token, float size_px) {
  request.spans.clear();
  int w = 0;
  pango_layout_get_size(layout(request, prepare(token, nullptr, request.language), size_px, 0).get(), &w,
                        nullptr);
  return px(w);
}

float Typesetter::State::widest_word_px(const TextRequest& request, const PreparedText& prepared,
                                        float size_px) {
  PreparedText words = prepared;
  words.text = one_word_a_line(prepared.text);
  int w = 0;
  pango_layout_get_size(layout(request, words, size_px, 0).get(), &w, nullptr);
  return px(w);
}

float Typesetter::State::fitting_size_px(const TextRequest& request, const PreparedText& prepared) {
  constexpr float step_px = 0.5f;
  const float least = std::min(request.size_px, std::max(1.0f, request.size_min_px));
  float size = request.size_px;
  const float word = widest_word_px(request, prepared, size);
  if (word > request.width_px) size = std::floor(size * request.width_px / word / step_px) * step_px;
  while (size > least && widest_word_px(request, prepared, size) > request.width_px) size -= step_px;
  return std::max(size, least);
}

// The narrowest width that needs no more lines than the full one.
float Typesetter::State::balanced_width_px(const TextRequest& request, const PreparedText& prepared,
                                           float size_px, int lines) {
  float wide = request.width_px;
  float narrow = std::min(
      wide, std::max(wide / static_cast<float>(lines) / 2, widest_word_px(request, prepared, size_px)));
  while (wide - narrow > 1) {
    const float middle = std::floor((wide + narrow) / 2);
    const int count = pango_layout_get_line_count(layout(request, prepared, size_px, middle).get());
    (count <= lines ? wide : narrow) = middle;
    if (middle <= narrow && count > lines && wide - narrow <= 1) break;
  }
  return wide;
}

// A last line of one word is given the word before for company, where that takes no more lines and leaves
// half a line behind.
LayoutPtr Typesetter::State::without_runt(const TextRequest& request, const PreparedText& prepared,
                                          float size_px, LayoutPtr set) {
  const int lines = pango_layout_get_line_count(set.get());
  if (lines < 2 || !ends_in_one_word(prepared, set.get())) return set;
  const std::size_t end = prepared.text.find_last_not_of(' ') + 1;
  const std::size_t last = prepared.text.rfind(' ', end - 1);
  if (last == std::string::npos || last == 0) return set;
  const std::size_t before = prepared.text.rfind(' ', last - 1);
  LayoutPtr together = layout(request, prepared, size_px, request.width_px);
  PangoAttrList* list = pango_attr_list_copy(pango_layout_get_attributes(together.get()));
  add(list, pango_attr_allow_breaks_new(FALSE), before == std::string::npos ? 0 : before + 1, end);
  pango_layout_set_attributes(together.get(), list);
  pango_attr_list_unref(list);
  if (pango_layout_get_line_count(together.get()) != lines || ends_in_one_word(prepared, together.get()))
    return set;
  // Two lines may share their words; a column must not become ragged for its last.
  const float least_px = request.width_px * (lines == 2 ? 0.3f : 0.5f);
  PangoRectangle ink;
  pango_layout_line_get_extents(pango_layout_get_line_readonly(together.get(), lines - 2), &ink, nullptr);
  return px(ink.width) >= least_px ? std::move(together) : std::move(set);
}

// Most headings and labels are one line, or lines of whole words: then nothing has to shrink.
Typesetter::State::Arranged Typesetter::State::arrange(const TextRequest& request,
                                                       const PreparedText& prepared) {
  Arranged out;
  out.size_px = request.size_px;
  out.layout = layout(request, prepared, out.size_px, request.width_px);
  if (request.width_px <= 0) return out;
  if (request.shrink_to_word && breaks_words(request, prepared, out.layout.get())) {
    out.size_px = fitting_size_px(request, prepared);
    out.layout = layout(request, prepared, out.size_px, request.width_px);
  }
  if (const int lines = pango_layout_get_line_count(out.layout.get()); request.balance && lines > 1) {
    const float width = balanced_width_px(request, prepared, out.size_px, lines);
    out.layout = layout(request, prepared, out.size_px, width);
  }
  if (request.reading) out.layout = without_runt(request, prepared, out.size_px, std::move(out.layout));
  return out;
}

// A column that ends in a part of a word is set with that word whole, where that takes no more lines.
void Typesetter::State::keep_last_word(const TextRequest& request, PreparedText* prepared,
                                       Arranged* arranged) {
  const int lines = pango_layout_get_line_count(arranged->layout.get());
  if (lines < 2 || !ends_in_one_word(*prepared, arranged->layout.get())) return;
  const PangoLayoutLine* last = pango_layout_get_line_readonly(arranged->layout.get(), lines - 1);
  if (!ends_divided(*prepared, static_cast<std::size_t>(last->start_index))) return;
  std::size_t words = 0, word = 0;
  prepare(request.text, &hyphenator, request.language, [&](std::string_view) { return ++words, 0; });
  PreparedText kept = prepare(request.text, &hyphenator, request.language,
                              [&](std::string_view) { return ++word == words ? std::size_t{0} : 1; });
  Arranged whole = arrange(request, kept);
  if (pango_layout_get_line_count(whole.layout.get()) != lines) return;
  last = pango_layout_get_line_readonly(whole.layout.get(), lines - 1);
  if (cut_within_word(request.text, kept.back[static_cast<std::size_t>(last->start_index)])) return;
  *prepared = std::move(kept);
  *arranged = std::move(whole);
}

static void add_marks(const TextRequest& request, const PreparedText& prepared, PangoLayoutLine* line,
                      const TextLine& placed, float ascent, float descent, TextBlock* block) {
  const int line_begin = line->start_index, line_end = line->start_index + line->length;
  for (const TextSpan& span : request.spans) {
    if (!span.mark) continue;
    const auto map = [&](std::size_t at) {
      return static_cast<int>(prepared.forward[std::min(at, request.text.size())]);
    };
    const int begin = std::max(line_begin, map(span.begin)), end = std::min(line_end, map(span.end));
    if (begin >= end) continue;
    int* ranges = nullptr;
    int count = 0;
    pango_layout_line_get_x_ranges(line, begin, end, &ranges, &count);
    for (int i = 0; i < count; ++i) {
      const float x0 = px(ranges[2 * i]), x1 = px(ranges[2 * i + 1]);
      block->marks.push_back({placed.rect.x + x0, placed.baseline - ascent, x1 - x0, ascent + descent});
    }
    g_free(ranges);
  }
}

// The lines' ink as parts of the block's coverage: on whole pixels with one more on each side, and lines that
// then share a row of pixels as one part.
static std::vector<Rect> parts_with_ink(const std::vector<Rect>& lines, const Rect& ink) {
  std::vector<Rect> parts;
  const Rect all{0, 0, ink.w, ink.h};
  for (const Rect& line : lines) {
    const float x = std::floor(line.x - ink.x) - 1, y = std::floor(line.y - ink.y) - 1;
    const Rect part = intersect(
        all, {x, y, std::ceil(line.right() - ink.x) + 1 - x, std::ceil(line.bottom() - ink.y) + 1 - y});
    if (parts.empty() || parts.back().bottom() <= part.y) {
      parts.push_back(part);
      continue;
    }
    Rect& before = parts.back();
    const float right = std::max(before.right(), part.right()),
                bottom = std::max(before.bottom(), part.bottom());
    before.x = std::min(before.x, part.x);
    before.y = std::min(before.y, part.y);
    before.w = right - before.x;
    before.h = bottom - before.y;
  }
  return parts;
}

void Typesetter::State::place(const TextRequest& request, const PreparedText& prepared, PangoLayout* layout,
                              TextBlock* block) {
  // The family's own metrics: lines of another script keep the same baselines. Pango's would be found by
  // setting a sample of text, a millisecond for each font and size.
  const FontPtr font = load(request, block->size_px);
  hb_font_extents_t extents{};
  hb_font_get_h_extents(pango_font_get_hb_font(font.get()), &extents);
  const float ascent = px(extents.ascender), descent = px(-extents.descender);

  const float hang =
      request.width_px > 0 && request.align == Align::start ? hang_px(request, block->size_px) : 0;
  const float leading = block->size_px * request.line_height;
  std::vector<std::pair<PangoLayoutLine*, PangoRectangle>> lines;
  for (GSList* at = pango_layout_get_lines_readonly(layout); at; at = at->next) {
    PangoRectangle ink, logical;
    pango_layout_line_get_extents(static_cast<PangoLayoutLine*>(at->data), &ink, &logical);
    lines.push_back({static_cast<PangoLayoutLine*>(at->data), ink});
    block->lines.push_back({{0, 0, px(logical.width), leading}, 0, 0, 0});
    block->w = std::max(block->w, px(logical.width) - (lines.size() == 1 ? hang : 0));
  }
  block->h = leading * static_cast<float>(lines.size());

  const float room = request.width_px > 0 ? request.width_px : block->w;
  std::vector<Rect> inked;
  float left = 0, top = 0, right = 0, bottom = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto& [line, ink] = lines[i];
    TextLine& placed = block->lines[i];
    const float slack = room - placed.rect.w;
    const bool at_right = (request.align == Align::end) != request.rtl;
    placed.rect.x = request.align == Align::center ? slack / 2 : at_right ? slack : 0;
    if (i == 0) placed.rect.x += request.rtl ? hang : -hang;
    placed.rect.x = std::floor(placed.rect.x);
    placed.rect.y = leading * static_cast<float>(i);
    placed.baseline = std::round(placed.rect.y + (leading - ascent - descent) / 2 + ascent);
    const auto end = static_cast<std::size_t>(line->start_index + line->length);
    placed.begin = prepared.back[static_cast<std::size_t>(line->start_index)];
    placed.end = prepared.back[end];
    block->hyphenated = block->hyphenated || ends_divided(prepared, end);
    block->unknown_glyph = block->unknown_glyph || has_unknown_glyph(line);
    add_marks(request, prepared, line, placed, ascent, descent, block);
    if (ink.width <= 0 || ink.height <= 0) continue;
    const float x0 = placed.rect.x + px(ink.x), y0 = placed.baseline + px(ink.y);
    inked.push_back({x0, y0, px(ink.width), px(ink.height)});
    const bool first = right == left;
    left = first ? x0 : std::min(left, x0);
    top = first ? y0 : std::min(top, y0);
    right = first ? x0 + px(ink.width) : std::max(right, x0 + px(ink.width));
    bottom = first ? y0 + px(ink.height) : std::max(bottom, y0 + px(ink.height));
  }
  if (right <= left || bottom <= top) return;

  // A pixel more on each side: glyphs are set on whole pixels and their edges are smoothed.
  block->ink = {std::floor(left) - 1, std::floor(top) - 1, 0, 0};
  Surface surface(static_cast<int>(std::ceil(right) + 1 - block->ink.x),
                  static_cast<int>(std::ceil(bottom) + 1 - block->ink.y), Surface::Kind::coverage);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const TextLine& placed = block->lines[i];
    cairo_move_to(surface.cairo(), placed.rect.x - block->ink.x, placed.baseline - block->ink.y);
    pango_cairo_show_layout_line(surface.cairo(), lines[i].first);
  }
  block->coverage = surface.coverage();
  block->ink.w = static_cast<float>(block->coverage.w);
  block->ink.h = static_cast<float>(block->coverage.h);
  block->inked = parts_with_ink(inked, block->ink);
}

// Without a layout: Pango would find the metrics of the line by setting a sample of text, which symbols have
// no letters for, in all the fonts that it falls back to.
void Typesetter::State::place_symbol(const TextRequest& request, TextBlock* block) {
  const FontPtr font = load(request, request.size_px);
  hb_codepoint_t glyph = 0;
  block->unknown_glyph = !hb_font_get_nominal_glyph(pango_font_get_hb_font(font.get()),
                                                    g_utf8_get_char(request.text.c_str()), &glyph);
  cairo_scaled_font_t* scaled = pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font.get()));
  cairo_glyph_t placed{glyph, 0, 0};
  cairo_text_extents_t extents{};
  cairo_scaled_font_glyph_extents(scaled, &placed, 1, &extents);
  block->w = static_cast<float>(extents.x_advance);
  block->h = request.size_px * request.line_height;
  if (extents.width <= 0 || extents.height <= 0) return;
  // A pixel more on each side, as around lines.
  const double left = std::floor(extents.x_bearing) - 1, top = std::floor(extents.y_bearing) - 1;
  Surface surface(static_cast<int>(std::ceil(extents.x_bearing + extents.width) + 1 - left),
                  static_cast<int>(std::ceil(extents.y_bearing + extents.height) + 1 - top),
                  Surface::Kind::coverage);
  placed.x = -left;
  placed.y = -top;
  cairo_set_scaled_font(surface.cairo(), scaled);
  cairo_show_glyphs(surface.cairo(), &placed, 1);
  block->ink = {static_cast<float>(left), static_cast<float>(top + block->h), 0, 0};
  block->coverage = surface.coverage();
  block->ink.w = static_cast<float>(block->coverage.w);
  block->ink.h = static_cast<float>(block->coverage.h);
  block->inked = {{0, 0, block->ink.w, block->ink.h}};
}

Typesetter::Typesetter(std::unique_ptr<State> state) : state_(std::move(state)) {}
Typesetter::~Typesetter() = default;

Result<std::unique_ptr<Typesetter>> Typesetter::create(const std::string& fonts_file,
                                                       const std::string& exceptions_file) {
  Result<FontSet> fonts = FontSet::load(fonts_file);
  if (!fonts) return fonts.error();
  auto state = std::make_unique<State>();
  state->fonts = std::move(*fonts);
  if (!exceptions_file.empty())
    if (const Result<void> read = state->hyphenator.load_exceptions(exceptions_file); !read)
      return read.error();
  state->map.reset(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
  pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(state->map.get()), state->fonts.config());
  // 72 dots an inch makes a point a pixel.
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(state->map.get()), 72);
  state->context.reset(pango_font_map_create_context(state->map.get()));
  // Unhinted, in grey and with fractional advances: the same pixels on every machine, widths that scale.
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(state->context.get(), options);
  cairo_font_options_destroy(options);
  pango_context_set_round_glyph_positions(state->context.get(), FALSE);
  return std::unique_ptr<Typesetter>(new Typesetter(std::move(state)));
}

TextBlock Typesetter::set(const TextRequest& request) {
  TextBlock block;
  block.size_px = request.size_px;
  if (request.text.empty() || request.size_px <= 0) return block;
  State& s = *state_;
  if (request.symbol) {
    s.place_symbol(request, &block);
    return block;
  }
  PreparedText prepared = prepare(request.text, nullptr, request.language);
  State::Arranged arranged = s.arrange(request, prepared);
  // What is no column to be read divides only words that would not fit, into as large parts as will do.
  constexpr std::size_t letters_anywhere = 1, letters_preferred = 5;
  for (const std::size_t letters : {letters_preferred, letters_anywhere}) {
    if (!wants_hyphens(request, prepared, arranged.layout.get(), s.hang_px(request, arranged.size_px))) break;
    prepared = prepare(request.text, &s.hyphenator, request.language, [&](std::string_view token) {
      if (request.reading) return letters_anywhere;
      const bool fits = s.token_px(request, std::string(token), arranged.size_px) <= request.width_px;
      return fits ? std::size_t{0} : letters;
    });
    arranged = s.arrange(request, prepared);
    if (request.reading) break;
  }
  if (request.reading) s.keep_last_word(request, &prepared, &arranged);
  block.size_px = arranged.size_px;
  s.place(request, prepared, arranged.layout.get(), &block);
  return block;
}

}  // namespace entre::display
