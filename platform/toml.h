#pragma once
// TOML by toml++ (toml_parser.h). A reader that collects every fault instead of stopping at the first, and
// reports each key that nobody asked for.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/result.h"

namespace entre {

// What is wrong in a file that a person wrote, and what to do.
struct Fault {
  std::string file;
  int line = 0;  // 1-based; 0: the file as a whole
  std::string key;
  std::string message;  // what was found, what was expected
};
// "file:line: key: message", without the parts that are empty.
std::string to_string(const Fault& fault);
std::string to_string(const std::vector<Fault>& faults);  // one a line

// A table being read. Each getter marks its key as known; a wrong type or a value out of range adds a fault
// and yields the fallback. Copies share the document. After reading, TomlDocument::finish() adds a fault for
// every key not asked for.
class TomlTable {
 public:
  bool has(const char* key) const;
  int line(const char* key) const;  // the key's line, or the table's where it is missing
  int line() const;
  std::optional<std::string> string(const char* key) const;
  std::string require_string(const char* key) const;  // missing or empty: a fault and ""
  std::string string_or(const char* key, std::string fallback) const;
  std::int64_t integer_or(const char* key, std::int64_t min, std::int64_t max, std::int64_t fallback) const;
  double number_or(const char* key, double min, double max, double fallback) const;
  bool boolean_or(const char* key, bool fallback) const;
  // One of `choices`, else a fault that lists them.
  std::string choice_or(const char* key, const std::vector<std::string>& choices, std::string fallback) const;
  // A date: TOML's local date or a string YYYY-MM-DD; a fault when it is no real day. Empty where missing.
  std::string date_or(const char* key, std::string fallback) const;
  std::vector<std::string> strings(const char* key) const;  // array of strings; missing: empty
  std::optional<TomlTable> table(const char* key) const;
  std::vector<TomlTable> tables(const char* key) const;  // array of tables
  std::map<std::string, std::string> string_map(
      const char* key) const;             // a table whose values are all strings
  std::vector<std::string> keys() const;  // does not mark them
  // Adds a fault at a key's line (at the table's where it is missing).
  void fault(const char* key, std::string message) const;

 private:
  friend class TomlDocument;
  struct State;
  std::shared_ptr<State> state_;
};

class TomlDocument {
 public:
  // `file` is for messages; `first_line` is the line on which `text` starts in it (front matter starts at 2).
  // A syntax error becomes a fault, and root() an empty table.
  static TomlDocument parse(std::string_view text, std::string file, int first_line = 1);
  const TomlTable& root() const { return root_; }
  // Adds a fault for each key not asked for, naming the nearest known one, and returns all faults by line.
  std::vector<Fault> finish();

 private:
  TomlTable root_;
};

// How many letters have to be added, taken away or changed to make one text the other (Levenshtein), by
// bytes.
std::size_t letters_apart(std::string_view a, std::string_view b);

// toml_edit.cpp: `text` with `value` (a TOML literal) for the key `section`.`key`, everything else and all
// comments as they were; the key is added where it is missing. An empty value takes the key's line out.
// invalid: the text is no TOML, or gives the key in a way that cannot be changed line by line.
Result<std::string> edit_toml(std::string_view text, const std::string& section, const std::string& key,
                              const std::string& value);

}  // namespace entre
