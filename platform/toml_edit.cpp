// Changing one key of a TOML text, for files that people write too.
#include <algorithm>

#include "platform/toml.h"
#include "platform/toml_parser.h"

namespace entre {
namespace {

// The byte of a line and column, both counted from 1; columns are characters.
std::size_t byte_of(std::string_view text, const toml::source_position& position) {
  std::size_t at = 0;
  for (toml::source_index line = 1; line < position.line; ++line) at = text.find('\n', at) + 1;
  for (toml::source_index column = 1; column < position.column && at < text.size(); ++column) {
    ++at;
    while (at < text.size() && (text[at] & 0xC0) == 0x80) ++at;
  }
  return at;
}

std::size_t end_of_line(std::string_view text, std::size_t at) {
  const std::size_t end = text.find('\n', at);
  return end == std::string_view::npos ? text.size() : end + 1;
}

Result<toml::table> parse(std::string_view text) {
  try {
    return toml::table(toml::parse(text));
  } catch (const toml::parse_error& error) {
    return Error{ErrorKind::invalid, std::string(error.description())};
  }
}

std::string with_last_newline(std::string text) {
  if (!text.empty() && text.back() != '\n') text += '\n';
  return text;
}

// The byte behind a table's last line: behind its last value, or behind its header.
std::size_t end_of_table(std::string_view text, const toml::table& table) {
  std::size_t end = end_of_line(text, byte_of(text, table.source().begin));
  for (const auto& [key, node] : table)
    if (!node.is_table()) end = std::max(end, end_of_line(text, byte_of(text, node.source().end)));
  return end;
}

std::string edited(std::string text, const toml::table& root, const std::string& section,
                   const std::string& key, const std::string& value) {
  const toml::table* table = root[section].as_table();
  const toml::node* node = table == nullptr ? nullptr : table->get(key);
  if (node != nullptr) {
    const std::size_t begin = byte_of(text, node->source().begin), end = byte_of(text, node->source().end);
    if (!value.empty()) return text.replace(begin, end - begin, value);
    const std::size_t line = text.rfind('\n', begin) == std::string::npos ? 0 : text.rfind('\n', begin) + 1;
    return text.erase(line, end_of_line(text, end) - line);
  }
  if (value.empty()) return text;
  text = with_last_newline(std::move(text));
  const std::string line = key + " = " + value + "\n";
  if (table == nullptr) return text + (text.empty() ? "" : "\n") + "[" + section + "]\n" + line;
  return text.insert(end_of_table(text, *table), line);
}

// Everything but that one key, and the key itself as it was wanted.
bool is_wanted(toml::table before, toml::table after, const std::string& section, const std::string& key,
               const std::string& value) {
  const auto take = [&](toml::table& root) -> std::string {
    toml::table* const table = root[section].as_table();
    if (table == nullptr) return "";
    std::ostringstream text;
    if (const toml::node* node = table->get(key)) text << toml::node_view(*node);
    table->erase(key);
    if (table->empty()) root.erase(section);
    return text.str();
  };
  take(before);
  const std::string found = take(after);
  if (before != after) return false;
  if (value.empty()) return found.empty();
  auto wanted = parse("v = " + value);
  if (!wanted) return false;
  std::ostringstream text;
  text << (*wanted)["v"];
  return found == text.str();
}

}  // namespace

Result<std::string> edit_toml(std::string_view text, const std::string& section, const std::string& key,
                              const std::string& value) {
  auto before = parse(text);
  if (!before) return before.error();
  std::string result = edited(std::string(text), *before, section, key, value);
  auto after = parse(result);
  if (!after || !is_wanted(*before, *after, section, key, value))
    return Error{ErrorKind::invalid,
                 section + "." + key + " is written in a way that only a person can change"};
  return result;
}

}  // namespace entre
