#pragma once
// A content folder of the test's own, with releases made by the real writer. Today is 2024-01-09.

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "sync/content/content_file.h"
#include "sync/content/documents.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temp_folder.h"

namespace entre::visit::test {

inline content::Page made_page(const std::string& id, const std::string& language) {
  content::Page page;
  page.id = id;
  page.language = language;
  page.title = "Sidan " + id;
  page.summary = "Om näringsliv";
  page.icon = "compass";
  page.owner = "Redaktionen";
  page.source_url = "https://example.org/";
  page.updated = page.review_by = "2024-01-01";
  page.updated_text = "1 januari 2024";
  content::Block block;
  block.spans = {{"Text.", false, false, ""}};
  page.blocks = {block};
  return page;
}

struct Shelf {
  entre::test::TempFolder folder;
  SystemFiles files;
  entre::test::FakeClock clock;
  content::Contacts contacts;
  std::size_t group_pages = 1000;  // more than these are divided into groups of as many

  // Writes a release into `content_folder` (the test's folder itself where empty) and points `current` at it.
  void put(std::int64_t release, const std::vector<content::Page>& pages, std::string content_folder = "") {
    if (content_folder.empty()) content_folder = folder.path();
    const std::string name = content::content_file_name(release);
    auto writer = content::ContentWriter::create(content_folder + "/" + name, release);
    REQUIRE_MESSAGE(writer.ok(), (writer ? "" : writer.error().message));
    content::Site site;
    site.id = "here";
    site.default_language = "sv";
    site.name = {{"sv", "Här"}, {"en", "Here"}};
    site.languages = {{"sv", "Svenska", "sv", false}, {"en", "English", "en", false}};
    site.headlines = {{{{"sv", "Hej"}}, {{"sv", "Välkommen"}}}};
    site.groups = {{"all", "compass", {{"sv", "Allt"}}, {}}};
    for (const auto& page : pages) {
      if (page.language != "sv") continue;
      const std::string n = std::to_string(site.groups.size() + 1);
      if (site.groups.back().pages.size() == group_pages)
        site.groups.push_back({"group-" + n, "compass", {{"sv", "Grupp " + n}}, {}});
      site.groups.back().pages.push_back(page.id);
    }
    add(**writer, "site.json", content::encode(site));
    add(**writer, "contacts.json", content::encode(contacts));
    for (const auto& page : pages)
      add(**writer, content::page_target(page.id, page.language), content::encode(page));
    const auto finished = (*writer)->finish();
    REQUIRE_MESSAGE(finished.ok(), (finished ? "" : finished.error().message));
    REQUIRE(files.link(name, content_folder + "/current").ok());
  }

 private:
  static void add(content::ContentWriter& writer, const std::string& target, const std::string& bytes) {
    const auto added = writer.add(target, bytes);
    REQUIRE_MESSAGE(added.ok(), (added ? "" : added.error().message));
  }
};

}  // namespace entre::visit::test
