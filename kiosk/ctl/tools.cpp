#include "kiosk/ctl/tools.h"

#include <termios.h>
#include <unistd.h>

#include <vector>

namespace entre::ctl {
namespace {

const care::Words kSudo = {": kör kommandot med sudo", ": run it with sudo"};

}  // namespace

bool Console::read_line(std::string* line) {
  constexpr std::size_t line_bytes_max = 64 * 1024;
  line->clear();
  for (int c = in.get(); c != std::istream::traits_type::eof(); c = in.get()) {
    if (c == '\n') {
      if (!line->empty() && line->back() == '\r') line->pop_back();
      return true;
    }
    if (line->size() < line_bytes_max) line->push_back(static_cast<char>(c));
  }
  return !line->empty();
}

std::string Console::paint(Color color, const std::string& text) const {
  if (!has_color) return text;
  constexpr const char* codes[] = {"32", "33", "31", "2"};
  return std::string("\033[") + codes[static_cast<int>(color)] + "m" + text + "\033[0m";
}

Unseen::Unseen(bool is_terminal) {
  termios shown{};
  if (!is_terminal || ::tcgetattr(STDIN_FILENO, &shown) != 0) return;
  before_ = new termios(shown);
  shown.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
}

Unseen::~Unseen() {
  if (before_ == nullptr) return;
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, static_cast<termios*>(before_));
  delete static_cast<termios*>(before_);
}

int fail(Console& console, const std::string& message, Exit code) {
  console.err << "kioskctl: " << message << "\n";
  return code;
}

int fail_at_file(Console& console, const Error& error) {
  return fail(console, error.message + (error.kind == ErrorKind::denied ? console.say(kSudo) : ""));
}

std::string file_out_of_reach(const Tools& tools, bool of_state) {
  // One of each folder: that it is there is not needed.
  std::vector<std::string> all = {tools.paths.config_file};
  if (of_state) all.push_back(tools.paths.status_file);
  for (const std::string& file : all) {
    const auto read = tools.files.read(file, 0);
    if (!read && read.error().kind == ErrorKind::denied) return file;
  }
  return "";
}

Result<void> check_target(const Tools& tools, const std::string& file) {
  const auto facts = tools.machine.facts(file);
  if (!tools.files.read_link(file).ok() && (!facts || facts->is_plain)) return {};
  return Error{ErrorKind::invalid,
               file + tools.console.say({": är ingen vanlig fil; ange ett nytt namn eller en vanlig fil",
                                         ": is no plain file; give a new name or a plain file"})};
}

}  // namespace entre::ctl
