#include "kiosk/ui/strings.h"

#include <cstdio>
#include <cstdlib>

#include "platform/toml.h"

namespace entre::ui {

namespace {
constexpr std::uint64_t strings_bytes_max = 256 << 10;
constexpr std::string_view first_language = "sv";
// The staff screen speaks Swedish and English, whatever visitors speak.
constexpr std::string_view staff_section = "staff.", staff_language = "en";
}  // namespace

Filled fill(std::string_view pattern, const Values& values) {
  Filled filled;
  while (!pattern.empty()) {
    const std::size_t open = pattern.find('{');
    const std::size_t close = open == pattern.npos ? open : pattern.find('}', open);
    filled.text += pattern.substr(0, close == pattern.npos ? pattern.size() : open);
    if (close == pattern.npos) break;
    const std::string_view name = pattern.substr(open + 1, close - open - 1);
    for (const auto& [key, value] : values) {
      if (key != name) continue;
      filled.ranges.push_back({std::string(name), filled.text.size(), filled.text.size() + value.size()});
      filled.text += value;
    }
    pattern.remove_prefix(close + 1);
  }
  return filled;
}

Result<Strings> Strings::load(const Files& files, const std::string& folder) {
  Strings strings;
  for (const std::string& file : files.list(folder)) {
    if (!file.ends_with(".toml")) continue;
    const std::string path = folder + "/" + file;
    const auto text = files.read(path, strings_bytes_max);
    if (!text) return text.error();
    TomlDocument document = TomlDocument::parse(*text, path);
    Table& table = strings.languages_[file.substr(0, file.size() - 5)];
    for (const std::string& section : document.root().keys())
      for (auto& [key, value] : document.root().string_map(section.c_str()))
        table.emplace(section + "." + key, value);
    const std::vector<Fault> faults = document.finish();
    if (!faults.empty()) return Error{ErrorKind::invalid, to_string(faults)};
  }
  const auto swedish = strings.languages_.find(first_language);
  if (swedish == strings.languages_.end()) return Error{ErrorKind::not_found, folder + "/sv.toml is missing"};
  for (const auto& [language, table] : strings.languages_)
    for (const auto& [key, value] : swedish->second)
      if (!table.contains(key) && (!key.starts_with(staff_section) || language == staff_language))
        return Error{ErrorKind::invalid,
                     folder + "/" + language + ".toml: " + key + ": missing; sv.toml has \"" + value + "\""};
  return strings;
}

const std::string& Strings::get(std::string_view language, std::string_view key) const {
  for (const std::string_view code : {language, language.substr(0, language.find('-')), first_language}) {
    const auto table = languages_.find(code);
    if (table == languages_.end()) continue;
    const auto found = table->second.find(key);
    if (found != table->second.end()) return found->second;
  }
  std::fprintf(stderr, "no text has the key \"%.*s\"\n", static_cast<int>(key.size()), key.data());
  std::abort();
}

std::string Strings::format(std::string_view language, std::string_view key, const Values& values) const {
  return fill(get(language, key), values).text;
}

std::string Strings::count(std::string_view language, std::string_view key, std::int64_t n,
                           Values values) const {
  values.emplace_back("n", std::to_string(n));
  return format(language, std::string(key) + (n == 1 ? "_one" : "_other"), values);
}

}  // namespace entre::ui
