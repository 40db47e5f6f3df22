#include "kiosk/ui/keyboard.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace entre::ui {

using display::Rect;

namespace {

struct Key {
  const char* plain;
  const char* shifted;
};
struct Layout {
  std::vector<std::vector<Key>> rows;
  bool shift_in_last_row;  // beside the space bar, where the letters need the whole row above
};

const Layout latin = {
    {{{"1", "1"},
      {"2", "2"},
      {"3", "3"},
      {"4", "4"},
      {"5", "5"},
      {"6", "6"},
      {"7", "7"},
      {"8", "8"},
      {"9", "9"},
      {"0", "0"}},
     {{"q", "Q"},
      {"w", "W"},
      {"e", "E"},
      {"r", "R"},
      {"t", "T"},
      {"y", "Y"},
      {"u", "U"},
      {"i", "I"},
      {"o", "O"},
      {"p", "P"},
      {"å", "Å"}},
     {{"a", "A"},
      {"s", "S"},
      {"d", "D"},
      {"f", "F"},
      {"g", "G"},
      {"h", "H"},
      {"j", "J"},
      {"k", "K"},
      {"l", "L"},
      {"ö", "Ö"},
      {"ä", "Ä"}},
     {{"z", "Z"}, {"x", "X"}, {"c", "C"}, {"v", "V"}, {"b", "B"}, {"n", "N"}, {"m", "M"}, {"-", "-"}}},
    false};

const Layout arabic = {{{{"1", "1"},
                         {"2", "2"},
                         {"3", "3"},
                         {"4", "4"},
                         {"5", "5"},
                         {"6", "6"},
                         {"7", "7"},
                         {"8", "8"},
                         {"9", "9"},
                         {"0", "0"},
                         {"ذ", "ذ"}},
                        {{"ض", "ض"},
                         {"ص", "ص"},
                         {"ث", "ث"},
                         {"ق", "ق"},
                         {"ف", "ف"},
                         {"غ", "إ"},
                         {"ع", "ع"},
                         {"ه", "ه"},
                         {"خ", "خ"},
                         {"ح", "ح"},
                         {"ج", "ج"}},
                        {{"ش", "ش"},
                         {"س", "س"},
                         {"ي", "ي"},
                         {"ب", "ب"},
                         {"ل", "ل"},
                         {"ا", "أ"},
                         {"ت", "ت"},
                         {"ن", "ن"},
                         {"م", "م"},
                         {"ك", "ك"},
                         {"ط", "ط"}},
                        {{"ئ", "ئ"},
                         {"ء", "ء"},
                         {"ؤ", "ؤ"},
                         {"ر", "ر"},
                         {"ى", "آ"},
                         {"ة", "ة"},
                         {"و", "و"},
                         {"ز", "ز"},
                         {"ظ", "ظ"},
                         {"د", "د"}}},
                       true};

constexpr float key_min_px = 68, key_max_px = 84, row_max_px = 112;
constexpr int columns = 11, row_count = 5;

struct KeyLook {
  std::string label, icon;
  display::Color fill;
  Tone text = Tone::ink, ground = Tone::surface;
  Type type = Type::title;
  bool selected = false;
};

// Draws one key; true when it was struck.
bool key(Frame& frame, const std::string& id, const std::string& name, const Rect& rect, const KeyLook& look,
         bool enabled = true) {
  Target target;
  target.id = id;
  target.role = Role::key;
  target.label = name;
  target.enabled = enabled;
  if (look.selected) target.state = "selected";
  const Touch touch = frame.target(target, rect);
  const Theme& theme = frame.theme();
  const bool bright = touch.held || look.selected;
  const display::Color fill = bright ? theme[Tone::tint] : look.fill;
  frame.panel(rect, {fill, theme[bright ? Tone::brand : Tone::edge], frame.px(12), frame.px(bright ? 4 : 2)});
  const Tone tone = !enabled ? Tone::disabled : bright ? Tone::on_tint : look.text;
  if (!look.icon.empty()) {
    frame.icon(look.icon, rect, frame.px(44), tone);
    return touch.acted;
  }
  TextSpec spec;
  spec.text = look.label;
  spec.type = look.type;
  spec.weight = look.type == Type::title ? 500 : 500;
  spec.color = tone;
  spec.ground = bright ? Tone::tint : look.ground;
  spec.line_height = 1.2f;
  spec.size_px = frame.units().font(look.type);
  // Letters and words grow until the key is full.
  spec.size_px = std::min(spec.size_px, std::round(rect.h * 0.64f));
  if (look.type == Type::title) spec.size_px = std::min(spec.size_px, std::round(rect.w * 0.6f));
  const Text text = frame.set(spec);
  frame.draw(text, rect.x + (rect.w - text.w) / 2, rect.y + (rect.h - text.h) / 2, id + ".label", Role::text,
             id);
  return touch.acted;
}

struct Keys {
  Frame& frame;
  const KeyboardSpec& spec;
  const Layout& layout;
  float key_w, key_h, gap, x, w;
  display::Color quiet;
  KeyPress press{};

  void strike(KeyPress::Kind kind, const std::string& utf8 = "") { press = {kind, utf8}; }

  KeyLook quiet_look(const char* icon) const {
    KeyLook look;
    look.icon = icon;
    look.fill = quiet;
    return look;
  }

  void letters(std::size_t index, float y) {
    const auto& row = layout.rows[index];
    const bool last = index + 1 == layout.rows.size();
    const auto n = static_cast<float>(row.size());
    const float letters_w = n * key_w + (n - 1) * gap;
    const float side =
        last ? (layout.shift_in_last_row ? w - letters_w - gap : (w - letters_w) / 2 - gap) : 0;
    float at = last && layout.shift_in_last_row ? x : x + (w - letters_w) / 2;
    if (last && !layout.shift_in_last_row) shift_key({x, y, side, key_h});
    for (const Key& one : row) {
      KeyLook look;
      look.label = spec.shift ? one.shifted : one.plain;
      look.fill = frame.theme()[Tone::surface];
      const std::string name = std::string(one.plain) == "-" ? frame.say("label.hyphen") : look.label;
      if (key(frame, spec.prefix + one.plain, name, {at, y, key_w, key_h}, look))
        strike(KeyPress::Kind::text, look.label);
      at += key_w + gap;
    }
    if (last && key(frame, spec.prefix + "erase", frame.say("label.erase"), {x + w - side, y, side, key_h},
                    quiet_look("backspace")))
      strike(KeyPress::Kind::erase);
  }

  void shift_key(const Rect& rect) {
    KeyLook look = quiet_look("apple-keyboard-shift");
    look.selected = spec.shift;
    if (key(frame, spec.prefix + "shift", frame.say("label.shift"), rect, look))
      strike(KeyPress::Kind::shift);
  }

  float word_width(const std::string& label) {
    TextSpec text;
    text.text = label;
    text.weight = 500;
    text.size_px = std::min(frame.units().font(Type::body), std::round(key_h * 0.64f));
    return std::max(std::round(1.55f * key_w), frame.set(text).w + 2 * frame.px(20));
  }

  void last_row(float y) {
    KeyLook look;
    look.type = Type::body;
    look.fill = quiet;
    look.label = frame.say("search.clear");
    float left = x;
    if (layout.shift_in_last_row) {
      shift_key({x, y, std::round(1.55f * key_w), key_h});
      left += std::round(1.55f * key_w) + gap;
    }
    const float clear_w = word_width(look.label);
    if (key(frame, spec.prefix + "clear", look.label, {left, y, clear_w, key_h}, look, spec.can_clear))
      strike(KeyPress::Kind::clear);
    left += clear_w + gap;
    const std::string go = frame.say("search.go");
    const float go_w = word_width(go);
    look.label = frame.say("search.space");
    look.fill = frame.theme()[Tone::surface];
    if (key(frame, spec.prefix + "space", look.label, {left, y, x + w - go_w - gap - left, key_h}, look))
      strike(KeyPress::Kind::text, " ");
    look.label = go;
    look.fill = spec.can_go ? frame.theme()[Tone::brand] : quiet;
    look.text = Tone::on_brand;
    look.ground = spec.can_go ? Tone::brand : Tone::surface;
    if (key(frame, spec.prefix + "go", go, {x + w - go_w, y, go_w, key_h}, look, spec.can_go))
      strike(KeyPress::Kind::go);
  }
};

}  // namespace

float keyboard_height(Frame& frame) {
  return row_count * frame.px(92) + (row_count - 1) * frame.units().gap_min();
}

KeyPress keyboard(Frame& frame, const Rect& rect, const KeyboardSpec& spec) {
  const Layout& layout = frame.language() == "ar" ? arabic : latin;
  const float gap = frame.units().gap_min();
  const float fits = std::floor((rect.w - (columns - 1) * gap) / columns);
  const float key_w = std::clamp(fits, std::min(fits, frame.px(key_min_px)), frame.px(key_max_px));
  const float key_h =
      std::min(std::floor((rect.h - (row_count - 1) * gap) / row_count), frame.px(row_max_px));
  const float w = columns * key_w + (columns - 1) * gap;
  const Theme& theme = frame.theme();
  Keys keys{frame,
            spec,
            layout,
            key_w,
            key_h,
            gap,
            std::round(rect.x + (rect.w - w) / 2),
            w,
            mix(theme[Tone::surface], theme[Tone::edge], 0.14f)};
  float y = rect.y;
  for (std::size_t i = 0; i < layout.rows.size(); ++i, y += key_h + gap) keys.letters(i, y);
  keys.last_row(y);
  return keys.press;
}

}  // namespace entre::ui
