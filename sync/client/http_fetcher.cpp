#include "sync/client/http_fetcher.h"

#include "platform/clock.h"
#include "platform/crypto.h"
#include "sync/client/portal.h"

namespace entre::client {

namespace {

constexpr std::uint64_t etag_bytes_max = 1024;
constexpr std::size_t sha256_digits = 64;

// The ETag of a reply, where it can be trusted to change with the bytes. Servers such as nginx make it from
// the time of modification in whole seconds and the length: two releases in one second would share it, and
// the second would never be seen. So it counts only when the file was at least a second old (RFC
// 9110 8.8.2.2), or when no such time is named.
std::string strong_etag(const HttpResponse& response) {
  const auto header = [&](const char* name) {
    const auto found = response.headers.find(name);
    return found == response.headers.end() ? std::string() : found->second;
  };
  const std::string modified = header("last-modified");
  const bool settled =
      modified.empty() || parse_http_date(header("date")) - parse_http_date(modified) >= 1000;
  return settled ? header("etag") : "";
}

}  // namespace

HttpMetadataFetcher::HttpMetadataFetcher(Http& http, RepositoryUrl url, Files& files,
                                         std::string trust_folder)
    : http_(http), url_(std::move(url)), files_(files), trust_folder_(std::move(trust_folder)) {}

Result<std::string> body_of(const std::string& url, Result<HttpResponse> response) {
  if (!response) return response.error();  // it names the address
  const int status = response->status;
  if (const std::string page = page_in_place(url, *response); !page.empty())
    return Error{ErrorKind::unavailable, url + ": " + page};
  if (status == 200) return std::move(response->body);
  const bool absent = status == 404 || status == 403 || status == 410;
  return Error{absent ? ErrorKind::not_found : ErrorKind::unavailable,
               url + ": the server answers " + std::to_string(status)};
}

HttpRequest HttpMetadataFetcher::request(const std::string& file_name, std::uint64_t bytes_max) const {
  HttpRequest request;
  request.url = url_.metadata + file_name;  // percent-encoded already
  request.body_bytes_max = bytes_max;
  // Of a small change among thousands of pages the metadata is most, and it is hex and repetition.
  request.accept_gzip = true;
  return request;
}

Result<std::string> HttpMetadataFetcher::fetch(const std::string& file_name, std::uint64_t bytes_max) {
  const HttpRequest get = request(file_name, bytes_max);
  return body_of(get.url, http_.send(get));
}

std::string HttpMetadataFetcher::known_etag() const {
  auto kept = files_.read(trust_folder_ + "/timestamp.etag", etag_bytes_max);
  auto timestamp = files_.read(trust_folder_ + "/timestamp.json", trust::timestamp_bytes_max);
  if (!kept || !timestamp || kept->size() <= sha256_digits + 1) return "";
  if (kept->substr(0, sha256_digits) != sha256_hex(*timestamp)) return "";
  const std::string etag = kept->substr(sha256_digits + 1);
  return etag.find_first_of("\r\n") == std::string::npos ? etag : "";
}

Result<std::optional<std::string>> HttpMetadataFetcher::fetch_timestamp(std::uint64_t bytes_max) {
  HttpRequest get = request("timestamp.json", bytes_max);
  const std::string etag = known_etag();
  if (!etag.empty()) get.headers.push_back("If-None-Match: " + etag);
  auto response = http_.send(get);
  if (response && response->status == 304 && !etag.empty()) return std::optional<std::string>();
  const std::string new_etag = response ? strong_etag(*response) : "";
  auto body = body_of(get.url, std::move(response));
  if (!body) return body.error();
  if (!new_etag.empty() && new_etag.size() < etag_bytes_max - sha256_digits - 1) {
    auto kept = files_.write(trust_folder_ + "/timestamp.etag", sha256_hex(*body) + " " + new_etag, 0644);
    if (!kept) return kept.error();
  }
  return std::optional<std::string>(*std::move(body));
}

std::vector<Result<std::string>> HttpMetadataFetcher::fetch_all(
    const std::vector<std::pair<std::string, std::uint64_t>>& files) {
  std::vector<HttpRequest> requests;
  for (const auto& [name, bytes_max] : files) requests.push_back(request(name, bytes_max));
  std::vector<Result<std::string>> bodies(files.size(),
                                          Error{ErrorKind::unavailable, url_.metadata + ": no answer"});
  http_.send_all(requests, [&](std::size_t index, Result<HttpResponse> response) {
    bodies[index] = body_of(requests[index].url, std::move(response));
    return bodies[index].ok();
  });
  return bodies;
}

}  // namespace entre::client
