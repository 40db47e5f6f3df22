// kioskctl: what staff do with a keyboard. Builds the graph and runs the command that was named.

#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "kiosk/ctl/command_line.h"
#include "platform/log.h"

namespace {

std::string locale() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (const char* value = std::getenv(name); value != nullptr && *value != '\0') return value;
  return "";
}

}  // namespace

int main(int argc, char** argv) {
  using namespace entre;
  init_log("kioskctl", LogLevel::warning);
  SystemFiles files;
  SystemRandom random;
  SystemMachine machine;
  SystemClock clock;
  ctl::Console console{std::cin,
                       std::cout,
                       std::cerr,
                       ::isatty(STDIN_FILENO) != 0,
                       ::isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr,
                       care::language_of(locale())};
  ctl::Tools tools{files, clock, random, machine, console, Paths{}};
  const int code = ctl::CommandLine(tools).run(argc, argv);
  std::cout.flush();
  // What could not be written was not said: a full disk behind a pipe.
  return std::cout.good() ? code : ctl::failed;
}
