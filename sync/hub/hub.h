#pragma once
// The hub's answers to requests, without a socket: server.h brings them. Which they are: docs/hub.md.

#include <cstdint>
#include <optional>
#include <string>

#include "platform/clock.h"
#include "platform/files.h"
#include "sync/hub/access.h"
#include "sync/hub/enrol_desk.h"
#include "sync/hub/request.h"
#include "sync/hub/store.h"

namespace entre::hub {

struct HubOptions {
  std::string release_folder;  // what kiosk-publish wrote; empty: serves none
  std::string proxy;           // the only peer that is answered; empty: any
  bool needs_login = false;    // for the dashboard
  Logins logins;
};

// Every thread may call.
class Hub {
 public:
  // enrol_desk: null where no kiosk may enrol.
  Hub(Store& store, const Files& files, const Clock& clock, HubOptions options,
      EnrolDesk* enrol_desk = nullptr);
  // What the headers alone decide (401, 403, 404, 405, 415): asked before a body is read.
  std::optional<Reply> refuse_early(const Request& request);
  // The most bytes of body that a path takes: past it the reply is too_large().
  static std::size_t body_bytes_max(const std::string& path);
  static Reply too_large();
  // The whole request. Replies 200 to answers only after they are durable.
  Reply handle(const Request& request);

 private:
  std::optional<Reply> refuse_post(const Request& request);
  std::optional<Reply> refuse_visitor(const Request& request) const;
  Reply post(const Request& request);
  bool has_post(const std::string& path) const;
  Result<std::optional<std::string>> kiosk_of(const Request& request);
  Reply feedback(const std::string& kiosk_id, const Request& request);
  Reply status(const std::string& kiosk_id, const Request& request);
  Reply dashboard();
  Reply health();
  Store& store_;
  const Files& files_;
  const Clock& clock_;
  HubOptions options_;
  EnrolDesk* enrol_desk_;
};

}  // namespace entre::hub
