#include "platform/display/hyphenate.h"

#include <glib.h>
#include <hyphen.h>

#include <cstdlib>

#include "platform/files.h"

namespace entre::display {
namespace {

constexpr std::size_t kWordBytesMax = 200;

const char* dictionary_file(std::string_view language) {
  if (language == "sv") return "/usr/share/hyphen/hyph_sv_SE.dic";
  if (language == "en") return "/usr/share/hyphen/hyph_en_GB.dic";
  return nullptr;
}

std::string_view primary(std::string_view language) {
  return language.substr(0, language.find('-'));
}

struct Word {
  std::string bytes;                 // lower case, in the dictionary's character set
  std::vector<std::size_t> letters;  // where each letter begins in the UTF-8 word
};

// False when a letter has no place in the character set (ISO 8859-1 for Swedish).
bool encode(std::string_view word, bool utf8, Word* out) {
  for (const char* at = word.data(); at < word.data() + word.size(); at = g_utf8_next_char(at)) {
    const gunichar letter = g_unichar_tolower(g_utf8_get_char(at));
    out->letters.push_back(static_cast<std::size_t>(at - word.data()));
    if (utf8) {
      char buffer[6];
      out->bytes.append(buffer, static_cast<std::size_t>(g_unichar_to_utf8(letter, buffer)));
    } else if (letter < 0x100) {
      out->bytes += static_cast<char>(letter);
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace

HyphenDict* Hyphenator::dictionary(std::string_view language) {
  const std::string_view code = primary(language);
  if (const auto known = dictionaries_.find(code); known != dictionaries_.end()) return known->second.get();
  const char* file = dictionary_file(code);
  HyphenDict* dictionary = file && SystemFiles().exists(file) ? hnj_hyphen_load(file) : nullptr;
  dictionaries_[std::string(code)] = std::shared_ptr<HyphenDict>(dictionary, [](HyphenDict* d) {
    if (d) hnj_hyphen_free(d);
  });
  return dictionary;
}

bool Hyphenator::knows(std::string_view language) {
  return dictionary(language) != nullptr;
}

std::vector<std::size_t> Hyphenator::points(std::string_view word, std::string_view language) {
  HyphenDict* dict = dictionary(language);
  Word encoded;
  if (!dict || word.size() > kWordBytesMax || !encode(word, dict->utf8 != 0, &encoded)) return {};
  const int count = static_cast<int>(encoded.letters.size());
  if (count < 2 * letters_min) return {};
  std::string marks(encoded.bytes.size() + 5, '\0');
  char** replacements = nullptr;
  int *positions = nullptr, *cuts = nullptr;
  const int failed = hnj_hyphen_hyphenate3(
      dict, encoded.bytes.c_str(), static_cast<int>(encoded.bytes.size()), marks.data(), nullptr,
      &replacements, &positions, &cuts, letters_min, letters_min, letters_min, letters_min);
  std::vector<std::size_t> points;
  for (int i = letters_min - 1; !failed && i < count - letters_min; ++i) {
    // A division that changes the spelling cannot be a soft hyphen.
    const bool respelt = replacements && replacements[i];
    if ((marks[static_cast<std::size_t>(i)] & 1) && !respelt) {
      points.push_back(encoded.letters[static_cast<std::size_t>(i) + 1]);
    }
  }
  if (replacements) {
    for (std::size_t i = 0; i < encoded.bytes.size(); ++i) std::free(replacements[i]);
  }
  std::free(replacements);
  std::free(positions);
  std::free(cuts);
  return points;
}

}  // namespace entre::display
