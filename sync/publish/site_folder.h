#pragma once
// The folder that editors write: site.toml, contacts.toml, pages/<id>.<language>.md, images/.

#include <map>
#include <string>
#include <vector>

#include "platform/files.h"
#include "platform/toml.h"
#include "sync/content/content.h"
#include "sync/content/theme.h"

namespace entre::publish {

// What is wrong. Errors keep a release from being built; warnings (a missing translation, a picture that
// nothing shows) do not.
struct Findings {
  std::vector<Fault> errors, warnings;
  void add(std::vector<Fault> faults) { errors.insert(errors.end(), faults.begin(), faults.end()); }
};

// One thing names another; whether that is there is seen when all has been read.
struct Reference {
  enum class Kind { page, contact, image } kind = Kind::page;
  std::string id;
  Fault at;  // without a message
};

struct SiteFolder {
  content::Site site;
  content::Contacts contacts;                 // `order` filled in
  std::vector<content::Page> pages;           // by file name
  std::map<std::string, std::string> images;  // name -> bytes; those without a fault
  std::vector<Reference> references;
};

// themes: those of the kiosk, which the site's own colours go on.
// Reads all of it and adds every fault of form to `findings`, with file and line. Texts are brought to
// Unicode's form NFC, dates written out in words, pictures' sizes filled in. `folder` stands before the names
// in faults.
SiteFolder load_site(const Files& files, const std::string& folder, const content::Themes& themes,
                     Findings& findings);

// What only the whole shows: broken references, missing translations, pages in no group, documents beyond the
// caps. Adds to what load_site found.
void check_site(const SiteFolder& site, const std::string& folder, Findings& findings);

// Both; findings are sorted by file and line.
SiteFolder load_and_check(const Files& files, const std::string& folder, const content::Themes& themes,
                          Findings& findings);

}  // namespace entre::publish
