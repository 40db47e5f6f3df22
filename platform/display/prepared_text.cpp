#include "platform/display/prepared_text.h"

#include <glib.h>

#include <algorithm>
#include <string_view>

namespace entre::display {
namespace {

constexpr std::string_view kSoftHyphen = "\u00AD", kZeroWidthSpace = "\u200B";
constexpr std::string_view kReplacement = "\uFFFD";

// What stands for the character at `at`; `size` is its bytes in the original.
std::string_view clean(std::string_view rest, std::size_t* size) {
  const gunichar c = g_utf8_get_char_validated(rest.data(), static_cast<gssize>(rest.size()));
  if (c == static_cast<gunichar>(-1) || c == static_cast<gunichar>(-2)) {
    *size = 1;
    return kReplacement;
  }
  // A NUL is reported as an incomplete character when it stands in the text.
  *size = static_cast<std::size_t>(g_utf8_skip[static_cast<unsigned char>(rest[0])]);
  if (c == '\r') return {};
  if (c != '\n' && g_unichar_iscntrl(c)) return " ";
  return rest.substr(0, *size);
}

PreparedText sanitize(const std::string& original) {
  PreparedText out;
  std::string_view rest = original;
  while (!rest.empty()) {
    std::size_t size = 0;
    const std::string_view kept = clean(rest, &size);
    const std::size_t at = original.size() - rest.size();
    out.forward.insert(out.forward.end(), size, out.text.size());
    out.back.insert(out.back.end(), kept.size(), at);
    out.text += kept;
    rest.remove_prefix(size);
  }
  out.forward.push_back(out.text.size());
  out.back.push_back(original.size());
  return out;
}

bool is_letter(const char* at) {
  return g_unichar_isalpha(g_utf8_get_char(at));
}

// The points of one token (text between white space), added to `points` as bytes of the whole text.
void token_points(const std::string& text, std::size_t begin, std::size_t end, std::size_t fragment_min,
                  Hyphenator& hyphenator, const std::string& language, std::vector<std::size_t>* points) {
  const std::string_view token(text.data() + begin, end - begin);
  const std::string_view inner = token.substr(0, token.find_last_not_of(".,:;!?") + 1);
  if (inner.find_first_of("./@_\\") != std::string_view::npos) return;
  if (token.find(kSoftHyphen) != std::string_view::npos) return;
  const char* const stop = text.data() + end;
  const char* at = text.data() + begin;
  while (at < stop) {
    const char* word = at;
    while (at < stop && is_letter(at)) at = g_utf8_next_char(at);
    const auto word_begin = static_cast<std::size_t>(word - text.data());
    const std::vector<std::size_t> divides =
        hyphenator.points({word, static_cast<std::size_t>(at - word)}, language);
    const auto fits = [&](const char* from, const char* to) {
      return static_cast<std::size_t>(g_utf8_strlen(from, to - from)) >= fragment_min;
    };
    std::size_t last = 0;
    for (const std::size_t point : divides) {
      if (!fits(word + last, word + point) || !fits(word + point, at)) continue;
      points->push_back(word_begin + point);
      last = point;
    }
    if (at < stop) at = g_utf8_next_char(at);
  }
}

std::vector<std::size_t> hyphen_points(const std::string& text, Hyphenator& hyphenator,
                                       const std::string& language, const FragmentMin& fragment_min) {
  std::vector<std::size_t> points;
  const char* const stop = text.data() + text.size();
  const char* at = text.data();
  while (at < stop) {
    const char* token = at;
    while (at < stop && !g_unichar_isspace(g_utf8_get_char(at))) at = g_utf8_next_char(at);
    const auto begin = static_cast<std::size_t>(token - text.data());
    const auto end = static_cast<std::size_t>(at - text.data());
    const std::size_t letters =
        fragment_min ? fragment_min(std::string_view(text).substr(begin, end - begin)) : std::size_t{1};
    if (letters > 0) token_points(text, begin, end, letters, hyphenator, language, &points);
    if (at < stop) at = g_utf8_next_char(at);
  }
  return points;
}

// Put into the text before that byte.
struct Insertion {
  std::size_t at;
  std::string_view mark;
};

// Where an e-mail address may be broken, without a hyphen: after its @ and before its dots.
void address_points(const std::string& text, std::vector<Insertion>* insertions) {
  for (std::size_t at = text.find('@'); at != std::string::npos; at = text.find('@', at + 1)) {
    const std::size_t before = text.find_last_of(" \n", at);
    const std::size_t begin = before == std::string::npos ? 0 : before + 1;
    const std::size_t end = std::min(text.find_first_of(" \n", at), text.size());
    const bool is_second =
        std::string_view(text).substr(begin, at - begin).find('@') != std::string_view::npos;
    if (at == begin || at + 1 == end || is_second) continue;
    for (std::size_t i = begin + 1; i + 1 < end; ++i) {
      if (text[i] == '.') insertions->push_back({i, kZeroWidthSpace});
      if (i == at) insertions->push_back({i + 1, kZeroWidthSpace});
    }
  }
}

}  // namespace

PreparedText prepare(const std::string& original, Hyphenator* hyphenator, const std::string& language,
                     const FragmentMin& fragment_min) {
  PreparedText clean_text = sanitize(original);
  std::vector<Insertion> insertions;
  address_points(clean_text.text, &insertions);
  if (hyphenator && hyphenator->knows(language))
    for (const std::size_t point : hyphen_points(clean_text.text, *hyphenator, language, fragment_min))
      insertions.push_back({point, kSoftHyphen});
  if (insertions.empty()) return clean_text;
  std::sort(insertions.begin(), insertions.end(),
            [](const Insertion& a, const Insertion& b) { return a.at < b.at; });

  PreparedText out;
  std::vector<std::size_t> moved;  // for each byte of the clean text, and its end
  std::size_t next = 0;
  for (std::size_t i = 0; i <= clean_text.text.size(); ++i) {
    for (; next < insertions.size() && insertions[next].at == i; ++next) {
      const std::string_view mark = insertions[next].mark;
      out.text += mark;
      out.back.insert(out.back.end(), mark.size(), clean_text.back[i]);
    }
    moved.push_back(out.text.size());
    out.back.push_back(clean_text.back[i]);
    if (i < clean_text.text.size()) out.text += clean_text.text[i];
  }
  for (std::size_t position : clean_text.forward) out.forward.push_back(moved[position]);
  return out;
}

std::string_view opening_quote(std::string_view text) {
  for (const std::string_view mark :
       {"\u201C", "\u201D", "\u201E", "\u2018", "\u2019", "\u00AB", "\u00BB", "\""})
    if (text.starts_with(mark)) return mark;
  return {};
}

}  // namespace entre::display
