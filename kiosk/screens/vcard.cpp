#include "kiosk/screens/vcard.h"

namespace entre::screens {

namespace {

// RFC 2426 section 5: backslash, comma, semicolon and newline.
std::string escape(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\r') continue;
    if (c == '\n') {
      escaped += "\\n";
      continue;
    }
    if (c == '\\' || c == ',' || c == ';') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string line(const char* name, const std::string& value) {
  return value.empty() ? std::string() : name + (":" + value) + "\r\n";
}

}  // namespace

bool has_channel(const content::Contact& contact) {
  return !contact.phone.empty() || !contact.email.empty() || !contact.address.empty();
}

std::string vcard(const content::Contact& contact, const content::Site& site, const std::string& language) {
  const auto text = [&](const content::Localized& localized) {
    return localized.empty() ? std::string()
                             : escape(content::pick(localized, language, site.default_language));
  };
  const std::size_t space = contact.name.find_last_of(' ');
  const std::string given = space == std::string::npos ? "" : contact.name.substr(0, space);
  const std::string family = space == std::string::npos ? contact.name : contact.name.substr(space + 1);
  std::string organization = text(site.name);
  const std::string unit = text(contact.unit);
  if (!unit.empty()) organization += ";" + unit;
  std::string card = "BEGIN:VCARD\r\nVERSION:3.0\r\n";
  card += line("N", escape(family) + ";" + escape(given) + ";;;");
  card += line("FN", escape(contact.name));
  card += line("ORG", organization);
  card += line("TITLE", text(contact.role));
  card += line("TEL;TYPE=WORK,VOICE", escape(contact.phone));
  card += line("EMAIL;TYPE=INTERNET", escape(contact.email));
  if (!contact.address.empty()) card += line("ADR;TYPE=WORK", ";;" + escape(contact.address) + ";;;;");
  return card + "END:VCARD\r\n";
}

}  // namespace entre::screens
