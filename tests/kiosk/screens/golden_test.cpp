// Pictures that somebody has looked at: the style sheet, the screens and Adapt, in both orientations, three
// themes and two sizes of text. On a mismatch NAME.out.png and NAME.diff.png lie in the build folder's
// golden/; golden/accept takes them.
#include <doctest/doctest.h>
#include <pango/pango.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "platform/display/shapes.h"
#include "platform/files.h"
#include "staff_shots.h"
#include "stage.h"

using namespace entre;
using entre::testing::make_model;
using entre::testing::Stage;
using visit::ScreenId;

namespace {

// At half scale, so that a change of a picture stays small in the history.
constexpr double kPpi = 34.4;
constexpr int kToleranceMax = 3;  // per channel; letters' edges may differ by a rounding
constexpr std::uint64_t kFileBytesMax = 4 << 20;
constexpr display::Size kUpright{540, 960}, kAcross{960, 540};
constexpr const char* kThemes[] = {"light", "dark", "contrast"};

int difference(std::uint32_t a, std::uint32_t b) {
  int most = 0;
  for (int shift = 0; shift < 24; shift += 8)
    most =
        std::max(most, std::abs(static_cast<int>(a >> shift & 0xFF) - static_cast<int>(b >> shift & 0xFF)));
  return most;
}

// What differs in red on the faded picture; count: how many pixels.
display::Pixels differences(const display::Pixels& out, const display::Pixels& golden, std::size_t* count) {
  display::Pixels diff = out;
  for (std::size_t i = 0; i < diff.argb.size(); ++i) {
    const bool differs = difference(out.argb[i], golden.argb[i]) > kToleranceMax;
    *count += differs ? 1 : 0;
    diff.argb[i] = differs ? 0xFFE00000 : 0xFF000000 | ((out.argb[i] >> 2 & 0x3F3F3F) + 0xC0C0C0);
  }
  return diff;
}

// The pictures are Debian 12's: another Pango, with other fonts, sets every letter a little otherwise.
bool sets_as_seen() {
  const bool is = pango_version() / 100 == 150;
  if (!is) MESSAGE("golden pictures not compared: Pango 1.50 made them, this is ", pango_version_string());
  return is;
}

void compare(Stage& stage, const std::string& name) {
  CAPTURE(name);
  const std::string golden_file =
      std::string(ENTRE_SOURCE_DIR) + "/tests/kiosk/screens/golden/" + name + ".png";
  const std::string found = std::string(ENTRE_BUILD_DIR) + "/golden/" + name;
  std::filesystem::remove(found + ".out.png");
  std::filesystem::remove(found + ".diff.png");
  const auto out = stage.canvas().read_pixels();
  REQUIRE(out.ok());
  const auto write = [&](const display::Pixels& pixels, const char* suffix) {
    std::filesystem::create_directories(std::filesystem::path(found).parent_path());
    const auto written = display::write_png(pixels, found + suffix);
    CHECK(written.ok());
  };
  const auto bytes = SystemFiles().read(golden_file, kFileBytesMax);
  if (!bytes) {
    write(*out, ".out.png");
    CHECK_MESSAGE(false, "no golden picture yet: look at ", found, ".out.png");
    return;
  }
  const auto golden = display::decode_image(*bytes, std::size_t{1} << 24, {16384, 16384});
  REQUIRE(golden.ok());
  if (golden->w != out->w || golden->h != out->h) {
    write(*out, ".out.png");
    CHECK_MESSAGE(false, "another size than the golden picture: look at ", found, ".out.png");
    return;
  }
  std::size_t count = 0;
  const display::Pixels diff = differences(*out, *golden, &count);
  if (count > 0) {
    write(*out, ".out.png");
    write(diff, ".diff.png");
  }
  CHECK_MESSAGE(count == 0, count, " pixels differ: look at ", found, ".diff.png");
}

struct Shown {
  std::string name;
  visit::Model model;
};

std::vector<Shown> shown() {
  std::vector<Shown> all;
  for (const ScreenId screen : {ScreenId::home, ScreenId::group, ScreenId::article, ScreenId::contacts,
                                ScreenId::contact, ScreenId::search, ScreenId::about})
    all.push_back({visit::name(screen), make_model("sv", screen)});
  visit::Model& search = all[5].model;
  search.search.text = search.search.answered_text = "vad";
  search.search.found.marks = {{"vad", {0, 3}}};
  search.search.found.hits = {{content::Hit::Kind::page, "what-is-it"},
                              {content::Hit::Kind::page, "our-task"},
                              {content::Hit::Kind::contact, "kristina-eklof"}};
  visit::Model alone = search, adapt = make_model("sv", ScreenId::article);
  alone.search.keys_away = true;
  adapt.sheet = visit::Sheet::adapt;
  visit::Model code = make_model("sv", ScreenId::neutral);
  code.library = std::make_shared<const visit::Library>();
  code.enrolment_code = {"BCDF-GHJK", "https://hub.example.org/enrol",
                         "https://hub.example.org/enrol?code=BCDF-GHJK", 0};
  all.push_back({"neutral-code", code});
  all.push_back({"search-alone", alone});
  all.push_back({"adapt", adapt});
  return all;
}

void compare_staff(display::Size size) {
  Stage stage(size, kPpi);
  const std::string way = size.w > size.h ? "across" : "upright";
  for (auto& [name, model] : testing::staff_shots(make_model("sv", ScreenId::home), size))
    for (const char* theme : kThemes) {
      model.preferences.theme = theme;
      stage.draw(model);
      compare(stage, name + "-" + way + "-" + theme);
    }
}

void compare_screens(display::Size size) {
  Stage stage(size, kPpi);
  const std::string way = size.w > size.h ? "across" : "upright";
  for (auto& [name, model] : shown())
    for (const char* theme : kThemes)
      for (const int percent : {100, 200}) {
        model.preferences.theme = theme;
        model.preferences.text_percent = percent;
        stage.draw(model);
        compare(stage, name + "-" + way + "-" + theme + "-" + std::to_string(percent));
      }
}

}  // namespace

TEST_CASE("the screens look upright as somebody has seen them") {
  if (!sets_as_seen()) return;
  compare_screens(kUpright);
}

TEST_CASE("the screens look across as somebody has seen them") {
  if (!sets_as_seen()) return;
  compare_screens(kAcross);
}

TEST_CASE("the staff screen looks upright and across as somebody has seen it") {
  if (!sets_as_seen()) return;
  compare_staff(kUpright);
  compare_staff(kAcross);
}

TEST_CASE("the style sheet looks as somebody has seen it") {
  if (!sets_as_seen()) return;
  for (const auto& [percent, height] : {std::pair{100, 4600}, {200, 9000}}) {
    Stage stage({kUpright.w, height}, kPpi);
    visit::Model model = make_model("sv", ScreenId::gallery);
    for (const char* theme : kThemes) {
      model.preferences.theme = theme;
      model.preferences.text_percent = percent;
      stage.draw(model);
      compare(stage, std::string("gallery-") + theme + "-" + std::to_string(percent));
    }
  }
}
