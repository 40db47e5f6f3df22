#pragma once
// The hub's page of answers and kiosks.

#include <string>
#include <vector>

#include "platform/clock.h"
#include "sync/hub/store.h"

namespace entre::hub {

// What stands in the page's <main>.
std::string dashboard_main(const std::vector<PageCount>& pages, const wire::Usage& usage,
                           const std::vector<Kiosk>& kiosks, const Clock& clock);

}  // namespace entre::hub
