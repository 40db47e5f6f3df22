// The real screen program in a real window: an X display without a panel.
#include <doctest/doctest.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "tests/e2e/world.h"

using namespace entre;
using namespace entre::test;

TEST_CASE(
    "in a window the first texts are asked for before it is there, the first frame is shown, and it ends") {
  World world;
  REQUIRE(world.sync().exit_code == 0);
  Process display({"Xvfb", "-displayfd", "1", "-screen", "0", "540x960x24", "-nolisten", "tcp"});
  const auto number = display.wait_line("", 20'000);
  REQUIRE(number);
  Process kiosk(
      {program("kiosk"), "--home", world.home(), "--fullscreen", "--trace", world.path("trace.jsonl")},
      {"DISPLAY=:" + *number, "SDL_VIDEODRIVER=x11"});
  REQUIRE(kiosk.wait_line("screen 540x960, software, x11", 60'000));
  std::string trace;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (trace.find("first_frame") == std::string::npos && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    trace = world.read("trace.jsonl");
  }
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
