// What the services' units allow is enough for the programs that they start.
#include <doctest/doctest.h>

#include <cstdlib>

#include "tests/e2e/world.h"

using namespace entre;
using namespace entre::test;

namespace {

// The number after that word in a file of lines "WORD number"; -1 where there is none.
int number_after(const std::string& file, const std::string& word) {
  const auto text = SystemFiles().read(file, 1u << 20);
  if (!text) return -1;
  const auto at = ("\n" + *text).find("\n" + word);
  return at == std::string::npos ? -1 : std::atoi(text->c_str() + at + word.size());
}

void check_tasks(const Process& process, const std::string& unit) {
  const int running = number_after("/proc/" + std::to_string(process.pid()) + "/status", "Threads:");
  const int allowed = number_after(std::string(ENTRE_SOURCE_DIR) + "/platform/systemd/" + unit, "TasksMax=");
  CAPTURE(unit);
  CHECK(running > 0);
  // Others come and go: alarms, names that are looked up.
  CHECK(running + 8 <= allowed);
}

}  // namespace

TEST_CASE("hub and sync have no more threads than their services may have") {
  World world;
  Process hub({program("kiosk-hub"), "serve", "--db", world.path("another.db"), "--release", world.release(),
               "--listen", "127.0.0.1:0"});
  const auto told = hub.wait_line("listening on", 20'000);
  REQUIRE(told);
  // Once one has answered, all of them are there.
  REQUIRE(run({"curl", "-s", told->substr(told->find("http://"))}).exit_code == 0);
  check_tasks(hub, "kiosk-hub.service");
  Process sync({program("kiosk-sync"), "--home", world.home(), "--watch"});
  REQUIRE(sync.wait_line("release 1", 60'000));
  check_tasks(sync, "kiosk-sync.service");
}
