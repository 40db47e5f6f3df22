#pragma once
// A small release for the tests of this folder.

#include <string>
#include <vector>

#include "sync/content/content_file.h"
#include "tests/support/temp_folder.h"

namespace entre::content {

using Folder = test::TempFolder;

struct Release {
  Site site;
  Contacts contacts;
  std::vector<Page> pages;
};

std::string tiny_png();  // 1 x 1 pixel
Block paragraph(const std::string& text);
Site sample_site();  // sv (default), sv-simple, en, ar
Contacts sample_contacts();
Page sample_page();  // what-is-it in sv, with every kind of block
Release sample_release();
Result<void> build(const std::string& path, std::int64_t release, const Release& sample);

}  // namespace entre::content
