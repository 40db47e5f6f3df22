#pragma once
// The forms that texts of kiosk.toml have, each a question of one text. An empty text is the reader's matter.

#include <string>

namespace entre::forms {

std::string trimmed(std::string text);  // without blanks before and behind

bool is_uuid(const std::string& text);  // in lower case
// 2 or 3 lower-case letters, then parts of 1 to 8 lower-case letters or digits: BCP 47 in lower case.
bool is_language_code(const std::string& text);
bool is_language_list(const std::string& text);  // by commas, at most 32; an empty one is none
// A host's name or its address: nothing that a program could take for an option.
bool is_host(const std::string& text);
bool is_path(const std::string& text);  // a whole one
// What is put behind it must stay a path: no query, no fragment, nobody's password.
bool is_web_address(const std::string& url);
bool is_web_address_or_folder(const std::string& url);
// As libcurl takes one (CURLOPT_PROXY): [http|https|socks4|socks4a|socks5|socks5h://][login@]host[:port]
bool is_proxy(const std::string& text);
// platform/hours.h has these.
bool is_open_day(const std::string& text);
bool is_open_days(const std::string& text);
bool is_brightness(const std::string& text);

}  // namespace entre::forms
