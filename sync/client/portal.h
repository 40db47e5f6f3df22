#pragma once
// Who answers in the server's place: a network's login page (a captive portal), or a web page at the address.

#include <string>

#include "platform/http.h"
#include "platform/result.h"

namespace entre::client {

// Why a reply to a request for a document is a web page's and not the server's, in kiosk-sync's own words;
// empty: it is not. 511 (RFC 6585, 6), a redirect to another host, or HTML where none is ever given. Over
// http that is a login page of the network; over https, where the certificate was right, it is the server's.
std::string page_in_place(const std::string& url, const HttpResponse& response);

// The error of a request to an https address, and a word more where a login page is behind it: a portal has
// no certificate for the server's name, so the same host is asked once over http, without anything of the
// kiosk's. Other errors are given back as they are. Blocks for as long as http takes.
Error with_login_page(Http& http, const std::string& url, Error error);

}  // namespace entre::client
