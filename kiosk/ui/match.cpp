// Which letters of a text a query found: words that begin with a word of it.
#include <algorithm>

#include "kiosk/ui/widgets.h"

namespace entre::ui {

namespace {

struct Letter {
  char32_t folded;
  std::size_t begin, end;  // bytes
};

char32_t fold(char32_t c) {
  if (c >= 'A' && c <= 'Z') return c + 32;
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) c += 32;  // Latin-1 capitals
  if (c >= 0xE0 && c <= 0xE5) return 'a';
  if (c == 0xE7) return 'c';
  if (c >= 0xE8 && c <= 0xEB) return 'e';
  if (c >= 0xEC && c <= 0xEF) return 'i';
  if (c == 0xF1) return 'n';
  if ((c >= 0xF2 && c <= 0xF6) || c == 0xF8) return 'o';
  if (c >= 0xF9 && c <= 0xFC) return 'u';
  return c;
}

std::vector<Letter> letters(const std::string& text) {
  std::vector<Letter> all;
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t code = length == 1 ? first : first & (0xFFu >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k)
      code = code << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3Fu);
    const std::size_t end = std::min(i + length, text.size());
    all.push_back({fold(code), i, end});
    i = end;
  }
  return all;
}

bool is_word(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 0xDF && c < 0x2000) || c > 0x20CF;
}

std::vector<std::vector<char32_t>> words(const std::string& query) {
  std::vector<std::vector<char32_t>> all(1);
  for (const Letter& letter : letters(query)) {
    if (is_word(letter.folded))
      all.back().push_back(letter.folded);
    else if (!all.back().empty())
      all.emplace_back();
  }
  if (all.back().empty()) all.pop_back();
  return all;
}

}  // namespace

std::vector<display::TextSpan> matches(const std::string& text, const std::string& query) {
  std::vector<display::TextSpan> spans;
  const std::vector<Letter> all = letters(text);
  const auto wanted = words(query);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!is_word(all[i].folded) || (i > 0 && is_word(all[i - 1].folded))) continue;
    std::size_t longest = 0;
    for (const auto& word : wanted) {
      if (word.size() > all.size() - i) continue;
      const bool begins = std::equal(word.begin(), word.end(), all.begin() + static_cast<std::ptrdiff_t>(i),
                                     [](char32_t a, const Letter& b) { return a == b.folded; });
      if (begins) longest = std::max(longest, word.size());
    }
    if (longest == 0) continue;
    display::TextSpan span;
    span.begin = all[i].begin;
    span.end = all[i + longest - 1].end;
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
