#include "sync/client/portal.h"

#include <algorithm>

namespace entre::client {
namespace {

constexpr std::uint64_t kPageBytesMax = 4096;
constexpr std::size_t kHostBytesMax = 253;

// "hub.example" of "https://hub.example:8443/v1", in lower case; empty: a path on the same host.
std::string host_of(const std::string& url) {
  std::size_t from = url.find("://");
  if (from != std::string::npos && from <= 5)
    from += 3;
  else if (url.starts_with("//"))
    from = 2;
  else
    return "";
  const std::size_t end = std::min(url.find_first_of("/?#", from), url.size());
  std::string host = url.substr(from, end - from);
  host.erase(0, host.rfind('@') + 1);
  // The port stands behind the last colon, but not behind one within an IPv6 address.
  if (const std::size_t colon = host.rfind(':'); colon != std::string::npos && host.back() != ']')
    host.erase(colon);
  std::transform(host.begin(), host.end(), host.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return host;
}

std::string header_of(const HttpResponse& response, const char* name) {
  const auto found = response.headers.find(name);
  return found == response.headers.end() ? std::string() : found->second;
}

// A stranger's host in a log and on the staff screen: letters alone, and not too many.
std::string shown(const std::string& host) {
  std::string clean;
  for (const char c : host.substr(0, kHostBytesMax)) clean += c > 0x20 && c < 0x7f ? c : '?';
  return clean;
}

// Why the reply leads away from the server; empty: it does not.
std::string leads_away(const std::string& url, const HttpResponse& response) {
  if (response.status == 511) return "511, network authentication required";
  const std::string host = host_of(header_of(response, "location"));
  const bool redirects = response.status == 301 || response.status == 302 || response.status == 303 ||
                         response.status == 307 || response.status == 308;
  if (!redirects || host.empty() || host == host_of(url)) return "";
  return std::to_string(response.status) + " to " + shown(host);
}

}  // namespace

std::string page_in_place(const std::string& url, const HttpResponse& response) {
  std::string why = leads_away(url, response);
  std::string type = header_of(response, "content-type");
  std::transform(type.begin(), type.end(), type.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (why.empty() && response.status == 200 && type.starts_with("text/html")) why = "HTML";
  if (why.empty()) return "";
  const bool is_verified = url.starts_with("https:");
  return (is_verified ? "a web page answers there (" : "a login page answers in the server's place (") + why +
         ")";
}

Error with_login_page(Http& http, const std::string& url, Error error) {
  const auto says = [&](const char* sign) { return error.message.find(sign) != std::string::npos; };
  const std::string host = url.starts_with("https:") ? host_of(url) : "";
  if (host.empty() || !(says("SSL") || says("certificate") || says("onnection refused"))) return error;
  HttpRequest plain;
  plain.url = "http://" + host + "/";
  plain.body_bytes_max = kPageBytesMax;
  const auto response = http.send(plain);
  if (!response) return error;
  if (const std::string why = leads_away(plain.url, *response); !why.empty())
    error.message += "; over http a login page answers in the server's place (" + why + ")";
  return error;
}

}  // namespace entre::client
