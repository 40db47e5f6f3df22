#pragma once
// A contact as an electronic business card.

#include <string>

#include "sync/content/content.h"

namespace entre::screens {

// True when there is something that an address book keeps: phone, email or address.
bool has_channel(const content::Contact& contact);
// vCard 3.0 (RFC 2426) with N and FN, CRLF line ends, texts escaped by its section 5. Role and unit in
// `language`, else in `fallback`. The last word of the name is the family name.
std::string vcard(const content::Contact& contact, const content::Site& site, const std::string& language);

}  // namespace entre::screens
