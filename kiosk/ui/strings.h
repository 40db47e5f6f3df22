#pragma once
// The kiosk's own texts by language, from assets/strings/<language>.toml.

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/files.h"
#include "platform/result.h"

namespace entre::ui {

// What goes into the placeholders of a text: {name} and its value.
using Values = std::vector<std::pair<std::string_view, std::string>>;

// A text with its placeholders filled in, and where each value came to lie (bytes).
struct Filled {
  std::string text;
  struct Range {
    std::string name;
    std::size_t begin = 0, end = 0;
  };
  std::vector<Range> ranges;
};
Filled fill(std::string_view pattern, const Values& values);

class Strings {
 public:
  // invalid: a fault in a file, or a key that Swedish has and a language lacks ([staff] is for Swedish and
  // English alone); not_found without sv.toml.
  static Result<Strings> load(const Files& files, const std::string& folder);

  // The text of "table.key" in the language, else in its base ("sv" of "sv-simple"), else in Swedish. A key
  // that is nowhere is a programming error: aborts with it.
  const std::string& get(std::string_view language, std::string_view key) const;
  std::string format(std::string_view language, std::string_view key, const Values& values) const;
  // key_one or key_other; {n} is filled in.
  std::string count(std::string_view language, std::string_view key, std::int64_t n,
                    Values values = {}) const;

 private:
  using Table = std::map<std::string, std::string, std::less<>>;
  std::map<std::string, Table, std::less<>> languages_;
};

}  // namespace entre::ui
