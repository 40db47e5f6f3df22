// The real screen program in a real window: an X display without a panel.
#include <doctest/doctest.h>

#include <chrono>
#include <csignal>
#include <cstring>
#include <set>
#include <thread>

#include "platform/display/turn.h"
#include "tests/e2e/world.h"

using namespace entre;
using namespace entre::test;

namespace {

constexpr display::Size kUpright{540, 960};

class Display {
 public:
  explicit Display(display::Size size = kUpright)
      : size_(size),
        // It complains of displays that others have left behind: the first line is to be its number.
        server_({"sh", "-c", "exec Xvfb \"$@\" 2>/dev/null", "Xvfb", "-displayfd", "1", "-screen", "0",
                 std::to_string(size.w) + "x" + std::to_string(size.h) + "x24", "-nolisten", "tcp", "-fbdir",
                 folder_.path()}) {
    const auto number = server_.wait_line("", 20'000);
    REQUIRE(number);
    name_ = ":" + *number;
  }
  ~Display() {
    server_.signal(SIGTERM);
    server_.wait(20'000);
  }
  const std::string& name() const { return name_; }
  // What is on the panel: the server keeps it as an X window dump, a header of numbers from the highest byte
  // on, a table of colours of 12 bytes each, and the rows.
  std::vector<std::uint32_t> panel() const {
    const auto dump = SystemFiles().read(folder_.path() + "/Xvfb_screen0", 64u << 20);
    REQUIRE(dump.ok());
    const auto number = [&](std::size_t index) {
      std::uint32_t value = 0;
      for (std::size_t i = 0; i < 4; ++i)
        value = value << 8 | static_cast<unsigned char>(dump->at(4 * index + i));
      return value;
    };
    const std::size_t header = number(0), row_bytes = number(12), colours = number(19);
    const auto w = static_cast<std::size_t>(size_.w), h = static_cast<std::size_t>(size_.h);
    REQUIRE(dump->size() >= header + 12 * colours + row_bytes * h);
    std::vector<std::uint32_t> pixels(w * h);
    for (std::size_t y = 0; y < h; ++y)
      std::memcpy(&pixels[y * w], dump->data() + header + 12 * colours + y * row_bytes, 4 * w);
    for (std::uint32_t& pixel : pixels) pixel &= 0xFFFFFF;
    return pixels;
  }

 private:
  TempFolder folder_;
  display::Size size_;
  Process server_;
  std::string name_;
};

// Until it is so, 60 s at most.
template <class Condition>
bool await(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

}  // namespace

TEST_CASE(
    "in a window the first texts are asked for before it is there, the first frame is shown, and it ends") {
  World world;
  REQUIRE(world.sync().exit_code == 0);
  const Display display;
  Process kiosk(
      {program("kiosk"), "--home", world.home(), "--fullscreen", "--trace", world.path("trace.jsonl")},
      {"DISPLAY=" + display.name(), "SDL_VIDEODRIVER=x11"});
  REQUIRE(kiosk.wait_line("screen 540x960, software, x11", 60'000));
  std::string trace;
  CHECK(await([&] {
    trace = world.read("trace.jsonl");
    return trace.find("first_frame") != std::string::npos;
  }));
  const std::size_t asked = trace.find("texts asked for"), window = trace.find("\"window\""),
                    shown = trace.find("first_frame");
  REQUIRE(shown != std::string::npos);
  CHECK(asked < window);
  CHECK(window < shown);
  kiosk.signal(SIGTERM);
  const auto finished = kiosk.wait(20'000);
  REQUIRE(finished);
  CHECK(finished->exit_code == 0);
}

TEST_CASE("a screen that is killed again and again comes up with the release before, then without any") {
  World world;
  REQUIRE(world.sync().exit_code == 0);
  world.edit("site/pages/our-task.sv.md", "\n+++\n", "\n+++\n\nEtt stycke till.\n");
  world.publish();
  REQUIRE(world.sync().exit_code == 0);
  const Display display;
  const auto start = [&] {
    return Process(
        {program("kiosk"), "--home", world.home(), "--fullscreen"},
        {"DISPLAY=" + display.name(), "SDL_VIDEODRIVER=x11", "RUNTIME_DIRECTORY=" + world.path("")});
  };
  const auto crash = [&] {
    Process kiosk = start();
    CHECK(kiosk.wait_line("screen 540x960, software, x11", 60'000));
    kiosk.signal(SIGKILL);
    CHECK(kiosk.wait(20'000));
  };
  const auto shown = [&] {
    return run({program("kioskctl"), "--home", world.home(), "status"}, 60'000, {"LANG=C", "LC_ALL=C"}).out;
  };
  for (int i = 0; i < 4; ++i) crash();
  CHECK(shown().find("crashed 3 times in a row and shows release 1 in place of 2") != std::string::npos);
  for (int i = 0; i < 3; ++i) crash();
  CHECK(shown().find("crashed 6 times in a row and shows no content") != std::string::npos);
  // Whoever asks it to end has seen to it.
  Process asked = start();
  CHECK(asked.wait_line("screen 540x960, software, x11", 60'000));
  asked.signal(SIGTERM);
  CHECK(asked.wait(20'000));
  crash();
  CHECK(shown().find("in a row") == std::string::npos);
}

TEST_CASE("a picture that is turned on its panel is the very one of a panel that hangs upright") {
  World world;
  REQUIRE(world.sync().exit_code == 0);
  const std::string config = world.read("home/kiosk.toml");
  std::vector<std::uint32_t> upright;
  for (const int degrees : {0, 90, 180, 270}) {
    CAPTURE(degrees);
    world.overwrite("home/kiosk.toml",
                    config + "\n[screen]\ncalm = true\nrotation = \"" + std::to_string(degrees) + "\"\n");
    const Display display(display::turned(kUpright, degrees));
    Process kiosk(
        {program("kiosk"), "--home", world.home(), "--fullscreen", "--trace", world.path("trace.jsonl")},
        {"DISPLAY=" + display.name(), "SDL_VIDEODRIVER=x11"});
    REQUIRE(kiosk.wait_line("screen 540x960, software, x11", 60'000));
    if (degrees == 0) {
      // All of home, and no empty frame before it.
      CHECK(await([&] { return world.read("trace.jsonl").find("first_frame") != std::string::npos; }));
      upright = display.panel();
      CHECK(std::set(upright.begin(), upright.end()).size() > 500);
    } else {
      std::vector<std::uint32_t> expected(upright.size());
      display::write_turned(upright.data(), 0, kUpright.h, kUpright, degrees, expected.data(),
                            display::turned(kUpright, degrees).w);
      CHECK(await([&] { return display.panel() == expected; }));
    }
    kiosk.signal(SIGTERM);
    const auto finished = kiosk.wait(20'000);
    REQUIRE(finished);
    CHECK(finished->exit_code == 0);
  }
}
