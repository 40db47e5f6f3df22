#pragma once
// The rules of INTERFACE.md on one frame, a function each. What they look at is in the comment; the numbers
// are the rules' own. Rules that need a visit are in visits.h.

#include <vector>

#include "observed.h"
#include "tally.h"

namespace entre::conformance {

using FrameRule = void (*)(const Observed& frame, Tally& tally);

// rules_text.cpp
void capital_height(const Observed& frame, Tally& tally);  // 1: an H rastered in each text's size, in degrees
void texts_are_whole(const Observed& frame, Tally& tally);  // 2: in their boxes, all lines, all ink, no "..."
void texts_apart(const Observed& frame, Tally& tally);   // 2: none over another, none over a foreign control
void line_measure(const Observed& frame, Tally& tally);  // 15: characters a line of the column that is read
void line_height(const Observed& frame, Tally& tally);   // 15: from baseline to baseline
void word_fragments(const Observed& frame, Tally& tally);  // 15: of divided words
void known_glyphs(const Observed& frame, Tally& tally);    // 16
// rules_color.cpp
void text_contrast(const Observed& frame, Tally& tally);   // 3: of the letters' pixels to those under them
void shape_contrast(const Observed& frame, Tally& tally);  // 3: of each control's edge, or of what is in it
// Whether two pictures of a control differ for who sees no colours: by 3:1 in as many pixels as its shorter
// side, or by 1.4:1 in half of it.
bool differs_in_grey(const display::Pixels& a, const display::Pixels& b, const display::Rect& rect);
// 9: the ring around a node, in two tones of 4 px beside its edge.
void focus_ring(const ui::Node& node, const display::Pixels& with, Tally& tally);
// rules_targets.cpp
void target_size(const Observed& frame, Tally& tally);   // 5: mm
void target_gaps(const Observed& frame, Tally& tally);   // 5: mm
void key_pitch(const Observed& frame, Tally& tally);     // 5: mm from key to key
void page_buttons(const Observed& frame, Tally& tally);  // 7: where something lies beyond its column's edge
void heights(const Observed& frame, Tally& tally);       // 8: mm above the floor
// rules_tree.cpp
void named_nodes(const Observed& frame, Tally& tally);  // 10: label, role, a language of the site
void transcript(const Observed& frame,
                Tally& tally);  // 10: letters on screen and texts in the tree are the same
void reading_order(const Observed& frame, Tally& tally);  // 10
void walk_by_keys(const Observed& frame, Tally& tally);   // 9: next and previous go through all, and round
void mirrored_rows(const Observed& frame, Tally& tally);  // 16
void endonyms(const Observed& frame, Tally& tally);       // 17
void first_layer(const Observed& frame, Tally& tally);    // 18
void no_free_text(const Observed& frame, Tally& tally);   // 21
void one_answer(const Observed& frame, Tally& tally);     // 23
void never_blank(const Observed& frame, Tally& tally);    // 22

// rules_codes.cpp
void codes(const Observed& frame, Tally& tally);  // 19: measured in the picture and read by zbar

const std::vector<FrameRule>& frame_rules();

}  // namespace entre::conformance
