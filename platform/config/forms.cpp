#include "platform/config/forms.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <iterator>
#include <string_view>

#include "platform/hours.h"

namespace entre::forms {
namespace {

bool is_port(const std::string& text) {
  int port = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, port);
  return read.ec == std::errc() && read.ptr == end && port > 0 && port < 65'536;
}

}  // namespace

std::string trimmed(std::string text) {
  text.erase(0, text.find_first_not_of(" \t"));
  text.erase(text.find_last_not_of(" \t") + 1);
  return text;
}

bool is_uuid(const std::string& text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
  }
  return true;
}

bool is_language_code(const std::string& text) {
  if (text.size() > 35) return false;
  for (std::size_t at = 0, end = 0; end < text.size(); at = end + 1) {
    end = std::min(text.find('-', at), text.size());
    const std::string part = text.substr(at, end - at);
    const bool is_first = at == 0;
    if (part.size() < (is_first ? 2 : 1) || part.size() > (is_first ? 3 : 8)) return false;
    if (!std::all_of(part.begin(), part.end(),
                     [&](char c) { return (c >= 'a' && c <= 'z') || (!is_first && c >= '0' && c <= '9'); }))
      return false;
  }
  return !text.empty() && text.back() != '-';
}

bool is_host(const std::string& text) {
  return text.empty() || (std::isalnum(static_cast<unsigned char>(text[0])) &&
                          std::all_of(text.begin(), text.end(), [](unsigned char c) {
                            return c < 0x80 && (std::isalnum(c) || c == '.' || c == '-' || c == ':');
                          }));
}

bool is_path(const std::string& text) {
  return text.starts_with('/');
}

bool is_web_address(const std::string& url) {
  const bool web =
      (url.starts_with("https://") && url.size() > 8) || (url.starts_with("http://") && url.size() > 7);
  return web && std::all_of(url.begin(), url.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; }) &&
         url.find_first_of("?#@") == std::string::npos;
}

bool is_web_address_or_folder(const std::string& url) {
  return url.starts_with("file:///") ? is_web_address("http://" + url.substr(7)) : is_web_address(url);
}

bool is_proxy(const std::string& text) {
  std::string rest = text;
  if (const std::size_t scheme = rest.find("://"); scheme != std::string::npos) {
    constexpr std::string_view schemes[] = {"http", "https", "socks4", "socks4a", "socks5", "socks5h"};
    if (std::find(std::begin(schemes), std::end(schemes), rest.substr(0, scheme)) == std::end(schemes))
      return false;
    rest.erase(0, scheme + 3);
  }
  if (!std::all_of(rest.begin(), rest.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; }))
    return false;
  rest.erase(0, rest.rfind('@') + 1);  // npos + 1: there is no login
  if (rest.ends_with('/')) rest.pop_back();
  const std::size_t bracket = rest.starts_with('[') ? rest.find(']') : 0;
  if (bracket == std::string::npos) return false;
  const std::size_t colon = std::min(rest.find(':', bracket), rest.size());
  if (colon < rest.size() && !is_port(rest.substr(colon + 1))) return false;
  if (bracket > 0)
    return colon == std::min(bracket + 1, rest.size()) && bracket > 1 &&
           rest.find_first_not_of("0123456789abcdefABCDEF:.", 1) == bracket;
  return colon > 0 && is_host(rest.substr(0, colon));
}

bool is_open_day(const std::string& text) {
  return parse_open_day(text).ok();
}

bool is_open_days(const std::string& text) {
  return parse_open_days(text).ok();
}

bool is_brightness(const std::string& text) {
  return parse_brightness(text).ok();
}

bool is_language_list(const std::string& text) {
  constexpr int codes_max = 32;
  int codes = 0;
  for (std::size_t at = 0; at < text.size(); ++codes) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    const std::string code = trimmed(text.substr(at, comma - at));
    if (code.empty() || !is_language_code(code) || comma + 1 == text.size()) return false;
    at = comma + 1;
  }
  return codes <= codes_max;
}

}  // namespace entre::forms
