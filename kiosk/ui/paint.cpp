// Frame's drawing: every shape and letter is a picture from the toolkit, put into the window's draw list.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "kiosk/ui/frame_state.h"
#include "kiosk/ui/icons.h"
#include "platform/display/shapes.h"

namespace entre::ui {

using display::Color;
using display::Rect;

namespace {

ImU32 vertex(Color color) {
  return IM_COL32(color.r, color.g, color.b, color.a);
}
unsigned word(Color color) {
  return static_cast<unsigned>(color.a) << 24 | static_cast<unsigned>(color.r) << 16 |
         static_cast<unsigned>(color.g) << 8 | color.b;
}

constexpr Color white{255, 255, 255, 255};

}  // namespace

void Frame::State::quad(const Texture& texture, const Rect& to, const Rect& from, Color color) const {
  const auto w = static_cast<float>(texture.w), h = static_cast<float>(texture.h);
  const float x = to.x + drift_x, y = to.y + drift_y + shift_y;
  ImGui::GetWindowDrawList()->AddImage(texture.id, {x, y}, {x + to.w, y + to.h}, {from.x / w, from.y / h},
                                       {from.right() / w, from.bottom() / h}, vertex(color));
}

void Frame::State::plain(const Rect& rect, Color color) const {
  if (rect.w <= 0 || rect.h <= 0) return;
  const Texture& dot = toolkit.texture("white", [&] {
    return toolkit.upload({2, 2, std::vector<std::uint32_t>(4, 0xFFFFFFFFu)});
  });
  // What fills to the screen's edge does so wherever the frame has moved.
  Rect all = rect;
  const float beyond = units.px(40);
  const auto w = static_cast<float>(size.w), h = static_cast<float>(size.h);
  if (drift_x != 0 || drift_y != 0 || shift_y != 0) {
    if (rect.x <= 0) all.x -= beyond, all.w += beyond;
    if (rect.right() >= w) all.w += beyond;
    if (rect.y <= 0) all.y -= beyond, all.h += beyond;
    if (rect.bottom() >= h) all.h += beyond;
  }
  quad(dot, all, {0.5f, 0.5f, 1, 1}, color);
}

void Frame::State::shade(display::Pixels* pixels) const {
  for (std::uint32_t& pixel : pixels->argb) {
    const auto byte = [&](int shift) { return static_cast<std::uint8_t>(pixel >> shift); };
    pixel = word(shade(Color{byte(16), byte(8), byte(0), byte(24)}));
  }
}

void Frame::fill(const Rect& rect, Tone tone) {
  fill(rect, theme()[tone]);
}

void Frame::fill(const Rect& rect, Color color) {
  if (!measuring()) state_->plain(rect, state_->shade(color));
}

// The corners are pictures and all between them is plain rectangles: the renderer fills them ten times as
// fast as it would stretch a picture's edge.
void Frame::panel(const Rect& rect, const Panel& panel) {
  if (measuring() || rect.w <= 0 || rect.h <= 0) return;
  Toolkit::State& kit = state_->toolkit;
  const Color fill = state_->shade(panel.fill), border = state_->shade(panel.border);
  char key[96];
  std::snprintf(key, sizeof key, "panel %08x %08x %.1f %.1f", word(fill), word(border),
                static_cast<double>(panel.radius_px), static_cast<double>(panel.border_px));
  const Texture& picture = kit.texture(key, [&] {
    const display::NineSlice slice =
        display::raster_rounded({panel.radius_px, fill, border, panel.border_px});
    Texture made = kit.upload(slice.pixels);
    made.slice_px = slice.slice_px;
    return made;
  });
  const float x = std::round(rect.x), y = std::round(rect.y);
  const float right = std::round(rect.right()), bottom = std::round(rect.bottom());
  const float w = right - x, h = bottom - y;
  // Corners keep their size unless the rectangle is smaller than two of them.
  const auto slice = static_cast<float>(picture.slice_px), far = static_cast<float>(picture.w) - slice;
  const float corner = std::floor(std::min({slice, w / 2, h / 2}));
  state_->quad(picture, {x, y, corner, corner}, {0, 0, slice, slice}, white);
  state_->quad(picture, {right - corner, y, corner, corner}, {far, 0, slice, slice}, white);
  state_->quad(picture, {x, bottom - corner, corner, corner}, {0, far, slice, slice}, white);
  state_->quad(picture, {right - corner, bottom - corner, corner, corner}, {far, far, slice, slice}, white);
  const float edge = border.a == 0 ? 0 : std::min(std::round(panel.border_px), corner);
  const float along = w - 2 * corner, down = h - 2 * corner;
  if (edge > 0) {
    state_->plain({x + corner, y, along, edge}, border);
    state_->plain({x + corner, bottom - edge, along, edge}, border);
    state_->plain({x, y + corner, edge, down}, border);
    state_->plain({right - edge, y + corner, edge, down}, border);
  }
  if (fill.a == 0) return;
  state_->plain({x + corner, y + edge, along, corner - edge}, fill);
  state_->plain({x + edge, y + corner, w - 2 * edge, down}, fill);
  state_->plain({x + corner, bottom - corner, along, corner - edge}, fill);
}

// Dark outside, bright inside: one of them stands out from any ground.
void Frame::draw_ring() {
  const Node* node = state_->tree.find(toolkit().pointing.ring);
  if (!node) return;
  const Rect seen = display::intersect(node->rect, node->clip);
  if (seen.w <= 0 || seen.h <= 0) return;
  const float tone_px = std::max(4.f, std::round(px(4)));
  constexpr Color clear{0, 0, 0, 0};
  const Rect screen{0, 0, static_cast<float>(size().w), static_cast<float>(size().h)};
  const auto around = [&](float by_px) {
    return display::intersect({seen.x - by_px, seen.y - by_px, seen.w + 2 * by_px, seen.h + 2 * by_px},
                              {screen.x + 2 * tone_px - by_px, screen.y + 2 * tone_px - by_px,
                               screen.w - 4 * tone_px + 2 * by_px, screen.h - 4 * tone_px + 2 * by_px});
  };
  panel(around(2 * tone_px), {clear, theme()[Tone::focus_outer], px(24), tone_px});
  panel(around(tone_px), {clear, theme()[Tone::focus_inner], px(20), tone_px});
}

void Frame::disc(const Rect& square, Tone tone) {
  if (measuring()) return;
  const int diameter = static_cast<int>(std::lround(square.w));
  const Color color = theme()[tone];
  char key[48];
  std::snprintf(key, sizeof key, "disc %d %08x", diameter, word(color));
  raster(key, square, [&] { return display::raster_disc(diameter, color); });
}

void Frame::raster(const std::string& key, const Rect& rect, const std::function<display::Pixels()>& make) {
  if (measuring()) return;
  const Texture& made = state_->toolkit.texture(inert() ? key + " behind" : key, [&] {
    display::Pixels pixels = make();
    if (inert()) state_->shade(&pixels);
    return state_->toolkit.upload(pixels);
  });
  if (!made.id) return;
  state_->quad(made, rect, {0, 0, static_cast<float>(made.w), static_cast<float>(made.h)}, white);
}

bool Frame::picture(const std::string& name, const Rect& rect) {
  if (measuring()) return true;
  const float distance = state_->distance_px(rect.y, rect.h);
  if (state_->is_far(distance)) return true;
  const display::Size max{static_cast<int>(rect.w), static_cast<int>(rect.h)};
  const auto pixels = state_->toolkit.images.find(name, max);
  if (!pixels) {
    if (distance <= 0) set_incomplete();
    return false;
  }
  if (pixels->argb.empty()) return false;
  char size[32];
  std::snprintf(size, sizeof size, "%dx%d ", pixels->w, pixels->h);
  raster("picture " + std::string(size) + name, rect, [&] { return *pixels; });
  return true;
}

namespace {

display::TextRequest request_for(const Frame& frame, const TextSpec& spec) {
  const std::string& code = spec.language.empty() ? frame.language() : spec.language;
  const content::Language* known = frame.model().library->site.language(code);
  display::TextRequest request;
  request.text = spec.text;
  request.spans = spec.spans;
  request.family = spec.family;
  request.symbol = spec.family == icon_family;
  request.language = known && !known->base.empty() ? known->base : code;
  request.rtl = known && known->rtl;
  request.size_px = spec.size_px > 0 ? spec.size_px : frame.units().font(spec.type);
  request.weight = spec.weight ? spec.weight : weight(spec.type);
  request.line_height = spec.line_height > 0 ? spec.line_height : line_height(spec.type, request.rtl);
  request.letter_spacing_em = letter_spacing_em(spec.type, request.rtl);
  request.width_px = std::floor(spec.width_px);
  request.align = spec.align;
  request.reading = spec.width_px > 0 && !is_heading(spec.type);
  request.hang_quote = spec.hang_quote;
  if (is_heading(spec.type) && spec.width_px > 0) {
    request.balance = true;
    request.shrink_to_word = true;
    request.size_min_px = std::min(frame.units().font(Type::body), request.size_px);
  }
  return request;
}

constexpr std::size_t text_sizes_max = 65'536;

TextSize guess_size(const display::TextRequest& request) {
  constexpr float letter_em = 0.5f;
  const float per_line = std::max(request.width_px / (letter_em * request.size_px), 1.f);
  const float lines = std::max(std::ceil(static_cast<float>(request.text.size()) / per_line), 1.f);
  return {request.width_px, std::ceil(lines * request.size_px * request.line_height)};
}

}  // namespace

Text Frame::set(const TextSpec& spec) {
  const display::TextRequest request = request_for(*this, spec);
  Text text;
  text.spec = spec;
  if (text.spec.language.empty()) text.spec.language = language();
  text.font_px = request.size_px;
  TextEntry* entry = state_->toolkit.text(request);
  if (!entry) {
    set_incomplete();
    // A guess that keeps the layout near, since touches go on.
    text.w =
        spec.width_px > 0 ? spec.width_px : request.size_px * 0.55f * static_cast<float>(spec.text.size());
    text.h = std::round(request.size_px * request.line_height);
    return text;
  }
  const display::TextBlock& block = *entry->block;
  text.block = entry->block;
  text.entry = entry;
  text.w = std::ceil(block.w);
  text.h = std::ceil(block.h);
  text.font_px = block.size_px > 0 ? block.size_px : request.size_px;
  if (!block.lines.empty()) text.left = block.lines[0].rect.x;
  for (const display::TextLine& line : block.lines) text.left = std::min(text.left, line.rect.x);
  return text;
}

Text Frame::set_at(const TextSpec& spec, float y) {
  if (!lazy()) return set(spec);
  const display::TextRequest request = request_for(*this, spec);
  auto& sizes = state_->toolkit.text_sizes;
  const std::size_t key = std::hash<std::string>()(display::key(request));
  const auto known = sizes.find(key);
  const TextSize size = known != sizes.end() ? known->second : guess_size(request);
  Text unset;
  unset.spec = spec;
  if (unset.spec.language.empty()) unset.spec.language = language();
  unset.w = size.w;
  unset.h = size.h;
  unset.font_px = request.size_px;
  unset.is_far = true;
  const float distance = state_->distance_px(y, size.h);
  // What is seen comes first: what is about to be is asked for when nothing else is missing.
  if (measuring() || state_->is_far(distance) || (distance > 0 && !complete())) return unset;
  const Text text = set(spec);
  if (!text.block) {
    if (distance > 0) state_->complete = true;
    return unset;
  }
  if (known != sizes.end() && known->second == TextSize{text.w, text.h}) return text;
  if (sizes.size() >= text_sizes_max) sizes.clear();
  sizes[key] = {text.w, text.h};
  // The column was measured with a guess: once more.
  if (distance <= 0) set_incomplete();
  return text;
}

// A tint of the sun; the sun itself where the letters would not stand out from a tint.
static display::Color mark_color(const Theme& theme, display::Color ground) {
  constexpr double contrast_min = 7;
  const display::Color tint = mix(ground, theme[Tone::sun], 0.45f);
  return display::contrast(theme[Tone::on_sun], tint) >= contrast_min ? tint : theme[Tone::sun];
}

// The same text with what is being said of it marked; the text as it is while that is not set yet.
Text Frame::marked(const Text& text, const std::string& id) {
  const Pointing& pointing = state_->toolkit.pointing;
  if (id.empty() || id != pointing.reading || pointing.end <= pointing.begin || !text.block) return text;
  TextSpec spec = text.spec;
  if (pointing.end > spec.text.size()) return text;
  spec.spans.push_back({pointing.begin, pointing.end, false, false, false, true});
  spec.mark_spans = true;
  const Text with_mark = set(spec);
  return with_mark.block ? with_mark : text;
}

// What may be seen of a text whose block lies at `y`: whole lines, where it crosses a column's fold at rest;
// of a heading all or nothing, and no heading without a line below it.
Rect Frame::whole_lines(const Text& text, float y, Role role) {
  Fold& fold = toolkit().fold;
  Rect window = clip();
  const float follows = follows_px(role, text.spec.type);
  if (!fold.active || !text.block || (y >= fold.window.y && y + text.h + follows <= fold.window.bottom()))
    return window;
  if (role == Role::heading && y >= fold.window.y && fold.cuts({0, y, text.w, text.h + follows})) {
    window.h = std::max(0.f, y - window.y);
    return window;
  }
  for (const display::TextLine& line : text.block->lines) {
    // Of the line's height the leading may be cut.
    const float h = std::min(line.rect.h, 1.2f * text.font_px), top = y + line.rect.y + (line.rect.h - h) / 2;
    if (!fold.cuts({line.rect.x, top, line.rect.w, h})) continue;
    if (top < fold.window.y)
      window = display::intersect(window, {window.x, std::ceil(top + h), window.w, window.bottom()});
    else
      window.h = std::max(0.f, std::floor(top) - window.y);
  }
  return window;
}

void Frame::draw(const Text& given, float x, float y, const std::string& id, Role role,
                 const std::string& parent) {
  if (measuring() || (!given.block && !given.is_far)) return;
  const Rect window = whole_lines(given, std::round(y), role);
  if (window == clip()) return draw_clipped(marked(given, id), x, y, id, role, parent);
  push_clip(window);
  draw_clipped(marked(given, id), x, y, id, role, parent);
  pop_clip();
}

void Frame::draw_clipped(const Text& text, float x, float y, const std::string& id, Role role,
                         const std::string& parent) {
  const TextSpec& spec = text.spec;
  // The box is as wide as asked for; the text lies at its start, middle or end edge.
  const float box = spec.width_px > 0 ? spec.width_px : text.w;
  const bool to_right = (spec.align == display::Align::start) == rtl(spec.language);
  float left = x;
  if (spec.align == display::Align::center)
    left = x + (box - text.w) / 2;
  else if (to_right)
    left = x + box - text.w;
  const float origin_x = std::round(left - text.left), origin_y = std::round(y);
  const Color color = theme()[spec.color], ground = theme()[spec.ground];
  const Rect area{std::round(left), origin_y, text.w, text.h};
  const Rect& window = clip();
  const bool seen = area.y < window.bottom() && area.bottom() > window.y;
  if (seen && text.block && !text.block->coverage.alpha.empty()) {
    const display::TextBlock& block = *text.block;
    const Texture texture = state_->toolkit.colored(*text.entry, state_->shade(color));
    const auto w = static_cast<float>(texture.w), h = static_cast<float>(texture.h);
    const Rect ink{origin_x + std::round(block.ink.x), origin_y + std::round(block.ink.y), w, h};
    for (const Rect& mark : spec.mark_spans ? block.marks : std::vector<Rect>{})
      fill({origin_x + mark.x, origin_y + mark.y, mark.w, mark.h}, mark_color(theme(), ground));
    for (const Rect& part : block.inked)
      state_->quad(texture, {ink.x + part.x, ink.y + part.y, part.w, part.h}, part, white);
    // Marked letters are drawn over once more, in ink.
    for (const Rect& mark : spec.mark_spans ? block.marks : std::vector<Rect>{}) {
      const Rect on{std::floor(origin_x + mark.x), std::floor(origin_y + mark.y), std::ceil(mark.w),
                    std::ceil(mark.h)};
      const Rect part = display::intersect(on, ink);
      if (part.w > 0 && part.h > 0)
        state_->quad(state_->toolkit.colored(*text.entry, state_->shade(theme()[Tone::on_sun])), part,
                     {part.x - ink.x, part.y - ink.y, part.w, part.h}, white);
    }
  }
  if (id.empty() || spec.text.empty()) return;
  Node added;
  added.id = id;
  added.parent = parent;
  added.role = role;
  added.label = spec.text;
  added.language = spec.language;
  added.rect = area;
  added.paint = TextPaint{color, ground, text.font_px};
  node(std::move(added));
  // Of a long text the sentence that is being said is to be seen, not its beginning.
  if (id != toolkit().pointing.reading || id != toolkit().pointing.reveal || !text.block) return;
  if (text.block->marks.empty() || !text.spec.mark_spans) return;
  const Rect &first = text.block->marks.front(), &last = text.block->marks.back();
  toolkit().revealed = Rect{area.x, origin_y + first.y, area.w, last.bottom() - first.y};
}

void Frame::icon(std::string_view name, const Rect& box, float size_px, Tone tone) {
  TextSpec spec;
  spec.text = ui::icon(name);
  spec.family = icon_family;
  spec.size_px = size_px;
  spec.line_height = 1;
  spec.weight = 400;
  spec.language = "en";
  const Text text = set(spec);
  if (measuring() || !text.block || text.block->coverage.alpha.empty()) return;
  // Centred by what is seen: the collection's letters do not all stand in the middle of their em.
  const Texture& texture = state_->toolkit.colored(*text.entry, state_->shade(theme()[tone]));
  const auto w = static_cast<float>(texture.w), h = static_cast<float>(texture.h);
  const Rect to{std::round(box.x + (box.w - w) / 2), std::round(box.y + (box.h - h) / 2), w, h};
  state_->quad(texture, to, {0, 0, w, h}, white);
}

}  // namespace entre::ui
