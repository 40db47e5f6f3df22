#pragma once
// Text set by Pango into blocks of coverage, coloured when they become textures. A Typesetter has a
// font map of its own with a private font set and belongs to one thread (the loader's).

#include <memory>
#include <string>
#include <vector>

#include "platform/display/geometry.h"
#include "platform/result.h"

namespace entre::display {

enum class Align { start, center, end };  // in reading direction

struct TextSpan {
  std::size_t begin = 0, end = 0;  // bytes of `text`
  bool strong = false, emphasis = false, underline = false;
  bool mark = false;  // yields rectangles in Typeset::marks
};

// All that a block's pixels depend on.
struct TextRequest {
  std::string text;  // UTF-8; newlines break
  std::vector<TextSpan> spans;
  std::string family = "Inter";
  float size_px = 36;  // CSS pixels of the em
  int weight = 400;
  float line_height = 1.4f;  // times size_px
  float letter_spacing_em = 0;
  bool tabular_figures = false;
  std::string language = "sv";  // BCP 47; chooses glyph forms, hyphenation patterns
  bool rtl = false;             // base direction
  float width_px = 0;           // 0: as wide as it gets, broken at newlines only
  Align align = Align::start;
  // A column to be read: where its lines would be too uneven words are divided, and a last line of a single
  // word is avoided. A word that is too long for the width is divided anywhere. Both at the patterns' points
  // where the language has patterns, in fragments of three letters or more.
  bool reading = false;
  // A quotation mark at the text's beginning hangs before the edge, so that the letters stand below each
  // other. Only where width_px is given and `text` has no newline.
  bool hang_quote = false;
  bool balance = false;  // lines of like length (headings), no single last word
  bool shrink_to_word =
      false;  // reduce size_px until the longest word fits width_px, never below size_min_px
  float size_min_px = 0;
  // The text's first letter as a picture: its ink and advance, without a line around it.
  bool symbol = false;
};
std::string key(const TextRequest& request);  // equal for equal requests only

struct TextLine {
  Rect rect;                       // its advance box, line_height tall, within the block
  std::size_t begin = 0, end = 0;  // bytes of the text
  float baseline = 0;              // y within the block
};

// Lines are aligned within width_px, or within w where width_px is 0; rtl starts at the right. All rectangles
// are relative to the block's upper left corner.
struct TextBlock {
  float w = 0, h = 0;  // advance width of the widest line, height of all lines: for layout
  float size_px = 0;   // after shrinking
  std::vector<TextLine> lines;
  std::vector<Rect> marks;
  bool unknown_glyph = false;
  bool hyphenated = false;
  Rect ink;           // where `coverage` lies relative to the block; may reach outside it
  Coverage coverage;  // empty for empty text
  // The parts of `coverage` that have ink, none over another: a line each, or lines that reach into each
  // other.
  std::vector<Rect> inked;
};

class Typesetter {
 public:
  // fonts_file: assets/fonts/fonts.toml. not_found names the first font file missing and its Debian package.
  // exceptions_file: assets/hyphenation.toml, see Hyphenator; empty: none.
  static Result<std::unique_ptr<Typesetter>> create(const std::string& fonts_file,
                                                    const std::string& exceptions_file = "");
  ~Typesetter();
  TextBlock set(const TextRequest& request);

 private:
  struct State;
  explicit Typesetter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace entre::display
