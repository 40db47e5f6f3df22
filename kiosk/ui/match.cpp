// Which letters of a text a query found, and the first letters of a name.
#include "kiosk/ui/widgets.h"

namespace entre::ui {

std::vector<display::TextSpan> matches(const std::string& text, const content::Marks& marks) {
  std::vector<display::TextSpan> spans;
  for (const content::Range& range : content::marked(text, marks)) {
    display::TextSpan span;
    span.begin = range.begin;
    span.end = range.end;
    span.strong = span.mark = true;
    spans.push_back(span);
  }
  return spans;
}

std::string initials(const std::string& name) {
  const auto first_letter = [&](std::size_t at) {
    std::size_t end = at + 1;
    while (end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) ++end;
    return name.substr(at, end - at);
  };
  const std::size_t first = name.find_first_not_of(' ');
  if (first == name.npos) return {};
  const std::size_t last_end = name.find_last_not_of(' ');
  const std::size_t space = name.find_last_of(' ', last_end);
  std::string letters = first_letter(first);
  if (space != name.npos && space > first) letters += first_letter(space + 1);
  return letters;
}

}  // namespace entre::ui
