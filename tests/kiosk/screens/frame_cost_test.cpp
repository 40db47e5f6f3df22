// What a frame costs the processor, as a ratio to blending the screen's pixels once, as its texts and panels
// are blended: both are timed by turns in the same run, so that a slow or busy machine slows both. A plain
// copy would measure the memory: the ratio to it went from 6 to 10 between two machines that draw equally
// fast.
#include <SDL.h>
#include <doctest/doctest.h>

#include <algorithm>

#include "platform/process.h"
#include "stage.h"

using namespace entre;
using entre::testing::make_model;
using entre::testing::Stage;
using visit::ScreenId;

namespace {

constexpr display::Size kSize{1080, 1920};

// Two surfaces of the screen's size; one is blended over the other.
class Blit {
 public:
  Blit() : from_(make(SDL_PIXELFORMAT_ARGB8888)), to_(make(SDL_PIXELFORMAT_XRGB8888)) {
    SDL_FillRect(from_, nullptr, 0x80FAF8F5);
    SDL_SetSurfaceBlendMode(from_, SDL_BLENDMODE_BLEND);
  }
  ~Blit() {
    SDL_FreeSurface(from_);
    SDL_FreeSurface(to_);
  }
  double ms() {
    const Stopwatch work;
    SDL_BlitSurface(from_, nullptr, to_, nullptr);
    return work.ms();
  }

 private:
  static SDL_Surface* make(std::uint32_t format) {
    SDL_Surface* made = SDL_CreateRGBSurfaceWithFormat(0, kSize.w, kSize.h, 32, format);
    REQUIRE(made != nullptr);
    return made;
  }
  SDL_Surface *from_, *to_;
};

double at_share(std::vector<double>& values, double share) {
  const auto place = static_cast<std::ptrdiff_t>(static_cast<double>(values.size() - 1) * share);
  std::nth_element(values.begin(), values.begin() + place, values.end());
  return values[static_cast<std::size_t>(place)];
}

// The blit is the library's, always optimized: our frames have to be, too, for their ratio to say something.
#ifdef NDEBUG
constexpr bool kOptimized = true;
#else
constexpr bool kOptimized = false;
#endif

struct Cost {
  double median_ms, p99_ms, ratio;  // the quiet tenth of the frames to that of the blits
};

// Scrolls `frames` frames down from `from_px`. Texts are set before: the kiosk sets them off the frame.
Cost scrolling(Stage& stage, visit::Model& model, float from_px, int frames) {
  constexpr float step_px = 24;
  Blit blit;
  std::vector<double> works, blits;
  for (const bool timed : {false, true}) {
    for (int i = 0; i < frames; ++i) {
      model.place.scroll_px = from_px + static_cast<float>(i) * step_px;
      const Stopwatch work;
      stage.draw(model);
      if (timed) works.push_back(work.ms());
      if (timed) blits.push_back(blit.ms());
    }
  }
  const double median = at_share(works, 0.5), p99 = at_share(works, 0.99);
  return {median, p99, at_share(works, 0.1) / at_share(blits, 0.1)};
}

}  // namespace

TEST_CASE("scrolling a page of 20,000 words costs a frame little more than blending the screen once" *
          doctest::skip(!kOptimized)) {
  Stage stage(kSize);
  visit::Model model = make_model("sv", ScreenId::article);
  model.page = entre::testing::make_long_page(*model.page, 250);
  const Cost cost = scrolling(stage, model, 5000, 300);
  MESSAGE("median " << cost.median_ms << " ms, 99th percentile " << cost.p99_ms << " ms, " << cost.ratio
                    << " blits");
  CHECK(cost.ratio < 1.2);
}

TEST_CASE("a sheet over a page costs no more than the page" * doctest::skip(!kOptimized)) {
  Stage stage(kSize);
  visit::Model page = make_model("sv", ScreenId::article);
  visit::Model sheet = page;
  sheet.sheet = visit::Sheet::language;
  std::vector<double> pages, sheets;
  for (int i = 0; i < 100; ++i) {
    page.place.scroll_px = sheet.place.scroll_px = static_cast<float>(i % 40) * 24;
    for (const bool has_sheet : {false, true}) {
      // Its texts and its first frame are not timed.
      stage.draw(has_sheet ? sheet : page);
      const Stopwatch work;
      stage.draw(has_sheet ? sheet : page);
      (has_sheet ? sheets : pages).push_back(work.ms());
    }
  }
  const double page_ms = at_share(pages, 0.1), sheet_ms = at_share(sheets, 0.1);
  MESSAGE("page " << page_ms << " ms, with a sheet " << sheet_ms << " ms");
  CHECK(sheet_ms < 1.9 * page_ms);
}
