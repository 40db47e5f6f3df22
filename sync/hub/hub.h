#pragma once
// The hub's answers to requests, without a socket: server.h brings them. Version 1 of docs/protocol.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "platform/clock.h"
#include "platform/files.h"
#include "sync/hub/access.h"
#include "sync/hub/store.h"

namespace entre::hub {

struct Request {
  std::string method, path;  // the path is percent-decoded and without its query
  std::string authorization, content_type, content_encoding, content_digest, if_none_match;  // headers
  std::string peer;  // the address at the other end of the connection
  std::string body;
};

struct Reply {
  int status = 200;
  std::string content_type;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

struct HubOptions {
  std::string release_folder;  // what kiosk-publish wrote; empty: serves none
  std::string proxy;           // the only peer that is answered; empty: any
  bool needs_login = false;    // for the dashboard
  Logins logins;
};

// Every thread may call.
class Hub {
 public:
  Hub(Store& store, const Files& files, const Clock& clock, HubOptions options);
  // What the headers alone decide (401, 403, 404, 405, 415): asked before a body is read.
  std::optional<Reply> refuse_early(const Request& request);
  // The most bytes of body that a path takes: past it the reply is too_large().
  static std::size_t body_bytes_max(const std::string& path);
  static Reply too_large();
  // The whole request. Replies 200 to answers only after they are durable.
  Reply handle(const Request& request);

 private:
  Result<std::optional<std::string>> kiosk_of(const Request& request);
  Reply feedback(const std::string& kiosk_id, const Request& request);
  Reply status(const std::string& kiosk_id, const Request& request);
  Reply dashboard();
  Reply health();
  Store& store_;
  const Files& files_;
  const Clock& clock_;
  HubOptions options_;
};

// A refusal: {"error": reason}.
Reply error_reply(int status, std::string_view reason);

}  // namespace entre::hub
