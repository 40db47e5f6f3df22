#pragma once
// The hub's page: one document, no scripts, nothing loaded from elsewhere.

#include <string>
#include <vector>

#include "platform/clock.h"
#include "sync/hub/store.h"

namespace entre::hub {

// Text for HTML, in elements and in quoted attributes.
std::string escape_html(std::string_view text);
std::string dashboard_html(const std::vector<PageCount>& pages, const wire::Usage& usage,
                           const std::vector<Kiosk>& kiosks, const Clock& clock);
// Allows the page's own style and nothing else (CSP level 3).
std::string dashboard_policy();

}  // namespace entre::hub
