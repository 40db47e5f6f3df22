#pragma once
// Rules that need a visit on the real app, by finger and key events on a simulated clock.

#include "content.h"
#include "platform/config/config.h"
#include "tally.h"

namespace entre::conformance {

// What is given after the tally is for the tests of the rules themselves.
void idle_time(const Content& site, Tally& tally, const Config::Visit& times = {});  // 13
void flashes(const Content& site, Tally& tally);                                     // 14: with all motion
void calm(const Content& site, Tally& tally, bool is_calm = true);                   // 14: nothing moves
void press_feedback(const Content& site, Tally& tally);                              // 14: in frames
void answers(const Content& site, Tally& tally);                                     // 23
void keys_stay(const Content& site, Tally& tally, std::uint32_t extra_event = 0);    // 25

// The most flashes in a second that an area makes which is large enough to matter: pairs of opposing changes
// of a tenth of full luminance or more, the darker below 0.8, over 0.006 steradians (WCAG 2.3.1), wherever on
// the screen. frames: the luminance of parts of 24 pixels square, one after another.
int flashes_a_second(const std::vector<std::vector<float>>& frames, std::int64_t frame_ms);

}  // namespace entre::conformance
