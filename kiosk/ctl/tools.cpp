#include "kiosk/ctl/tools.h"

#include <termios.h>
#include <unistd.h>

namespace entre::ctl {

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

}  // namespace entre::ctl
