#pragma once
// A site folder in memory, as editors would write it, without a fault.

#include <string>

#include "sync/publish/site_folder.h"
#include "tests/support/memory_files.h"

namespace entre::publish {

inline const std::string kFolder = "/site";

void write(test::MemoryFiles& files, const std::string& name, const std::string& text);
std::string read(const test::MemoryFiles& files, const std::string& name);
// Replaces the one place where `from` stands.
void edit(test::MemoryFiles& files, const std::string& name, const std::string& from, const std::string& to);
std::string front_matter(const std::string& title);
test::MemoryFiles sample_folder();
// Errors, then warnings, one a line and without the folder's name.
std::string findings_of(const test::MemoryFiles& files);
const content::Themes& own_themes();                // the kiosk's
SiteFolder loaded(const test::MemoryFiles& files);  // without a fault, or the test fails
std::string small_png();

}  // namespace entre::publish
