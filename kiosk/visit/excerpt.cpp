#include "kiosk/visit/excerpt.h"

#include <algorithm>
#include <set>

#include "sync/content/tokens.h"

namespace entre::visit {
namespace {

constexpr std::size_t kBeforeMarkLetters = 60;

// Where the sentence that begins at `from` ends: at the end of a line, or after a full stop and a space.
std::size_t sentence_end(const std::string& text, std::size_t from) {
  for (std::size_t at = from; at < text.size(); ++at) {
    if (text[at] == '\n') return at;
    const bool stop = text[at] == '.' || text[at] == '!' || text[at] == '?';
    if (stop && at + 1 < text.size() && text[at + 1] == ' ') return at + 1;
  }
  return text.size();
}

std::size_t different(const std::string& sentence, const std::vector<content::Range>& ranges) {
  std::set<std::string_view> words;
  for (const content::Range& range : ranges)
    words.insert(std::string_view(sentence).substr(range.begin, range.end - range.begin));
  return words.size();
}

// Whole words from a little before the mark on.
std::string cut(const std::string& sentence, const content::Range& mark) {
  const auto tokens = content::tokens_of(sentence);
  std::string out;
  for (const content::Token& token : tokens) {
    if (content::letters(sentence.substr(token.begin, std::max(mark.begin, token.begin) - token.begin)) >
        kBeforeMarkLetters)
      continue;
    std::size_t end = token.end;
    for (const content::Token& last : tokens)
      if (last.begin >= token.begin &&
          content::letters(sentence.substr(token.begin, last.end - token.begin)) <= excerpt_letters_max)
        end = std::max(end, last.end);
    out = sentence.substr(token.begin, end - token.begin);
    if (token.begin > 0) out = "… " + out;
    return end + 1 < sentence.size() ? out + " …" : out;
  }
  return out;
}

}  // namespace

std::string excerpt(const std::string& text, const content::Marks& marks) {
  std::string best;
  std::size_t most = 0;
  content::Range mark;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = sentence_end(text, from);
    std::string sentence = text.substr(from, end - from);
    from = std::min(text.find_first_not_of(" \n", end), text.size());
    const auto ranges = content::marked(sentence, marks);
    const std::size_t count = different(sentence, ranges);
    if (count <= most) continue;
    most = count;
    mark = ranges.front();
    best = std::move(sentence);
  }
  return content::letters(best) > excerpt_letters_max ? cut(best, mark) : best;
}

}  // namespace entre::visit
