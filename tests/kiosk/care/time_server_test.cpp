#include "kiosk/care/time_server.h"

#include "tests/platform/system/scripted_machine.h"
#include "tests/support/memory_files.h"

using namespace entre;
using namespace entre::care;
using namespace entre::test;

TEST_CASE(
    "the clock is told its server from the configuration, and what cannot be told is tried at the next "
    "start") {
  const Paths paths = Paths::with_home("/home");
  MemoryFiles files;
  ScriptedMachine machine;
  REQUIRE(files.make_folders("/home").ok());
  REQUIRE(files.write(paths.config_file, "[kiosk]\ntime_server = \"ntp.example.se\"\n", 0644).ok());
  CHECK(tell_clock(files, paths, &machine).empty());
  CHECK(machine.was_asked("SetRuntimeNTPServers as 1 ntp.example.se"));
  REQUIRE(files.write(paths.config_file, "[kiosk]\nname = \"Hallen\"\n", 0644).ok());
  CHECK(tell_clock(files, paths, &machine).empty());
  CHECK(machine.was_asked("SetRuntimeNTPServers as 0"));
  machine.answers("busctl", {Ran{1, ""}});
  CHECK(tell_clock(files, paths, &machine).sv.find("prövas när skärmen startar") != std::string::npos);
  CHECK_FALSE(tell_clock(files, paths, nullptr).empty());
}
