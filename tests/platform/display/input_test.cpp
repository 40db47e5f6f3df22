#include "platform/display/input.h"

#include <doctest/doctest.h>

#include <vector>

using namespace entre::display;

namespace {

constexpr FingerId kFirst{1, 7}, kSecond{1, 8};

std::vector<Pointer> play(PointerQueue& queue) {
  std::vector<Pointer> frames;
  while (queue.pending()) {
    frames.push_back(queue.peek());
    queue.consume();
  }
  return frames;
}

const Pointer kNowhere{};

}  // namespace

TEST_CASE("a tap between two frames is played as press, release, gone, one a frame, and two frames more") {
  PointerQueue queue;
  CHECK_FALSE(queue.pending());
  queue.down(kFirst, 10, 20, 0);
  queue.up(kFirst, 11, 21, 5);
  const std::vector<Pointer> frames = play(queue);
  REQUIRE(frames.size() == 5);
  CHECK(frames[0] == Pointer{10, 20, true, true});
  CHECK(frames[1] == Pointer{11, 21, false, true});
  CHECK(frames[2] == kNowhere);
  CHECK(frames[3] == kNowhere);
  CHECK(frames[4] == kNowhere);
}

TEST_CASE("a frame that is not consumed sees its transition again") {
  PointerQueue queue;
  queue.down(kFirst, 10, 20, 0);
  CHECK(queue.peek() == queue.peek());
  queue.consume();
  CHECK(queue.peek().down);
}

TEST_CASE("a second finger is ignored, down, moving and up") {
  PointerQueue queue;
  queue.down(kFirst, 10, 20, 0);
  queue.down(kSecond, 500, 600, 10);
  queue.move(kSecond, 510, 610, 20);
  queue.up(kSecond, 510, 610, 30);
  for (const Pointer& frame : play(queue)) CHECK(frame == Pointer{10, 20, true, true});
}

TEST_CASE("a second finger does not become the first when the first lifts") {
  PointerQueue queue;
  queue.down(kFirst, 10, 20, 0);
  queue.down(kSecond, 500, 600, 10);
  queue.up(kFirst, 10, 20, 20);
  play(queue);
  queue.move(kSecond, 300, 300, 30);
  queue.up(kSecond, 300, 300, 40);
  CHECK_FALSE(queue.pending());
  queue.down(kSecond, 5, 5, 50);
  CHECK(queue.peek() == Pointer{5, 5, true, true});
}

TEST_CASE("moves that wait become one, and the press before them stays where it was") {
  PointerQueue queue;
  queue.down(kFirst, 10, 20, 0);
  for (int i = 1; i <= 50; ++i) queue.move(kFirst, 10.0f + static_cast<float>(i), 20, i);
  queue.up(kFirst, 61, 20, 60);
  const std::vector<Pointer> frames = play(queue);
  REQUIRE(frames.size() == 6);
  CHECK(frames[0] == Pointer{10, 20, true, true});
  CHECK(frames[1] == Pointer{60, 20, true, true});
  CHECK(frames[2] == Pointer{61, 20, false, true});
}

TEST_CASE("moves of a press that was drawn become one") {
  PointerQueue queue;
  queue.down(kFirst, 10, 20, 0);
  play(queue);
  queue.move(kFirst, 50, 20, 1);
  queue.move(kFirst, 90, 20, 2);
  CHECK(queue.peek() == Pointer{90, 20, true, true});
}

TEST_CASE("a contact that has not moved for 10 s loses the role without a press, and another takes it") {
  PointerQueue queue;
  queue.down(kFirst, 10, 20, 0);
  play(queue);
  queue.tick(9'999);
  CHECK(queue.peek().down);
  queue.tick(10'000);
  CHECK(queue.peek() == kNowhere);
  play(queue);
  queue.down(kSecond, 300, 400, 10'100);
  CHECK(queue.peek() == Pointer{300, 400, true, true});
  play(queue);
  // The stuck one comes and goes without a word.
  queue.move(kFirst, 200, 200, 10'200);
  queue.up(kFirst, 200, 200, 10'300);
  CHECK_FALSE(queue.pending());
  CHECK(queue.peek() == Pointer{300, 400, true, true});
}

TEST_CASE("a panel's jitter is no movement, a slow drag is") {
  PointerQueue jitter;
  jitter.down(kFirst, 100, 100, 0);
  for (int i = 1; i <= 100; ++i) jitter.move(kFirst, 100.0f + static_cast<float>(i % 3), 100, i * 100);
  play(jitter);
  CHECK_FALSE(jitter.peek().down);
  PointerQueue drag;
  drag.down(kFirst, 100, 100, 0);
  for (int i = 1; i <= 200; ++i) drag.move(kFirst, 100.0f + static_cast<float>(i), 100, i * 100);
  play(drag);
  CHECK(drag.peek().down);
}

TEST_CASE("a press whose end was lost is cancelled by the next press of the same finger") {
  PointerQueue queue;
  queue.down(kFirst, 10, 20, 0);
  queue.down(kFirst, 90, 80, 100);
  const std::vector<Pointer> frames = play(queue);
  REQUIRE(frames.size() >= 3);
  CHECK(frames[0] == Pointer{10, 20, true, true});
  CHECK(frames[1] == kNowhere);
  CHECK(frames[2] == Pointer{90, 80, true, true});
}

TEST_CASE("a contact that stays for ten minutes is stuck, whichever finger it was, until it lifts") {
  constexpr std::int64_t stuck_from_ms = PointerQueue::still_ms_max + PointerQueue::stuck_ms;
  PointerQueue first;
  first.down(kFirst, 10, 20, 0);
  first.tick(PointerQueue::still_ms_max);
  CHECK_FALSE(first.is_stuck(stuck_from_ms - 1));
  CHECK(first.is_stuck(stuck_from_ms));
  // A visitor's touches beside it change nothing.
  first.down(kSecond, 90, 80, stuck_from_ms);
  first.up(kSecond, 90, 80, stuck_from_ms + 100);
  CHECK(first.is_stuck(stuck_from_ms + 200));
  first.up(kFirst, 10, 20, stuck_from_ms + 300);
  CHECK_FALSE(first.is_stuck(stuck_from_ms + 300));

  PointerQueue second;
  second.down(kFirst, 10, 20, 0);
  second.down(kSecond, 90, 80, 50);
  second.up(kFirst, 10, 20, 100);
  CHECK(second.is_stuck(50 + PointerQueue::stuck_ms));
}

TEST_CASE("a finger known to no one may lift and move") {
  PointerQueue queue;
  queue.up(kFirst, 1, 1, 0);
  queue.move(kSecond, 1, 1, 0);
  CHECK_FALSE(queue.pending());
}

TEST_CASE("the same finger number on another panel is another finger") {
  PointerQueue queue;
  queue.down({1, 7}, 10, 20, 0);
  queue.up({2, 7}, 10, 20, 1);
  play(queue);
  CHECK(queue.peek().down);
}

TEST_CASE("a thousand taps while nothing is drawn end in a released pointer") {
  PointerQueue queue;
  for (int i = 0; i < 1000; ++i) {
    queue.down(kFirst, 10, 20, i);
    queue.up(kFirst, 10, 20, i);
  }
  CHECK(play(queue).size() < 400);
  CHECK_FALSE(queue.peek().down);
}
