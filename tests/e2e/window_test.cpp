// The real screen program in a real window: an X display without a panel.
#include <doctest/doctest.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "tests/e2e/world.h"

using namespace entre;
using namespace entre::test;

namespace {

class Display {
 public:
  Display() {
    const auto number = server_.wait_line("", 20'000);
    REQUIRE(number);
    name_ = ":" + *number;
  }
  const std::string& name() const { return name_; }

 private:
  Process server_{{"Xvfb", "-displayfd", "1", "-screen", "0", "540x960x24", "-nolisten", "tcp"}};
  std::string name_;
};

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
