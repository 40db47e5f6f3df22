#include "sync/client/repository_url.h"

#include <cctype>

#include "sync/wire/wire.h"

namespace entre::client {

namespace {

std::string without_last_slash(std::string url) {
  while (!url.empty() && url.back() == '/') url.pop_back();
  return url;
}

bool has_host(const std::string& url, const std::string& scheme) {
  return url.rfind(scheme, 0) == 0 && url.size() > scheme.size() && url[scheme.size()] != '/';
}

}  // namespace

Result<std::string> parse_hub_url(const std::string& url) {
  if (url.find_first_of(" \t\r\n?#") == std::string::npos &&
      (has_host(url, "http://") || has_host(url, "https://")))
    return without_last_slash(url);
  return Error{ErrorKind::invalid, "\"" + url + "\": expected http://host or https://host"};
}

Result<RepositoryUrl> RepositoryUrl::parse(const std::string& url) {
  constexpr const char* file_scheme = "file:///";
  if (url.rfind(file_scheme, 0) == 0) {
    const std::string base = without_last_slash(url);
    return RepositoryUrl{base + "/metadata/", base + "/targets/"};
  }
  auto base = parse_hub_url(url);
  if (!base)
    return Error{ErrorKind::invalid, "\"" + url + "\": expected http://host, https://host or file:///folder"};
  return RepositoryUrl{*base + wire::metadata_path, *base + wire::targets_path};
}

std::string encode_path(const std::string& path) {
  constexpr const char* digits = "0123456789ABCDEF";
  std::string out;
  for (const unsigned char c : path) {
    if (std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.' || c == '~' || c == '/') {
      out += static_cast<char>(c);
      continue;
    }
    out += '%';
    out += digits[c >> 4];
    out += digits[c & 15];
  }
  return out;
}

}  // namespace entre::client
