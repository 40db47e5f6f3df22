#include <set>

#include "sync/content/documents.h"
#include "sync/content/limits.h"
#include "sync/publish/language.h"
#include "sync/publish/source.h"

namespace entre::publish {
namespace {

void read_languages(Loading& loading, const TomlTable& root) {
  content::Site& site = loading.out.site;
  for (const TomlTable& table : root.tables("language")) {
    content::Language language;
    language.code = read_id(table, "code");
    language.endonym = table.require_string("endonym");
    language.base = table.string_or("base", language.code);
    language.rtl = table.choice_or("direction", {"ltr", "rtl"}, "ltr") == "rtl";
    if (!content::is_id(language.base)) table.fault("base", "expected a language code such as \"sv\"");
    if (site.language(language.code))
      table.fault("code", "\"" + language.code + "\" is there twice: remove one");
    else
      site.languages.push_back(std::move(language));
  }
  if (site.languages.empty()) root.fault("language", "no language: add [[language]] with code and endonym");
  if (site.languages.size() > content::limits::languages_max) root.fault("language", "at most 64 languages");
  if (!site.languages.empty() && !site.language(site.default_language))
    root.fault("default_language", "\"" + site.default_language + "\" has no [[language]]: add it");
}

void read_groups(Loading& loading, const TomlTable& root, const std::string& path) {
  std::set<std::string> ids;
  for (const TomlTable& table : root.tables("group")) {
    content::Group group;
    group.id = read_id(table, "id");
    group.icon = table.require_string("icon");
    group.title = read_localized(loading, table, "title", path, true);
    group.pages = read_references(loading, table, "pages", path, Reference::Kind::page);
    if (group.pages.empty()) table.fault("pages", "a group without pages: name some or remove the group");
    if (!ids.insert(group.id).second) table.fault("id", "\"" + group.id + "\" is there twice: rename one");
    loading.out.site.groups.push_back(std::move(group));
  }
  if (ids.empty()) root.fault("group", "no group: add [[group]] with id, icon, title and pages");
  if (ids.size() > content::limits::groups_max) root.fault("group", "at most 256 groups");
}

void read_theme(Loading& loading, const TomlTable& root) {
  loading.out.site.theme = root.string_map("theme");
  for (const auto& [role, text] : loading.out.site.theme) {
    Color color;
    if (!parse_color(text, &color))
      root.fault("theme", role + " = \"" + text + "\": expected a colour, #RRGGBB");
  }
  // What the kiosk would not show is refused while its author can still change it. A dark theme keeps its own
  // colour where the light one's takes no dark ground: no colour suits both.
  for (const std::string& refused : loading.themes.refusals(loading.out.site.theme, "light"))
    root.fault("theme", refused);
}

void read_about(Loading& loading, const TomlTable& root, const std::string& path) {
  const auto table = root.table("about");
  if (!table) return;
  content::About& about = loading.out.site.about;
  about.responsible = read_localized(loading, *table, "responsible", path, false);
  about.accessibility = read_localized(loading, *table, "accessibility", path, false);
  about.complain = read_localized(loading, *table, "complain", path, false);
  about.privacy = read_localized(loading, *table, "privacy", path, false);
  about.website = table->string_or("website", "");
  if (!about.website.empty() && !content::is_https(about.website))
    table->fault("website",
                 "\"" + about.website + "\": expected an address such as https://www.example.org/");
}

void read_contact(Loading& loading, const TomlTable& table, const std::string& path) {
  content::Contact contact;
  contact.id = read_id(table, "id");
  contact.name = table.require_string("name");
  contact.role = read_localized(loading, table, "role", path, false);
  contact.unit = read_localized(loading, table, "unit", path, false);
  contact.phone = table.string_or("phone", "");
  contact.email = table.string_or("email", "");
  contact.address = table.string_or("address", "");
  contact.subjects = read_references(loading, table, "subjects", path, Reference::Kind::page);
  if (contact.phone.find_first_not_of("+0123456789 -()") != std::string::npos)
    table.fault("phone", "\"" + contact.phone + "\": expected digits, spaces, +, - and ( )");
  const auto at = contact.email.find('@');
  if (!contact.email.empty() && (at == 0 || at == std::string::npos || at + 1 == contact.email.size() ||
                                 contact.email.find_first_of(" \n<>", 0) != std::string::npos))
    table.fault("email", "\"" + contact.email + "\": expected an address such as name@example.org");
  if (loading.out.contacts.find(contact.id))
    table.fault("id", "\"" + contact.id + "\" is there twice: rename one");
  else
    loading.out.contacts.contacts.push_back(std::move(contact));
}

}  // namespace

void load_site_file(Loading& loading) {
  const std::string path = loading.path("site.toml");
  const auto text = read_text(loading, path);
  if (!text) return;
  TomlDocument document = TomlDocument::parse(*text, path);
  const TomlTable& root = document.root();
  content::Site& site = loading.out.site;
  site.id = read_id(root, "id");
  site.default_language = read_id(root, "default_language");
  site.floor = root.integer_or("floor", 1, std::int64_t{1} << 53, 1);
  read_languages(loading, root);
  site.name = read_localized(loading, root, "name", path, true);
  for (const TomlTable& table : root.tables("headline"))
    site.headlines.push_back({read_localized(loading, table, "title", path, true),
                              read_localized(loading, table, "text", path, false)});
  read_groups(loading, root, path);
  read_theme(loading, root);
  read_about(loading, root, path);
  loading.findings.add(document.finish());
}

void load_contacts(Loading& loading) {
  const std::string path = loading.path("contacts.toml");
  const auto text = read_text(loading, path);
  if (!text) return;
  TomlDocument document = TomlDocument::parse(*text, path);
  for (const TomlTable& table : document.root().tables("contact")) read_contact(loading, table, path);
  loading.findings.add(document.finish());
  content::Contacts& contacts = loading.out.contacts;
  std::vector<std::string> names;
  for (const content::Contact& contact : contacts.contacts) names.push_back(contact.name);
  for (const content::Language& language : loading.out.site.languages)
    for (const std::size_t index : collated(names, language.base))
      contacts.order[language.code].push_back(contacts.contacts[index].id);
}

}  // namespace entre::publish
