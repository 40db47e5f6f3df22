#pragma once
// What the hub's pages share: one document, no scripts, nothing loaded from elsewhere.

#include <string>
#include <string_view>

#include "sync/hub/request.h"

namespace entre::hub {

// Text for HTML, in elements and in quoted attributes.
std::string escape_html(std::string_view text);
// A whole document around what stands in its <main>.
std::string html_page(std::string_view title, std::string_view main);
// Allows the pages' own style and nothing else (CSP level 3). form_action: "'none'" or "'self'".
std::string page_policy(std::string_view form_action);
Reply page_reply(int status, std::string_view title, std::string_view main, std::string_view form_action);

}  // namespace entre::hub
