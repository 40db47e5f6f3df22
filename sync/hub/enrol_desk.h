#pragma once
// The hub's answers about enrolment: to kiosks that ask (RFC 8628) and to staff who approve on a page.

#include <string>

#include "platform/files.h"
#include "sync/hub/enrolment.h"
#include "sync/hub/request.h"

namespace entre::hub {

class EnrolDesk {
 public:
  inline static constexpr const char* page_path = "/enrol";
  // public_url: the hub's address as people and kiosks see it; empty: what a request's Host says, by https
  // where is_tls.
  struct Options {
    std::string release_folder, public_url;
    bool is_tls = false;
  };
  EnrolDesk(Enrolments& enrolments, const Files& files, Random& random, Options options);

  Reply enrol(const Request& request);  // POST /v1/enrol
  Reply token(const Request& request);  // POST /v1/token
  Reply page(const Request& request);   // GET /enrol, with the code that the address names
  // POST /enrol. Whoever may see the page; 403 for a form that this hub did not give out since it started
  // (another site's, sent by a browser that is logged in here).
  Reply decide(const Request& request);

 private:
  std::string address(const Request& request) const;
  Reply show(int status, const std::string& said, const wire::Form& form) const;
  Enrolments& enrolments_;
  const Files& files_;
  Options options_;
  std::string form_key_;
};

}  // namespace entre::hub
