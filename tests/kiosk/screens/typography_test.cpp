// The lines that readers meet on a page, as Pango has broken them.
#include <doctest/doctest.h>

#include <algorithm>
#include <string_view>

#include "stage.h"

using namespace entre;
using entre::testing::make_model;
using entre::testing::SetText;
using entre::testing::Stage;
using visit::ScreenId;

namespace {

constexpr display::Size kSizes[] = {{1080, 1920}, {1920, 1080}};

std::size_t letters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string_view line_of(const SetText& text, const display::TextLine& line) {
  return std::string_view(text.request.text).substr(line.begin, line.end - line.begin);
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

// An article's texts with the long page's paragraphs among them.
void draw_article(Stage& stage, const std::string& language, int percent) {
  visit::Model model = make_model(language, ScreenId::article);
  model.preferences.text_percent = percent;
  stage.draw(model);
  model.page = entre::testing::make_long_page(*model.page, 6);
  stage.draw(model);
}

std::size_t letters_around(std::string_view text, std::size_t at, int step) {
  std::size_t end = at;
  if (step < 0)
    while (end > 0 && is_letter(text[end - 1])) --end;
  else
    while (end < text.size() && is_letter(text[end])) ++end;
  return letters(text.substr(std::min(at, end), std::max(at, end) - std::min(at, end)));
}

}  // namespace

TEST_CASE("a page's lines hold 45 to 75 characters at 100 % text, and never more at any size") {
  for (const display::Size size : kSizes) {
    for (const int percent : {100, 125, 150, 200}) {
      Stage stage(size);
      draw_article(stage, "sv", percent);
      std::vector<std::size_t> full;
      for (const auto& [key, text] : stage.texts()) {
        if (!text.request.reading || text.block->lines.size() < 4) continue;
        for (const display::TextLine& line : text.block->lines) {
          const std::size_t count = letters(line_of(text, line));
          CAPTURE(line_of(text, line));
          CHECK(count <= 75);
          if (&line != &text.block->lines.back()) full.push_back(count);
        }
      }
      CAPTURE(size.w);
      CAPTURE(percent);
      REQUIRE(full.size() > 20);
      std::sort(full.begin(), full.end());
      if (percent == 100) CHECK(full[full.size() / 2] >= 45);
    }
  }
}

TEST_CASE("whatever is divided on a page has three letters or more on both lines, at every size") {
  std::size_t divided = 0;
  for (const display::Size size : kSizes) {
    for (const int percent : {100, 150, 200}) {
      Stage stage(size);
      draw_article(stage, "sv", percent);
      for (const auto& [key, text] : stage.texts()) {
        // Columns too narrow for a word's part are measured, found wanting, and not shown.
        if (text.request.width_px < 6 * text.request.size_px) continue;
        for (const display::TextLine& line : text.block->lines) {
          const std::string_view all = text.request.text;
          const bool within = line.end > 0 && line.end < all.size() && is_letter(all[line.end - 1]) &&
                              is_letter(all[line.end]);
          if (!within) continue;
          CAPTURE(all);
          CHECK(letters_around(all, line.end, -1) >= 3);
          CHECK(letters_around(all, line.end, 1) >= 3);
          ++divided;
        }
      }
    }
  }
  CHECK(divided > 0);
}

TEST_CASE("a heading of several lines does not end in a short word alone") {
  for (const display::Size size : kSizes) {
    for (const int percent : {100, 150, 200}) {
      Stage stage(size);
      draw_article(stage, "sv", percent);
      for (const auto& [key, text] : stage.texts()) {
        const auto& lines = text.block->lines;
        if (!text.request.shrink_to_word || lines.size() < 2) continue;
        float widest = 0;
        for (const display::TextLine& line : lines) widest = std::max(widest, line.rect.w);
        CAPTURE(text.request.text);
        CHECK(lines.back().rect.w >= 0.4f * widest);
      }
    }
  }
}
