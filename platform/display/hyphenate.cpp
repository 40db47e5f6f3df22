#include "platform/display/hyphenate.h"

#include <glib.h>
#include <hyphen.h>

#include <cstdlib>
#include <utility>

#include "platform/files.h"
#include "platform/toml.h"

namespace entre::display {
namespace {

constexpr std::size_t kWordBytesMax = 200;
constexpr std::uint64_t kExceptionsBytesMax = 256 << 10;

const char* dictionary_file(std::string_view language) {
  if (language == "sv") return "/usr/share/hyphen/hyph_sv_SE.dic";
  if (language == "en") return "/usr/share/hyphen/hyph_en_GB.dic";
  return nullptr;
}

std::string_view primary(std::string_view language) {
  return language.substr(0, language.find('-'));
}

struct Word {
  std::string bytes;  // lower case, in the dictionary's character set
  int letters = 0;
};

// False when a letter has no place in the character set (ISO 8859-1 for Swedish).
bool encode(std::string_view word, bool utf8, Word* out) {
  for (const char* at = word.data(); at < word.data() + word.size(); at = g_utf8_next_char(at)) {
    const gunichar letter = g_unichar_tolower(g_utf8_get_char(at));
    ++out->letters;
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

// In lower case, letter by letter, as points() looks it up.
std::string lower(std::string_view word) {
  std::string all;
  for (const char* at = word.data(); at < word.data() + word.size(); at = g_utf8_next_char(at)) {
    char buffer[6];
    all.append(buffer,
               static_cast<std::size_t>(g_unichar_to_utf8(g_unichar_tolower(g_utf8_get_char(at)), buffer)));
  }
  return all;
}

// "länsut-veckling": the word and its points; false when a fragment is too short or a byte is no letter.
bool parse_exception(const std::string& text, std::string* word, std::vector<std::size_t>* points) {
  if (text.size() > kWordBytesMax || !g_utf8_validate(text.data(), static_cast<gssize>(text.size()), nullptr))
    return false;
  std::size_t letters = 0, fragment = 0;
  for (const char* at = text.data(); at < text.data() + text.size(); at = g_utf8_next_char(at)) {
    const gunichar letter = g_utf8_get_char(at);
    if (letter == '-') {
      if (fragment < Hyphenator::letters_min) return false;
      points->push_back(letters);
      fragment = 0;
      continue;
    }
    if (!g_unichar_isalpha(letter)) return false;
    word->append(at, static_cast<std::size_t>(g_utf8_next_char(at) - at));
    ++letters;
    ++fragment;
  }
  *word = lower(*word);
  return fragment >= Hyphenator::letters_min;
}

// The letters before which the patterns divide.
std::vector<std::size_t> by_patterns(HyphenDict* dictionary, std::string_view word) {
  constexpr int min = Hyphenator::letters_min;
  Word encoded;
  if (!encode(word, dictionary->utf8 != 0, &encoded)) return {};
  if (encoded.letters < 2 * min) return {};
  std::string marks(encoded.bytes.size() + 5, '\0');
  char** replacements = nullptr;
  int *positions = nullptr, *cuts = nullptr;
  const int failed =
      hnj_hyphen_hyphenate3(dictionary, encoded.bytes.c_str(), static_cast<int>(encoded.bytes.size()),
                            marks.data(), nullptr, &replacements, &positions, &cuts, min, min, min, min);
  std::vector<std::size_t> letters;
  for (int i = min - 1; !failed && i < encoded.letters - min; ++i) {
    // A division that changes the spelling cannot be a soft hyphen.
    const bool respelt = replacements && replacements[i];
    if ((marks[static_cast<std::size_t>(i)] & 1) && !respelt)
      letters.push_back(static_cast<std::size_t>(i) + 1);
  }
  if (replacements) {
    for (std::size_t i = 0; i < encoded.bytes.size(); ++i) std::free(replacements[i]);
  }
  std::free(replacements);
  std::free(positions);
  std::free(cuts);
  return letters;
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

Result<void> Hyphenator::load_exceptions(const std::string& file) {
  const auto text = SystemFiles().read(file, kExceptionsBytesMax);
  if (!text) return text.error();
  TomlDocument document = TomlDocument::parse(*text, file);
  for (const std::string& language : document.root().keys()) {
    const auto table = document.root().table(language.c_str());
    if (!table) continue;
    for (const std::string& exception : table->strings("words")) {
      std::string word;
      std::vector<std::size_t> points;
      if (parse_exception(exception, &word, &points))
        exceptions_[language][word] = points;
      else
        table->fault("words", "\"" + exception +
                                  "\": expected one word, divided by hyphens into fragments of " +
                                  std::to_string(letters_min) + " letters or more");
    }
  }
  const std::vector<Fault> faults = document.finish();
  if (!faults.empty()) return Error{ErrorKind::invalid, to_string(faults)};
  return {};
}

const Finnish* Hyphenator::finnish() {
  if (!std::exchange(finnish_asked_, true)) finnish_ = Finnish::load();
  return finnish_.get();
}

bool Hyphenator::knows(std::string_view language) {
  return primary(language) == "fi" ? finnish() != nullptr : dictionary(language) != nullptr;
}

const std::vector<std::size_t>* Hyphenator::exception(std::string_view word,
                                                      std::string_view language) const {
  const auto words = exceptions_.find(primary(language));
  if (words == exceptions_.end()) return nullptr;
  const auto found = words->second.find(lower(word));
  return found == words->second.end() ? nullptr : &found->second;
}

std::vector<std::size_t> Hyphenator::points(std::string_view word, std::string_view language) {
  if (word.size() > kWordBytesMax || !knows(language)) return {};
  std::vector<std::size_t> letters;
  if (const std::vector<std::size_t>* known = exception(word, language))
    letters = *known;
  else
    letters = primary(language) == "fi" ? finnish()->letters(word) : by_patterns(dictionary(language), word);
  const auto count = static_cast<std::size_t>(g_utf8_strlen(word.data(), static_cast<gssize>(word.size())));
  std::vector<std::size_t> points;
  for (const std::size_t letter : letters)
    if (letter >= letters_min && letter + letters_min <= count)
      points.push_back(static_cast<std::size_t>(
          g_utf8_offset_to_pointer(word.data(), static_cast<glong>(letter)) - word.data()));
  return points;
}

}  // namespace entre::display
