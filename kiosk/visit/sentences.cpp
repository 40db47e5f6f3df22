#include "kiosk/visit/sentences.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace entre::visit {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::size_t starts_with_any(std::string_view text, std::initializer_list<std::string_view> all) {
  for (const std::string_view each : all)
    if (text.starts_with(each)) return each.size();
  return 0;
}

// Bytes of a mark that ends a sentence, 0: none.
std::size_t end_mark(std::string_view text) {
  return starts_with_any(text, {".", "!", "?", "…", "؟", "۔"});
}
std::size_t closing(std::string_view text) {
  return starts_with_any(text, {"\"", "'", ")", "]", "”", "’", "»", "“"});
}
// Latin small letters, å ä ö and their like (U+00DF to U+00FF) among them.
bool starts_small(std::string_view text) {
  if (text.empty()) return false;
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) return std::islower(first) != 0;
  return first == 0xC3 && text.size() > 1 && static_cast<unsigned char>(text[1]) >= 0x9F;
}

// "p." and "1." seldom end a sentence: the letter or number before the point stands alone.
bool is_abbreviation(std::string_view before) {
  const std::size_t space = before.find_last_of(" (\n");
  const std::string_view word = before.substr(space == std::string_view::npos ? 0 : space + 1);
  const bool ordinal = !word.empty() && word.size() <= 2 && std::all_of(word.begin(), word.end(), is_digit);
  // "t.ex", "bl.a", "d.v.s": points between parts of a letter or two.
  constexpr std::size_t part_max = 2;
  std::size_t longest = 0, part = 0;
  for (const char c : word) longest = std::max(longest, part = c == '.' ? 0 : part + 1);
  const bool points = word.find('.') != std::string_view::npos && longest <= part_max;
  return ordinal || word.size() == 1 || points;
}

// The end of the sentence that starts at `begin`.
std::size_t end_of(std::string_view text, std::size_t begin) {
  for (std::size_t at = begin; at < text.size(); ++at) {
    if (text[at] == '\n') return at;
    const std::size_t mark = end_mark(text.substr(at));
    if (mark == 0) continue;
    std::size_t after = at + mark;
    while (const std::size_t more = after < text.size() ? end_mark(text.substr(after)) : 0) after += more;
    while (const std::size_t more = after < text.size() ? closing(text.substr(after)) : 0) after += more;
    if (after >= text.size()) return after;
    if (!is_space(text[after])) continue;
    std::size_t next = after;
    while (next < text.size() && is_space(text[next])) ++next;
    const bool point = text[at] == '.' && mark == 1;
    if (point && (starts_small(text.substr(next)) || is_abbreviation(text.substr(begin, at - begin))))
      continue;
    return after;
  }
  return text.size();
}

// At most sentence_bytes_max, at a comma if one lies in the second half, else at a space, else at a letter.
std::size_t shortened(std::string_view text, std::size_t begin, std::size_t end) {
  if (end - begin <= sentence_bytes_max) return end;
  const std::string_view part = text.substr(begin, sentence_bytes_max);
  const std::size_t comma = part.rfind(", "), space = part.rfind(' ');
  if (comma != std::string_view::npos && comma > part.size() / 2) return begin + comma + 1;
  if (space != std::string_view::npos && space > 0) return begin + space;
  std::size_t cut = begin + part.size();
  while (cut > begin + 1 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return cut;
}

}  // namespace

std::vector<Sentence> sentences(std::string_view utf8) {
  std::vector<Sentence> all;
  for (std::size_t at = 0; at < utf8.size();) {
    if (is_space(utf8[at])) {
      ++at;
      continue;
    }
    std::size_t end = shortened(utf8, at, end_of(utf8, at));
    const std::size_t next = end;
    while (end > at && is_space(utf8[end - 1])) --end;
    all.push_back({at, end});
    at = std::max(next, at + 1);
  }
  return all;
}

}  // namespace entre::visit
