// Each rule sees the fault that it is for: a frame that keeps it, and the same with the fault planted.
#include <SDL.h>
#include <doctest/doctest.h>

#include <algorithm>

#include "across.h"
#include "platform/display/shapes.h"
#include "rules.h"
#include "visits.h"

using namespace entre;
using namespace entre::conformance;
using display::Rect;

namespace {

constexpr int w = 1080, h = 1920;
constexpr std::uint32_t white = 0xFFFFFFFF, black = 0xFF000000, grey = 0xFF8A8A8A;

void paint(display::Pixels* pixels, const Rect& rect, std::uint32_t color) {
  for (int y = static_cast<int>(rect.y); y < static_cast<int>(rect.bottom()); ++y)
    for (int x = static_cast<int>(rect.x); x < static_cast<int>(rect.right()); ++x)
      pixels->argb[static_cast<std::size_t>(y * pixels->w + x)] = color;
}

ui::Node node(const std::string& id, ui::Role role, const Rect& rect) {
  ui::Node made;
  made.id = id;
  made.role = role;
  made.label = "Hem";
  made.language = "sv";
  made.rect = rect;
  made.clip = {0, 0, w, h};
  return made;
}

// A frame on which nodes are drawn: controls as black outlines, texts as black bars.
struct Planted {
  Observed frame;
  std::uint32_t ink = black, edge = black;

  Planted() {
    frame.screen = "planted";
    frame.pixels = frame.without_letters = {w, h, std::vector<std::uint32_t>(std::size_t{w} * h, white)};
  }
  Planted& text(const std::string& id, const Rect& rect, const std::string& parent = "") {
    ui::Node made = node(id, ui::Role::text, rect);
    made.parent = parent;
    made.paint = ui::TextPaint{{}, {255, 255, 255}, 36};
    return add(made);
  }
  Planted& control(const std::string& id, const Rect& rect, ui::Role role = ui::Role::button) {
    ui::Node made = node(id, role, rect);
    made.focusable = true;
    return add(made);
  }
  Planted& add(const ui::Node& made) {
    if (made.focusable)
      for (display::Pixels* pixels : {&frame.pixels, &frame.without_letters}) {
        paint(pixels, seen(made), edge);
        paint(pixels, {made.rect.x + 4, made.rect.y + 4, made.rect.w - 8, made.rect.h - 8}, white);
      }
    if (made.paint) {
      paint(&frame.pixels, seen(made), ink);
      auto block = std::make_shared<display::TextBlock>();
      block->w = made.rect.w, block->h = made.rect.h, block->size_px = 36;
      block->ink = {0, 0, made.rect.w, made.rect.h};
      block->coverage = {static_cast<int>(made.rect.w), static_cast<int>(made.rect.h), {}};
      block->coverage.alpha.assign(
          static_cast<std::size_t>(block->coverage.w) * static_cast<std::size_t>(block->coverage.h), 255);
      block->lines = {{{0, 0, made.rect.w, made.rect.h}, 0, made.label.size(), 30}};
      frame.blocks[made.id] = block;
      frame.capital_h_px[made.id] = 24;
    }
    frame.tree.add(made);
    return *this;
  }
  display::TextBlock& block(const std::string& id) {
    auto copy = std::make_shared<display::TextBlock>(*frame.blocks.at(id));
    frame.blocks[id] = copy;
    return *copy;
  }
};

std::size_t faults(const Planted& planted, FrameRule rule, int number) {
  Tally tally;
  rule(planted.frame, tally);
  CHECK(tally.rule(number).checks > 0);
  return tally.rule(number).faults;
}

}  // namespace

TEST_CASE("rule 1 sees a text that is too small") {
  Planted good;
  good.text("a", {100, 900, 200, 50});
  CHECK(faults(good, capital_height, 1) == 0);
  good.frame.capital_h_px["a"] = 22;
  CHECK(faults(good, capital_height, 1) == 1);
}

TEST_CASE("rule 2 sees a text that is cut, too wide, overlapped or not whole") {
  Planted good;
  good.control("b", {100, 900, 300, 100})
      .text("b.label", {120, 920, 200, 50}, "b")
      .text("a", {100, 1100, 200, 50});
  CHECK(faults(good, texts_are_whole, 2) == 0);
  CHECK(faults(good, texts_apart, 2) == 0);
  Planted wide = good;
  wide.text("b.more", {350, 930, 100, 30}, "b");
  CHECK(faults(wide, texts_are_whole, 2) > 0);
  Planted overlapped = good;
  overlapped.text("c", {250, 1110, 200, 50});
  CHECK(faults(overlapped, texts_apart, 2) > 0);
  Planted ellipsized = good;
  ellipsized.block("a").lines.back().end = 1;
  CHECK(faults(ellipsized, texts_are_whole, 2) == 1);
  Planted clipped = good;
  paint(&clipped.frame.pixels, {100, 1100, 200, 20}, white);
  CHECK(faults(clipped, texts_are_whole, 2) == 1);
}

TEST_CASE("rule 3 sees grey letters, a pattern under letters and a faint edge") {
  Planted good;
  good.control("b", {100, 900, 300, 100}).text("a", {100, 1100, 200, 50});
  CHECK(faults(good, text_contrast, 3) == 0);
  CHECK(faults(good, shape_contrast, 3) == 0);
  Planted faint;
  faint.ink = grey;
  faint.text("a", {100, 1100, 200, 50});
  CHECK(faults(faint, text_contrast, 3) > 0);
  Planted pattern = good;
  paint(&pattern.frame.without_letters, {200, 1100, 50, 50}, 0xFF404040);
  CHECK(faults(pattern, text_contrast, 3) == 1);
  Planted edge;
  edge.edge = 0xFFD0D0D0;
  edge.control("b", {100, 900, 300, 100});
  CHECK(faults(edge, shape_contrast, 3) == 1);
}

TEST_CASE("rule 4 sees states that only a colour tells apart") {
  Planted rest, outlined, coloured;
  const Rect rect{100, 900, 200, 100};
  paint(&rest.frame.pixels, rect, 0xFF008000);
  paint(&coloured.frame.pixels, rect, 0xFFDB0000);  // as light as that green
  paint(&outlined.frame.pixels, rect, black);
  paint(&outlined.frame.pixels, {104, 904, 192, 92}, 0xFF008000);
  CHECK_FALSE(differs_in_grey(rest.frame.pixels, coloured.frame.pixels, rect));
  paint(&outlined.frame.without_letters, rect, white);
  CHECK(differs_in_grey(outlined.frame.pixels, outlined.frame.without_letters, rect));
}

TEST_CASE("rule 5 sees small targets, narrow gaps and narrow keys") {
  Planted good;
  good.control("a", {100, 900, 68, 68}).control("b", {179, 900, 68, 68});
  good.control("k1", {100, 1200, 84, 84}, ui::Role::key).control("k2", {195, 1200, 84, 84}, ui::Role::key);
  CHECK(faults(good, target_size, 5) == 0);
  CHECK(faults(good, target_gaps, 5) == 0);
  CHECK(faults(good, key_pitch, 5) == 0);
  Planted bad;
  bad.control("a", {100, 900, 60, 68}).control("b", {167, 900, 68, 68});
  bad.control("k1", {100, 1200, 68, 84}, ui::Role::key).control("k2", {179, 1200, 68, 84}, ui::Role::key);
  CHECK(faults(bad, target_size, 5) == 1);
  CHECK(faults(bad, target_gaps, 5) == 1);
  CHECK(faults(bad, key_pitch, 5) == 1);
}

TEST_CASE("rule 6 sees controls that act too early, after sliding off, or not at all") {
  const ui::Node button = node("b", ui::Role::button, {});
  for (const auto& [gesture, wrong] : {std::pair{Gesture{false, false, true}, 0},
                                       {Gesture{true, false, true}, 1},
                                       {Gesture{false, true, true}, 1},
                                       {Gesture{false, false, false}, 1}}) {
    Tally tally;
    acts_on_release(button, gesture, tally);
    CHECK(tally.rule(6).faults == static_cast<std::size_t>(wrong));
  }
}

TEST_CASE("rule 7 sees a column that only a drag moves") {
  Planted bad;
  ui::Node below = node("a", ui::Role::text, {100, 1500, 200, 300});
  below.clip = {0, 0, w, 1600};
  bad.add(below);
  CHECK(faults(bad, page_buttons, 7) == 1);
  bad.control("article.page_down", {100, 1700, 200, 80});
  CHECK(faults(bad, page_buttons, 7) == 0);
}

TEST_CASE("rule 8 sees a control that stands too high") {
  const auto faults_at = [](float y, bool low) {
    Planted planted;
    planted.frame.at.low_reach = low;
    planted.control("a", {100, y, 200, 100});
    return faults(planted, heights, 8);
  };
  CHECK(faults_at(512, false) == 0);
  CHECK(faults_at(500, false) == 1);
  CHECK(faults_at(838, true) == 0);
  CHECK(faults_at(600, true) == 1);
}

TEST_CASE("rule 8 sees a control that no page brings within reach") {
  const auto faults_at = [](std::initializer_list<float> ys) {
    Tally tally;
    AcrossFrames across(tally);
    across.begin(0);
    for (const float y : ys) {
      Planted planted;
      ui::Node control = node("a", ui::Role::button, {100, y, 200, 100});
      control.focusable = true;
      control.clip = {0, 512, w, 900};
      planted.frame.tree.add(control);
      across.look(planted.frame);
    }
    across.end();
    CHECK(tally.rule(8).checks == 1);
    return tally.rule(8).faults;
  };
  CHECK(faults_at({600}) == 0);
  CHECK(faults_at({450}) == 1);
  CHECK(faults_at({450, 900}) == 0);
  CHECK(faults_at({1400, 300}) == 1);
}

TEST_CASE("rule 9 sees a ring of one tone, a thin one, and a control that keys cannot reach") {
  const ui::Node button = node("b", ui::Role::button, {100, 900, 200, 100});
  const auto ring = [&](std::uint32_t outer, std::uint32_t inner, float inner_px) {
    Planted planted;
    paint(&planted.frame.pixels, {92, 892, 216, 116}, outer);
    paint(&planted.frame.pixels, {100 - inner_px, 896, 200 + 2 * inner_px, 108}, inner);
    paint(&planted.frame.pixels, button.rect, white);
    Tally tally;
    focus_ring(button, planted.frame.pixels, tally);
    return tally.rule(9).faults;
  };
  CHECK(ring(black, 0xFFFFD43B, 4) == 0);
  CHECK(ring(black, 0xFFFFD43B, 2) == 1);
  CHECK(ring(black, 0xFF202020, 4) == 1);
  CHECK(ring(0xFFB0B0B0, 0xFFFFFFFE, 4) >= 1);
  Planted good;
  good.control("a", {100, 900, 200, 100});
  CHECK(faults(good, walk_by_keys, 9) == 0);
  ui::Node inner = node("a.inner", ui::Role::button, {120, 920, 100, 70});
  inner.focusable = true;
  inner.parent = "a";
  good.add(inner);
  CHECK(faults(good, walk_by_keys, 9) == 1);
}

TEST_CASE("rule 10 sees nameless nodes, silent letters, silent nodes and a wrong order") {
  Planted good;
  good.text("a", {100, 900, 200, 50}).text("b", {100, 1000, 200, 50});
  CHECK(faults(good, named_nodes, 10) == 0);
  CHECK(faults(good, transcript, 10) == 0);
  CHECK(faults(good, reading_order, 10) == 0);
  Planted nameless = good;
  ui::Node bare = node("c", ui::Role::button, {100, 1200, 100, 100});
  bare.label.clear();
  bare.language = "xx";
  nameless.add(bare);
  CHECK(faults(nameless, named_nodes, 10) == 2);
  Planted silent = good;
  paint(&silent.frame.pixels, {600, 300, 100, 40}, black);
  CHECK(faults(silent, transcript, 10) == 1);
  Planted unseen = good;
  paint(&unseen.frame.pixels, {100, 1000, 200, 50}, white);
  CHECK(faults(unseen, transcript, 10) == 1);
  Planted order = good;
  order.text("c", {100, 700, 200, 50});
  CHECK(faults(order, reading_order, 10) == 1);
}

TEST_CASE("rule 13 sees a warning that is too short") {
  Config::Visit times;
  times.idle_warning_s = 10;
  Tally tally;
  idle_time(real_site(), tally, times);
  CHECK(tally.rule(13).faults > 0);
}

TEST_CASE("rule 14 sees more than three flashes a second, and motion in calm mode") {
  const auto flashing = [](int each_frames, std::size_t parts) {
    std::vector<std::vector<float>> frames;
    for (int i = 0; i < 120; ++i)
      frames.push_back(std::vector<float>(parts, i / each_frames % 2 == 0 ? 0.1f : 0.6f));
    return flashes_a_second(frames, 16);
  };
  CHECK(flashing(12, 100) <= 3);
  CHECK(flashing(6, 100) > 3);
  CHECK(flashing(6, 37) <= 3);  // too small to matter
  Tally tally;
  calm(real_site(), tally, false);
  CHECK(tally.rule(14).faults > 0);
}

TEST_CASE("rule 15 sees long and short lines, close lines and small parts of words") {
  Planted good;
  good.text("article.block.1", {100, 900, 900, 200});
  std::string words;
  while (words.size() < 250) words += "omslagen om";
  const auto set = [&](Planted planted, std::size_t each, float leading_px) {
    ui::Node made = *planted.frame.tree.find("article.block.1");
    made.label = words;
    planted.frame.tree.clear();
    planted.frame.tree.add(made);
    display::TextBlock& block = planted.block("article.block.1");
    block.lines.clear();
    for (std::size_t i = 0; i + each <= words.size(); i += each)
      block.lines.push_back({{}, i, i + each, static_cast<float>(block.lines.size()) * leading_px});
    return planted;
  };
  CHECK(faults(set(good, 60, 51), line_measure, 15) == 0);
  CHECK(faults(set(good, 60, 51), line_height, 15) == 0);
  CHECK(faults(set(good, 80, 51), line_measure, 15) > 0);
  CHECK(faults(set(good, 30, 51), line_measure, 15) == 1);
  CHECK(faults(set(good, 60, 43), line_height, 15) > 0);
  // "omsl-agen" has four letters on either side, "o-mslagen" one.
  Planted divided = set(good, 60, 51);
  divided.block("article.block.1").lines = {{{}, 0, 4, 0}, {{}, 4, words.size(), 51}};
  CHECK(faults(divided, word_fragments, 15) == 0);
  divided.block("article.block.1").lines = {{{}, 0, 1, 0}, {{}, 1, words.size(), 51}};
  CHECK(faults(divided, word_fragments, 15) == 1);
}

TEST_CASE("rule 16 sees unknown letters and a row that is not mirrored") {
  Planted good;
  good.text("t", {100, 700, 200, 50});
  good.control("a", {600, 900, 200, 100}).control("b", {300, 900, 200, 100});
  good.frame.at.language = "ar";
  CHECK(faults(good, known_glyphs, 16) == 0);
  CHECK(faults(good, mirrored_rows, 16) == 0);
  good.block("t").unknown_glyph = true;
  CHECK(faults(good, known_glyphs, 16) == 1);
  good.frame.at.language = "sv";
  CHECK(faults(good, mirrored_rows, 16) == 1);
}

TEST_CASE("rule 17 sees a language by another name, and one that is not offered") {
  const auto offering = [](const std::vector<std::pair<std::string, std::string>>& languages) {
    Planted planted;
    float y = 700;
    for (const auto& [code, label] : languages) {
      ui::Node made = node("language." + code, ui::Role::button, {100, y += 110, 400, 100});
      made.focusable = true;
      made.label = label;
      made.language = code;
      planted.add(made);
    }
    return faults(planted, endonyms, 17);
  };
  CHECK(offering({{"sv", "Svenska"}, {"sv-simple", "Lättläst"}, {"fi", "Suomi"}}) == 0);
  CHECK(offering({{"sv", "Svenska"}, {"sv-simple", "Lättläst"}, {"fi", "Finska"}}) == 1);
  CHECK(offering({{"sv", "Svenska"}, {"sv-simple", "Lättläst"}}) == 1);
}

TEST_CASE("rule 18 sees a keyboard without å, and a key that repeats") {
  Planted planted;
  for (const char* letter : {"q", "å", "ä"})
    planted.control(std::string("search.key.") + letter, {100, 900, 84, 84}, ui::Role::key);
  CHECK(faults(planted, first_layer, 18) == 1);
  planted.control("search.key.ö", {100, 900, 84, 84}, ui::Role::key);
  CHECK(faults(planted, first_layer, 18) == 0);
  Tally tally;
  lets_go(node("k", ui::Role::key, {}), {true, false, true}, tally);
  CHECK(tally.rule(18).faults == 1);
}

TEST_CASE("rule 19 sees small modules, no quiet zone, and what no phone reads") {
  const auto with_code = [](int module_px, int cut_px, bool readable) {
    auto code = display::raster_qr("https://www.regionorebrolan.se/sv/", module_px);
    REQUIRE(code.ok());
    Planted planted;
    const auto side = static_cast<float>(code->pixels.w - 2 * cut_px);
    planted.add(node("article.code", ui::Role::image, {200, 900, side, side}));
    for (int y = 0; y < static_cast<int>(side); ++y)
      for (int x = 0; x < static_cast<int>(side); ++x)
        planted.frame.pixels.argb[static_cast<std::size_t>((900 + y) * w + 200 + x)] =
            code->pixels.argb[static_cast<std::size_t>((y + cut_px) * code->pixels.w + x + cut_px)];
    if (!readable) paint(&planted.frame.pixels, {200 + side / 3, 900 + side / 3, side / 3, side / 3}, black);
    return faults(planted, codes, 19);
  };
  CHECK(with_code(8, 0, true) == 0);
  CHECK(with_code(5, 0, true) == 2);  // modules and side
  CHECK(with_code(8, 24, true) >= 1);
  CHECK(with_code(8, 0, false) == 1);
}

TEST_CASE("rule 20 sees a dock that moves") {
  Tally tally;
  AcrossFrames across(tally);
  across.begin(0);
  for (const float x : {100.f, 100.f, 101.f}) {
    Planted planted;
    planted.control("dock.back", {x, 1800, 100, 100});
    across.look(planted.frame);
  }
  CHECK(tally.rule(20).checks == 3);
  CHECK(tally.rule(20).faults == 1);
}

TEST_CASE("rule 21 sees a field to write in") {
  Planted planted;
  planted.control("feedback.text", {100, 900, 400, 100}, ui::Role::text_field);
  CHECK(faults(planted, no_free_text, 21) == 1);
  planted.frame.screen = "feedback-writing";
  CHECK(faults(planted, no_free_text, 21) == 1);
  planted.text("feedback.comment_notice", {100, 800, 400, 50});
  CHECK(faults(planted, no_free_text, 21) == 0);
  planted.control("feedback.write", {100, 1100, 400, 100});
  CHECK(faults(planted, no_free_text, 21) == 1);
}

TEST_CASE("rule 22 sees a blank screen") {
  Planted planted;
  planted.control("dock.home", {100, 1800, 100, 100});
  CHECK(faults(planted, never_blank, 22) == 1);
  planted.text("title", {100, 900, 200, 50});
  CHECK(faults(planted, never_blank, 22) == 0);
}

TEST_CASE("rule 23 sees a second answer") {
  Planted planted;
  planted.text("article.title", {100, 300, 200, 50}).text("article.useful.answered", {100, 900, 200, 50});
  CHECK(faults(planted, one_answer, 23) == 0);
  planted.control("article.useful.yes", {100, 1100, 200, 100});
  CHECK(faults(planted, one_answer, 23) == 1);
}

TEST_CASE("rule 24 sees a contact that acts after lying still, and a panel that stays deaf") {
  for (const StillFinger& wrong : {StillFinger{false, true, true}, StillFinger{false, false, false}}) {
    Tally tally;
    lets_go(node("b", ui::Role::button, {}), wrong, tally);
    CHECK(tally.rule(24).faults == 1);
  }
}

TEST_CASE("rule 25 sees an event that ends the kiosk") {
  Tally tally;
  keys_stay(real_site(), tally, SDL_QUIT);
  CHECK(tally.rule(25).faults > 0);
}
