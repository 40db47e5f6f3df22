#include <algorithm>
#include <optional>
#include <set>

#include "platform/clock.h"
#include "platform/json.h"
#include "sync/content/documents.h"
#include "sync/content/limits.h"
#include "sync/content/words.h"

namespace entre::content {
namespace {

// Each level of blocks takes three of JSON (block, items, item), and the spans of the last some more.
constexpr int kJsonDepthMax = limits::block_depth_max * 3 + 16;
constexpr std::int64_t kReleaseMax = std::int64_t{1} << 53;

bool is_link(const std::string& link) {
  if (link.starts_with("page:")) return is_id(std::string_view(link).substr(5));
  return is_https(link);
}

// Reads one document. The first fault is kept and the rest yields empty values, so that readers are straight
// lines.
class Reader {
 public:
  explicit Reader(std::string name) : name_(std::move(name)) {}

  const std::optional<Error>& error() const { return error_; }

  void fail(const std::string& where, const std::string& expected) {
    if (!error_) error_ = Error{ErrorKind::invalid, where + ": expected " + expected};
  }

  std::optional<JsonObject> object(const Json& json, const std::string& where) {
    auto result = JsonObject::of(json, where);
    if (result.ok()) return *result;
    if (!error_) error_ = result.error();
    return std::nullopt;
  }

  // Text without control characters other than line feeds: the screen's typesetter takes C strings.
  std::string text(const JsonObject& from, const char* key, bool required) {
    std::string out = take(required ? from.string(key) : from.string_or(key, ""));
    if (required && out.empty()) fail(from.where() + "." + key, "a text that is not empty");
    for (const char c : out)
      if (static_cast<unsigned char>(c) < 0x20 && c != '\n')
        fail(from.where() + "." + key, "no control characters");
    return out;
  }

  std::string id(const JsonObject& from, const char* key) {
    std::string out = take(from.string(key));
    if (!is_id(out)) fail(from.where() + "." + key, "an id: a-z, 0-9 and -, at most 64");
    return out;
  }

  std::string date(const JsonObject& from, const char* key) {
    std::string out = take(from.string_or(key, ""));
    if (!out.empty() && !valid_date(out)) fail(from.where() + "." + key, "a date, YYYY-MM-DD");
    return out;
  }

  std::int64_t integer(const JsonObject& from, const char* key, std::int64_t min, std::int64_t max,
                       std::int64_t fallback) {
    return take(from.integer_or(key, min, max, fallback));
  }

  bool boolean(const JsonObject& from, const char* key) { return take(from.boolean_or(key, false)); }

  // The elements of an array; none where it is missing.
  const Json& array(const JsonObject& from, const char* key, std::size_t items_max) {
    static const Json none = Json::array();
    if (!from.has(key)) return none;
    const Json* found = take(from.array(key, items_max));
    return found ? *found : none;
  }

  std::vector<std::string> ids(const JsonObject& from, const char* key, std::size_t items_max) {
    std::vector<std::string> out;
    for (const Json& item : array(from, key, items_max)) {
      if (item.is_string() && is_id(item.get_ref<const std::string&>()))
        out.push_back(item.get<std::string>());
      else
        fail(from.where() + "." + key, "ids: a-z, 0-9 and -, at most 64");
    }
    return out;
  }

  std::map<std::string, std::string> strings(const JsonObject& from, const char* key, std::size_t items_max) {
    std::map<std::string, std::string> out;
    if (!from.has(key)) return out;
    const Json* found = take(from.object(key));
    if (!found) return out;
    const auto object_here = object(*found, from.where() + "." + key);
    if (found->size() > items_max) fail(from.where() + "." + key, "fewer members");
    for (const auto& [name, value] : found->items())
      if (!error_) out[name] = text(*object_here, name.c_str(), false);
    return out;
  }

  Localized localized(const JsonObject& from, const char* key) {
    Localized out = strings(from, key, limits::languages_max);
    for (const auto& [language, value] : out)
      if (!is_id(language)) fail(from.where() + "." + key, "language codes");
    return out;
  }

  Site site(const Json& json);
  Contacts contacts(const Json& json);
  Page page(const Json& json);

 private:
  template <typename T>
  T take(Result<T> result) {
    if (result.ok()) return std::move(*result);
    if (!error_) error_ = result.error();
    return T{};
  }

  void language(const Json& json, const std::string& where, Site& site);
  void group(const Json& json, const std::string& where, Site& site);
  About about(const JsonObject& site);
  Contact contact(const Json& json, const std::string& where);
  std::vector<Block> blocks(const JsonObject& from, const char* key, int depth);
  std::vector<Block> blocks(const Json& array, const std::string& where, int depth);
  Block block(const Json& json, const std::string& where, int depth);
  void picture(const JsonObject& from, Block& block);
  void table(const JsonObject& from, Block& block);
  std::vector<Span> spans(const Json& array, const std::string& where);
  void count(const std::string& where) {
    if (++count_ > limits::blocks_max) fail(where, "at most 20000 blocks and cells in a page");
  }

  std::string name_;
  std::optional<Error> error_;
  std::size_t count_ = 0;
};

void Reader::language(const Json& json, const std::string& where, Site& site) {
  const auto from = object(json, where);
  if (!from) return;
  Language out;
  out.code = id(*from, "code");
  out.endonym = text(*from, "endonym", true);
  out.base = text(*from, "base", false);
  if (out.base.empty()) out.base = out.code;
  if (!is_id(out.base)) fail(where + ".base", "a language code");
  out.rtl = text(*from, "direction", false) == "rtl";
  if (site.language(out.code)) fail(where + ".code", "a language that is not there yet");
  site.languages.push_back(std::move(out));
}

void Reader::group(const Json& json, const std::string& where, Site& site) {
  const auto from = object(json, where);
  if (!from) return;
  Group out;
  out.id = id(*from, "id");
  out.icon = text(*from, "icon", false);
  out.title = localized(*from, "title");
  out.pages = ids(*from, "pages", limits::pages_max);
  site.groups.push_back(std::move(out));
}

About Reader::about(const JsonObject& site) {
  About out;
  if (!site.has("about")) return out;
  const Json* found = take(site.object("about"));
  const auto from = found ? object(*found, name_ + ".about") : std::nullopt;
  if (!from) return out;
  out.responsible = localized(*from, "responsible");
  out.accessibility = localized(*from, "accessibility");
  out.complain = localized(*from, "complain");
  out.privacy = localized(*from, "privacy");
  out.website = text(*from, "website", false);
  if (!out.website.empty() && !is_https(out.website)) fail(name_ + ".about.website", "an https address");
  return out;
}

bool is_colour(const std::string& text) {
  return text.size() == 7 && text[0] == '#' &&
         text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string::npos;
}

Site Reader::site(const Json& json) {
  Site out;
  const auto from = object(json, name_);
  if (!from) return out;
  out.id = id(*from, "id");
  out.name = localized(*from, "name");
  out.default_language = id(*from, "default_language");
  out.floor = integer(*from, "floor", 1, kReleaseMax, 1);
  for (const Json& item : array(*from, "languages", limits::languages_max))
    language(item, name_ + ".languages", out);
  for (const Json& item : array(*from, "headlines", limits::groups_max)) {
    const auto headline = object(item, name_ + ".headlines");
    if (headline) out.headlines.push_back({localized(*headline, "title"), localized(*headline, "text")});
  }
  for (const Json& item : array(*from, "groups", limits::groups_max)) group(item, name_ + ".groups", out);
  out.theme = strings(*from, "theme", limits::groups_max);
  out.about = about(*from);
  for (const auto& [role, colour] : out.theme)
    if (!is_colour(colour)) fail(name_ + ".theme." + role, "a colour, #RRGGBB");
  if (!out.language(out.default_language)) fail(name_ + ".default_language", "one of the languages");
  return out;
}

Contact Reader::contact(const Json& json, const std::string& where) {
  Contact out;
  const auto from = object(json, where);
  if (!from) return out;
  out.id = id(*from, "id");
  out.name = text(*from, "name", true);
  out.role = localized(*from, "role");
  out.unit = localized(*from, "unit");
  out.phone = text(*from, "phone", false);
  out.email = text(*from, "email", false);
  out.address = text(*from, "address", false);
  out.subjects = ids(*from, "subjects", limits::references_max);
  return out;
}

Contacts Reader::contacts(const Json& json) {
  Contacts out;
  const auto from = object(json, name_);
  if (!from) return out;
  std::set<std::string> known;
  for (const Json& item : array(*from, "contacts", limits::contacts_max)) {
    out.contacts.push_back(contact(item, name_ + ".contacts"));
    if (!known.insert(out.contacts.back().id).second) fail(name_ + ".contacts", "each id once");
  }
  if (!from->has("order")) return out;
  const Json* order = take(from->object("order"));
  const auto lists = order ? object(*order, name_ + ".order") : std::nullopt;
  if (!lists) return out;
  if (order->size() > limits::languages_max) fail(name_ + ".order", "at most 64 languages");
  for (const auto& [language, list] : order->items()) {
    auto& of_language = out.order[language] = ids(*lists, language.c_str(), limits::contacts_max);
    for (const std::string& id : of_language)
      if (!known.contains(id)) fail(name_ + ".order." + language, "ids of contacts");
  }
  return out;
}

std::vector<Span> Reader::spans(const Json& array, const std::string& where) {
  std::vector<Span> out;
  for (const Json& item : array) {
    const auto from = object(item, where);
    if (!from) return out;
    count(where);
    Span span{text(*from, "text", true), boolean(*from, "strong"), boolean(*from, "emphasis"),
              text(*from, "link", false)};
    if (!span.link.empty() && !is_link(span.link)) fail(where + ".link", "page:<id> or an https address");
    out.push_back(std::move(span));
  }
  return out;
}

void Reader::picture(const JsonObject& from, Block& block) {
  block.image = text(from, "image", true);
  if (!is_image_target("images/" + block.image)) fail(from.where() + ".image", "a picture's name");
  block.alt = text(from, "alt", true);
  block.caption = text(from, "caption", false);
  const auto side_max = static_cast<std::int64_t>(limits::image_pixels_max);
  block.image_width_px = static_cast<int>(integer(from, "width_px", 1, side_max, 0));
  block.image_height_px = static_cast<int>(integer(from, "height_px", 1, side_max, 0));
  if (static_cast<std::int64_t>(block.image_width_px) * block.image_height_px > side_max)
    fail(from.where() + ".width_px", "at most 16 megapixels");
}

void Reader::table(const JsonObject& from, Block& block) {
  for (const Json& row : array(from, "rows", limits::blocks_max)) {
    if (!row.is_array()) return fail(from.where() + ".rows", "arrays of cells");
    auto& cells = block.rows.emplace_back();
    for (const Json& cell : row) {
      count(from.where());
      if (!cell.is_array()) return fail(from.where() + ".rows", "cells that are arrays of spans");
      cells.push_back(spans(cell, from.where() + ".rows"));
    }
    if (cells.empty() || cells.size() != block.rows.front().size())
      fail(from.where() + ".rows", "rows of as many cells as the first");
  }
  if (block.rows.empty()) fail(from.where() + ".rows", "a row");
}

Block Reader::block(const Json& json, const std::string& where, int depth) {
  Block out;
  count(where);
  const auto from = error_ ? std::nullopt : object(json, where);
  if (!from) return out;
  const std::string word = text(*from, "kind", true);
  const auto kind = std::find(kind_words.begin(), kind_words.end(), word);
  if (kind == kind_words.end()) {
    fail(where + ".kind", "a kind of block this program knows, not " + word);
    return out;
  }
  out.kind = static_cast<BlockKind>(kind - kind_words.begin());
  switch (out.kind) {
    case BlockKind::heading:
      out.level = static_cast<int>(integer(*from, "level", 2, 4, 2));
      [[fallthrough]];
    case BlockKind::paragraph:
      out.spans = spans(array(*from, "spans", limits::blocks_max), where + ".spans");
      if (out.spans.empty()) fail(where + ".spans", "text");
      break;
    case BlockKind::list:
    case BlockKind::numbered_list:
      for (const Json& item : array(*from, "items", limits::blocks_max))
        out.items.push_back(blocks(item, where + ".items", depth + 1));
      break;
    case BlockKind::quote:
    case BlockKind::notice:
      out.blocks = blocks(array(*from, "blocks", limits::blocks_max), where + ".blocks", depth + 1);
      break;
    case BlockKind::table:
      table(*from, out);
      break;
    case BlockKind::image:
      picture(*from, out);
      break;
    case BlockKind::contact:
      out.contact = id(*from, "contact");
      break;
  }
  return out;
}

std::vector<Block> Reader::blocks(const Json& array, const std::string& where, int depth) {
  std::vector<Block> out;
  if (!array.is_array()) {
    fail(where, "an array of blocks");
    return out;
  }
  if (depth > limits::block_depth_max) {
    fail(where, "blocks nested at most 16 deep");
    return out;
  }
  for (const Json& item : array) {
    if (error_) break;
    out.push_back(block(item, where, depth));
  }
  return out;
}

Page Reader::page(const Json& json) {
  Page out;
  const auto from = object(json, name_);
  if (!from) return out;
  out.id = id(*from, "id");
  out.language = id(*from, "language");
  if (page_target(out.id, out.language) != name_) fail(name_ + ".id", "the id and language of its name");
  out.title = text(*from, "title", true);
  out.summary = text(*from, "summary", false);
  out.icon = text(*from, "icon", false);
  out.owner = text(*from, "owner", false);
  out.source_url = text(*from, "source", false);
  // Shown as a code, which a visitor's phone opens.
  if (!out.source_url.empty() && !is_https(out.source_url)) fail(name_ + ".source", "an https address");
  out.updated = date(*from, "updated");
  out.updated_text = text(*from, "updated_text", false);
  out.review_by = date(*from, "review_by");
  out.valid_from = date(*from, "valid_from");
  out.valid_until = date(*from, "valid_until");
  const std::string word = text(*from, "translation", true);
  const auto translation = std::find(translation_words.begin(), translation_words.end(), word);
  if (translation == translation_words.end())
    fail(name_ + ".translation", "original, reviewed or machine");
  else
    out.translation = static_cast<Translation>(translation - translation_words.begin());
  out.related = ids(*from, "related", limits::references_max);
  out.contacts = ids(*from, "contacts", limits::references_max);
  out.blocks = blocks(array(*from, "blocks", limits::blocks_max), name_ + ".blocks", 1);
  return out;
}

Result<Json> parse(std::string_view bytes, const std::string& name) {
  const JsonCaps caps{limits::document_raw_bytes_max, kJsonDepthMax, limits::string_bytes_max};
  auto json = parse_json(bytes, caps);
  if (!json.ok()) return Error{json.error().kind, name + ": " + json.error().message};
  const auto object = JsonObject::of(*json, name);
  if (!object.ok()) return object.error();
  const auto format = object->integer("format", 1, 1'000'000);
  if (!format.ok()) return format.error();
  if (*format > 1)
    return Error{ErrorKind::invalid, name + ": format " + std::to_string(*format) +
                                         " is newer than this program reads (1): update the program"};
  return json;
}

template <typename T>
Result<T> decode(std::string_view bytes, const std::string& name, T (Reader::*read)(const Json&)) {
  const auto json = parse(bytes, name);
  if (!json.ok()) return json.error();
  Reader reader(name);
  T out = (reader.*read)(*json);
  if (reader.error()) return *reader.error();
  return out;
}

}  // namespace

Result<Site> decode_site(std::string_view bytes, const std::string& name) {
  return decode(bytes, name, &Reader::site);
}

Result<Contacts> decode_contacts(std::string_view bytes, const std::string& name) {
  return decode(bytes, name, &Reader::contacts);
}

Result<Page> decode_page(std::string_view bytes, const std::string& name) {
  return decode(bytes, name, &Reader::page);
}

}  // namespace entre::content
