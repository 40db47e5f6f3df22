#pragma once
// A kiosk's home with the walk's content in it, and the app on it.

#include "content.h"
#include "tests/kiosk/app/home.h"

namespace entre::conformance {

struct KioskHome : kiosk::test::Home {
  explicit KioskHome(const Content& site) : Home(false) {
    const std::string folder = options.paths.content_folder, name = content::content_file_name(1);
    auto writer = content::ContentWriter::create(folder + "/" + name, 1);
    REQUIRE(writer.ok());
    const auto add = [&](const std::string& target, const std::string& bytes) {
      const auto added = (*writer)->add(target, bytes);
      REQUIRE_MESSAGE(added.ok(), target);
    };
    add("site.json", content::encode(site.library->site));
    add("contacts.json", content::encode(site.library->contacts));
    for (const content::Page& page : site.pages)
      add(content::page_target(page.id, page.language), content::encode(page));
    REQUIRE((*writer)->finish().ok());
    REQUIRE(shelf.files.link(name, folder + "/current").ok());
  }
};

}  // namespace entre::conformance
