#pragma once
// Where a release lies: an address of a hub or web server, or a folder (a USB stick, a test).

#include <string>

#include "platform/result.h"

namespace entre::client {

struct RepositoryUrl {
  std::string metadata;  // ends in "/"
  std::string targets;   // ends in "/"

  // http(s)://host[:port] gives <it>/v1/repo/...; file:///folder gives <it>/metadata/ and <it>/targets/.
  // invalid for any other text.
  static Result<RepositoryUrl> parse(const std::string& url);
};

// The address without its last "/" where it is http or https; invalid otherwise.
Result<std::string> parse_hub_url(const std::string& url);

// A path below an address: percent-encoded but for "/" (RFC 3986, 2.3).
std::string encode_path(const std::string& path);

}  // namespace entre::client
