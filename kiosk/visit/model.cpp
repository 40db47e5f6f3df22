#include "kiosk/visit/model.h"

#include <algorithm>
#include <cstdlib>

namespace entre::visit {
namespace {

const content::PageSummary* find(const std::map<std::string, std::vector<content::PageSummary>>& pages,
                                 const std::string& id, const std::string& language) {
  const auto list = pages.find(language);
  if (list == pages.end()) return nullptr;
  const auto page =
      std::find_if(list->second.begin(), list->second.end(), [&](const auto& one) { return one.id == id; });
  return page == list->second.end() ? nullptr : &*page;
}

}  // namespace

const char* name(ScreenId screen) {
  switch (screen) {
    case ScreenId::neutral:
      return "neutral";
    case ScreenId::home:
      return "home";
    case ScreenId::group:
      return "group";
    case ScreenId::article:
      return "article";
    case ScreenId::contacts:
      return "contacts";
    case ScreenId::contact:
      return "contact";
    case ScreenId::search:
      return "search";
    case ScreenId::about:
      return "about";
    case ScreenId::gallery:
      return "gallery";
    case ScreenId::staff:
      return "staff";
  }
  std::abort();
}

const content::PageSummary* Library::page(const std::string& id, const std::string& language) const {
  std::vector<std::string> order{language};
  if (const content::Language* own = site.language(language); own != nullptr && !own->base.empty())
    order.push_back(own->base);
  order.push_back(site.default_language);
  for (const content::Language& each : site.languages) order.push_back(each.code);
  for (const std::string& code : order)
    if (const content::PageSummary* found = find(pages, id, code)) return found;
  return nullptr;
}

std::vector<content::Language> offered(const std::vector<std::string>& wanted, const content::Site& site) {
  std::vector<content::Language> some;
  for (const content::Language& language : site.languages)
    if (std::find(wanted.begin(), wanted.end(), language.code) != wanted.end()) some.push_back(language);
  return some.empty() ? site.languages : some;
}

std::vector<content::Language> Model::offered_languages() const {
  return offered(installation.languages, library->site);
}

bool Model::offers(const std::string& language) const {
  const auto all = offered_languages();
  return std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.code == language; });
}

}  // namespace entre::visit
