// What a visitor adapts: at once, within its choices, and gone after the reset.
#include <doctest/doctest.h>

#include "session_world.h"

using namespace entre;
using namespace entre::visit;
using namespace entre::visit::test;

namespace {

Preferences adapted(const Model& model) {
  Preferences wanted = model.preferences;
  wanted.text_percent = 200;
  wanted.theme = "contrast";
  wanted.calm = wanted.low_reach = wanted.speech = true;
  wanted.more_time = 3;
  return wanted;
}

}  // namespace

TEST_CASE("Adapt opens from anywhere, stays open while it is used, and Back closes it") {
  World world;
  for (const ScreenId screen : {ScreenId::home, ScreenId::contacts, ScreenId::search, ScreenId::about}) {
    world.act(Open{screen, ""});
    world.act(OpenSheet{Sheet::adapt});
    world.act(Adapt{adapted(world.model())});
    CHECK(world.model().sheet == Sheet::adapt);
    CHECK(world.model().preferences == adapted(world.model()));
    world.act(GoBack{});
    CHECK(world.model().sheet == Sheet::none);
    CHECK(world.model().place.screen == screen);
  }
}

TEST_CASE("what was adapted is gone after the reset") {
  World world;
  const Preferences cold = world.model().preferences;
  world.act(Adapt{adapted(world.model())});
  world.act(EndVisit{});
  CHECK(world.model().preferences == cold);
}

TEST_CASE("sizes, themes and times that there are not change nothing, and the language has its own action") {
  World world;
  const Preferences cold = world.model().preferences;
  Preferences wanted = cold;
  wanted.text_percent = 300;
  world.act(Adapt{wanted});
  CHECK(world.model().preferences == cold);
  wanted = cold;
  wanted.more_time = 1000;
  world.act(Adapt{wanted});
  CHECK(world.model().preferences == cold);
  wanted = cold;
  wanted.theme = "pink";
  world.act(Adapt{wanted});
  CHECK(world.model().preferences == cold);
  wanted = cold;
  wanted.language = "en";
  world.act(Adapt{wanted});
  CHECK(world.model().preferences == cold);
}

TEST_CASE("more time makes the idle time and its warning three and ten times longer") {
  for (const int times : {3, 10}) {
    World world;
    Preferences wanted = world.model().preferences;
    wanted.more_time = times;
    world.act(Adapt{wanted});
    world.wait_s(90 * times - 1);
    CHECK(world.model().sheet == Sheet::none);
    world.wait_s(1);
    CHECK(world.model().sheet == Sheet::idle);
    CHECK(world.model().idle_left_s == 30 * times);
    CHECK(world.model().idle_of_s == 30 * times);
    world.wait_s(30 * times - 1);
    CHECK(world.model().idle_left_s == 1);
    CHECK(world.session.next_deadline_ms() == world.now + 1000);
    world.wait_s(1);
    CHECK(world.model().preferences.more_time == 1);
  }
}

TEST_CASE("while something is read aloud the idle clock stands, and then starts anew") {
  World world;
  world.act(Open{ScreenId::article, "alpha"});
  world.wait_s(80);
  world.session.speaking(true, world.now);
  world.wait_s(600);
  CHECK(world.model().sheet == Sheet::none);
  CHECK(world.session.next_deadline_ms() == std::numeric_limits<std::int64_t>::max());
  world.session.speaking(false, world.now);
  world.wait_s(89);
  CHECK(world.model().sheet == Sheet::none);
  world.wait_s(1);
  CHECK(world.model().sheet == Sheet::idle);
}

TEST_CASE("a warning that is read aloud goes on counting") {
  World world;
  world.act(Open{ScreenId::article, "alpha"});
  world.wait_s(90);
  world.session.speaking(true, world.now);
  world.wait_s(30);
  CHECK(world.model().place.screen == ScreenId::home);
}
