#include "content.h"

#include <doctest/doctest.h>

#include "platform/files.h"
#include "sync/publish/site_folder.h"

namespace entre::conformance {
namespace {

constexpr int copies = 10;  // of each page
constexpr int people = 25;
constexpr int paragraphs_max = 24;

content::PageSummary summary(const content::Page& page) {
  return {page.id, page.language, page.title, page.summary, page.icon, page.valid_from, page.valid_until};
}

void list_pages(visit::Library* library, const std::vector<content::Page>& pages) {
  library->pages.clear();
  for (const content::Page& page : pages) library->pages[page.language].push_back(summary(page));
}

void lengthen(content::Page* page) {
  const std::vector<content::Block> once = page->blocks;
  while (page->blocks.size() + once.size() <= paragraphs_max)
    page->blocks.insert(page->blocks.end(), once.begin(), once.end());
}

}  // namespace

std::shared_ptr<const content::Page> Content::page(const std::string& id, const std::string& language) const {
  const content::PageSummary* listed = library->page(id, language);
  if (listed == nullptr) return nullptr;
  for (const content::Page& page : pages)
    if (page.id == id && page.language == listed->language)
      return std::make_shared<const content::Page>(page);
  return nullptr;
}

Content real_site() {
  SystemFiles files;
  publish::Findings findings;
  const auto themes = content::Themes::load(files, std::string(ENTRE_ASSETS_DIR) + "/themes");
  REQUIRE(themes.ok());
  const publish::SiteFolder folder =
      publish::load_and_check(files, std::string(ENTRE_ASSETS_DIR) + "/site", *themes, findings);
  for (const Fault& fault : findings.errors) FAIL_CHECK(fault.message);
  auto library = std::make_shared<visit::Library>();
  library->release = 1;
  library->site = folder.site;
  library->contacts = folder.contacts;
  list_pages(library.get(), folder.pages);
  return {library, folder.pages};
}

Content large_site(const Content& real) {
  auto library = std::make_shared<visit::Library>(*real.library);
  Content large;
  for (content::Group& group : library->site.groups) group.pages.clear();
  while (library->site.groups.size() < 6) {
    library->site.groups.push_back(library->site.groups[library->site.groups.size() % 2]);
    library->site.groups.back().id += "-" + std::to_string(library->site.groups.size());
  }
  for (int copy = 0; copy < copies; ++copy) {
    for (const content::Page& page : real.pages) {
      large.pages.push_back(page);
      content::Page& made = large.pages.back();
      if (copy == 0) lengthen(&made);
      if (copy == 1) made.translation = content::Translation::machine;
      if (copy > 0) made.id += "-" + std::to_string(copy), made.title += " " + std::to_string(copy);
      if (made.language != "sv") continue;
      library->site.groups[large.pages.size() % 6].pages.push_back(made.id);
    }
  }
  const content::Contact one = library->contacts.contacts.at(0);
  for (int i = 1; i < people; ++i) {
    library->contacts.contacts.push_back(one);
    content::Contact& made = library->contacts.contacts.back();
    made.id = "person-" + std::to_string(i);
    made.name = "Provperson Exempelsson " + std::to_string(i);
    made.phone = "019-000 00 " + std::to_string(10 + i % 90);
    made.email = "prov.person." + std::to_string(i) + "@example.org";
    made.address = "Exempelgatan " + std::to_string(i) + "\n700 00 Exempelby";
    for (auto& [language, order] : library->contacts.order) order.push_back(made.id);
  }
  list_pages(library.get(), large.pages);
  large.library = library;
  return large;
}

}  // namespace entre::conformance
