#pragma once
// Where words may be divided: by libhyphen's patterns, Finnish by libvoikko.

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/display/finnish.h"
#include "platform/result.h"

struct _HyphenDict;

namespace entre::display {

class Hyphenator {
 public:
  static constexpr int letters_min = 3;  // of a fragment, on either line
  // Bytes of `word` (UTF-8 letters only) before which it may be divided; empty where the language has no
  // patterns. The language is a BCP 47 tag of which the first part counts. Loads a dictionary when first
  // asked for it.
  std::vector<std::size_t> points(std::string_view word, std::string_view language);
  bool knows(std::string_view language);
  // Words that the patterns divide badly, from a TOML file: a table for each language, whose `words` have a
  // hyphen where they may be divided and none where they may not. invalid with file, line and key.
  Result<void> load_exceptions(const std::string& file);

 private:
  _HyphenDict* dictionary(std::string_view language);
  const Finnish* finnish();
  const std::vector<std::size_t>* exception(std::string_view word, std::string_view language) const;
  std::map<std::string, std::shared_ptr<_HyphenDict>, std::less<>> dictionaries_;
  std::unique_ptr<Finnish> finnish_;
  bool finnish_asked_ = false;
  // By language and word in lower case: the letters before which it may be divided.
  std::map<std::string, std::map<std::string, std::vector<std::size_t>>, std::less<>> exceptions_;
};

}  // namespace entre::display
