#pragma once
// What every command of kioskctl works with, and how it speaks.

#include <istream>
#include <ostream>
#include <string>

#include "kiosk/care/words.h"
#include "platform/clock.h"
#include "platform/config/config.h"
#include "platform/files.h"
#include "platform/random.h"
#include "platform/system/machine.h"

namespace entre::ctl {

enum Exit {
  done = 0,       // done; with status, doctor, verify: all is well
  failed = 1,     // it could not be done: why is on stderr, nothing was changed
  usage = 2,      // wrong usage, or a value that is not allowed
  attention = 3,  // status, doctor, verify, check: something is to be done;
                  // update: the package before was put back
};

// Where a person, or a pipe, is at the other end.
struct Console {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool in_is_terminal = false;
  bool has_color = false;  // stdout is a terminal, and NO_COLOR is not set
  care::Language language = care::Language::english;

  // In this console's language.
  const std::string& say(const care::Words& words) const { return words.in(language); }
  // The next line of `in` without what ends it; false at the end.
  bool read_line(std::string* line);
  // Words in a colour, where there are colours.
  enum class Color { good, warn, bad, dim };
  std::string paint(Color color, const std::string& text) const;
};

// Turns off what a terminal shows of what is typed, until it goes (termios(3)); nothing where it is no
// terminal.
class Unseen {
 public:
  explicit Unseen(bool is_terminal);
  ~Unseen();
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;

 private:
  void* before_ = nullptr;
};

struct Tools {
  Files& files;
  const Clock& clock;
  Random& random;
  Machine& machine;
  Console& console;
  Paths paths;
  // Of root alone, so that nobody else tells root what to install: what kioskctl update keeps.
  std::string package_folder = "/var/cache/entre";
  std::string firmware_folder = "/sys/firmware/efi/efivars";  // platform/system/firmware.h
};

// "kioskctl: message" on stderr.
int fail(Console& console, const std::string& message, Exit code = failed);
// Of a file that could not be read or written: where it was for want of permission, with what to do.
int fail_at_file(Console& console, const Error& error);
// The first of the kiosk's files that this user may not read; empty: none. Where there is one, nothing that
// the others say is the whole of it. `of_state`: the state's files too, beside the configuration's.
std::string file_out_of_reach(const Tools& tools, bool of_state);
// Whether a file may be put there: under a new name or over a plain file, never in the place of a device, a
// pipe, a folder or a link.
Result<void> check_target(const Tools& tools, const std::string& file);

}  // namespace entre::ctl
