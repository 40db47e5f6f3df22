#pragma once
// The updater's port over HTTP (or file://).

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "platform/files.h"
#include "platform/http.h"
#include "sync/client/repository_url.h"
#include "sync/trust/updater.h"

namespace entre::client {

class HttpMetadataFetcher : public trust::MetadataFetcher {
 public:
  // The ETag of the last timestamp is kept in trust_folder/timestamp.etag with the hash of the bytes that it
  // came with (RFC 9110, 8.8.3); it is sent only while those bytes are the trusted timestamp.
  HttpMetadataFetcher(Http& http, RepositoryUrl url, Files& files, std::string trust_folder);
  Result<std::string> fetch(const std::string& file_name, std::uint64_t bytes_max) override;
  Result<std::optional<std::string>> fetch_timestamp(std::uint64_t bytes_max) override;
  std::vector<Result<std::string>> fetch_all(
      const std::vector<std::pair<std::string, std::uint64_t>>& files) override;

 private:
  HttpRequest request(const std::string& file_name, std::uint64_t bytes_max) const;
  std::string known_etag() const;
  Http& http_;
  RepositoryUrl url_;
  Files& files_;
  std::string trust_folder_;
};

// The body of a 200. not_found for 404, 403 and 410 (TUF 5.3.3), unavailable for every other status.
Result<std::string> body_of(const std::string& url, Result<HttpResponse> response);

}  // namespace entre::client
