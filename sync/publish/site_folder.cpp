#include "sync/publish/site_folder.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "sync/content/documents.h"
#include "sync/content/limits.h"
#include "sync/publish/source.h"

namespace entre::publish {
namespace {

std::string page_path(const std::string& folder, const std::string& id, const std::string& language) {
  return folder + "/pages/" + id + "." + language + ".md";
}

class Check {
 public:
  Check(const SiteFolder& site, const std::string& folder, Findings& findings)
      : site_(site), folder_(folder), findings_(findings) {
    for (const content::Page& page : site.pages) languages_of_[page.id].insert(page.language);
  }

  void run() {
    references();
    translations();
    groups();
    images();
    caps();
  }

 private:
  bool exists(const Reference& reference) const {
    if (reference.kind == Reference::Kind::page) return languages_of_.contains(reference.id);
    if (reference.kind == Reference::Kind::contact) return site_.contacts.find(reference.id);
    return site_.images.contains(reference.id);
  }

  void references() {
    for (const Reference& reference : site_.references) {
      if (exists(reference)) continue;
      Fault fault = reference.at;
      const std::string name = "\"" + reference.id + "\"";
      if (reference.kind == Reference::Kind::page) fault.message = "there is no page " + name;
      if (reference.kind == Reference::Kind::contact)
        fault.message = "there is no contact " + name + " in contacts.toml";
      if (reference.kind == Reference::Kind::image)
        fault.message = "there is no usable picture images/" + reference.id;
      fault.message += ": correct the name, add it or remove the reference";
      findings_.errors.push_back(std::move(fault));
    }
  }

  void translations() {
    for (const auto& [id, languages] : languages_of_)
      for (const content::Language& language : site_.site.languages) {
        if (languages.contains(language.code)) continue;
        const std::string path = page_path(folder_, id, language.code);
        if (language.code == site_.site.default_language)
          findings_.errors.push_back({path, 0, "", "the page is missing in the default language: write it"});
        else
          findings_.warnings.push_back(
              {path, 0, "",
               "no translation to \"" + language.code + "\": the kiosk shows another language instead"});
      }
  }

  void groups() {
    std::set<std::string> grouped;
    for (const content::Group& group : site_.site.groups)
      grouped.insert(group.pages.begin(), group.pages.end());
    for (const auto& [id, languages] : languages_of_)
      if (!grouped.contains(id))
        findings_.errors.push_back(
            {page_path(folder_, id, *languages.begin()), 0, "",
             "the page is in no group: add \"" + id + "\" to a [[group]] in site.toml"});
  }

  void images() {
    std::set<std::string> used;
    for (const Reference& reference : site_.references)
      if (reference.kind == Reference::Kind::image) used.insert(reference.id);
    for (const auto& [name, bytes] : site_.images)
      if (!used.contains(name))
        findings_.warnings.push_back(
            {folder_ + "/images/" + name, 0, "", "no page shows the picture: it stays out"});
  }

  // What a kiosk would refuse is refused here, by the same code. Only once the rest is right: the reasons
  // above say better what to do.
  void caps() {
    if (!findings_.errors.empty()) return;
    const auto refuse = [&](const std::string& path, const Error& error) {
      findings_.errors.push_back({path, 0, "", error.message});
    };
    if (site_.pages.size() > content::limits::pages_max)
      findings_.errors.push_back({folder_ + "/pages", 0, "", "more than 20000 pages"});
    if (const auto read = content::decode_site(content::encode(site_.site), "site.json"); !read.ok())
      refuse(folder_ + "/site.toml", read.error());
    if (const auto read = content::decode_contacts(content::encode(site_.contacts), "contacts.json");
        !read.ok())
      refuse(folder_ + "/contacts.toml", read.error());
    for (const content::Page& page : site_.pages) {
      const auto read =
          content::decode_page(content::encode(page), content::page_target(page.id, page.language));
      if (!read.ok()) refuse(page_path(folder_, page.id, page.language), read.error());
    }
  }

  const SiteFolder& site_;
  const std::string& folder_;
  Findings& findings_;
  std::map<std::string, std::set<std::string>> languages_of_;
};

void sort(std::vector<Fault>& faults) {
  std::stable_sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) {
    return std::tie(a.file, a.line) < std::tie(b.file, b.line);
  });
}

}  // namespace

SiteFolder load_site(const Files& files, const std::string& folder, const content::Themes& themes,
                     Findings& findings) {
  SiteFolder out;
  Loading loading{files, folder, themes, findings, out};
  load_site_file(loading);
  // Without languages everything that follows would be a fault, and none of them the editor's.
  if (out.site.languages.empty()) return out;
  load_contacts(loading);
  load_images(loading);
  load_pages(loading);
  return out;
}

void check_site(const SiteFolder& site, const std::string& folder, Findings& findings) {
  Check(site, folder, findings).run();
}

SiteFolder load_and_check(const Files& files, const std::string& folder, const content::Themes& themes,
                          Findings& findings) {
  SiteFolder site = load_site(files, folder, themes, findings);
  if (!site.site.languages.empty()) check_site(site, folder, findings);
  sort(findings.errors);
  sort(findings.warnings);
  return site;
}

}  // namespace entre::publish
