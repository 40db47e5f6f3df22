#pragma once
// What the screens show in the walk: the real site, and one with as much of everything as a site may have.

#include <memory>
#include <string>

#include "kiosk/visit/model.h"

namespace entre::conformance {

struct Content {
  std::shared_ptr<const visit::Library> library;
  std::vector<content::Page> pages;
  // In the nearest language that has it; null where none has.
  std::shared_ptr<const content::Page> page(const std::string& id, const std::string& language) const;
};

// assets/site as kiosk-publish reads it.
Content real_site();
// Its pages many times over in groups, one of them of forty blocks; sixty people, one with a long name,
// phone, mail and address; machine-translated and expired pages.
Content large_site(const Content& real);

}  // namespace entre::conformance
