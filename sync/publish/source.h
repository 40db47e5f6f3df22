#pragma once
// Pieces of reading that site.toml, contacts.toml and front matter have in common.

#include <optional>
#include <string>

#include "platform/files.h"
#include "platform/toml.h"
#include "sync/content/content.h"
#include "sync/publish/site_folder.h"

namespace entre::publish {

// What a loader reads from and writes to. `site` is filled first: its languages say which texts are wanted.
struct Loading {
  const Files& files;
  const std::string& folder;
  const content::Themes& themes;
  Findings& findings;
  SiteFolder& out;

  std::string path(const std::string& name) const { return folder + "/" + name; }
};

// A text file without byte order mark, carriage returns and denormalized letters; nothing, and a fault, where
// it is missing, too large or not UTF-8.
std::optional<std::string> read_text(Loading& loading, const std::string& path);

// A table of texts by language. Faults: an unknown language, an empty text, none in the default language
// (when `required` or when others are there); a warning for each other language that is missing.
content::Localized read_localized(Loading& loading, const TomlTable& table, const char* key,
                                  const std::string& path, bool required);

// An id; a fault where it is missing or malformed.
std::string read_id(const TomlTable& table, const char* key);

// A list of ids, each of which must exist in the end.
std::vector<std::string> read_references(Loading& loading, const TomlTable& table, const char* key,
                                         const std::string& path, Reference::Kind kind);

void load_site_file(Loading& loading);
void load_contacts(Loading& loading);
void load_images(Loading& loading);
void load_pages(Loading& loading);  // after images: their sizes go into the pages

}  // namespace entre::publish
