#include "platform/display/canvas.h"

#include <SDL.h>
#include <doctest/doctest.h>
#include <imgui.h>

#include <functional>
#include <thread>

using namespace entre;
using namespace entre::display;

namespace {

constexpr Size kSize{320, 200};
struct Point {
  int x, y;
};
constexpr Color kPaper{0xFA, 0xF8, 0xF5, 255};

std::unique_ptr<Canvas> headless() {
  WindowOptions options;
  options.size = kSize;
  options.headless = true;
  auto canvas = Canvas::create(options);
  REQUIRE(canvas.ok());
  return std::move(*canvas);
}

// A window over the whole canvas, without decoration.
void window(const std::function<void(ImDrawList*)>& draw) {
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0f);
  ImGui::Begin("canvas", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove);
  draw(ImGui::GetWindowDrawList());
  ImGui::End();
  ImGui::PopStyleVar(2);
}

Pixels frame(Canvas& canvas, const std::function<void(ImDrawList*)>& draw) {
  canvas.begin(0);
  window(draw);
  canvas.end(kPaper);
  auto pixels = canvas.read_pixels();
  canvas.present();
  REQUIRE(pixels.ok());
  return *pixels;
}

std::uint32_t at(const Pixels& pixels, int x, int y) {
  return pixels.argb[std::size_t(y) * pixels.w + x];
}

// Passes SDL's queue to the canvas, as the app does.
void take_events(Canvas& canvas, std::int64_t ms) {
  SDL_Event event;
  while (canvas.wait_event(&event, 0)) canvas.on_event(event, ms);
}

bool button(const char* id) {
  ImGui::SetCursorPos({100, 50});
  return ImGui::InvisibleButton(id, {80, 60});
}

// ImGui 1.90 lets a window be pressed in its third frame, 1.86 in its second.
void show_button(Canvas& canvas) {
  for (int i = 0; i < 2; ++i) frame(canvas, [](ImDrawList*) { button("b"); });
}

}  // namespace

TEST_CASE("a frame is the clear colour where nothing is drawn") {
  const auto canvas = headless();
  CHECK(canvas->size() == kSize);
  CHECK(canvas->renderer_name() == "software, in memory");
  const Pixels pixels = frame(*canvas, [](ImDrawList*) {});
  CHECK(pixels.w == 320);
  CHECK(pixels.h == 200);
  for (std::uint32_t p : pixels.argb) REQUIRE(p == 0xFFFAF8F5);
}

TEST_CASE("coverage becomes a texture of its colour, and nothing where it covers nothing") {
  const auto canvas = headless();
  const Color brand{0x0B, 0x4F, 0x6C, 255};
  const TextureId texture = canvas->make_texture(Coverage{2, 1, {255, 0}}, brand);
  REQUIRE(texture != nullptr);
  const Pixels pixels = frame(*canvas, [&](ImDrawList* list) {
    list->AddImage(texture, {10, 10}, {12, 11});
  });
  CHECK(at(pixels, 10, 10) == 0xFF0B4F6C);
  CHECK(at(pixels, 11, 10) == 0xFFFAF8F5);
  CHECK(canvas->make_texture(Coverage{}, brand) == nullptr);
}

TEST_CASE("a rectangle is drawn where it should be, in its colour, to the pixel") {
  const auto canvas = headless();
  const Pixels pixels = frame(*canvas, [](ImDrawList* list) {
    list->AddRectFilled({10, 20}, {50, 60}, IM_COL32(0x0B, 0x4F, 0x6C, 255));
  });
  CHECK(at(pixels, 10, 20) == 0xFF0B4F6C);
  CHECK(at(pixels, 49, 59) == 0xFF0B4F6C);
  CHECK(at(pixels, 9, 20) == 0xFFFAF8F5);
  CHECK(at(pixels, 10, 19) == 0xFFFAF8F5);
  CHECK(at(pixels, 50, 59) == 0xFFFAF8F5);
  CHECK(at(pixels, 49, 60) == 0xFFFAF8F5);
}

TEST_CASE("points of a frame are read in order, as bright as they look") {
  const auto canvas = headless();
  canvas->begin(0);
  window([](ImDrawList* list) {
    list->AddRectFilled({0, 0}, {160, 100}, IM_COL32(255, 255, 255, 255));
    list->AddRectFilled({160, 0}, {320, 100}, IM_COL32(255, 0, 0, 255));
    list->AddRectFilled({0, 100}, {160, 200}, IM_COL32(0, 255, 0, 255));
    list->AddRectFilled({160, 100}, {320, 200}, IM_COL32(0, 0, 0, 255));
  });
  canvas->end(kPaper);
  CHECK(canvas->sample_luminance(2, 2) == std::vector<std::uint8_t>{255, 76, 149, 0});
  CHECK(canvas->sample_luminance(32, 18).size() == 32 * 18);
  canvas->present();
}

TEST_CASE("a half transparent rectangle mixes with what lies under it") {
  const auto canvas = headless();
  const Pixels pixels = frame(*canvas, [](ImDrawList* list) {
    list->AddRectFilled({0, 0}, {10, 10}, IM_COL32(0, 0, 0, 128));
  });
  CHECK(static_cast<int>(at(pixels, 5, 5) & 255) == doctest::Approx(0xF5 / 2).epsilon(0.03));
}

TEST_CASE("what lies outside a clip rectangle is not drawn") {
  const auto canvas = headless();
  const Pixels pixels = frame(*canvas, [](ImDrawList* list) {
    list->PushClipRect({20, 20}, {40, 40});
    list->AddRectFilled({0, 0}, {100, 100}, IM_COL32(255, 0, 0, 255));
    list->PopClipRect();
    list->AddRectFilled({90, 90}, {95, 95}, IM_COL32(0, 255, 0, 255));
  });
  CHECK(at(pixels, 20, 20) == 0xFFFF0000);
  CHECK(at(pixels, 39, 39) == 0xFFFF0000);
  CHECK(at(pixels, 19, 25) == 0xFFFAF8F5);
  CHECK(at(pixels, 40, 25) == 0xFFFAF8F5);
  CHECK(at(pixels, 92, 92) == 0xFF00FF00);
}

TEST_CASE("a picture keeps its pixels at its own size, and takes the colour it is drawn in") {
  const auto canvas = headless();
  const TextureId picture = canvas->make_texture({2, 2, {0xFFFF0000, 0xFF00FF00, 0xFF0000FF, 0xFFFFFFFF}});
  const TextureId white = canvas->make_texture({1, 2, {0xFFFFFFFF, 0x80FFFFFF}});
  REQUIRE(picture);
  const Pixels pixels = frame(*canvas, [&](ImDrawList* list) {
    list->AddImage(picture, {30, 40}, {32, 42});
    list->AddImage(picture, {60.3f, 40.4f}, {62.3f, 42.4f});
    list->AddImage(white, {80, 40}, {81, 42}, {0, 0}, {1, 1}, IM_COL32(0x14, 0x20, 0x2B, 255));
  });
  CHECK(at(pixels, 30, 40) == 0xFFFF0000);
  CHECK(at(pixels, 31, 40) == 0xFF00FF00);
  CHECK(at(pixels, 30, 41) == 0xFF0000FF);
  CHECK(at(pixels, 31, 41) == 0xFFFFFFFF);
  CHECK(at(pixels, 29, 40) == 0xFFFAF8F5);
  CHECK(at(pixels, 60, 40) == 0xFFFF0000);
  CHECK(at(pixels, 61, 41) == 0xFFFFFFFF);
  CHECK(at(pixels, 62, 42) == 0xFFFAF8F5);
  CHECK(at(pixels, 80, 40) == 0xFF14202B);
  CHECK(static_cast<int>(at(pixels, 80, 41) & 255) == doctest::Approx((0x2B + 0xF5) / 2).epsilon(0.03));
  canvas->drop_texture(picture);
  canvas->drop_texture(picture);
  canvas->drop_texture(nullptr);
}

TEST_CASE("a nine-slice's middle and edges stretch without taking colour from their neighbours") {
  const auto canvas = headless();
  // A border of one pixel around one pixel of fill.
  const std::uint32_t b = 0xFF707C87, f = 0xFFFFFFFF;
  const TextureId slice = canvas->make_texture({3, 3, {b, b, b, b, f, b, b, b, b}});
  const Pixels pixels = frame(*canvas, [&](ImDrawList* list) {
    const float third = 1 / 3.0f, two = 2 / 3.0f;
    list->AddImage(slice, {11, 11}, {109, 59}, {third, third}, {two, two});
    list->AddImage(slice, {11, 10}, {109, 11}, {third, 0}, {two, third});
    list->AddImage(slice, {10, 11}, {11, 59}, {0, third}, {third, two});
  });
  for (int x = 11; x < 109; ++x) {
    REQUIRE(at(pixels, x, 10) == b);
    for (int y = 11; y < 59; ++y) REQUIRE(at(pixels, x, y) == f);
  }
  for (int y = 11; y < 59; ++y) REQUIRE(at(pixels, 10, y) == b);
}

TEST_CASE("triangles and lines are drawn too, between pictures, in order") {
  const auto canvas = headless();
  const Pixels pixels = frame(*canvas, [](ImDrawList* list) {
    list->AddRectFilled({0, 0}, {100, 100}, IM_COL32(255, 255, 255, 255));
    list->AddTriangleFilled({0, 0}, {80, 0}, {0, 80}, IM_COL32(0, 0, 255, 255));
    list->AddRectFilled({5, 5}, {15, 15}, IM_COL32(255, 0, 0, 255));
    list->AddLine({0, 150}, {300, 150}, IM_COL32(0, 0, 0, 255), 4);
  });
  CHECK(at(pixels, 30, 30) == 0xFF0000FF);
  CHECK(at(pixels, 10, 10) == 0xFFFF0000);
  CHECK(at(pixels, 90, 90) == 0xFFFFFFFF);
  CHECK(at(pixels, 150, 150) == 0xFF000000);
}

TEST_CASE("an empty or misshapen picture makes no texture") {
  const auto canvas = headless();
  CHECK(canvas->make_texture({}) == nullptr);
  CHECK(canvas->make_texture({10, 10, {1, 2, 3}}) == nullptr);
  CHECK(canvas->make_texture({-1, -1, {1}}) == nullptr);
}

TEST_CASE("a finger's tap through SDL's queue presses the button under it, once") {
  const auto canvas = headless();
  take_events(*canvas, 0);
  show_button(*canvas);
  push_finger(FingerPhase::down, 120, 70, kSize);
  push_finger(FingerPhase::up, 120, 70, kSize);
  take_events(*canvas, 10);
  int presses = 0, frames = 0;
  while (canvas->input_pending()) {
    REQUIRE(++frames < 20);
    frame(*canvas, [&](ImDrawList*) { presses += button("b"); });
  }
  CHECK(presses == 1);
  CHECK(frames == 5);
  CHECK_FALSE(ImGui::IsMousePosValid());
}

TEST_CASE("sliding off cancels, and a second finger's tap presses nothing") {
  const auto canvas = headless();
  take_events(*canvas, 0);
  int presses = 0;
  const auto play = [&] {
    take_events(*canvas, 10);
    while (canvas->input_pending()) frame(*canvas, [&](ImDrawList*) { presses += button("b"); });
  };
  push_finger(FingerPhase::down, 120, 70, kSize);
  push_finger(FingerPhase::move, 20, 20, kSize);
  push_finger(FingerPhase::up, 20, 20, kSize);
  play();
  CHECK(presses == 0);
  push_finger(FingerPhase::down, 10, 10, kSize, 1);
  push_finger(FingerPhase::down, 120, 70, kSize, 2);
  push_finger(FingerPhase::up, 120, 70, kSize, 2);
  push_finger(FingerPhase::up, 10, 10, kSize, 1);
  play();
  CHECK(presses == 0);
}

TEST_CASE("a transition played into a discarded frame is played again") {
  // Discards the nth frame for each n: whichever it is, the tap presses once.
  for (int discarded = 0; discarded < 5; ++discarded) {
    CAPTURE(discarded);
    const auto canvas = headless();
    take_events(*canvas, 0);
    show_button(*canvas);
    push_finger(FingerPhase::down, 120, 70, kSize);
    push_finger(FingerPhase::up, 120, 70, kSize);
    take_events(*canvas, 10);
    int presses = 0;
    for (int n = 0; canvas->input_pending(); ++n) {
      REQUIRE(n < 20);
      if (n == discarded) {
        canvas->begin(n);
        window([](ImDrawList*) { button("b"); });
        canvas->discard();
        CHECK(canvas->input_pending());
      }
      frame(*canvas, [&](ImDrawList*) { presses += button("b"); });
    }
    CHECK(presses == 1);
  }
}

TEST_CASE("a real mouse is a finger, and one that touch made up is not") {
  const auto canvas = headless();
  SDL_Event event{};
  event.type = SDL_MOUSEBUTTONDOWN;
  event.button.button = SDL_BUTTON_LEFT;
  event.button.which = SDL_TOUCH_MOUSEID;
  event.button.x = 120;
  event.button.y = 70;
  canvas->on_event(event, 0);
  CHECK_FALSE(canvas->input_pending());
  event.button.which = 0;
  canvas->on_event(event, 0);
  CHECK(canvas->input_pending());
}

TEST_CASE("a finger on the edge or beyond lies within the screen, and one nowhere is ignored") {
  const auto canvas = headless();
  SDL_Event event{};
  event.type = SDL_FINGERDOWN;
  event.tfinger.x = std::nanf("");
  canvas->on_event(event, 0);
  CHECK_FALSE(canvas->input_pending());
  event.tfinger.x = event.tfinger.y = 1;
  canvas->on_event(event, 0);
  canvas->begin(0);
  CHECK(ImGui::GetIO().MousePos.x == 319);
  CHECK(ImGui::GetIO().MousePos.y == 199);
  canvas->discard();
}

TEST_CASE("a wake from another thread ends the wait, and many wakes are one") {
  const auto canvas = headless();
  take_events(*canvas, 0);
  SDL_Event event;
  CHECK_FALSE(canvas->wait_event(&event, 1));
  std::thread other([] {
    for (int i = 0; i < 100'000; ++i) Canvas::wake();
  });
  CHECK(canvas->wait_event(&event, 5'000));
  other.join();
  take_events(*canvas, 0);
  CHECK_FALSE(canvas->wait_event(&event, 0));
  Canvas::wake();
  CHECK(canvas->wait_event(&event, 5'000));
}

TEST_CASE("a turned picture is drawn upright, and fingers and mouse come where they are meant in it") {
  for (const int degrees : {0, 90, 180, 270}) {
    CAPTURE(degrees);
    WindowOptions options;
    options.size = degrees % 180 == 0 ? kSize : Size{kSize.h, kSize.w};
    options.headless = true;
    options.turn_degrees = degrees;
    const auto canvas = std::move(*Canvas::create(options));
    REQUIRE(canvas->size() == kSize);
    const auto draw = [](ImDrawList* list) { list->AddRectFilled({10, 20}, {110, 70}, 0xFF0000FF); };
    // Twice: what has been presented is drawn on again.
    frame(*canvas, draw);
    const Pixels pixels = frame(*canvas, draw);
    CHECK(pixels.w == kSize.w);
    CHECK(at(pixels, 10, 20) == 0xFFFF0000);
    CHECK(at(pixels, 109, 69) == 0xFFFF0000);
    CHECK(at(pixels, 9, 20) == 0xFFFAF8F5);
    CHECK(at(pixels, 110, 69) == 0xFFFAF8F5);

    // What a panel tells of its pixel 30 from the left, 40 from above.
    const Point told[] = {{30, 40}, {40, 200 - 31}, {320 - 31, 200 - 41}, {320 - 41, 30}};
    const Point meant = told[degrees / 90];
    SDL_Event event{};
    event.type = SDL_MOUSEBUTTONDOWN;
    event.button.button = SDL_BUTTON_LEFT;
    event.button.x = 30;
    event.button.y = 40;
    SDL_PushEvent(&event);
    REQUIRE(canvas->wait_event(&event, 0));
    CHECK(event.button.x == meant.x);
    CHECK(event.button.y == meant.y);
    push_finger(FingerPhase::down, 30.5f, 40.5f, options.size);
    REQUIRE(canvas->wait_event(&event, 0));
    CHECK(event.tfinger.x * kSize.w == doctest::Approx(meant.x + 0.5));
    CHECK(event.tfinger.y * kSize.h == doctest::Approx(meant.y + 0.5));
  }
}

TEST_CASE("where no display tells how often it shows a frame, it is sixty times a second") {
  CHECK(headless()->frame_ms() == 16);
}

TEST_CASE("canvases can follow one another, and a size that makes no sense is refused") {
  headless();
  headless();
  WindowOptions options;
  options.headless = true;
  options.size = {0, 100};
  CHECK(Canvas::create(options).error().kind == ErrorKind::invalid);
  options.size = {100, 1'000'000};
  CHECK(Canvas::create(options).error().kind == ErrorKind::invalid);
}
