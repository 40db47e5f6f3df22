#pragma once
// The documents of a release as JSON: site.json, contacts.json, pages/<id>.<lang>.json.

#include <string>
#include <string_view>

#include "platform/result.h"
#include "sync/content/content.h"

namespace entre::content {

// The same bytes for the same value: keys sorted, two-space indent, a newline at the end.
std::string encode(const Site& site);
std::string encode(const Contacts& contacts);
std::string encode(const Page& page);

// Fields not known are ignored; a "format" above 1 is refused. invalid names document and member; every cap
// of limits.h holds. `name` is the target's name, for messages; a page's id and language must be those of its
// name.
Result<Site> decode_site(std::string_view bytes, const std::string& name);
Result<Contacts> decode_contacts(std::string_view bytes, const std::string& name);
Result<Page> decode_page(std::string_view bytes, const std::string& name);

// "pages/<id>.<lang>.json" and back; false where the name is not of that form. Ids and codes: [a-z0-9-], at
// most 64.
std::string page_target(const std::string& id, const std::string& language);
bool parse_page_target(std::string_view target, std::string* id, std::string* language);
bool is_image_target(std::string_view target);  // "images/" and a plain file name [a-z0-9._-]
bool is_id(std::string_view text);
bool is_https(std::string_view address);  // "https://" and no blank, quote, < or >

}  // namespace entre::content
