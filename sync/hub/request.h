#pragma once
// A request and its reply, without a socket.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace entre::hub {

struct Request {
  std::string method, path;  // the path is percent-decoded and without its query
  std::string query;         // as sent, without "?"
  std::string authorization, content_type, content_encoding, content_digest, if_none_match, host;  // headers
  std::string peer;  // the address at the other end of the connection
  std::string body;
};

struct Reply {
  int status = 200;
  std::string content_type;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

// A refusal: {"error": reason}.
Reply error_reply(int status, std::string_view reason);
// 200, not to be kept by anybody on the way.
Reply json_reply(std::string body);
// Of a Content-Type header, without its parameters.
bool has_media_type(std::string_view content_type, std::string_view expected);

}  // namespace entre::hub
