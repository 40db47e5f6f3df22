#include "platform/system/service.h"

#include <doctest/doctest.h>

#include "tests/support/service_manager.h"
#include "tests/support/temp_folder.h"

using namespace entre;
using namespace entre::test;

namespace {

using Messages = std::vector<std::string>;

}  // namespace

TEST_CASE(
    "the first sign of life says that the service is up, later ones feed the watchdog once in a second") {
  TempFolder folder;
  ServiceManager manager(folder.file("notify"));
  Service service(folder.file("notify").c_str(), "90000000");
  CHECK(service.watchdog_ms() == 90'000);
  CHECK(manager.heard().empty());
  service.alive(5'000);
  CHECK(manager.heard() == Messages{"READY=1\nWATCHDOG=1"});
  service.alive(5'016);
  service.alive(5'999);
  CHECK(manager.heard().empty());
  service.alive(6'000);
  service.alive(6'500);
  CHECK(manager.heard() == Messages{"WATCHDOG=1"});
  service.say("two\nlines");
  CHECK(manager.heard() == Messages{"STATUS=two lines"});
}

TEST_CASE("without a service manager, or with an address that is none, nothing is said and nothing fails") {
  const std::string too_long(200, 'a');
  for (const char* socket :
       {static_cast<const char*>(nullptr), "", "@", "relative", ("/" + too_long).c_str(), "/nowhere"}) {
    Service service(socket, "nonsense");
    service.alive(0);
    service.say("x");
    CHECK(service.watchdog_ms() == 0);
  }
  CHECK(Service("/nowhere", "-5").watchdog_ms() == 0);
}
