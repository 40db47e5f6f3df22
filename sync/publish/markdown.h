#pragma once
// CommonMark with tables (GitHub's extension) to blocks, by cmark-gfm (markdown.cpp only).

#include <string>
#include <string_view>
#include <vector>

#include "platform/toml.h"
#include "sync/content/content.h"
#include "sync/publish/site_folder.h"

namespace entre::publish {

struct Markdown {
  std::vector<content::Block> blocks;
  std::vector<Reference> references;  // of links, contacts and pictures, with their lines
  std::vector<Fault> faults;          // what a kiosk cannot show, and what to write instead
};

// `file` is for faults; `first_line` is the line of the file on which `text` starts.
Markdown parse_markdown(std::string_view text, const std::string& file, int first_line);

}  // namespace entre::publish
