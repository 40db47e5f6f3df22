#include "platform/system/time_source.h"

#include "tests/platform/system/scripted_machine.h"

using namespace entre;
using namespace entre::test;

TEST_CASE("the clock's source is told as far as it is known, and garbage is not") {
  ScriptedMachine machine;
  machine.answers("NTPSynchronized", {Ran{0, "yes\n"}});
  machine.answers("show-timesync", {Ran{0, "ntp.example.se\n"}});
  CHECK(look_at_time(machine).is_synchronised);
  CHECK(look_at_time(machine).server == "ntp.example.se");
  // Another program sets the clock, or timedatectl says something odd.
  for (const Result<Ran>& answer : {Result<Ran>(Ran{1, ""}), Result<Ran>(Ran{0, "\x1b[1m; rm\n"}),
                                    Result<Ran>(Error{ErrorKind::unavailable, "hangs"})}) {
    machine.answers("show-timesync", {answer});
    CHECK(look_at_time(machine).is_known);
    CHECK(look_at_time(machine).server == "");
  }
  machine.answers("NTPSynchronized", {Error{ErrorKind::not_found, "no timedatectl"}});
  CHECK_FALSE(look_at_time(machine).is_known);
}

TEST_CASE(
    "a time server is told to timesyncd, an empty one gives it back its own, and what is no host is not "
    "told") {
  ScriptedMachine machine;
  CHECK(set_time_server(machine, "ntp.example.se").ok());
  CHECK(machine.asked.back().ends_with("SetRuntimeNTPServers as 1 ntp.example.se"));
  CHECK(set_time_server(machine, "").ok());
  CHECK(machine.asked.back().ends_with("SetRuntimeNTPServers as 0"));
  const std::size_t before = machine.asked.size();
  for (const char* none : {"--help", "a b", "a;b", "å.se", "\n"})
    CHECK(set_time_server(machine, none).error().kind == ErrorKind::invalid);
  CHECK(set_time_server(machine, std::string(254, 'a')).error().kind == ErrorKind::invalid);
  CHECK(machine.asked.size() == before);
  machine.answers("busctl", {Ran{1, ""}});
  CHECK(set_time_server(machine, "ntp.example.se").error().kind == ErrorKind::unavailable);
}
