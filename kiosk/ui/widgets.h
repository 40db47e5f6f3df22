#pragma once
// What screens are made of. Each draws itself and adds its node; heights are asked for first.

#include <optional>
#include <string>
#include <vector>

#include "kiosk/ui/frame.h"

namespace entre::ui {

enum class ButtonKind { primary, outline, yes, no, tinted };
struct ButtonLook {
  ButtonKind kind = ButtonKind::outline;
  std::string icon;  // empty: none
  Type type = Type::body;
  int weight = 600;
  bool start_aligned = false;  // icon at the start edge, text after it; else both in the middle
  bool selected = false;
  bool icon_only = false;  // the label is not written; without an icon the caller draws what stands for it
  float padding = 24;      // reference pixels at both sides
};
// The least height of a button of that width in which its label is whole.
float button_height(Frame& frame, const std::string& label, const ButtonLook& look, float width);
// The width that a button's label takes on one line.
float button_width(Frame& frame, const std::string& label, const ButtonLook& look,
                   const std::string& language = "");
Touch button(Frame& frame, const Target& target, const display::Rect& rect, const ButtonLook& look);

// A card with a plate or disc, a title and quiet lines below it.
struct CardSpec {
  Target target;
  std::string icon;
  bool disc = false;  // the icon on a green disc, as people have; else on a tinted plate
  std::string title;
  std::string title_language, text_language;  // the interface's where empty
  std::string text;
  std::vector<display::TextSpan> title_marks, text_marks;
  bool chevron = false;
  bool stacked = false;  // the icon above the text, text from the top; else beside it, in the middle
  bool small_plate = false;
};
// y: where it will lie, for a lazy frame.
float card_height(Frame& frame, const CardSpec& spec, float width, float y);
// Where its title stands in it, from side to side.
display::Rect card_name(Frame& frame, const CardSpec& spec, const display::Rect& rect);
Touch card(Frame& frame, const CardSpec& spec, const display::Rect& rect);
// The ground of a card or row.
void card_ground(Frame& frame, const display::Rect& rect, bool held);

// A text at (x, y) in a column: draws and returns its height.
float paragraph(Frame& frame, const TextSpec& spec, float x, float y, const std::string& id,
                Role role = Role::text, const std::string& parent = "");
void rule(Frame& frame, float x, float y, float w);

// A QR code with its quiet zone: side in pixels for a text, at least 190 reference pixels of modules and 7 a
// module; `wanted_px` makes it larger. nullopt: the text fits no code.
struct QrSize {
  int module_px = 0;
  float side_px = 0;
};
std::optional<QrSize> qr_size(Frame& frame, const std::string& text, float wanted_px);
void qr(Frame& frame, const std::string& text, const QrSize& size, float x, float y, const std::string& id,
        const std::string& label);

// A disc with the initials of a name.
void avatar(Frame& frame, const std::string& name, const display::Rect& square);

// Equal cells in rows: rectangles for n cells, at most `columns` a row, of equal height, mirrored.
std::vector<display::Rect> grid(Frame& frame, int n, int columns, float x, float y, float w, float cell_h,
                                float gap);

// The parts of `text` that a search found.
std::vector<display::TextSpan> matches(const std::string& text, const content::Marks& marks);
// "KE" of "Kristina Eklöf".
std::string initials(const std::string& name);

}  // namespace entre::ui
