// What the service manager is told by the screen: frames that were really presented, and nothing else.
#include "tests/kiosk/app/home.h"
#include "tests/support/service_manager.h"

using namespace entre;
using namespace entre::kiosk;
using namespace entre::kiosk::test;

using Messages = std::vector<std::string>;

TEST_CASE("the first frame that is presented says that the screen is up, and not the start before it") {
  Home home;
  entre::test::ServiceManager manager(home.shelf.folder.file("notify"));
  Service service(home.shelf.folder.file("notify").c_str(), "90000000");
  const auto app = home.app(nullptr, nullptr, nullptr, &service);
  CHECK(manager.heard().empty());
  settle(*app, home.clock);
  CHECK(manager.heard().front() == "READY=1\nWATCHDOG=1");
}

TEST_CASE("a loop that turns without presenting a frame is silent, and the watchdog ends it") {
  Home home;
  entre::test::ServiceManager manager(home.shelf.folder.file("notify"));
  Service service(home.shelf.folder.file("notify").c_str(), "90000000");
  const auto app = home.app(nullptr, nullptr, nullptr, &service);
  settle(*app, home.clock);
  manager.heard();
  // Less than what makes it present an unchanged frame again: it turns, draws nothing, says nothing.
  for (int i = 0; i < 200; ++i) {
    home.clock.advance_ms(10);
    app->step(0);
  }
  CHECK(manager.heard().empty());
}

TEST_CASE("at rest a frame is presented often enough for a watchdog of 90 s") {
  Home home;
  entre::test::ServiceManager manager(home.shelf.folder.file("notify"));
  Service service(home.shelf.folder.file("notify").c_str(), "90000000");
  const auto app = home.app(nullptr, nullptr, nullptr, &service);
  settle(*app, home.clock);
  manager.heard();
  for (int i = 0; i < 10; ++i) {
    home.clock.advance_ms(31'000);
    app->step(0);
    settle(*app, home.clock);
    CHECK(manager.heard() == Messages{"WATCHDOG=1"});
  }
}
