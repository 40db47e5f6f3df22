#include "sync/content/documents.h"

#include <algorithm>
#include <array>

#include "platform/json.h"
#include "sync/content/limits.h"
#include "sync/content/words.h"

namespace entre::content {
namespace {

std::string dump(const Json& json) {
  return json.dump(2) + "\n";
}

// Members that are empty are left out: what is not known is not in the document.
void put(Json& json, const char* key, const std::string& text) {
  if (!text.empty()) json[key] = text;
}

void put(Json& json, const char* key, const std::vector<std::string>& texts) {
  if (!texts.empty()) json[key] = texts;
}

Json to_json(const std::vector<Span>& spans) {
  Json out = Json::array();
  for (const Span& span : spans) {
    Json json = {{"text", span.text}};
    if (span.strong) json["strong"] = true;
    if (span.emphasis) json["emphasis"] = true;
    put(json, "link", span.link);
    out.push_back(std::move(json));
  }
  return out;
}

Json to_json(const std::vector<Block>& blocks);

Json to_json(const Block& block) {
  Json json = {{"kind", std::string(kind_words[static_cast<std::size_t>(block.kind)])}};
  if (block.level != 0) json["level"] = block.level;
  if (!block.spans.empty()) json["spans"] = to_json(block.spans);
  for (const auto& item : block.items) json["items"].push_back(to_json(item));
  if (!block.blocks.empty()) json["blocks"] = to_json(block.blocks);
  for (const auto& row : block.rows) {
    Json cells = Json::array();
    for (const auto& cell : row) cells.push_back(to_json(cell));
    json["rows"].push_back(std::move(cells));
  }
  put(json, "image", block.image);
  put(json, "alt", block.alt);
  put(json, "caption", block.caption);
  if (block.image_width_px != 0) json["width_px"] = block.image_width_px;
  if (block.image_height_px != 0) json["height_px"] = block.image_height_px;
  put(json, "contact", block.contact);
  return json;
}

Json to_json(const std::vector<Block>& blocks) {
  Json out = Json::array();
  for (const Block& block : blocks) out.push_back(to_json(block));
  return out;
}

}  // namespace

namespace {

Json to_json(const About& about) {
  Json json = Json::object();
  for (const auto& [key, text] :
       {std::pair{"responsible", &about.responsible}, std::pair{"accessibility", &about.accessibility},
        std::pair{"complain", &about.complain}, std::pair{"privacy", &about.privacy}})
    if (!text->empty()) json[key] = *text;
  put(json, "website", about.website);
  return json;
}

}  // namespace

std::string encode(const Site& site) {
  Json json = {{"format", 1},
               {"id", site.id},
               {"name", site.name},
               {"default_language", site.default_language},
               {"floor", site.floor},
               {"languages", Json::array()},
               {"groups", Json::array()}};
  for (const Language& language : site.languages)
    json["languages"].push_back({{"code", language.code},
                                 {"endonym", language.endonym},
                                 {"base", language.base},
                                 {"direction", language.rtl ? "rtl" : "ltr"}});
  for (const Headline& headline : site.headlines)
    json["headlines"].push_back({{"title", headline.title}, {"text", headline.text}});
  for (const Group& group : site.groups)
    json["groups"].push_back(
        {{"id", group.id}, {"icon", group.icon}, {"title", group.title}, {"pages", group.pages}});
  if (!site.theme.empty()) json["theme"] = site.theme;
  if (!(site.about == About{})) json["about"] = to_json(site.about);
  return dump(json);
}

std::string encode(const Contacts& contacts) {
  Json json = {{"format", 1}, {"contacts", Json::array()}, {"order", Json::object()}};
  for (const Contact& contact : contacts.contacts) {
    Json one = {{"id", contact.id}, {"name", contact.name}};
    if (!contact.role.empty()) one["role"] = contact.role;
    if (!contact.unit.empty()) one["unit"] = contact.unit;
    put(one, "phone", contact.phone);
    put(one, "email", contact.email);
    put(one, "address", contact.address);
    put(one, "subjects", contact.subjects);
    json["contacts"].push_back(std::move(one));
  }
  for (const auto& [language, ids] : contacts.order) json["order"][language] = ids;
  return dump(json);
}

std::string encode(const Page& page) {
  Json json = {{"format", 1},
               {"id", page.id},
               {"language", page.language},
               {"title", page.title},
               {"translation", std::string(translation_words[static_cast<std::size_t>(page.translation)])},
               {"blocks", to_json(page.blocks)}};
  put(json, "summary", page.summary);
  put(json, "icon", page.icon);
  put(json, "owner", page.owner);
  put(json, "source", page.source_url);
  put(json, "updated", page.updated);
  put(json, "updated_text", page.updated_text);
  put(json, "review_by", page.review_by);
  put(json, "valid_from", page.valid_from);
  put(json, "valid_until", page.valid_until);
  put(json, "related", page.related);
  put(json, "contacts", page.contacts);
  return dump(json);
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= limits::id_bytes_max &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

std::string page_target(const std::string& id, const std::string& language) {
  return "pages/" + id + "." + language + ".json";
}

bool parse_page_target(std::string_view target, std::string* id, std::string* language) {
  constexpr std::string_view prefix = "pages/", suffix = ".json";
  if (target.size() <= prefix.size() + suffix.size() || !target.starts_with(prefix) ||
      !target.ends_with(suffix))
    return false;
  target = target.substr(prefix.size(), target.size() - prefix.size() - suffix.size());
  const auto dot = target.find('.');
  if (dot == std::string_view::npos || !is_id(target.substr(0, dot)) || !is_id(target.substr(dot + 1)))
    return false;
  if (id) *id = target.substr(0, dot);
  if (language) *language = target.substr(dot + 1);
  return true;
}

bool is_https(std::string_view address) {
  return address.starts_with("https://") && address.find_first_of(" \n\"<>") == std::string_view::npos;
}

bool is_image_target(std::string_view target) {
  constexpr std::string_view prefix = "images/";
  if (!target.starts_with(prefix)) return false;
  target.remove_prefix(prefix.size());
  return !target.empty() && target.size() <= limits::id_bytes_max && target.front() != '.' &&
         std::all_of(target.begin(), target.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
         });
}

}  // namespace entre::content
