#include "platform/toml.h"

#include <algorithm>
#include <set>

#include "platform/clock.h"
#include "platform/toml_parser.h"

namespace entre {
namespace {

struct Document {
  toml::table root;
  std::string file;
  int first_line = 1;
  std::vector<Fault> faults;
  // The tables that were read, with the keys that were asked for.
  struct Read {
    std::string path;
    std::set<std::string> known;
  };
  std::map<const toml::table*, Read> read;
};

std::string join(const std::string& path, const std::string& key) {
  return path.empty() ? key : key.empty() ? path : path + "." + key;
}

std::string unknown_key_message(const std::string& key, const std::set<std::string>& known) {
  if (known.empty()) return "unknown key";
  const auto nearest = std::min_element(known.begin(), known.end(), [&](const auto& a, const auto& b) {
    return letters_apart(key, a) < letters_apart(key, b);
  });
  // Farther than half the word it is no slip of the finger.
  if (letters_apart(key, *nearest) * 2 > std::max(key.size(), nearest->size())) return "unknown key";
  return "unknown key; did you mean \"" + *nearest + "\"?";
}

const char* article_and_type(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "an array";
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a number with decimals";
    case toml::node_type::boolean:
      return "true or false";
    default:
      return "a date or time";
  }
}

std::string number_text(double number) {
  std::string text = std::to_string(number);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

}  // namespace

struct TomlTable::State {
  std::shared_ptr<Document> document;
  const toml::table* table;
  std::string path;
  int line;

  int line_of(const toml::node& node) const {
    const auto line_in_text = node.source().begin.line;
    return line_in_text == 0 ? line : static_cast<int>(line_in_text) + document->first_line - 1;
  }

  // The node, or null; the key is known from now on.
  const toml::node* find(const char* key) const {
    document->read[table].known.insert(key);
    return table->get(key);
  }

  void fault(const toml::node* node, const std::string& key, std::string message) const {
    const int at = node != nullptr ? line_of(*node) : line;
    document->faults.push_back({document->file, at, join(path, key), std::move(message)});
  }

  void wrong_type(const toml::node& node, const std::string& key, const std::string& expected) const {
    fault(&node, key, "expected " + expected + ", found " + article_and_type(node));
  }

  static TomlTable open(std::shared_ptr<Document> document, const toml::table& table, std::string path,
                        int line) {
    document->read[&table].path = path;
    TomlTable opened;
    opened.state_ = std::make_shared<State>(State{std::move(document), &table, std::move(path), line});
    return opened;
  }

  TomlTable child(const toml::table& child_table, const std::string& name) const {
    return open(document, child_table, join(path, name), line_of(child_table));
  }
};

bool TomlTable::has(const char* key) const {
  return state_->find(key) != nullptr;
}
int TomlTable::line() const {
  return state_->line;
}

int TomlTable::line(const char* key) const {
  const toml::node* node = state_->table->get(key);
  return node != nullptr ? state_->line_of(*node) : state_->line;
}

std::optional<std::string> TomlTable::string(const char* key) const {
  const toml::node* node = state_->find(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* text = node->as_string()) return text->get();
  state_->wrong_type(*node, key, "a string");
  return std::nullopt;
}

std::string TomlTable::require_string(const char* key) const {
  const toml::node* node = state_->find(key);
  auto text = string(key);
  if (node == nullptr) {
    state_->fault(nullptr, key, "missing; expected a string");
  } else if (text && text->empty()) {
    state_->fault(node, key, "must not be empty");
  }
  return text.value_or("");
}

std::string TomlTable::string_or(const char* key, std::string fallback) const {
  return string(key).value_or(std::move(fallback));
}

std::int64_t TomlTable::integer_or(const char* key, std::int64_t min, std::int64_t max,
                                   std::int64_t fallback) const {
  const toml::node* node = state_->find(key);
  if (node == nullptr) return fallback;
  const std::string expected = "a whole number from " + std::to_string(min) + " to " + std::to_string(max);
  const auto* number = node->as_integer();
  if (number == nullptr) {
    state_->wrong_type(*node, key, expected);
    return fallback;
  }
  if (number->get() >= min && number->get() <= max) return number->get();
  state_->fault(node, key, "expected " + expected + ", found " + std::to_string(number->get()));
  return fallback;
}

double TomlTable::number_or(const char* key, double min, double max, double fallback) const {
  const toml::node* node = state_->find(key);
  if (node == nullptr) return fallback;
  const std::string expected = "a number from " + number_text(min) + " to " + number_text(max);
  if (!node->is_number()) {
    state_->wrong_type(*node, key, expected);
    return fallback;
  }
  const double number =
      node->is_integer() ? static_cast<double>(node->as_integer()->get()) : node->as_floating_point()->get();
  if (number >= min && number <= max) return number;  // false for nan
  state_->fault(node, key, "expected " + expected + ", found " + number_text(number));
  return fallback;
}

bool TomlTable::boolean_or(const char* key, bool fallback) const {
  const toml::node* node = state_->find(key);
  if (node == nullptr) return fallback;
  if (const auto* value = node->as_boolean()) return value->get();
  state_->wrong_type(*node, key, "true or false");
  return fallback;
}

std::string TomlTable::choice_or(const char* key, const std::vector<std::string>& choices,
                                 std::string fallback) const {
  const auto text = string(key);
  if (!text) return fallback;
  if (std::find(choices.begin(), choices.end(), *text) != choices.end()) return *text;
  std::string list;
  for (const std::string& choice : choices) list += (list.empty() ? "\"" : ", \"") + choice + "\"";
  fault(key, "expected one of " + list + ", found \"" + *text + "\"");
  return fallback;
}

std::string TomlTable::date_or(const char* key, std::string fallback) const {
  const toml::node* node = state_->find(key);
  if (node == nullptr) return fallback;
  if (const auto* date = node->as_date()) {
    const toml::date day = date->get();
    char text[40];
    std::snprintf(text, sizeof text, "%04u-%02u-%02u", static_cast<unsigned>(day.year),
                  static_cast<unsigned>(day.month), static_cast<unsigned>(day.day));
    return text;  // toml++ has refused days that do not exist
  }
  const auto* text = node->as_string();
  if (text == nullptr) {
    state_->wrong_type(*node, key, "a date, YYYY-MM-DD");
    return fallback;
  }
  if (valid_date(text->get())) return text->get();
  state_->fault(node, key, "expected a real date, YYYY-MM-DD, found \"" + text->get() + "\"");
  return fallback;
}

std::vector<std::string> TomlTable::strings(const char* key) const {
  const toml::node* node = state_->find(key);
  if (node == nullptr) return {};
  std::vector<std::string> texts;
  const auto* array = node->as_array();
  if (array == nullptr) {
    state_->wrong_type(*node, key, "an array of strings");
    return texts;
  }
  for (const toml::node& item : *array) {
    if (const auto* text = item.as_string()) {
      texts.push_back(text->get());
    } else {
      state_->wrong_type(item, key, "strings only");
    }
  }
  return texts;
}

std::optional<TomlTable> TomlTable::table(const char* key) const {
  const toml::node* node = state_->find(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* table = node->as_table()) return state_->child(*table, key);
  state_->wrong_type(*node, key, "a table");
  return std::nullopt;
}

std::vector<TomlTable> TomlTable::tables(const char* key) const {
  const toml::node* node = state_->find(key);
  if (node == nullptr) return {};
  std::vector<TomlTable> tables;
  const auto* array = node->as_array();
  if (array == nullptr) {
    state_->wrong_type(*node, key, "tables, each under [[" + join(state_->path, key) + "]]");
    return tables;
  }
  for (const toml::node& item : *array) {
    const std::string name = std::string(key) + "[" + std::to_string(tables.size() + 1) + "]";
    if (const auto* table = item.as_table()) {
      tables.push_back(state_->child(*table, name));
    } else {
      state_->wrong_type(item, key, "tables only");
    }
  }
  return tables;
}

std::map<std::string, std::string> TomlTable::string_map(const char* key) const {
  std::map<std::string, std::string> texts;
  const auto child = table(key);
  if (!child) return texts;
  for (const std::string& name : child->keys()) {
    if (auto text = child->string(name.c_str())) texts.emplace(name, std::move(*text));
  }
  return texts;
}

std::vector<std::string> TomlTable::keys() const {
  std::vector<std::string> names;
  for (const auto& [key, node] : *state_->table) names.emplace_back(key.str());
  return names;
}

void TomlTable::fault(const char* key, std::string message) const {
  state_->fault(state_->table->get(key), key, std::move(message));
}

TomlDocument TomlDocument::parse(std::string_view text, std::string file, int first_line) {
  auto document = std::make_shared<Document>();
  document->file = std::move(file);
  document->first_line = first_line;
  try {
    document->root = toml::parse(text);
  } catch (const toml::parse_error& error) {
    const int line = static_cast<int>(error.source().begin.line) + first_line - 1;
    document->faults.push_back({document->file, line, "", std::string(error.description())});
    document->root.clear();
  }
  TomlDocument parsed;
  const toml::table& root = document->root;
  parsed.root_ = TomlTable::State::open(document, root, "", first_line);
  return parsed;
}

std::vector<Fault> TomlDocument::finish() {
  Document& document = *root_.state_->document;
  std::vector<Fault> faults = document.faults;
  for (const auto& [table, read] : document.read) {
    for (const auto& [key, node] : *table) {
      const std::string name(key.str());
      if (read.known.contains(name)) continue;
      const auto line = static_cast<int>(key.source().begin.line) + document.first_line - 1;
      faults.push_back({document.file, line, join(read.path, name), unknown_key_message(name, read.known)});
    }
  }
  std::stable_sort(faults.begin(), faults.end(),
                   [](const Fault& a, const Fault& b) { return a.line < b.line; });
  return faults;
}

std::size_t letters_apart(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitute = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substitute});
    }
  }
  return row[b.size()];
}

std::string to_string(const Fault& fault) {
  std::string text = fault.file;
  if (fault.line > 0) text += ":" + std::to_string(fault.line);
  if (!text.empty()) text += ": ";
  if (!fault.key.empty()) text += fault.key + ": ";
  return text + fault.message;
}

std::string to_string(const std::vector<Fault>& faults) {
  std::string text;
  for (const Fault& fault : faults) text += (text.empty() ? "" : "\n") + to_string(fault);
  return text;
}

}  // namespace entre
