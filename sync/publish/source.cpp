#include "sync/publish/source.h"

#include <algorithm>
#include <set>

#include "sync/content/documents.h"
#include "sync/content/limits.h"
#include "sync/publish/language.h"

namespace entre::publish {

std::optional<std::string> read_text(Loading& loading, const std::string& path) {
  const auto fail = [&](int line, const std::string& message) {
    loading.findings.errors.push_back({path, line, "", message});
    return std::nullopt;
  };
  auto bytes = loading.files.read(path, content::limits::document_raw_bytes_max);
  if (!bytes.ok() && bytes.error().kind == ErrorKind::not_found) return fail(0, "the file is missing");
  if (!bytes.ok() && bytes.error().kind == ErrorKind::too_large)
    return fail(0, "larger than 4 MB: split it or shorten it");
  if (!bytes.ok()) return fail(0, bytes.error().message);
  std::string text = std::move(*bytes);
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  std::erase(text, '\r');
  auto nfc = to_nfc(text);
  if (!nfc.ok()) {
    const auto at = static_cast<std::ptrdiff_t>(std::stoul(nfc.error().message));
    return fail(1 + static_cast<int>(std::count(text.begin(), text.begin() + at, '\n')),
                "not UTF-8: save the file in that encoding");
  }
  return std::move(*nfc);
}

content::Localized read_localized(Loading& loading, const TomlTable& table, const char* key,
                                  const std::string& path, bool required) {
  const content::Site& site = loading.out.site;
  content::Localized out = table.string_map(key);
  for (const auto& [language, text] : out) {
    if (!site.language(language))
      table.fault(key,
                  "\"" + language + "\" is none of the site's languages: add it to site.toml or remove it");
    else if (text.find_first_not_of(" \n\t") == std::string::npos)
      table.fault(key, "the text in \"" + language + "\" is empty: write it or remove it");
  }
  if (out.empty() && !required) return out;
  for (const content::Language& language : site.languages) {
    if (out.contains(language.code)) continue;
    if (language.code == site.default_language)
      table.fault(key, "the text in \"" + language.code + "\", the default language, is missing: write it");
    else
      loading.findings.warnings.push_back(
          {path, table.line(key), key,
           "no translation to \"" + language.code + "\": the kiosk shows another language instead"});
  }
  return out;
}

std::string read_id(const TomlTable& table, const char* key) {
  std::string id = table.require_string(key);
  if (!id.empty() && !content::is_id(id))
    table.fault(key, "\"" + id + "\": expected a-z, 0-9 and -, at most 64 letters");
  return id;
}

std::vector<std::string> read_references(Loading& loading, const TomlTable& table, const char* key,
                                         const std::string& path, Reference::Kind kind) {
  std::vector<std::string> out;
  std::set<std::string> seen;
  for (const std::string& id : table.strings(key)) {
    if (!content::is_id(id)) {
      table.fault(key, "\"" + id + "\": expected an id of a-z, 0-9 and -, at most 64 letters");
      continue;
    }
    if (!seen.insert(id).second) table.fault(key, "\"" + id + "\" is named twice: remove one");
    loading.out.references.push_back({kind, id, {path, table.line(key), key, ""}});
    out.push_back(id);
  }
  return out;
}

}  // namespace entre::publish
