#include "kiosk/ui/keyboard.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>

#include "sync/content/tokens.h"

namespace entre::ui {

using display::Rect;
using visit::KeyLayer;
using visit::Shift;

namespace {

// Rows of keys, a space between them, and what other letters they give with shift: pairs of small and large.
struct Layout {
  const char* rows[3];
  const char* shifted = "";
  bool own_row_for_shift = false;  // the letters need the whole third row: shift and erase go below
};

constexpr Layout swedish{{"q w e r t y u i o p å", "a s d f g h j k l ö ä", "z x c v b n m -"}};
// Swedish names are looked for in English too, and have an apostrophe less often than English words.
constexpr Layout english{{"q w e r t y u i o p å", "a s d f g h j k l ö ä", "z x c v b n m '"}};
constexpr Layout arabic{
    {"ض ص ث ق ف غ ع ه خ ح ج", "ش س ي ب ل ا ت ن م ك ط", "ذ ئ ء ؤ ر ى ة و ز ظ د"}, "غ إ ا أ ى آ", true};
constexpr Layout symbols{{"1 2 3 4 5 6 7 8 9 0 @", "- ' . , : ? ! & / ( )", "é è ê ü ï æ ø ß"}, "ß ß"};

constexpr Layout technical{{"1 2 3 4 5 6 7 8 9 0 @", "- _ . , : ; ? ! & / =", "+ * # $ % ' \" ~"},
                           "1 ( 2 ) 3 [ 4 ] 5 { 6 } 7 < 8 > 9 | 0 \\ @ ^ - `"};

const Layout& layout_of(const Frame& frame, const KeyboardSpec& spec) {
  const KeyLayer layer = spec.layer;
  if (layer == KeyLayer::symbols) return spec.technical ? technical : symbols;
  const bool latin = layer == KeyLayer::other_letters;
  if (frame.language() == "ar" && !latin) return arabic;
  return frame.language() == "en" ? english : swedish;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> all(1);
  for (const char c : text)
    if (c == ' ')
      all.emplace_back();
    else
      all.back() += c;
  return all;
}

std::string large(const Layout& layout, const std::string& small) {
  const auto pairs = split(layout.shifted);
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2)
    if (pairs[i] == small) return pairs[i + 1];
  return content::capitalised(small);
}

// How a key is called whose sign says nothing aloud; null where it does.
const char* name_of(const std::string& sign) {
  static constexpr std::pair<const char*, const char*> names[] = {
      {"-", "hyphen"}, {"'", "apostrophe"},       {".", "full_stop"},         {",", "comma"},
      {":", "colon"},  {"?", "question"},         {"!", "exclamation"},       {"&", "ampersand"},
      {"/", "slash"},  {"(", "parenthesis_open"}, {")", "parenthesis_close"}, {"@", "at"}};
  for (const auto& [key, name] : names)
    if (sign == key) return name;
  return nullptr;
}

constexpr float key_min_px = 68, key_max_px = 84, row_max_px = 112, word_min_px = 32;
constexpr int columns = 11;

int row_count(bool has_word_row) {
  return has_word_row ? 5 : 4;
}

struct KeyLook {
  std::string label, icon;
  display::Color fill;
  Tone text = Tone::ink, ground = Tone::surface;
  Type type = Type::title;
  bool selected = false, underlined = false, enabled = true, types = false;
};

struct Keys {
  Frame& frame;
  const KeyboardSpec& spec;
  const Layout& layout;
  float key_w, key_h, gap, x, w;
  display::Color quiet;
  KeyPress press{};
  // The letter under the finger, which hides it: shown above.
  struct Held {
    std::string label;
    Rect rect;
  };
  std::optional<Held> held{};

  void strike(KeyPress::Kind kind, const std::string& utf8 = "", KeyLayer layer = KeyLayer::letters) {
    press = {kind, utf8, layer};
  }

  KeyLook quiet_look(const std::string& label, const char* icon = "") const {
    KeyLook look;
    look.label = label;
    look.icon = icon;
    look.type = Type::body;
    look.fill = quiet;
    return look;
  }

  Text set_label(const KeyLook& look, float height, float width, Tone tone, bool bright) {
    TextSpec text;
    text.text = look.label;
    text.type = look.type;
    text.weight = 500;
    text.color = tone;
    text.ground = bright ? Tone::tint : look.ground;
    text.line_height = 1.2f;
    // Letters and words grow until the key is full.
    text.size_px = std::min(frame.units().font(look.type), std::round(height * 0.64f));
    if (look.type == Type::title) text.size_px = std::min(text.size_px, std::round(width * 0.6f));
    return frame.set(text);
  }

  // Draws one key; true when it was struck.
  bool key(const std::string& id, const std::string& name, const Rect& rect, const KeyLook& look) {
    Target target;
    target.id = spec.prefix + id;
    target.role = Role::key;
    target.label = look.label.empty() ? name : look.label;
    // A sign is called by its name; a word that is written is said first (WCAG 2.5.3).
    const bool word = look.label.size() > 1 && static_cast<unsigned char>(look.label[0]) < 0x80;
    if (target.label != name) target.spoken = word ? look.label + ", " + name : name;
    target.enabled = look.enabled;
    target.types = look.types;
    if (look.selected) target.state = "selected";
    const Touch touch = frame.target(target, rect);
    const Theme& theme = frame.theme();
    const bool bright = touch.held || look.selected;
    frame.panel(rect, {bright ? theme[Tone::tint] : look.fill, theme[bright ? Tone::brand : Tone::edge],
                       frame.px(12), frame.px(bright ? 4 : 2)});
    const Tone tone = !look.enabled ? Tone::disabled : bright ? Tone::on_tint : look.text;
    if (look.underlined)
      frame.fill({rect.x + rect.w * 0.3f, rect.bottom() - frame.px(16), rect.w * 0.4f, frame.px(4)}, tone);
    if (!look.icon.empty()) return frame.icon(look.icon, rect, frame.px(44), tone), touch.acted;
    if (touch.held && look.type == Type::title) held = {look.label, rect};
    const Text text = set_label(look, rect.h, rect.w, tone, bright);
    frame.draw(text, rect.x + (rect.w - text.w) / 2, rect.y + (rect.h - text.h) / 2, target.id + ".label",
               Role::text, target.id);
    return touch.acted;
  }

  void letter(const std::string& small, const Rect& rect) {
    KeyLook look;
    look.label = spec.shift == Shift::none ? small : large(layout, small);
    look.fill = frame.theme()[Tone::surface];
    look.types = true;
    const char* name = name_of(look.label.size() == 1 ? look.label : small);
    if (key(small, name == nullptr ? look.label : frame.say("key." + std::string(name)), rect, look))
      strike(KeyPress::Kind::text, look.label);
  }

  void letters(std::size_t index, float y) {
    const std::vector<std::string> row = split(layout.rows[index]);
    const auto n = static_cast<float>(row.size());
    const float letters_w = n * key_w + (n - 1) * gap;
    float at = std::round(x + (w - letters_w) / 2);
    const bool flanked = index == 2 && !layout.own_row_for_shift;
    const float side = at - x - gap;
    if (flanked) shift_key({x, y, side, key_h});
    for (const std::string& small : row) {
      letter(small, {at, y, key_w, key_h});
      at += key_w + gap;
    }
    if (flanked) erase_key({at, y, x + w - at, key_h});
  }

  void shift_key(const Rect& rect) {
    KeyLook look = quiet_look("", "apple-keyboard-shift");
    look.selected = spec.shift != Shift::none;
    look.underlined = spec.shift == Shift::locked;
    if (key("shift", frame.say(look.underlined ? "label.shift_locked" : "label.shift"), rect, look))
      strike(KeyPress::Kind::shift);
  }

  void erase_key(const Rect& rect) {
    if (key("erase", frame.say("label.erase"), rect, quiet_look("", "backspace")))
      strike(KeyPress::Kind::erase);
  }

  float word_width(const KeyLook& look) {
    return std::max(key_w, set_label(look, key_h, 0, Tone::ink, false).w + 2 * frame.px(20));
  }

  // A key with a word on it at the start of what is left of the row.
  bool word_key(const std::string& id, const std::string& name, const KeyLook& look, float y, float* left) {
    const float width = std::round(word_width(look));
    const bool struck = key(id, name, {*left, y, width, key_h}, look);
    *left += width + gap;
    return struck;
  }

  void last_row(float y) {
    float left = x;
    const bool shows_symbols = spec.layer == KeyLayer::symbols;
    const KeyLayer back = spec.other_letters ? KeyLayer::other_letters : KeyLayer::letters;
    if (layout.own_row_for_shift) {
      shift_key({left, y, key_w, key_h});
      left += key_w + gap;
    }
    if (shows_symbols) {
      if (word_key("letters", frame.say("key.letters"), quiet_look(frame.say("key.letters_sign")), y, &left))
        strike(KeyPress::Kind::layer, "", back);
    } else if (word_key("symbols", frame.say("key.symbols"), quiet_look("123"), y, &left)) {
      strike(KeyPress::Kind::layer, "", KeyLayer::symbols);
    }
    if (frame.language() == "ar" && !shows_symbols) {
      const bool latin = spec.layer == KeyLayer::other_letters;
      if (word_key("script", frame.say(latin ? "key.own_letters" : "key.latin_letters"),
                   quiet_look(latin ? "ابج" : "ABC"), y, &left))
        strike(KeyPress::Kind::layer, "", latin ? KeyLayer::letters : KeyLayer::other_letters);
    }
    KeyLook clear = quiet_look(frame.say("search.clear"));
    clear.enabled = spec.can_clear;
    if (!layout.own_row_for_shift && word_key("clear", clear.label, clear, y, &left))
      strike(KeyPress::Kind::clear);
    space_and_go(y, left);
  }

  void space_and_go(float y, float left) {
    KeyLook go = quiet_look(frame.say(spec.go));
    go.enabled = spec.can_go;
    if (spec.can_go) go.fill = frame.theme()[Tone::brand];
    go.text = Tone::on_brand;
    go.ground = spec.can_go ? Tone::brand : Tone::surface;
    float right = x + w - std::round(std::max(1.55f * key_w, word_width(go)));
    const Rect go_rect{right, y, x + w - right, key_h};
    if (layout.own_row_for_shift) {
      right -= key_w + gap;
      erase_key({right, y, key_w, key_h});
    }
    KeyLook space = quiet_look(frame.say("search.space"));
    space.fill = frame.theme()[Tone::surface];
    const Rect space_rect{left, y, right - gap - left, key_h};
    // The bar is known by its place and its width where its name has no room.
    if (word_width(space) > space_rect.w) space.label = "␣";
    if (key("space", frame.say("search.space"), space_rect, space)) strike(KeyPress::Kind::text, " ");
    if (key("go", go.label, go_rect, go)) strike(KeyPress::Kind::go);
  }

  // As many of the words as fit, in equal parts of the row, the best at its start.
  void words(float y) {
    TextSpec text;
    text.weight = 500;
    text.ground = Tone::surface;
    text.line_height = 1.2f;
    text.size_px = std::min(frame.units().font(Type::body), std::round(key_h * 0.5f));
    for (std::size_t count = spec.words.size(); count > 0; --count) {
      const float part = std::floor((w - static_cast<float>(count - 1) * gap) / static_cast<float>(count));
      std::vector<Text> set;
      for (std::size_t i = 0; i < count; ++i) {
        text.text = spec.words[i];
        set.push_back(frame.set(text));
      }
      const bool fits = std::all_of(set.begin(), set.end(),
                                    [&](const Text& one) { return one.w <= part - 2 * frame.px(16); });
      const float smaller = std::round(text.size_px * 0.9f);
      if (!fits && count == 1 && smaller >= frame.px(word_min_px)) {
        text.size_px = smaller;
        ++count;
        continue;
      }
      if (!fits) continue;
      for (std::size_t i = 0; i < count; ++i)
        word(i, set[i], {x + static_cast<float>(i) * (part + gap), y, part, key_h});
      return;
    }
  }

  void word(std::size_t index, const Text& text, Rect rect) {
    rect = frame.mirrored(rect, {x, rect.y, w, rect.h});
    Target target;
    target.id = spec.prefix + "word." + std::to_string(index + 1);
    target.label = text.spec.text;
    target.spoken = frame.say("label.write_word", {{"word", text.spec.text}});
    target.types = true;
    const Touch touch = frame.target(target, rect);
    const Theme& theme = frame.theme();
    frame.panel(rect, {touch.held ? theme[Tone::tint] : theme[Tone::surface], theme[Tone::brand],
                       std::floor(rect.h / 2), frame.px(touch.held ? 4 : 2)});
    frame.draw(text, rect.x + (rect.w - text.w) / 2, rect.y + (rect.h - text.h) / 2, target.id + ".label",
               Role::text, target.id);
    if (touch.acted) strike(KeyPress::Kind::word, text.spec.text);
  }

  // No node: the key itself is one.
  void preview() {
    if (!held) return;
    const float wide = std::round(held->rect.w * 1.3f), high = std::round(held->rect.h * 1.15f);
    const float left = std::clamp(held->rect.x + (held->rect.w - wide) / 2, x, x + w - wide);
    const Rect rect{std::round(left), held->rect.y - high - frame.px(4), wide, high};
    const Theme& theme = frame.theme();
    frame.panel(rect, {theme[Tone::surface], theme[Tone::brand], frame.px(16), frame.px(4)});
    KeyLook look;
    look.label = held->label;
    TextSpec text = set_label(look, rect.h, rect.w, Tone::ink, false).spec;
    text.size_px = std::min(std::round(rect.h * 0.7f), std::round(rect.w * 0.7f));
    const Text set = frame.set(text);
    frame.draw(set, rect.x + (rect.w - set.w) / 2, rect.y + (rect.h - set.h) / 2, "");
  }
};

}  // namespace

float keyboard_height(Frame& frame, bool has_word_row) {
  const auto rows = static_cast<float>(row_count(has_word_row));
  return rows * frame.px(92) + (rows - 1) * frame.units().gap_min();
}

float keyboard_height_min(Frame& frame, bool has_word_row) {
  const auto rows = static_cast<float>(row_count(has_word_row));
  return rows * frame.units().target_min() + (rows - 1) * frame.units().gap_min();
}

KeyPress keyboard(Frame& frame, const Rect& rect, const KeyboardSpec& spec) {
  const float gap = frame.units().gap_min();
  const float fits = std::floor((rect.w - (columns - 1) * gap) / columns);
  const float key_w = std::clamp(fits, std::min(fits, frame.px(key_min_px)), frame.px(key_max_px));
  const auto rows = static_cast<float>(row_count(spec.has_word_row));
  const float key_h = std::min(std::floor((rect.h - (rows - 1) * gap) / rows), frame.px(row_max_px));
  const float w = columns * key_w + (columns - 1) * gap;
  const Theme& theme = frame.theme();
  Keys keys{frame,
            spec,
            layout_of(frame, spec),
            key_w,
            key_h,
            gap,
            std::round(rect.x + (rect.w - w) / 2),
            w,
            mix(theme[Tone::surface], theme[Tone::edge], 0.14f)};
  float y = rect.y;
  if (spec.has_word_row) {
    keys.words(y);
    y += key_h + gap;
  }
  for (std::size_t i = 0; i < std::size(keys.layout.rows); ++i, y += key_h + gap) keys.letters(i, y);
  keys.last_row(y);
  keys.preview();
  return keys.press;
}

}  // namespace entre::ui
