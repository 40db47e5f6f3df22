#include "tests/sync/publish/sample_folder.h"

#include <doctest/doctest.h>

#include "platform/crypto.h"

namespace entre::publish {

void write(test::MemoryFiles& files, const std::string& name, const std::string& text) {
  const std::string path = kFolder + "/" + name;
  REQUIRE(files.make_folders(path.substr(0, path.rfind('/'))).ok());
  REQUIRE(files.write(path, text).ok());
}

std::string read(const test::MemoryFiles& files, const std::string& name) {
  return *files.read(kFolder + "/" + name, 1u << 20);
}

void edit(test::MemoryFiles& files, const std::string& name, const std::string& from, const std::string& to) {
  std::string text = read(files, name);
  const auto at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, from);
  write(files, name, text.replace(at, from.size(), to));
}

std::string front_matter(const std::string& title) {
  return "+++\ntitle = \"" + title + R"("
summary = "Kort sagt"
icon = "compass"
contacts = ["ek"]
source = "https://example.org/"
owner = "Enheten"
updated = 2024-01-09
review_by = 2027-01-09
valid_from = 2024-01-09
valid_until = 2028-12-31
translation = "original"
+++
)";
}

std::string small_png() {
  return *base64_decode(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==");
}

test::MemoryFiles sample_folder() {
  test::MemoryFiles files;
  write(files, "site.toml", R"(id = "huset"
default_language = "sv"
floor = 1
[name]
sv = "Huset"
en = "The house"
[[language]]
code = "sv"
endonym = "Svenska"
[[language]]
code = "en"
endonym = "English"
[[headline]]
title = {sv = "Hej", en = "Hello"}
text = {sv = "Stig på", en = "Come in"}
[[group]]
id = "all"
icon = "compass"
pages = ["start", "more"]
title = {sv = "Allt", en = "All"}
[theme]
brand = "#0B4F6C"
)");
  write(files, "contacts.toml", R"([[contact]]
id = "ek"
name = "Ek"
subjects = ["start"]
role = {sv = "Chef", en = "Head"}
[[contact]]
id = "ang"
name = "Äng"
[[contact]]
id = "zo"
name = "Zo"
)");
  write(files, "pages/start.sv.md",
        front_matter("Början") +
            "\nText med [länk](page:more).\n\n![Ett hus](images/hus.png \"Huset\")\n\n[contact:ek]\n");
  write(files, "pages/start.en.md", front_matter("Beginning") + "\nText.\n");
  write(files, "pages/more.sv.md", front_matter("Mera") + "\nMera text.\n");
  write(files, "pages/more.en.md", front_matter("More") + "\nMore text.\n");
  write(files, "images/hus.png", small_png());
  return files;
}

const content::Themes& own_themes() {
  static const auto themes = content::Themes::load(SystemFiles(), std::string(ENTRE_ASSETS_DIR) + "/themes");
  REQUIRE(themes.ok());
  return *themes;
}

std::string findings_of(const test::MemoryFiles& files) {
  Findings findings;
  load_and_check(files, kFolder, own_themes(), findings);
  std::string out;
  for (const Fault& fault : findings.errors)
    out += "error: " + to_string(fault).substr(kFolder.size() + 1) + "\n";
  for (const Fault& fault : findings.warnings)
    out += "warning: " + to_string(fault).substr(kFolder.size() + 1) + "\n";
  return out;
}

SiteFolder loaded(const test::MemoryFiles& files) {
  Findings findings;
  SiteFolder site = load_and_check(files, kFolder, own_themes(), findings);
  REQUIRE_MESSAGE(findings.errors.empty(), to_string(findings.errors));
  return site;
}

}  // namespace entre::publish
